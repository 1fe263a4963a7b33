"""How many connections a server gets: MAX_CONNS_PER_SERVER and its twin for HTTP/1.0 (semantics K4)."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from tests.lab.behaviours import reply
from tests.lab.raw_server import Peer, RawServer
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import ExchangeFault, Timer
from winhttp_cli.events import ConnectionClosed, Event, RequestSent
from winhttp_cli.options.catalogue import find
from winhttp_cli.plan import RequestPlan, SessionPlan, Timeouts
from winhttp_cli.planner.connections import session_plan
from winhttp_cli.record import replace
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings
from winhttp_cli.target import crack, to_target

REQUESTS = 6


def nobody(told: object) -> None:
    """Does not listen."""


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
        session.send(plans[0], nobody, nobody)
        with ThreadPoolExecutor(REQUESTS) as threads:
            waiting = [threads.submit(session.send, plans[1], nobody, nobody) for _ in range(REQUESTS)]
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


def test_a_host_is_the_same_however_it_is_written() -> None:
    with session_with() as session, RawServer(reply(200, b"ok")) as server:
        for host in ("localhost", "LOCALHOST", "LocalHost", "localhost"):
            target = to_target(crack(server.url().replace("127.0.0.1", host)))
            session.send(RequestPlan("GET", target), nobody, nobody)
        assert len(server.connections) == 1


def test_as_many_connections_are_kept_as_an_http_1_0_server_may_have() -> None:
    """One at first, four once it is known: what it keeps is used again, not closed and opened anew."""
    with session_with(max_conns_per_1_0_server="4", max_conns_per_server="1") as session:
        answer = reply(200, b"ok", "Connection: Keep-Alive", version="HTTP/1.0")
        with RawServer(answer) as server, ThreadPoolExecutor(4) as threads:
            plan = RequestPlan("GET", to_target(crack(server.url())))
            session.send(plan, nobody, nobody)
            for each in [threads.submit(session.send, plan, nobody, nobody) for _ in range(40)]:
                each.result(20)
            assert len(server.connections) <= 4


def test_what_a_server_got_before_it_was_known_to_speak_http_1_0_is_given_up() -> None:
    barrier = threading.Barrier(4)

    def together(peer: Peer) -> None:
        barrier.wait(10)
        peer.send(reply(200, b"ok", "Connection: Keep-Alive", version="HTTP/1.0"))

    events: list[Event] = []
    answer = reply(200, b"ok", "Connection: Keep-Alive", version="HTTP/1.0")
    with (
        RawServer({"/first": together, "/": answer}) as server,
        session_with(max_conns_per_1_0_server="1") as session,
        ThreadPoolExecutor(4) as threads,
    ):
        first, later = (RequestPlan("GET", to_target(crack(server.url(at)))) for at in ("/first", "/"))
        for each in [threads.submit(session.send, first, events.append, nobody) for _ in range(4)]:
            each.result(20)
        session.send(later, events.append, nobody)
        assert len(server.connections) == 4
        assert sum(isinstance(event, ConnectionClosed) for event in events) == 3


def test_max_time_ends_the_wait_for_a_connection_as_well() -> None:
    """Nothing else would: no timer of WinHTTP's is documented for it."""
    answered = threading.Event()

    def late(peer: Peer) -> None:
        answered.wait(20)
        peer.send(reply(200, b"ok"))

    asked = threading.Event()

    def tell(event: Event) -> None:
        if isinstance(event, RequestSent):
            asked.set()

    with (
        RawServer({"/late": late, "/": reply(200, b"ok")}) as server,
        session_with(max_conns_per_server="1") as session,
        ThreadPoolExecutor(1) as thread,
    ):
        first, second = (RequestPlan("GET", to_target(crack(server.url(at)))) for at in ("/late", "/"))
        slow = thread.submit(session.send, first, tell, nobody)
        asked.wait(20)
        hurried = replace(second, timeouts=Timeouts(total=0.05))
        with pytest.raises(ExchangeFault, match="waiting for a connection to be free") as caught:
            session.send(hurried, nobody, nobody)
        answered.set()
        slow.result(20)
        session.send(second, nobody, nobody)
        assert len(server.connections) == 1
    assert (caught.value.code, caught.value.timer, caught.value.instead) == (12002, Timer.TOTAL, None)


def a_queued_request_is_served_after(ending: bytes) -> int:
    """The kept connection is busy, at the limit, when a second request comes; `ending` then ends the
    first. Returns the number of connections."""
    is_asked, may_answer = threading.Event(), threading.Event()

    def answer(peer: Peer) -> None:
        is_asked.set()
        may_answer.wait(10)
        peer.send(ending)

    answers = {"/first": reply(200, b"1"), "/busy": answer, "/queued": reply(200, b"3")}
    with RawServer(answers) as server, session_with(max_conns_per_server="1") as session:

        def send(path: str) -> None:
            plan = RequestPlan("POST", to_target(crack(server.url(path))))
            session.send(plan, lambda event: None, lambda piece: None)

        send("/first")
        (pool,) = session._pools.values()
        with ThreadPoolExecutor(2) as threads:
            busy = threads.submit(send, "/busy")
            assert is_asked.wait(10)
            queued = threads.submit(send, "/queued")
            while not pool._requests:
                """The second request is on its way into the queue."""
            may_answer.set()
            busy.exception(20)
            queued.result(20)
        return len(server.connections)


def test_a_request_that_waits_for_the_kept_connection_gets_it() -> None:
    assert a_queued_request_is_served_after(reply(200, b"2")) == 1


def test_a_request_that_waits_for_a_kept_connection_which_fails_gets_another() -> None:
    assert a_queued_request_is_served_after(b"no HTTP\r\n\r\n") == 2


@pytest.mark.parametrize(("most", "opened"), [(2, 2), (3, 1), (4, 1), (9, 1)])
def test_of_very_many_servers_those_left_longest_are_given_up(
    monkeypatch: pytest.MonkeyPatch, most: int, opened: int
) -> None:
    monkeypatch.setattr("winhttp_cli.engine.session.MOST_SERVERS", most)
    with ExitStack() as stack, session_with() as session:
        servers = [stack.enter_context(RawServer(reply(200, b"ok"))) for _ in range(3)]
        for server in (*servers, servers[0]):
            session.send(RequestPlan("GET", to_target(crack(server.url()))), nobody, nobody)
        assert [len(server.connections) for server in servers] == [opened, 1, 1]


def test_a_server_that_is_being_used_is_never_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winhttp_cli.engine.session.MOST_SERVERS", 1)
    asked, released = threading.Event(), threading.Event()

    def late(peer: Peer) -> None:
        asked.set()
        released.wait(20)
        peer.send(reply(200, b"late"))

    with (
        RawServer(late) as slow,
        RawServer(reply(200, b"ok")) as other,
        session_with() as session,
        ThreadPoolExecutor(1) as threads,
    ):
        got: list[bytes] = []
        plan = RequestPlan("GET", to_target(crack(slow.url())))
        waiting = threads.submit(session.send, plan, nobody, got.append)
        assert asked.wait(20)
        session.send(RequestPlan("GET", to_target(crack(other.url()))), nobody, nobody)
        released.set()
        waiting.result(20)
        assert got == [b"late"]


def test_a_kept_connection_does_not_keep_the_buffer_of_a_large_body() -> None:
    with RawServer(reply(200, bytes(4 << 20))) as server, session_with() as session:
        plan = RequestPlan("GET", to_target(crack(server.url())))
        tracemalloc.start()
        try:
            session.send(plan, nobody, nobody)
            session.send(plan, nobody, nobody)
            held, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert len(server.connections) == 1
        assert held < 256 << 10 < peak
