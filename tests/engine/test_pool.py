"""How many connections a server gets: MAX_CONNS_PER_SERVER and its twin for HTTP/1.0 (semantics K4)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.lab.behaviours import reply
from tests.lab.raw_server import Peer, RawServer
from winhttp_cli.engine.session import Session
from winhttp_cli.options.catalogue import find
from winhttp_cli.plan import RequestPlan, SessionPlan
from winhttp_cli.planner.connections import session_plan
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings
from winhttp_cli.target import crack, to_target

REQUESTS = 6


@contextmanager
def session_with(**values: str) -> Iterator[Session]:
    layer = Layer()
    for name, text in values.items():
        layer.say(find(name), text, Origin(Rank.FLAG, name))
    session = Session(session_plan(Settings([layer])))
    try:
        yield session
    finally:
        session.close()


def connections(session: Session, version: str, together: int) -> int:
    """How many connections `REQUESTS` threads at once need. The server answers none before `together`
    of them have asked, so that there are at least as many."""
    barrier = threading.Barrier(together)

    def answer(peer: Peer) -> None:
        barrier.wait(10)
        peer.send(reply(200, b"ok", "Connection: Keep-Alive", version=version))

    first = reply(200, b"first", "Connection: Keep-Alive", version=version)
    with RawServer({"/first": first, "/": answer}) as server:
        plans = [RequestPlan("GET", to_target(crack(server.url(path)))) for path in ("/first", "/")]
        session.send(plans[0], lambda event: None, lambda piece: None)
        with ThreadPoolExecutor(REQUESTS) as threads:
            waiting = [
                threads.submit(session.send, plans[1], lambda event: None, lambda piece: None)
                for _ in range(REQUESTS)
            ]
            for each in waiting:
                each.result(20)
        return len(server.connections)


@pytest.mark.parametrize(("value", "limit"), [("1", 1), ("3", 3), ("0", 2), ("infinite", REQUESTS)])
def test_a_server_gets_as_many_connections_as_the_option_says(value: str, limit: int) -> None:
    with session_with(max_conns_per_server=value) as session:
        assert connections(session, "HTTP/1.1", limit) == limit


@pytest.mark.parametrize(("value", "limit"), [("1", 1), ("3", 3), ("0", 2), ("infinite", REQUESTS)])
def test_a_server_that_speaks_http_1_0_has_a_limit_of_its_own(value: str, limit: int) -> None:
    with session_with(max_conns_per_1_0_server=value, max_conns_per_server="4") as session:
        assert connections(session, "HTTP/1.0", limit) == limit


def test_by_default_there_is_no_limit() -> None:
    assert session_plan(Settings()) == SessionPlan()
    with session_with() as session:
        assert connections(session, "HTTP/1.1", REQUESTS) == REQUESTS
