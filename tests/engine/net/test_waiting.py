"""Waiting for a socket: every timer WinHTTP can be given, longer than poll can count."""

from __future__ import annotations

import socket

import pytest

from tests.engine.net.sockets import pair
from winhttp_cli.engine.net import waiting

#: 0xFFFFFFFE ms, the longest timer that is not "no limit".
LONGEST = 0xFFFFFFFE / 1000


@pytest.mark.parametrize("seconds", [LONGEST, None, 20.0])
def test_a_wait_may_be_as_long_as_any_timer(seconds: float | None) -> None:
    with pair() as (ours, theirs):
        theirs.sendall(b"x")
        assert waiting.readable(ours, seconds)
        assert waiting.writable(ours, seconds)
        assert waiting.either(ours, seconds) == (True, True)


def test_a_wait_of_several_slices_ends_with_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_SLICE", 0.001)
    with pair() as (ours, theirs):
        assert not waiting.readable(ours, 0.01)
        assert waiting.either(ours, 0.01) == (False, True)
        theirs.shutdown(socket.SHUT_WR)
        assert waiting.readable(ours, None)


def test_a_failed_socket_is_ready_for_what_will_say_so() -> None:
    with socket.socket() as unconnected, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        unconnected.setblocking(False)
        unconnected.connect_ex(closed.getsockname())
        assert waiting.writable(unconnected, 20)
