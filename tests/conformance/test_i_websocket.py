"""Behaviour i1 to i13 and semantics Q1 to Q6, at the command line, against raw sockets."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

from tests.conformance.outcome import failed, good, refused
from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.raw_server import Peer, RawServer
from tests.lab.websocket import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    TEXT,
    Talk,
    close,
    echo,
    frame,
    key_of,
    switching,
)

Start = Callable[..., RawServer]
ONE = ("--send", "hi", "--count", "1")
AT_ONCE = ("--wait", "0")


def test_i1_the_headers_of_the_handshake(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(act=echo))
    good(whttp("ws", server.url(), *ONE))
    lines = server.request.split(b"\r\n")
    assert b"Upgrade: websocket" in lines
    assert b"Sec-WebSocket-Version: 13" in lines
    assert [line for line in lines if line.startswith(b"Connection:")] == [b"Connection: Upgrade"]
    assert len(base64.b64decode(key_of(server.request))) == 16


def test_i2_each_handshake_has_a_key_of_its_own(whttp: Whttp, raw_server: Start) -> None:
    challenge = reply(401, b"", 'WWW-Authenticate: Basic realm="x"')
    server = raw_server(challenge, Talk(act=echo))
    good(whttp("ws", server.url(), "-u", "a:b", *ONE))
    assert len({key_of(request) for request in server.requests}) == 2


def test_i4_a_status_other_than_101_is_no_websocket(whttp: Whttp, raw_server: Start) -> None:
    for status in (200, 404):
        failed(whttp("ws", raw_server(reply(status)).url()), 12, 12152)


def test_i4_a_wrong_accept_key_is_no_websocket(whttp: Whttp, raw_server: Start) -> None:
    def wrong(peer: Peer) -> None:
        peer.send(switching(peer.request, accept=b"AAAAAAAAAAAAAAAAAAAAAAAAAAA=") + close())

    failed(whttp("ws", raw_server(wrong).url()), 12, 12152)
    good(whttp("ws", raw_server(Talk(close())).url()))


def test_i5_frames_are_masked_and_a_ping_is_answered(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(frame(PING, b"you there?"), frame(TEXT, b"x"), act=echo)
    good(whttp("ws", raw_server(talk).url(), "--send", "a", "--count", 2))
    assert all(seen.masked for seen in talk.settled().seen)
    assert [seen.payload for seen in talk.settled().of(PONG)] == [b"you there?"]


def test_i6_closing_sends_code_and_reason_and_waits_for_the_peers(
    whttp: Whttp, raw_server: Start
) -> None:
    talk = Talk(polite=False, act=lambda peer, talk: (talk.read(peer), peer.send(close(1000, b"bye")))[1])
    words = ("--close-code", 1000, "--close-reason", "done", "--query", "close-reason")
    assert good(whttp("ws", raw_server(talk).url(), *AT_ONCE, *words)).out == "bye\n"
    assert talk.closed.payload == b"\x03\xe8done"


def test_i7_a_reason_has_123_bytes_at_most(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk())
    refused(whttp("ws", server.url(), "--close-reason", "x" * 124), 87)
    assert server.requests == []
    good(whttp("ws", server.url(), "--close-reason", "x" * 123, *AT_ONCE))


def test_i8_a_piece_is_a_fragment_until_the_last(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(frame(BINARY, b"123456789"), close()))
    size = ("--web-socket-receive-buffer-size", 4)
    lines = good(whttp("ws", server.url(), "--json", *size)).out.splitlines()
    types = [json.loads(line).get("type") for line in lines]
    assert types[1:4] == ["binary-fragment", "binary-fragment", "binary-message"]


def test_i9_closing_ends_a_pending_receive_with_12017(whttp: Whttp, raw_server: Start) -> None:
    with whttp.start("ws", raw_server(Talk(frame(TEXT, b"ready"))).url()) as running:
        assert running.process.stdout is not None
        assert running.process.stdout.readline() == b"ready\n"
        running.interrupt()
        failed(running.finish(), 130, 12017)


def test_i10_the_peers_close_ends_it_and_its_code_is_told(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(frame(TEXT, b"last"), close(1001, b"going"))
    finished = good(
        whttp("ws", raw_server(talk).url(), "--query", "close-code", "--query", "close-reason")
    )
    assert finished.out == "1001\ngoing\n"
    assert [seen.opcode for seen in talk.settled().seen] == [CLOSE]


def test_i11_a_send_buffer_below_16_bytes_is_8(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(act=echo))
    refused(whttp("ws", server.url(), "--web-socket-send-buffer-size", 15), 8)
    assert server.requests == []
    good(whttp("ws", server.url(), "--web-socket-send-buffer-size", 16, *ONE))


def test_i12_a_peer_that_vanishes_while_closing_is_12152(whttp: Whttp, raw_server: Start) -> None:
    def vanish(peer: Peer, talk: Talk) -> None:
        talk.read(peer)
        peer.cut()

    failed(whttp("ws", raw_server(Talk(act=vanish)).url(), *AT_ONCE), 12, 12152)


def test_i13_the_close_timeout(whttp: Whttp, raw_server: Start) -> None:
    silent = raw_server(Talk(polite=False)).url()
    finished = failed(whttp("ws", silent, *AT_ONCE, "--web-socket-close-timeout", 100), 5, 12002)
    assert "web-socket-close-timeout = 100 ms" in finished.err


def test_h15_i13_the_keep_alive_interval_has_a_floor(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(act=echo))
    refused(whttp("ws", server.url(), "--web-socket-keepalive-interval", 14999), 87)
    refused(whttp("ws", server.url(), "--query", "WEB_SOCKET_KEEPALIVE_INTERVAL"), 87)
    refused(whttp("ws", server.url(), "--set", "WEB_SOCKET_KEEPALIVE_INTERVAL@request=15000"), 12018)
    assert server.requests == []
    good(whttp("ws", server.url(), "--web-socket-keepalive-interval", 15000, *ONE))


def test_semantics_h3_a_websocket_handle_has_options_of_its_own(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(act=echo))
    place = "WEB_SOCKET_CLOSE_TIMEOUT@{}=2000"
    good(whttp("ws", server.url(), "--set", place.format("websocket"), *ONE))
    for handle in ("session", "connect", "request"):
        refused(whttp("ws", server.url(), "--set", place.format(handle)), 12018)


def test_semantics_q1_the_option_makes_a_handshake_and_no_more(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(frame(TEXT, b"unread"))
    finished = good(whttp("get", raw_server(talk).url(), "--upgrade-to-web-socket", "-i"))
    assert finished.out.startswith("HTTP/1.1 101 ")
    assert "unread" not in finished.out
    assert talk.settled().seen == []


def test_semantics_q2_a_sub_protocol_is_a_header_of_the_callers(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(close(), lines=(b"Sec-WebSocket-Protocol: mqtt",)))
    told = good(whttp("ws", server.url(), "-H", "Sec-WebSocket-Protocol: mqtt", "-v")).err
    assert "sub-protocol mqtt" in told


def test_semantics_q4_text_and_binary_are_told_apart(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(frame(TEXT, b"a"), frame(BINARY, b"b"), close()))
    lines = good(whttp("ws", server.url(), "--json")).out.splitlines()
    types = [json.loads(line).get("type") for line in lines]
    assert types[1:3] == ["utf8-message", "binary-message"]
