"""`whttp ws`: the handshake, what answers it, and what is refused before it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.websocket import (
    Talk,
    close,
    echo,
    key_of,
    refusing,
    switching,
)

Start = Callable[..., RawServer]
ONE = ("--send", "hi", "--count", "1")


@pytest.fixture
def echoing(raw_server: Start) -> RawServer:
    return raw_server(Talk(act=echo))


def ws_url(server: RawServer, path: str = "/") -> str:
    return server.url(path).replace("http", "ws", 1)


def test_the_handshake(whttp: Whttp, echoing: RawServer) -> None:
    whttp(
        "ws", ws_url(echoing, "/chat?a=b"), "-H", "Sec-WebSocket-Protocol: mqtt", "-H", "Origin: x", *ONE
    )
    lines = echoing.request.split(b"\r\n")
    key = b"Sec-WebSocket-Key: " + key_of(echoing.request)
    assert lines[:-3] == [
        b"GET /chat?a=b HTTP/1.1",
        b"Connection: Upgrade",
        b"Sec-WebSocket-Protocol: mqtt",
        b"Origin: x",
        b"Upgrade: websocket",
        b"Sec-WebSocket-Version: 13",
        key,
        lines[7],
    ]


def test_wss_is_https_and_ws_is_http_and_others_are_12006(whttp: Whttp, echoing: RawServer) -> None:
    told = whttp("ws", ws_url(echoing), "-v", *ONE).err
    assert "ws:// is http:// to WinHTTP" in told
    assert "to WinHTTP" not in whttp("ws", echoing.url(), "-v", *ONE).err
    assert " 12006 " in whttp("ws", "ftp://localhost/").err


def test_get_of_a_websocket_url_says_which_command_it_is_for(whttp: Whttp) -> None:
    refused = whttp("get", "wss://localhost/")
    assert " 12006 " in refused.err
    assert "hint: whttp ws URL talks to a WebSocket" in refused.err


def test_a_sub_protocol_that_was_chosen_is_told(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(close(), lines=(b"Sec-WebSocket-Protocol: mqtt",)))
    asked = ("-H", "Sec-WebSocket-Protocol: mqtt, chat")
    assert "sub-protocol mqtt" in whttp("ws", server.url(), "-v", *asked).err
    refused = whttp("ws", server.url())
    assert (refused.status, "was not offered" in refused.err) == (12, True)


def test_an_extension_that_nobody_asked_for_is_refused(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(close(), lines=(b"Sec-WebSocket-Extensions: permessage-deflate",)))
    finished = whttp("ws", server.url())
    assert (finished.status, " 12152 " in finished.err) == (12, True)


def test_a_wrong_accept_key_is_12152(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(lambda peer: peer.send(switching(peer.request, accept=b"wrong") + close()))
    finished = whttp("ws", server.url())
    assert (finished.status, " 12152 " in finished.err) == (12, True)


@pytest.mark.parametrize("status", [200, 400, 403, 404, 426, 503])
def test_a_refused_upgrade_is_shown_like_any_response(
    whttp: Whttp, raw_server: Start, status: int
) -> None:
    server = raw_server(refusing(status, b"not here\n"))
    finished = whttp("ws", server.url(), stdin="unsent\n")
    assert (finished.status, finished.out) == (12, "not here\n")
    assert f"is {status} Refused, not 101" in finished.err
    assert whttp("ws", server.url(), "-f").status == (22 if status >= 400 else 12)


def test_a_redirect_is_followed_with_a_new_key(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/": redirect("/there"), "/there": Talk(act=echo)})
    assert whttp("ws", server.url(), *ONE).out == "hi\n"
    first, second = server.requests
    assert key_of(first) != key_of(second)


def test_a_login_is_answered_and_the_key_is_new(whttp: Whttp, raw_server: Start) -> None:
    challenge = reply(401, b"", 'WWW-Authenticate: Basic realm="x"')
    server = raw_server(challenge, Talk(act=echo))
    finished = whttp("ws", server.url(), "-u", "alice:secret", *ONE)
    assert finished.out == "hi\n"
    first, second = server.requests
    assert b"Authorization: Basic" in second
    assert key_of(first) != key_of(second)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-d", "body"), 87),
        (("--http-version", "1.0"), 87),
        (("-o", "file"), 87),
        (("--curl",), 87),
        (("--wait", "soon"), 87),
        (("--wait", "-1"), 87),
        (("--wait", "nan"), 87),
        (("--count", "0"), 87),
        (("--web-socket-send-buffer-size", "15"), 8),
        (("--web-socket-keepalive-interval", "14999"), 87),
        (("--set", "WEB_SOCKET_KEEPALIVE_INTERVAL@request=20000"), 12018),
        (("--query", "WEB_SOCKET_KEEPALIVE_INTERVAL"), 87),
        (("--query", "WEB_SOCKET_CLOSE_TIMEOUT"), 87),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    whttp: Whttp, echoing: RawServer, arguments: tuple[str, ...], code: int
) -> None:
    finished = whttp("ws", echoing.url(), *arguments)
    assert (finished.status, f" {code} " in finished.err) == (2, True)
    assert echoing.requests == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--wait", "0.01"),
        ("--web-socket-send-buffer-size", "16"),
        ("--web-socket-keepalive-interval", "15000"),
        ("--set", "WEB_SOCKET_KEEPALIVE_INTERVAL@websocket=20000"),
    ],
)
def test_what_can_be_is_not(whttp: Whttp, echoing: RawServer, arguments: tuple[str, ...]) -> None:
    assert whttp("ws", echoing.url(), *arguments, *ONE).status == 0


def test_http2_is_not_offered_and_that_is_said(whttp: Whttp, raw_server: Start) -> None:
    finished = whttp("ws", "https://localhost:1/", "--http2", "-v")
    assert "HTTP/2 (--http2) is not offered" in finished.err


def test_get_sends_the_handshake_and_shows_the_101(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk())
    finished = whttp("get", server.url(), "--upgrade-to-web-socket", "-i")
    assert finished.status == 0
    assert finished.out.startswith("HTTP/1.1 101 Switching Protocols\r\n")


def test_a_flag_for_a_handle_that_is_not_there_is_noted(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200))
    told = whttp("get", server.url(), "--web-socket-close-timeout", 100, "-v").err
    assert "--web-socket-close-timeout: passed over, only whttp ws has a WebSocket handle" in told
    assert "passed over" not in whttp("get", server.url(), "-v").err
