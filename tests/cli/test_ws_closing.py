"""`whttp ws`: how a conversation ends, in order or because the server breaks the protocol."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.lab.command import Whttp
from tests.lab.raw_server import Peer, RawServer
from tests.lab.websocket import (
    BINARY,
    PING,
    PONG,
    TEXT,
    Talk,
    close,
    echo,
    frame,
)

Start = Callable[..., RawServer]


@pytest.fixture
def echoing(raw_server: Start) -> RawServer:
    return raw_server(Talk(act=echo))


# --- closing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status"), [(1000, 0), (1001, 0), (1002, 15), (1008, 15), (1011, 15), (4000, 15), (None, 15)]
)
def test_the_exit_status_tells_how_the_server_closed(
    whttp: Whttp, raw_server: Start, code: int | None, status: int
) -> None:
    talk = Talk(close(code, b"so long" if code else b""))
    finished = whttp("ws", raw_server(talk).url())
    assert finished.status == status
    assert ("so long" in finished.err) == (status == 15 and code is not None)
    assert talk.closed.payload == (b"" if code is None else code.to_bytes(2, "big"))


def test_without_more_to_say_it_closes_with_1000(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk()
    assert whttp("ws", raw_server(talk).url(), "--wait", 0).status == 0
    assert talk.closed.payload == b"\x03\xe8"


def test_the_code_and_the_reason_are_the_users(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk()
    words = ("--close-code", 4321, "--close-reason", "enough", "--wait", 0)
    assert whttp("ws", raw_server(talk).url(), *words).status == 15
    assert (talk.closed.code, talk.closed.payload[2:]) == (4321, b"enough")


def test_close_code_1005_sends_a_close_frame_without_a_code(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk()
    whttp("ws", raw_server(talk).url(), "--close-code", 1005, "--wait", 0)
    assert talk.closed.payload == b""


@pytest.mark.parametrize("code", [0, 999, 1004, 1006, 1015, 1016, 2999, 5000, 65536])
def test_a_code_that_may_not_be_sent_is_87(whttp: Whttp, echoing: RawServer, code: int) -> None:
    finished = whttp("ws", echoing.url(), "--close-code", code)
    assert (finished.status, " 87 " in finished.err) == (2, True)
    assert echoing.requests == []


def test_a_reason_has_123_bytes_at_most(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk()
    fits, server = "ä" * 61 + "x", raw_server(talk)
    assert whttp("ws", server.url(), "--close-reason", fits, "--wait", 0).status == 0
    assert talk.closed.payload[2:] == fits.encode()
    assert " 87 " in whttp("ws", server.url(), "--close-reason", fits + "x").err


def test_messages_that_come_while_closing_are_not_lost(whttp: Whttp, raw_server: Start) -> None:
    def last_words(peer: Peer, talk: Talk) -> None:
        talk.read(peer)
        peer.send(frame(TEXT, b"wait, one more") + close())

    finished = whttp("ws", raw_server(Talk(act=last_words, polite=False)).url(), "--wait", 0)
    assert (finished.status, finished.out) == (0, "wait, one more\n")


def test_a_server_that_never_answers_the_close_is_12002_after_the_close_timeout(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(Talk(polite=False))
    finished = whttp("ws", server.url(), "--wait", 0, "--web-socket-close-timeout", 200)
    assert finished.status == 5
    assert "web-socket-close-timeout = 200 ms, from --web-socket-close-timeout" in finished.err


def test_a_server_that_answers_in_time_is_not(whttp: Whttp, raw_server: Start) -> None:
    finished = whttp("ws", raw_server(Talk()).url(), "--wait", 0, "--web-socket-close-timeout", 20000)
    assert finished.status == 0


def test_an_end_without_a_close_frame_is_12030_and_12152_while_closing(
    whttp: Whttp, raw_server: Start
) -> None:
    gone = whttp("ws", raw_server(Talk(act=lambda peer, talk: peer.cut())).url(), "--wait", "forever")
    assert (gone.status, " 12030 " in gone.err) == (12, True)

    def vanish(peer: Peer, talk: Talk) -> None:
        talk.read(peer)
        peer.cut()

    closing = whttp("ws", raw_server(Talk(act=vanish)).url(), "--wait", 0)
    assert (closing.status, " 12152 " in closing.err) == (12, True)


def test_max_time_ends_it_with_a_close_frame(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk()
    finished = whttp("ws", raw_server(talk).url(), "--max-time", "1", "--wait", "forever")
    assert finished.status == 5
    assert "max-time" in finished.err
    assert talk.closed.code == 1001


# --- the server breaks the protocol -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(TEXT, b"masked", mask=b"abcd"), 1002),
        (frame(TEXT, b"x", reserved=4), 1002),
        (frame(5), 1002),
        (frame(TEXT, b"caf\xe9"), 1007),
        (frame(PING, b"x", last=False), 1002),
        (frame(PING, b"x" * 126), 1002),
        (close(1005), 1002),
        (close(1006), 1002),
        (close(999), 1002),
        (close(5000), 1002),
        (frame(TEXT, length=1 << 63, wide=8), 1002),
    ],
)
def test_a_broken_frame_is_12152_and_answered_with_its_code(
    whttp: Whttp, raw_server: Start, data: bytes, code: int
) -> None:
    talk = Talk(frame(TEXT, b"before"), data)
    finished = whttp("ws", raw_server(talk).url())
    assert (finished.status, finished.out) == (12, "before\n")
    assert " 12152 " in finished.err
    assert talk.closed.code == code


def test_pings_are_answered_with_what_they_carry(whttp: Whttp, raw_server: Start) -> None:
    def ping(peer: Peer, talk: Talk) -> None:
        for payload in (b"one", b"", b"x" * 125):
            peer.send(frame(PING, payload))
            talk.read(peer)
        peer.send(close())

    talk = Talk(act=ping)
    assert whttp("ws", raw_server(talk).url(), "--wait", "forever").status == 0
    assert [seen.payload for seen in talk.settled().of(PONG)] == [b"one", b"", b"x" * 125]


def test_a_flood_of_pings_is_answered_by_the_last(whttp: Whttp, raw_server: Start) -> None:
    flood = b"".join(frame(PING, b"%d" % number) for number in range(20000))
    talk = Talk(flood, frame(TEXT, b"through"), close())
    finished = whttp("ws", raw_server(talk).url())
    assert (finished.status, finished.out) == (0, "through\n")
    assert len(talk.settled().of(PONG)) < 20000


def test_a_peer_that_only_sends_while_we_send_does_not_block_us(whttp: Whttp, raw_server: Start) -> None:
    """Both sides with more to send than any buffer holds; the server reads only when all is sent."""

    def pour(peer: Peer, talk: Talk) -> None:
        for _ in range(400):
            peer.send(frame(BINARY, b"x" * 65536))
        echo(peer, talk)

    server = raw_server(Talk(act=pour))
    finished = whttp("ws", server.url(), "--binary", "--count", 401, stdin=b"y" * 20_000_000)
    assert finished.status == 0
    assert len(finished.stdout) == 400 * 65536 + 20_000_000


def test_a_receive_timeout_that_was_asked_for_bounds_silence(whttp: Whttp, raw_server: Start) -> None:
    talk = Talk()
    words = ("--wait", "forever", "--receive-timeout", 200)
    finished = whttp("ws", raw_server(talk).url(), *words)
    assert finished.status == 5
    assert "receive-timeout = 200 ms, from --receive-timeout" in finished.err
    assert talk.closed.code == 1001


def test_a_server_that_reads_no_more_ends_it_after_the_send_timeout(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(Talk(act=lambda peer, talk: bool(peer.stopping.wait(30)) and None))
    words = ("--binary", "--send-timeout", 300)
    finished = whttp("ws", server.url(), *words, stdin=b"x" * 20_000_000)
    assert finished.status == 5
    assert "send-timeout = 300 ms, from --send-timeout" in finished.err


def test_a_second_control_c_does_not_wait(whttp: Whttp, raw_server: Start) -> None:
    asked = threading.Event()

    def deaf(peer: Peer, talk: Talk) -> None:
        talk.read(peer)
        asked.set()
        peer.wait_for_end()

    server = raw_server(Talk(frame(TEXT, b"ready"), act=deaf, polite=False))
    with whttp.start("ws", server.url(), "--web-socket-close-timeout", 60000) as running:
        assert running.process.stdout is not None
        assert running.process.stdout.readline() == b"ready\n"
        running.interrupt()
        assert asked.wait(10)
        running.interrupt()
        assert running.finish().status == 130
