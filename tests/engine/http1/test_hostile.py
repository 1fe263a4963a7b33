"""Hostile servers: each ends with the documented number, by the timer that bounds it, in little
memory, and with all that came in shown to those who asked for raw bytes."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator

import httpcore
import pytest

from tests.engine.http1.clients import Client, client
from tests.engine.http1.hostile import HOSTILE, ONE_CHUNK, Hostile, upload
from tests.engine.http1.peers import Line, answering, peer
from winhttp_cli.errors import Code, ExchangeFault
from winhttp_cli.events import Event, RawBytes

#: Peak of everything Python allocates on both sides of the test.
MOST_MEMORY = 8 << 20
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


def prepare(ours: Client, hostile: Hostile, lines: list[Line]) -> None:
    """Set the timers of the case. Its events are not kept, since some never end; a script that waits
    for its words to be read is released when they are."""
    ours.timeouts, ours.raw_bytes = hostile.timeouts, True
    if hostile.max_time is not None:
        ours.deadline = time.monotonic() + hostile.max_time

    def listen(event: Event) -> None:
        if isinstance(event, RawBytes) and event.direction == "<":
            lines[0].released.set()

    ours.listen = listen


def fetched(ours: Client, hostile: Hostile) -> httpcore.Response:
    """The response, its body counted and thrown away where it has no end."""
    fields, body = (CHUNKED, upload()) if hostile.upload else ((), ())
    response = ours.open(hostile.method, fields, body)
    try:
        if hostile.code is None:
            response.read()
        else:
            for _piece in response.iter_stream():
                pass
    finally:
        response.close()
    return response


@each
@pytest.mark.usefixtures("little_memory")
def test_a_hostile_server_gets_the_documented_answer(hostile: Hostile) -> None:
    with peer(hostile.script) as server, client(server.port) as ours:
        prepare(ours, hostile, server.lines)
        if hostile.code is None:
            response = fetched(ours, hostile)
            assert (response.status, response.content) == (hostile.status, hostile.body)
        else:
            with pytest.raises(ExchangeFault) as failed:
                fetched(ours, hostile)
            assert (failed.value.code, failed.value.timer) == (hostile.code, hostile.timer)
            assert failed.value.message.isprintable()
        assert ours.connection.is_idle() is hostile.is_kept
        assert ours.connection.is_closed() is not hostile.is_kept
        for line in server.lines:
            line.released.set()


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 60


WIRE = b"HTTP/1.1 100 Continue\r\n\r\n" + ONE_CHUNK


@pytest.mark.parametrize("at", range(len(WIRE)))
def test_a_close_at_any_byte_is_a_failure_that_shows_what_came(at: int) -> None:
    with peer(answering(WIRE[:at])) as server, client(server.port) as ours:
        ours.raw_bytes = True
        with pytest.raises(ExchangeFault) as failed:
            ours.fetch()
        assert ours.raw("<") == WIRE[:at]
    assert failed.value.code in (
        Code.ERROR_WINHTTP_CONNECTION_ERROR,
        Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
    )
