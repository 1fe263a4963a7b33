"""A socket as httpcore's stream: bytes, ends, resets, idle timers."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from typing import cast

import pytest

from tests.engine.net.sockets import pair
from winhttp_cli.engine.corehttp import ReadError, ReadTimeout, WriteError, WriteTimeout
from winhttp_cli.engine.failures import translate
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.errors import ExchangeFault, Phase


@pytest.fixture
def ends() -> Iterator[tuple[SocketStream, socket.socket]]:
    with pair() as (ours, theirs):
        stream = SocketStream(ours)
        yield stream, theirs
        stream.close()


Ends = tuple[SocketStream, socket.socket]


def reset(sock: socket.socket) -> None:
    """Close with a RST."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def test_bytes_are_read_as_they_come(ends: Ends) -> None:
    stream, peer = ends
    peer.sendall(b"hello")
    assert stream.read(100, 1.0) == b"hello"


def test_bytes_are_read_into_a_buffer(ends: Ends) -> None:
    stream, peer = ends
    peer.sendall(b"hello")
    buffer = bytearray(8)
    assert stream.read_into(memoryview(buffer)[2:], 1.0) == 5
    assert buffer == b"\0\0hello\0"


def test_the_end_of_the_stream_is_no_bytes(ends: Ends) -> None:
    stream, peer = ends
    peer.shutdown(socket.SHUT_WR)
    assert stream.read(10, 1.0) == b""
    assert stream.read_into(bytearray(1), 1.0) == 0


def test_silence_is_a_read_timeout(ends: Ends) -> None:
    with pytest.raises(ReadTimeout):
        ends[0].read(1, 0.01)
    with pytest.raises(ReadTimeout):
        ends[0].read_into(bytearray(1), 0.01)


def test_a_peer_that_takes_nothing_is_a_write_timeout(ends: Ends) -> None:
    with pytest.raises(WriteTimeout):
        ends[0].write(b"x" * 50_000_000, 0.02)


def test_a_large_write_arrives_whole(ends: Ends) -> None:
    stream, peer = ends
    data = bytes(range(256)) * 20_000
    got = bytearray()

    def drain() -> None:
        while len(got) < len(data):
            got.extend(peer.recv(1 << 16))

    thread = threading.Thread(target=drain)
    thread.start()
    stream.write(memoryview(data), 5.0)
    thread.join(10)
    assert bytes(got) == data


def test_a_reset_while_reading_becomes_12030_with_10054(ends: Ends) -> None:
    stream, peer = ends
    reset(peer)
    with pytest.raises(ReadError) as caught:
        stream.read(1, 1.0)
    fault = translate(caught.value, Phase.RECEIVE)
    assert isinstance(fault, ExchangeFault)
    assert (int(fault.code or 0), fault.extended) == (12030, 10054)


def test_a_reset_while_writing_is_a_write_error(ends: Ends) -> None:
    stream, peer = ends
    reset(peer)
    assert stream.readable(1.0)
    with pytest.raises(WriteError):
        stream.write(b"x", 1.0)


def test_readable_says_whether_something_waits(ends: Ends) -> None:
    stream, peer = ends
    assert not stream.readable()
    peer.sendall(b"x")
    assert stream.readable(1.0)
    assert stream.get_extra_info("is_readable")


def test_both_ends_are_known(ends: Ends) -> None:
    stream, peer = ends
    assert stream.get_extra_info("server_addr") == peer.getsockname()
    assert stream.local == f"127.0.0.1:{peer.getpeername()[1]}"


def test_a_closed_stream_is_readable_and_closes_again(ends: Ends) -> None:
    stream, _ = ends
    stream.close()
    stream.close()
    assert stream.readable()
    with pytest.raises(ReadError):
        stream.read(1)


class Answering:
    """A socket whose answers come at the second asking."""

    def __init__(self) -> None:
        self.asked = 0

    def recv(self, size: int) -> bytes:
        self.asked += 1
        if self.asked % 2:
            raise BlockingIOError
        return b"answer"

    def setblocking(self, flag: bool) -> None:
        """As a socket's."""

    def getsockname(self) -> tuple[str, int]:
        return ("127.0.0.1", 1)

    getpeername = getsockname


def sleeps_of_two_reads(monkeypatch: pytest.MonkeyPatch, seconds: float, size: int = 9) -> int:
    """How often a stream falls asleep for two answers that take so long, up to `size` bytes each."""
    now, slept = [1.0], []

    def sleep(*_: object) -> bool:
        now[0] += seconds
        slept.append(seconds)
        return True

    monkeypatch.setattr("winhttp_cli.engine.net.stream.readable", sleep)
    monkeypatch.setattr("winhttp_cli.engine.net.stream.time.monotonic", lambda: now[0])
    stream = SocketStream(cast("socket.socket", Answering()))
    assert [stream.read(size, 1.0), stream.read(size, 1.0)] == [b"answer", b"answer"]
    return len(slept)


def test_after_a_quick_answer_nobody_sleeps_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sleeps_of_two_reads(monkeypatch, 0.00002) == 1


def test_after_a_slow_answer_the_next_is_slept_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sleeps_of_two_reads(monkeypatch, 0.002) == 2


def test_a_long_answer_gathers_while_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sleeps_of_two_reads(monkeypatch, 0.00002, 64 * 1024) == 2


def test_silence_after_a_quick_answer_is_a_read_timeout_as_well(ends: Ends) -> None:
    stream, peer = ends
    answer = threading.Timer(0.0, peer.sendall, [b"x"])
    answer.start()
    assert stream.read(1, 5.0) == b"x"
    with pytest.raises(ReadTimeout):
        stream.read(1, 0.01)
