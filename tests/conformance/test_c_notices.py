"""Behaviour c1 to c17: the status notifications, at the command line, against raw sockets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.notices import (
    AFTER_CLOSING,
    ANSWERED,
    CLOSED,
    CONNECTED,
    OPENED,
    SENT,
    heard,
)
from tests.lab.behaviours import closing, hanging, interim, redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
SENT_ASYNC = [*SENT, "SENDREQUEST_COMPLETE"]
READ = ["HEADERS_AVAILABLE", "DATA_AVAILABLE", "READ_COMPLETE", "DATA_AVAILABLE"]


def test_c1_a_plain_get(whttp: Whttp, server: RawServer) -> None:
    told = heard(whttp, "get", server.url())
    assert told.names == [*OPENED, *CONNECTED, *SENT, *ANSWERED, *CLOSED]


def test_c1_a_plain_get_asynchronously(whttp: Whttp, server: RawServer) -> None:
    told = heard(whttp, "get", server.url(), asynchronous=True)
    assert told.names == [*OPENED, *CONNECTED, *SENT_ASYNC, *ANSWERED, *READ, *CLOSED]
    assert told.all("DATA_AVAILABLE", "bytes") == [2, 0]
    assert told.all("READ_COMPLETE", "bytes") == [2]


def test_c2_on_a_kept_connection_nothing_is_resolved(whttp: Whttp, server: RawServer) -> None:
    told = heard(whttp, "get", server.url(), server.url())
    first, second = told.names[:12], told.names[12:]
    assert second == [*OPENED, *SENT, *ANSWERED, *CLOSED]
    assert first == [*OPENED, *CONNECTED, *SENT, *ANSWERED, *CLOSED]


def test_c4_a_closed_connection_is_made_again(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"ok", "Connection: close"), OK)
    told = heard(whttp, "get", server.url(), server.url())
    assert told.names.count("CONNECTED_TO_SERVER") == 2
    assert told.names.count("RESOLVING_NAME") == 2


def test_c5_a_redirect_to_the_same_host(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/": redirect("/b"), "/b": OK})
    told = heard(whttp, "get", server.url(), asynchronous=True)
    assert told.names[6:] == [*SENT_ASYNC, *ANSWERED, "REDIRECT", *SENT, *ANSWERED, *READ, *CLOSED]


def test_c6_a_redirect_to_another_host(whttp: Whttp, raw_server: Start) -> None:
    other = raw_server(OK)
    server = raw_server(redirect(other.url("/b")))
    told = heard(whttp, "get", server.url())
    assert told.names[6:] == [*SENT, *ANSWERED, "REDIRECT", *CONNECTED, *SENT, *ANSWERED, *CLOSED]


def test_c7_an_answered_401_is_no_redirect(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(401, b"", 'WWW-Authenticate: Basic realm="x"'), OK)
    told = heard(whttp, "get", server.url(), "-u", "a:b")
    assert told.names[6:] == [*SENT, *ANSWERED, *SENT, *ANSWERED, *CLOSED]


def test_c8_an_unknown_name(whttp: Whttp) -> None:
    told = heard(whttp, "get", "http://no.invalid/", asynchronous=True)
    assert told.finished.status == 3
    assert told.names == [*OPENED, "RESOLVING_NAME", "REQUEST_ERROR", *CLOSED]


def test_c9_a_refused_connection(whttp: Whttp) -> None:
    told = heard(whttp, "get", "http://127.0.0.1:1/")
    assert told.finished.status == 4
    assert told.names == [*OPENED, *CONNECTED[:3], *CLOSED]


def test_c10_a_response_timeout(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(hanging())
    flags = ("--receive-timeout", 60, "--receive-response-timeout", 60)
    told = heard(whttp, "get", server.url(), *flags, asynchronous=True)
    assert told.finished.status == 5
    ending = ["RECEIVING_RESPONSE", *AFTER_CLOSING, "REQUEST_ERROR", *CLOSED]
    assert told.names[6:] == [*SENT_ASYNC, *ending]
    assert told.all("REQUEST_ERROR", "error")[0]["number"] == 12002


def test_c11_a_certificate_that_is_refused(whttp: Whttp, tls_server: Callable[..., RawServer]) -> None:
    told = heard(whttp, "get", tls_server(OK).url())
    assert told.finished.status == 7
    assert told.names[2:] == [*CONNECTED, "SECURE_FAILURE", *CLOSED]
    assert told.all("SECURE_FAILURE", "flags") == [0x8]
    assert told.all("SECURE_FAILURE", "flag_names") == [["INVALID_CA"]]


def test_c11_a_fault_that_is_ignored_is_not_notified(
    whttp: Whttp, tls_server: Callable[..., RawServer]
) -> None:
    told = heard(whttp, "get", tls_server(OK).url(), "-k")
    assert told.finished.status == 0
    assert "SECURE_FAILURE" not in told.names


def test_c11_tls_itself_fails(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(OK, greeting=b"hello\r\n")
    told = heard(whttp, "get", f"https://{server.authority}/", asynchronous=True)
    assert told.finished.status == 6
    assert told.names[2:] == [*CONNECTED, "SECURE_FAILURE", "REQUEST_ERROR", *CLOSED]
    assert told.all("SECURE_FAILURE", "flags") == [0x80000000]


def test_c11_a_refused_connect(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(403, b"no"))
    told = heard(whttp, "get", "https://h.test/", "--proxy", proxy.authority)
    assert told.finished.status == 9
    assert [name for name in told.names[2:] if name not in AFTER_CLOSING] == [*CONNECTED, *CLOSED]


def test_c12_a_body_in_pieces(whttp: Whttp, server: RawServer, tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(b"x" * 40_000)
    told = heard(whttp, "put", server.url(), "-T", tmp_path / "body", asynchronous=True)
    written = told.all("WRITE_COMPLETE", "bytes")
    assert sum(written) == 40_000
    assert told.names[6:] == [
        *SENT_ASYNC,
        *(["WRITE_COMPLETE"] * len(written)),
        *ANSWERED,
        *READ,
        *CLOSED,
    ]


def test_c12_a_body_that_goes_out_with_the_head(whttp: Whttp, server: RawServer) -> None:
    told = heard(whttp, "post", server.url(), "-d", "abc", asynchronous=True)
    assert "WRITE_COMPLETE" not in told.names
    assert told.all("REQUEST_SENT", "bytes") == [len(server.requests[0])]


def test_c13_connection_close(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"ok", "Connection: close"))
    told = heard(whttp, "get", server.url(), asynchronous=True)
    reading = ["HEADERS_AVAILABLE", "DATA_AVAILABLE", *AFTER_CLOSING, "READ_COMPLETE", "DATA_AVAILABLE"]
    assert told.names[6:] == [*SENT_ASYNC, *ANSWERED, *reading, *CLOSED]


def test_c14_what_they_carry(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/": redirect("/b"), "/b": OK})
    told = heard(whttp, "get", server.url())
    assert told.all("RESOLVING_NAME", "host") == ["127.0.0.1"]
    for name in ("NAME_RESOLVED", "CONNECTING_TO_SERVER", "CONNECTED_TO_SERVER"):
        assert told.all(name, "address") == ["127.0.0.1"]
    assert told.all("REQUEST_SENT", "bytes") == [len(request) for request in server.requests]
    assert told.all("RESPONSE_RECEIVED", "bytes") == [len(redirect("/b")), len(OK) - 2]
    assert told.all("REDIRECT", "url") == [server.url("/b")]


@pytest.mark.parametrize(
    ("answer", "call"),
    [(closing(), 1), (closing(reply(200, b"", "Content-Length: 9", length=False)), 2)],
    ids=["no answer", "no body"],
)
def test_c15_request_error_names_the_call(
    whttp: Whttp, raw_server: Start, answer: Callable[..., None], call: int
) -> None:
    told = heard(whttp, "get", raw_server(answer).url(), asynchronous=True)
    assert [failed["number"] for failed in told.all("REQUEST_ERROR", "call")] == [call]


def test_c15_of_a_request_that_could_not_be_sent(whttp: Whttp) -> None:
    told = heard(whttp, "get", "http://127.0.0.1:1/", asynchronous=True)
    assert told.all("REQUEST_ERROR", "call") == [{"number": 5, "name": "WinHttpSendRequest"}]
    assert told.all("REQUEST_ERROR", "error") == [
        {"number": 12029, "name": "ERROR_WINHTTP_CANNOT_CONNECT"}
    ]


def test_c16_a_context_of_the_requests_own_comes_after_its_creation(
    whttp: Whttp, server: RawServer
) -> None:
    told = heard(whttp, "get", server.url(), "--set", "context_value@request=42")
    assert told.all("HANDLE_CREATED", "context") == [0, 0]
    assert told.all("SENDING_REQUEST", "context") == [42]


def test_c16_a_context_of_the_session_is_inherited(whttp: Whttp, server: RawServer) -> None:
    told = heard(whttp, "get", server.url(), "--context-value", "42")
    assert {notice["context"] for notice in told.notices} == {42}


def test_c17_an_interim_answer_is_notified(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(interim(103) + OK)
    told = heard(whttp, "get", server.url())
    assert told.all("INTERMEDIATE_RESPONSE", "status") == [103]


def test_c17_proxy_detection_is_notified_where_it_runs(whttp: Whttp, server: RawServer) -> None:
    detecting = heard(whttp, "get", server.url(), "--proxy", "automatic", "--proxy-auto-detect")
    assert detecting.names.count("DETECTING_PROXY") == 1
    assert "DETECTING_PROXY" not in heard(whttp, "get", server.url(), "--proxy", "none").names
