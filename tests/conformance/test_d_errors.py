"""Behaviour d1 to d30, at the command line, against raw sockets."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from tests.conformance.outcome import failed, good, refused
from tests.conformance.wire import values
from tests.lab.behaviours import closing, hanging, interim, reply, resetting, then
from tests.lab.certificates import Identity, leaf
from tests.lab.command import Whttp
from tests.lab.hanging import HangingTarget
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
OK = reply(200, b"ok")


def test_d1_an_unknown_name(whttp: Whttp) -> None:
    failed(whttp("get", "http://does-not-exist.invalid/"), 3, 12007)


def test_d2_a_refused_port(whttp: Whttp) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        failed(whttp("get", f"http://127.0.0.1:{unheard.getsockname()[1]}/"), 4, 12029)


def test_d3_connect_timeout(whttp: Whttp, hanging_target: HangingTarget) -> None:
    url = f"http://{hanging_target.address}:{hanging_target.port}/"
    failed(whttp("get", url, "--connect-timeout", "100"), 5, 12002)


@pytest.mark.parametrize("flag", ["--receive-timeout", "--set"])
def test_d4_d6_no_answer_in_time(whttp: Whttp, raw_server: Start, flag: str) -> None:
    server = raw_server(hanging())
    value = "100" if flag == "--receive-timeout" else "WINHTTP_OPTION_RECEIVE_TIMEOUT=100"
    both = (flag, value, "--receive-response-timeout", "100")
    failed(whttp("get", server.url(), *both), 5, 12002)


def test_d5_a_body_that_stalls(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(hanging(OK[:-1]))
    finished = failed(whttp("get", server.url(), "--receive-timeout", "100"), 5, 12002)
    assert finished.out == "o"


def test_d7_d8_no_answer_at_all(whttp: Whttp, raw_server: Start) -> None:
    failed(whttp("get", raw_server(resetting()).url()), 12, 12030)
    failed(whttp("get", raw_server(closing()).url()), 12, 12030)
    failed(whttp("get", raw_server(closing(b"only a body")).url()), 12, 12152)


@pytest.mark.parametrize("line", [b"", b"hello", b"HTTP/1.1 20 OK", b"HTTP/1.1 2000 OK", b"HTTP/1.1"])
def test_d9_what_is_no_status_line(whttp: Whttp, raw_server: Start, line: bytes) -> None:
    failed(whttp("get", raw_server(closing(line + b"\r\nA: b\r\n\r\n")).url()), 12, 12152)


def test_d9_a_missing_reason_phrase_is_read(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok")
    assert good(whttp("get", server.url())).out == "ok"


@pytest.mark.parametrize("version", [b"HTTP/2.0", b"ICY"])
def test_d10_other_versions(whttp: Whttp, raw_server: Start, version: bytes) -> None:
    server = raw_server(closing(version + b" 200 OK\r\n\r\nok"))
    assert good(whttp("get", server.url())).out == "ok"


@pytest.mark.parametrize("url", ["", "h.test", "h.test/x", "/x", "ftp://h/", "file:///x", "x://h/"])
def test_d11_schemes(whttp: Whttp, url: str) -> None:
    refused(whttp("get", "--", url), 12006)


URLS = ["http:", "http:/x", "http://", "http://h:65536/", "http://:80/", "http://[::1/", "http://a b/"]


@pytest.mark.parametrize("url", URLS)
def test_d12_urls(whttp: Whttp, url: str) -> None:
    refused(whttp("get", url), 12005)


@pytest.mark.parametrize("chunk", [b"x", b"-1", b"", b"0x2", b"+2"])
def test_d13_a_bad_chunk_size(whttp: Whttp, raw_server: Start, chunk: bytes) -> None:
    head = reply(200, b"", "Transfer-Encoding: chunked", length=False)
    server = raw_server(closing(head + b"2\r\nok\r\n" + chunk + b"\r\n"))
    assert failed(whttp("get", server.url()), 12, 12152).out == "ok"


def test_d13_an_endless_chunk_size(whttp: Whttp, raw_server: Start) -> None:
    head = reply(200, b"", "Transfer-Encoding: chunked", length=False)
    failed(whttp("get", raw_server(closing(head + b"f" * 100 + b"\r\n")).url()), 13, 12183)


def test_d14_a_truncated_body(whttp: Whttp, raw_server: Start) -> None:
    finished = failed(whttp("get", raw_server(closing(OK[:-1])).url()), 12, 12030)
    assert finished.out == "o"


def test_d15_a_head_above_the_limit(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"ok", "A: " + "x" * 65_536))
    failed(whttp("get", server.url()), 13, 12182)
    good(whttp("get", server.url(), "--max-response-header-size", "70000"))
    failed(whttp("get", server.url(), "--max-response-header-size", "4096"), 13, 12182)


@pytest.mark.parametrize(("limit", "status"), [(2, 0), (1, 12)])
def test_d16_interim_answers(whttp: Whttp, raw_server: Start, limit: int, status: int) -> None:
    server = raw_server(then(interim(100, 102), OK))
    finished = whttp("get", server.url(), "--max-http-status-continue", limit)
    assert finished.status == status, finished
    assert status == 0 or " 12152 " in finished.err


def test_d20_a_client_certificate_for_http(whttp: Whttp, server: RawServer) -> None:
    refused(whttp("get", server.url(), "--client-cert-context", "none"), 12019)
    assert server.requests == []


def test_d22_a_refused_login_is_the_answer(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(401, b"go away", 'WWW-Authenticate: Basic realm="x"'))
    assert good(whttp("get", server.url(), "-u", "a:wrong")).out == "go away"
    sent = [values(request, "Authorization") for request in server.requests]
    assert sent == [[], ["Basic YTp3cm9uZw=="]]


def test_d26_timeouts_below_minus_one_and_on_the_wrong_handle(whttp: Whttp, server: RawServer) -> None:
    refused(whttp("get", server.url(), "--connect-timeout", "-2"), 87)
    refused(whttp("get", server.url(), "--set", "CONNECT_TIMEOUT@connect=1"), 12018)
    good(whttp("get", server.url(), "--connect-timeout", "-1"))
    assert len(server.requests) == 1


@pytest.mark.parametrize("port", [21, 25, 70, 110, 119, 143])
def test_d29_mail_and_file_ports_are_not_blocked(whttp: Whttp, server: RawServer, port: int) -> None:
    there = f"::127.0.0.1:{server.port}"
    assert good(whttp("get", f"http://h.test:{port}/", "--connect-to", there)).out == "ok"


@pytest.mark.parametrize(("word", "status"), [("GET", 204), ("GET", 304), ("HEAD", 200)])
def test_d30_answers_without_a_body(whttp: Whttp, raw_server: Start, word: str, status: int) -> None:
    lying = reply(status, b"", "Content-Length: 5", length=False)
    server = raw_server(lying)
    heads = lying * 2 if word == "HEAD" else b""  # what HEAD is for is printed
    assert good(whttp("request", word, server.url(), server.url())).stdout == heads
    assert [len(connection.requests) for connection in server.connections] == [2]


def test_d17_a_rejected_certificate_and_other_tls_failures(
    whttp: Whttp, raw_server: Start, tls_server: Start
) -> None:
    failed(whttp("get", tls_server(OK).url()), 7, 12175)
    plain = raw_server(
        closing(b"HTTP/1.1 400 Bad Request\r\n\r\n"), with_bodies=False, greeting=b"hello\r\n"
    )
    failed(whttp("get", f"https://{plain.authority}/"), 6, 12157)


def test_d18_the_reasons_inside(
    whttp: Whttp, raw_server: Start, lab_issuer: Identity, trust: tuple[str, str]
) -> None:
    other = server_context(leaf(lab_issuer, "other.test"))
    url = f"https://localhost:{raw_server(OK, tls=other).port}/"
    untrusted, misnamed = whttp("get", url), whttp("get", url, *trust)
    assert " 12045 " in untrusted.err
    assert " 12038 " in misnamed.err
    assert " 12045 " not in misnamed.err


def test_d19_a_demanded_client_certificate(
    whttp: Whttp, raw_server: Start, localhost: Identity, lab_ca: Identity, trust: tuple[str, str]
) -> None:
    strict = server_context(localhost, client_authorities=[lab_ca], client_required=True)
    server = raw_server(OK, tls=strict)
    failed(whttp("get", server.url(), *trust), 8, 12044)


def test_d19_none_lets_the_request_go_on(
    whttp: Whttp, raw_server: Start, localhost: Identity, lab_ca: Identity, trust: tuple[str, str]
) -> None:
    lenient = server_context(localhost, client_authorities=[lab_ca])
    server = raw_server(OK, tls=lenient)
    assert good(whttp("get", server.url(), *trust, "--client-cert-context", "none")).out == "ok"
