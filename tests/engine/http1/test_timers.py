"""Each timer of the exchange fires alone and says its name (semantics T1 to T5)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from tests.engine.http1.clients import client
from tests.engine.http1.peers import Line, Script, answering, peer
from winhttp_cli.errors import Code, ExchangeFault, Phase, Timer
from winhttp_cli.plan import Timeouts
from winhttp_cli.record import replace

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
SHORT = 0.05
NEVER = Timeouts(send=None, receive=None, receive_response=None)


def silent(line: Line) -> None:
    line.hear()
    line.hear_all()


def dripping(line: Line) -> None:
    """A head that never ends, a byte at a time."""
    line.hear()
    line.say(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        line.say(b"a")


def stalling(line: Line) -> None:
    line.hear()
    line.say(HEAD + b"he")
    line.hear_all()


def deaf(line: Line) -> None:
    """Accepts and reads nothing."""
    line.socket.settimeout(20)
    line.hear()
    line.released.wait(20)


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


@dataclass
class Failure:
    """How an exchange ended, and what had gone out by then."""

    fault: ExchangeFault
    sent: bytes


def failure(
    script: Script, timeouts: Timeouts, deadline: float | None = None, body: Iterable[bytes] = ()
) -> Failure:
    fields = ((b"Transfer-Encoding", b"chunked"),) if body else ()
    with peer(script) as server, client(server.port) as ours:
        ours.timeouts, ours.deadline, ours.raw_bytes = timeouts, deadline, True
        ours.with_limits(header_bytes=1 << 30)
        with pytest.raises(ExchangeFault) as failed:
            ours.fetch(b"GET", fields, body)
        assert ours.connection.is_closed()
        for line in server.lines:
            line.released.set()
    assert failed.value.code == Code.ERROR_WINHTTP_TIMEOUT
    return Failure(failed.value, ours.raw(">"))


@dataclass(frozen=True)
class Case:
    script: Script
    timeouts: Timeouts
    timer: Timer
    phase: Phase


RECEIVING = {
    "silence": Case(silent, replace(NEVER, receive=SHORT), Timer.RECEIVE, Phase.RECEIVE),
    "silence in the body": Case(stalling, replace(NEVER, receive=SHORT), Timer.RECEIVE, Phase.BODY),
    "silence past receive-response": Case(
        silent, replace(NEVER, receive=SHORT, receive_response=0.001), Timer.RECEIVE, Phase.RECEIVE
    ),
    "a dripping head": Case(
        dripping, replace(NEVER, receive_response=SHORT), Timer.RECEIVE_RESPONSE, Phase.RECEIVE
    ),
}


@pytest.mark.parametrize("case", RECEIVING.values(), ids=list(RECEIVING))
def test_a_receiving_timer_fires_alone_and_is_named(case: Case) -> None:
    fault = failure(case.script, case.timeouts).fault
    assert (fault.timer, fault.phase) == (case.timer, case.phase)
    assert case.timer.value in fault.message


def test_a_server_that_takes_nothing_ends_at_the_send_timer() -> None:
    fault = failure(deaf, replace(NEVER, send=SHORT), body=endless()).fault
    assert (fault.timer, fault.phase) == (Timer.SEND, Phase.SEND)


@pytest.mark.parametrize("script", [silent, dripping, stalling])
def test_max_time_ends_what_no_other_timer_does(script: Script) -> None:
    assert failure(script, NEVER, deadline=time.monotonic() + SHORT).fault.timer is Timer.TOTAL


def test_max_time_ends_an_upload_that_nobody_takes() -> None:
    fault = failure(deaf, NEVER, deadline=time.monotonic() + SHORT, body=endless()).fault
    assert fault.timer is Timer.TOTAL


def test_max_time_already_over_sends_nothing() -> None:
    failed = failure(silent, NEVER, deadline=time.monotonic())
    assert failed.fault.timer is Timer.TOTAL
    assert failed.sent == b""


def test_a_drip_that_is_faster_than_the_receive_timer_passes() -> None:
    with (
        peer(answering(*[bytes([byte]) for byte in HEAD + b"hello"])) as server,
        client(server.port) as ours,
    ):
        ours.timeouts = Timeouts(send=20, receive=20, receive_response=None)
        assert ours.fetch().content == b"hello"


def test_no_limit_waits_for_the_answer() -> None:
    with peer(answering(HEAD + b"hello")) as server, client(server.port) as ours:
        ours.timeouts = NEVER
        assert ours.fetch().content == b"hello"
