"""`whttp ws`: lines in, messages out, and what is told of it; against a peer that speaks in raw bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.command import Finished, Whttp
from tests.lab.raw_server import Peer, RawServer
from tests.lab.terminal import Shown
from tests.lab.websocket import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    TEXT,
    Talk,
    close,
    echo,
    frame,
)

Start = Callable[..., RawServer]
ONE = ("--send", "hi", "--count", "1")


@pytest.fixture
def echoing(raw_server: Start) -> RawServer:
    return raw_server(Talk(act=echo))


def events(finished: Finished) -> list[dict[str, Any]]:
    """The lines of --json; the last is the document."""
    return [json.loads(line) for line in finished.out.splitlines()]


def ws_url(server: RawServer, path: str = "/") -> str:
    return server.url(path).replace("http", "ws", 1)


# --- lines in, messages out ---------------------------------------------------------------------------


def test_each_line_is_a_message_and_each_message_a_line(whttp: Whttp, echoing: RawServer) -> None:
    finished = whttp("ws", ws_url(echoing), "--count", 3, stdin="hello\nwörld\nlast")
    assert (finished.status, finished.out, finished.err) == (0, "hello\nwörld\nlast\n", "")


def test_send_takes_the_place_of_standard_input(whttp: Whttp, echoing: RawServer) -> None:
    arguments = ("--send", "a", "--send", "b", "--count", 2)
    assert whttp("ws", echoing.url(), *arguments, stdin="unread\n").out == "a\nb\n"


def test_a_file_is_one_message(whttp: Whttp, echoing: RawServer, tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("a\nb\n" * 20000)
    finished = whttp("ws", echoing.url(), "--send", f"@{tmp_path}/lines", "--count", 1)
    assert finished.out == "a\nb\n" * 20000 + "\n"


def test_a_file_that_cannot_be_read_is_14_and_nothing_is_sent(whttp: Whttp, echoing: RawServer) -> None:
    assert whttp("ws", echoing.url(), "--send", "@/no/such/file").status == 14
    assert echoing.requests == []


def test_binary_sends_all_of_standard_input_and_writes_no_line_ends(
    whttp: Whttp, raw_server: Start
) -> None:
    data = bytes(range(256)) * 400
    talk = Talk(act=echo)
    finished = whttp("ws", raw_server(talk).url(), "--binary", "--count", 1, stdin=data)
    assert finished.stdout == data
    assert [seen.opcode for seen in talk.settled().seen] == [BINARY, *[CONTINUATION] * 3, CLOSE]


def test_a_binary_message_goes_through_a_pipe_untouched(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(frame(BINARY, b"\x00\x1b\xff"), close()))
    assert whttp("ws", server.url()).stdout == b"\x00\x1b\xff\n"


def test_a_line_that_is_not_utf_8_is_not_sent_and_the_peer_gets_a_proper_end(
    whttp: Whttp, raw_server: Start
) -> None:
    talk = Talk(act=echo)
    finished = whttp("ws", raw_server(talk).url(), stdin=b"fine\ncaf\xe9\n")
    assert finished.status == 14
    assert "standard input, line 2" in finished.err
    assert [seen.payload for seen in talk.settled().seen] == [b"fine", b"\x03\xe9"]


def test_a_long_line_goes_out_in_frames_of_the_send_buffer(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(act=echo)
    size = ("--web-socket-send-buffer-size", "16")
    whttp("ws", raw_server(talk).url(), "--count", 1, *size, stdin="x" * 40 + "\n")
    assert [(seen.opcode, len(seen.payload), seen.last) for seen in talk.settled().seen[:-1]] == [
        (TEXT, 16, False),
        (CONTINUATION, 16, False),
        (CONTINUATION, 8, True),
    ]


def test_a_line_that_fits_goes_out_whole(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(act=echo)
    size = ("--web-socket-send-buffer-size", "40")
    whttp("ws", raw_server(talk).url(), "--count", 1, *size, stdin="x" * 40 + "\n")
    assert [(seen.opcode, len(seen.payload)) for seen in talk.settled().seen[:-1]] == [(TEXT, 40)]


def test_a_message_larger_than_the_receive_buffer_comes_in_fragments(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(Talk(frame(TEXT, b"abcdefghij"), close()))
    size = ("--web-socket-receive-buffer-size", "4")
    came = [line for line in events(whttp("ws", server.url(), "--json", *size)) if "text" in line]
    assert [(line["type"], line["text"]) for line in came] == [
        ("utf8-fragment", "abcd"),
        ("utf8-fragment", "efgh"),
        ("utf8-message", "ij"),
    ]


def test_every_frame_of_ours_is_masked_with_a_key_of_its_own(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(act=echo)
    whttp(
        "ws", raw_server(talk).url(), *[word for _ in range(9) for word in ("--send", "x")], "--count", 9
    )
    assert all(seen.masked for seen in talk.settled().seen)
    assert len({seen.key for seen in talk.settled().seen}) == 10


def test_a_message_in_the_segment_of_the_101_is_not_lost(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(frame(TEXT, b"early"), close(), together=True))
    assert whttp("ws", server.url()).out == "early\n"


def test_fragments_are_written_as_they_come(whttp: Whttp, raw_server: Start) -> None:
    def slowly(peer: Peer, talk: Talk) -> None:
        peer.send(frame(TEXT, b"one ", last=False))
        talk.read(peer)
        peer.send(frame(CONTINUATION, b"two") + close())

    server = raw_server(Talk(act=slowly))
    with whttp.start("ws", server.url()) as running:
        assert running.process.stdout is not None
        assert running.process.stdin is not None
        assert running.process.stdout.read(4) == b"one "
        assert running.finish(b"go on\n").out == "two\n"


def test_no_more_is_written_than_was_asked_for(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Talk(frame(TEXT, b"1") + frame(TEXT, b"2") + frame(TEXT, b"3", last=False)))
    finished = whttp("ws", server.url(), "--count", 2)
    assert (finished.status, finished.out) == (0, "1\n2\n")
    assert whttp("ws", server.url(), "--count", 1).out == "1\n"


def test_a_standard_input_that_is_closed_is_an_empty_one(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(frame(TEXT, b"not input"))
    shell = ("sh", "-c", 'exec "$@" <&-', "sh", *whttp.program)
    finished = Whttp(whttp.home, shell)("ws", raw_server(talk).url(), "--wait", "0.1")
    assert (finished.status, finished.out) == (0, "not input\n")
    assert [seen.opcode for seen in talk.settled().seen] == [CLOSE]


def test_an_endless_message_needs_no_memory(whttp: Whttp, raw_server: Start) -> None:
    def flood(peer: Peer, talk: Talk) -> None:
        peer.send(frame(BINARY, length=1 << 50, wide=8))
        for _ in range(1000):
            peer.send(b"x" * 65536)
        peer.cut()

    server = raw_server(Talk(act=flood))
    limited = ("sh", "-c", 'ulimit -v 600000; exec "$@"', "sh", *whttp.program)
    finished = Whttp(whttp.home, limited)("ws", server.url(), "--query", "close-code")
    assert finished.status == 12
    assert finished.out == "1006\n"


# --- what is told -------------------------------------------------------------------------------------


def test_json_is_a_line_per_event_and_the_document(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(
        Talk(frame(PING, b"?"), frame(TEXT, b"a\x7f\n"), frame(BINARY, b"\xff"), close(1001))
    )
    *lines, document = events(whttp("ws", server.url(), "--json"))
    assert lines == [
        {"event": "open", "protocol": ""},
        {"event": "ping", "size": 1},
        {"event": "message", "type": "utf8-message", "text": "a\x7f\n"},
        {"event": "message", "type": "binary-message", "base64": "/w=="},
        {"event": "close", "by": "server", "code": 1001, "reason": ""},
    ]
    talked = document["exchanges"][-1]["web_socket"]
    assert (document["status"], document["failure"]) == (101, None)
    assert talked["received"] == {"messages": 2, "frames": 2, "bytes": 4, "pings": 1}
    assert talked["closed"] == {"by": "server", "code": 1001, "reason": ""}


def test_values_come_after_the_end_and_messages_do_not(whttp: Whttp, echoing: RawServer) -> None:
    words = ("close-code", "messages", "status", "WEB_SOCKET_RECEIVE_BUFFER_SIZE")
    asked = [word for name in words for word in ("--query", name)]
    assert whttp("ws", echoing.url(), *ONE, *asked).out == "1000\n1\n101\n32768\n"


def test_expectations_hold_for_a_conversation(whttp: Whttp, echoing: RawServer) -> None:
    assert whttp("ws", echoing.url(), *ONE, "--expect", "messages=1").status == 0
    assert whttp("ws", echoing.url(), *ONE, "--expect", "messages=2").status == 20


def test_the_trace_shows_frames_and_who_closed(whttp: Whttp, echoing: RawServer) -> None:
    told = whttp("ws", echoing.url(), *ONE, "-v").err
    for line in ("> text, 2 bytes", "< text, 2 bytes", "> close, 1000 normal closure"):
        assert f"\n{line}\n" in told
    assert "* socket   closed by the client, 1000 normal closure" in told
    assert "1 message sent, 1 received" in told


def test_control_bytes_never_reach_a_terminal(terminal: Callable[..., Shown], raw_server: Start) -> None:
    server = raw_server(
        Talk(frame(TEXT, b"a\x1b[31mb\x07\nc"), frame(BINARY, b"\x1b" * 9), close(1000, b"\x1b"))
    )
    shown = terminal("ws", server.url(), "-v")
    assert "a\\x1b[31mb\\x07" in shown.text
    assert "binary message, 9 bytes, not printed" in shown.text
    assert b"\x1b[31mb" not in shown.raw
    assert b"\x07" not in shown.raw


def test_a_person_types_and_ends_with_control_d(
    terminal: Callable[..., Shown], echoing: RawServer
) -> None:
    shown = terminal("ws", echoing.url(), talk=[(b"101", b"hello\n"), (b"hello\r\n", b"\x04")])
    assert shown.status == 0
    assert shown.lines.count("hello") == 2


def test_a_program_would_hear_the_notifications_of_a_request(whttp: Whttp, echoing: RawServer) -> None:
    told = whttp("ws", echoing.url(), *ONE, "--callback", "stderr").err
    heard = [line.split()[0] for line in told.splitlines()]
    assert heard.index("RESPONSE_RECEIVED") < heard.index("CONNECTION_CLOSED")


# --- interrupted --------------------------------------------------------------------------------------


def test_control_c_closes_in_order_and_still_reports(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(frame(TEXT, b"ready"))
    with whttp.start("ws", raw_server(talk).url(), "--json") as running:
        assert running.process.stdout is not None
        while b"ready" not in running.process.stdout.readline():
            pass
        running.interrupt()
        finished = running.finish()
    closing, document = events(finished)
    assert (finished.status, talk.closed.code) == (130, 1001)
    assert (closing["event"], closing["code"]) == ("close", 1001)
    assert document["failure"]["code"] == 12017


def test_sigterm_closes_in_order_too(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk(frame(TEXT, b"ready"))
    with whttp.start("ws", raw_server(talk).url()) as running:
        assert running.process.stdout is not None
        assert running.process.stdout.readline() == b"ready\n"
        running.terminate()
        assert running.finish().status == 143
    assert talk.closed.code == 1001


def test_a_pipe_that_is_closed_ends_it_quietly(whttp: Whttp, raw_server: Start) -> None:
    def go_on(peer: Peer, talk: Talk) -> None:
        for _ in range(2000):
            peer.send(frame(TEXT, b"x" * 60000))

    with whttp.start("ws", raw_server(Talk(act=go_on)).url()) as running:
        assert running.process.stdout is not None
        running.process.stdout.read(10)
        running.process.stdout.close()
        running.process.wait(30)
        assert running.process.returncode == 141
