"""The relay and the hanging target, by plain sockets."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from tests.lab.behaviours import closing, hanging
from tests.lab.hanging import HangingTarget
from tests.lab.raw_server import RawServer
from tests.lab.relay import Faults, Relay
from tests.lab.test_raw_server import GET, read_all

Start = Callable[..., Relay]
ANSWER = bytes(range(200))


@pytest.fixture
def target(raw_server: Callable[..., RawServer]) -> tuple[str, int]:
    return ("127.0.0.1", raw_server(closing(ANSWER)).port)


def through(relay: Relay) -> bytes:
    with socket.create_connection(("127.0.0.1", relay.port), 10) as connection:
        connection.sendall(GET)
        return read_all(connection)


@pytest.mark.parametrize("faults", [Faults(), Faults(slice_size=1), Faults(latency=0.001)])
def test_bytes_pass_unchanged_and_are_recorded(
    relay: Start, target: tuple[str, int], faults: Faults
) -> None:
    between = relay(target, up=faults, down=faults)
    assert through(between) == ANSWER
    between.settle()
    assert bytes(between.connections[0].up) == GET
    assert bytes(between.connections[0].down) == ANSWER


@pytest.mark.parametrize("slice_size", [None, 1, 7])
def test_an_answer_is_cut_after_so_many_bytes(
    relay: Start, target: tuple[str, int], slice_size: int | None
) -> None:
    assert through(relay(target, down=Faults(cut_after=10, slice_size=slice_size))) == ANSWER[:10]


def test_an_answer_can_end_in_a_reset(relay: Start, target: tuple[str, int]) -> None:
    with pytest.raises(ConnectionResetError):
        through(relay(target, down=Faults(cut_after=0, reset=True)))


def test_a_stalled_answer_neither_goes_on_nor_ends(
    relay: Start, raw_server: Callable[..., RawServer]
) -> None:
    server = raw_server(hanging(ANSWER))
    between = relay(("127.0.0.1", server.port), down=Faults(stall_after=10))
    with socket.create_connection(("127.0.0.1", between.port), 10) as connection:
        connection.sendall(GET)
        assert connection.recv(100) == ANSWER[:10]
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)


@pytest.mark.parametrize("slice_size", [None, 1])
def test_one_byte_is_flipped(relay: Start, target: tuple[str, int], slice_size: int | None) -> None:
    changed = through(relay(target, down=Faults(flip_at=5, slice_size=slice_size)))
    assert [n for n in range(len(ANSWER)) if changed[n] != ANSWER[n]] == [5]


def test_a_request_can_be_spoiled_too(relay: Start, target: tuple[str, int]) -> None:
    between = relay(target, up=Faults(cut_after=3))
    assert through(between) == b""
    assert between.connections[0].up == GET[:3]


def test_the_hanging_target_neither_accepts_nor_refuses(hanging_target: HangingTarget) -> None:
    with pytest.raises(TimeoutError):
        socket.create_connection((hanging_target.address, hanging_target.port), 0.3)
