"""Who may use a connection that is being logged on, and one that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.lab.login_front import Front
from tests.lab.peers.winbind import PASSWORD, USER, Acceptors, Winbind
from tests.lab.raw_server import RawServer
from winhttp_cli.engine.connection import ServerConnection
from winhttp_cli.engine.context import nowhere
from winhttp_cli.engine.session import Session
from winhttp_cli.events import Event, ExchangeStarted, Reason
from winhttp_cli.plan import AuthPolicy, RequestPlan, SessionPlan, Target
from winhttp_cli.secret import Secret

Start = Callable[..., RawServer]
ALICE = AuthPolicy(username=USER, password=Secret(PASSWORD))
HELLO = f"Hello LABPC\\{USER}\n".encode()


@pytest.fixture
def acceptors(winbind: Winbind) -> Iterator[Acceptors]:
    with winbind.acceptors() as made:
        yield made


@pytest.fixture
def session() -> Iterator[Session]:
    opened = Session(SessionPlan())
    yield opened
    opened.close()


def planned(server: RawServer, auth: AuthPolicy, path: str = "/") -> RequestPlan:
    return RequestPlan("GET", Target("http", "127.0.0.1", server.port, path), auth=auth)


def sent(session: Session, plan: RequestPlan, emit: Callable[[Event], None] = nowhere) -> bytes:
    body = bytearray()
    session.send(plan, emit, body.extend)
    return bytes(body)


class Interloper:
    """Sends another request of the session between the second leg and the third."""

    def __init__(self, session: Session, plan: RequestPlan) -> None:
        self._session = session
        self._plan = plan
        self._legs = 0
        self.got = b""

    def __call__(self, event: Event) -> None:
        if isinstance(event, ExchangeStarted) and event.reason is Reason.AUTHENTICATION:
            self._legs += 1
            if self._legs == 2:
                self.got = sent(self._session, self._plan)


def paths(server: RawServer) -> list[list[str]]:
    """The paths asked for, connection by connection."""
    return [
        [request.split(b" ")[1].decode() for request in connection.requests]
        for connection in server.connections
    ]


def test_nobody_gets_the_connection_between_two_legs(
    session: Session, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM"))
    interloper = Interloper(session, planned(server, ALICE, "/other"))
    assert sent(session, planned(server, ALICE), interloper) == HELLO
    assert interloper.got == HELLO
    assert paths(server) == [["/"] * 3, ["/other"] * 3]


def test_a_connection_that_is_not_held_is_taken(
    session: Session, raw_server: Start, acceptors: Acceptors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ServerConnection, "hold", lambda self: None)
    server = raw_server(Front(acceptors, "NTLM"))
    interloper = Interloper(session, planned(server, ALICE, "/other"))
    sent(session, planned(server, ALICE), interloper)
    assert "/other" in paths(server)[0]


def test_after_the_login_the_connection_is_free_again(
    session: Session, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM"))
    for path in ("/", "/next"):
        assert sent(session, planned(server, ALICE, path)) == HELLO
    assert paths(server) == [["/", "/", "/", "/next"]]


def test_a_connection_that_is_logged_on_serves_nobody_else(
    session: Session, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM"))
    assert sent(session, planned(server, ALICE)) == HELLO
    for auth in (AuthPolicy(), AuthPolicy(username="bob", password=Secret("x"))):
        assert sent(session, planned(server, auth, "/other")) == b"log in\n"
    assert all("/other" not in asked for asked in paths(server)[:1])
