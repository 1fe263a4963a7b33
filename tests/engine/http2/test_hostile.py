"""Hostile HTTP/2 servers: the documented number, within the timers, in little memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator

import pytest

from tests.engine.http1.clients import Client
from tests.engine.http1.peers import Line, peer
from tests.engine.http2.clients import client
from tests.engine.http2.hostile import HOSTILE, SHORT, Hostile, upload
from tests.engine.http2.peers import PING, frame
from winhttp_cli.errors import ExchangeFault, Timer
from winhttp_cli.plan import Timeouts

MOST_MEMORY = 24 << 20
CHUNKED = ((b"Transfer-Encoding", b"chunked"),)

each = pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))


@pytest.fixture
def little_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


def run(ours: Client, hostile: Hostile) -> None:
    """The exchange to its end, the body thrown away."""
    ours.timeouts, ours.listen = hostile.timeouts, lambda event: None
    if hostile.max_time is not None:
        ours.deadline = time.monotonic() + hostile.max_time
    fields, body = (CHUNKED, upload()) if hostile.upload else ((), ())
    response = ours.open(b"GET", fields, body)
    try:
        for _piece in response.iter_stream():
            pass
    finally:
        response.close()


@each
@pytest.mark.usefixtures("little_memory")
def test_a_hostile_server_gets_the_documented_answer(hostile: Hostile) -> None:
    with peer(hostile.script) as server, client(server.port) as ours:
        with pytest.raises(ExchangeFault) as failed:
            run(ours, hostile)
        assert (failed.value.code, failed.value.timer) == (hostile.code, hostile.timer)
        assert hostile.words in failed.value.message
        assert failed.value.message.isprintable()
        assert not ours.connection.is_available()
        assert ours.connection.is_closed()
        for line in server.lines:
            line.released.set()


def test_pings_do_not_feed_the_receive_timer() -> None:
    """A server that is alive but does not answer ends at the receive timer like a silent one."""

    def script(line: Line) -> None:
        line.hear(until=b"\x00\x00\x00\x01")
        line.say(frame(4, 0, 0))
        while not line.released.wait(SHORT / 20):
            line.say(frame(PING, 0, 0, b"12345678"))

    with peer(script) as server, client(server.port) as ours:
        ours.timeouts = Timeouts(send=20, receive=SHORT, receive_response=20)
        with pytest.raises(ExchangeFault) as failed:
            ours.fetch()
        server.lines[0].released.set()
    assert failed.value.timer is Timer.RECEIVE


def test_there_are_many_of_them() -> None:
    assert len(HOSTILE) >= 50
