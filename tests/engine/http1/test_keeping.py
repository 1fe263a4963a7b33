"""What becomes of a connection between two exchanges: drained, kept, or ended by the server."""

from __future__ import annotations

from threading import Event

import pytest

from tests.engine.http1.clients import client
from tests.engine.http1.peers import Line, answering, peer, serving
from winhttp_cli.events import ConnectionClosed, ResponseDone

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


# --- the end of a kept connection -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "why"),
    [(b"", "the server closed it"), (b"surprise", "the server sent what nobody asked for")],
)
def test_a_kept_connection_that_the_server_ended_says_so(last: bytes, why: str) -> None:
    said = Event()

    def script(line: Line) -> None:
        line.hear()
        line.say(HELLO)
        line.released.wait(20)
        line.say(last)
        said.set()

    with peer(script) as server, client(server.port) as ours:
        ours.fetch()
        assert not ours.connection.has_expired()
        server.lines[0].released.set()
        assert said.wait(20)
        server.close()
        assert ours.connection.has_expired()
        ours.connection.close()
    (closed,) = ours.told(ConnectionClosed)
    assert isinstance(closed, ConnectionClosed)
    assert closed.why == why


# --- draining ---------------------------------------------------------------------------------------


def test_an_unread_body_within_the_bound_is_drained_and_the_connection_kept() -> None:
    wire = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000
    with peer(serving(wire, HELLO)) as server, client(server.port) as ours:
        ours.with_limits(drain_bytes=100_000).open().close()
        assert ours.connection.is_idle()
        assert ours.fetch().content == b"hello"
    done = ours.told(ResponseDone)[0]
    assert isinstance(done, ResponseDone)
    assert (done.received, done.delivered) == (100_000, 0)


def test_an_unread_body_beyond_the_bound_costs_the_connection_and_nothing_else() -> None:
    wire = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    with peer(serving(wire)) as server, client(server.port) as ours:
        ours.with_limits(drain_bytes=99_999).open().close()
        assert ours.connection.is_closed()


@pytest.mark.parametrize("pieces", [(5,), (3, 2), (1, 1, 1, 1, 1)])
@pytest.mark.parametrize(("bound", "is_kept"), [(5, True), (4, False), (0, False)])
def test_the_bound_does_not_depend_on_how_the_answer_was_cut(
    pieces: tuple[int, ...], bound: int, is_kept: bool
) -> None:
    head, body = HELLO[:-5], HELLO[-5:]
    cut = [body[sum(pieces[:at]) :][:size] for at, size in enumerate(pieces)]
    with peer(answering(head + cut[0], *cut[1:])) as server, client(server.port) as ours:
        ours.with_limits(drain_bytes=bound).open().close()
        assert ours.connection.is_idle() is is_kept


def test_an_answer_without_a_body_needs_no_draining() -> None:
    with (
        peer(serving(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as server,
        client(server.port) as ours,
    ):
        ours.with_limits(drain_bytes=0).open().close()
        assert ours.connection.is_idle()


def test_an_endless_unread_body_costs_the_connection_and_nothing_else() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            line.say(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    with peer(script) as server, client(server.port) as ours:
        ours.open().close()
        assert ours.connection.is_closed()


def test_a_truncated_unread_body_costs_the_connection_and_nothing_else() -> None:
    with peer(answering(HELLO[:-1])) as server, client(server.port) as ours:
        ours.open().close()
        assert ours.connection.is_closed()
