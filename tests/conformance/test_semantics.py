"""Semantics B, S, U and E that no behaviour fact shows already, at the command line."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.outcome import good, refused
from tests.conformance.wire import body, target, values
from tests.lab.behaviours import chunked, reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]


def test_semantics_b1_decompression_is_off_by_default(whttp: Whttp, raw_server: Start) -> None:
    packed = gzip.compress(b"plain")
    server = raw_server(reply(200, packed, "Content-Encoding: gzip"))
    assert good(whttp("get", server.url())).stdout == packed


@pytest.mark.parametrize("length", ["2", "4", "x", ""])
def test_semantics_b3_a_length_that_is_not_the_bodys(
    whttp: Whttp, server: RawServer, length: str
) -> None:
    refused(whttp("post", server.url(), "-d", "abc", "-H", f"Content-Length: {length}"), 87)
    refused(whttp("get", server.url(), "-H", "Content-Length: 5"), 87)
    assert server.connections == []


def test_semantics_b4_a_callers_length_frames_a_stream(whttp: Whttp, server: RawServer) -> None:
    stream = ("-T", "-", "-H", "Content-Length: 3")
    good(whttp("put", server.url(), *stream, stdin=b"abc"))
    assert values(server.request, "Content-Length") == ["3"]
    assert values(server.request, "Transfer-Encoding") == []
    assert body(server.request) == b"abc"


@pytest.mark.parametrize("stdin", [b"ab", b"abcd"])
def test_semantics_b4_a_stream_that_breaks_its_word_does_not_pass(
    whttp: Whttp, server: RawServer, stdin: bytes
) -> None:
    finished = whttp("put", server.url(), "-T", "-", "-H", "Content-Length: 3", stdin=stdin)
    assert finished.status in (2, 14), finished


def test_semantics_b5_both_framings_at_once(whttp: Whttp, server: RawServer) -> None:
    both = ("-H", "Transfer-Encoding: chunked", "-H", "Content-Length: 3")
    refused(whttp("post", server.url(), "-d", "abc", *both), 87)
    refused(whttp("post", server.url(), "-H", "Transfer-Encoding: gzip", "-d", "abc"), 87)
    refused(whttp("post", server.url(), *both[:2], "-d", "abc", "--http1.0"), 87)
    refused(whttp("post", server.url(), "-T", "-", "--http1.0"), 87)
    assert server.connections == []


def test_semantics_b6_chunked_answers_are_decoded(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(chunked(b"one ", b"two", trailers=["X: y"]))
    assert good(whttp("get", server.url())).out == "one two"


FORMS = ["u:p@", "u:@", ":p@", ":@", "@", "u@", "a@b:c@", "u%40:p@"]


@pytest.mark.parametrize("info", FORMS)
def test_semantics_u1_user_information_is_rejected_when_asked(
    whttp: Whttp, server: RawServer, info: str
) -> None:
    url = f"http://{info}127.0.0.1:{server.port}/"
    finished = refused(whttp("get", url, "--reject-userpwd-in-url"), 12005)
    assert "--reject-userpwd-in-url" in finished.err
    assert server.connections == []
    good(whttp("get", url))


def test_semantics_u1_an_at_sign_elsewhere_is_no_user_information(
    whttp: Whttp, server: RawServer
) -> None:
    good(whttp("get", server.url("/a@b?c@d#e@f"), "--reject-userpwd-in-url"))
    assert target(server.request) == "/a@b?c@d"


def test_semantics_u1_a_query_right_behind_the_host(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url("") + "?x=y/z"))
    assert target(server.request) == "/?x=y/z"


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("utf8", "%C3%A9%E2%82%AC"),
        ("1252", "%E9%80"),
        ("CP_ACP", "%E9%80"),
        ("1250", "%E9%80"),
        ("437", "%82?"),
        ("28605", "%E9%A4"),
        ("20127", "??"),
        ("54936", "%A8%A6%A2%E3"),
    ],
)
def test_semantics_u7_the_query_takes_the_code_page(
    whttp: Whttp, server: RawServer, page: str, query: str
) -> None:
    good(whttp("get", server.url("/é?q=é€"), "--codepage", page))
    assert target(server.request) == f"/%C3%A9?q={query}"


@pytest.mark.parametrize("page", ["99999", "1", "1200", "-1", "x", "65002"])
def test_semantics_u7_a_code_page_that_does_not_exist_is_87(
    whttp: Whttp, server: RawServer, page: str
) -> None:
    if page == "1":
        good(whttp("get", server.url("/?é"), "--codepage", page))
    else:
        refused(whttp("get", server.url("/?é"), "--codepage", page), 87)


def test_semantics_u7_ascii_stays_whatever_the_code_page(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url("/p?a=b&c"), "--codepage", "500", "--query-param", "d=e"))
    assert target(server.request) == "/p?a=b&c&d=e"


def test_bytes_that_are_no_utf_8_go_out_as_they_came(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", os.fsencode(server.url("/p?")) + b"\xff\xfe"))
    assert target(server.request) == "/p?%FF%FE"


def test_semantics_e3_whttp_names_itself(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url()))
    good(whttp("get", server.url(), "--as", "windows-11"))
    ours, windows = server.requests
    assert values(ours, "User-Agent")[0].startswith("whttp/")
    assert values(windows, "User-Agent") == []


def test_semantics_s4_the_binding_can_be_read(
    whttp: Whttp, raw_server: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    server = raw_server(reply(200, b"ok"), tls=server_context(localhost))
    flags = ("--ca-file", lab_ca_file, "--query", "server_cbt")
    value = json.loads(good(whttp("get", server.url(), *flags)).out)["value"]
    assert value == hashlib.sha256(localhost.der).hexdigest()
