"""A proxy's answer to CONNECT, handed over as the response: shown, never believed."""

from __future__ import annotations

import pytest

from tests.engine.http1.peers import Peer, answering, peer
from winhttp_cli.engine.session import Session
from winhttp_cli.events import Event, RedirectFollowed, ResponseHead
from winhttp_cli.plan import ProxyMode, ProxyPolicy, RequestPlan, SessionPlan, Target, Timeouts
from winhttp_cli.secret import Secret

HTTPS = Target("https", "bank.example", 443, "/")
HTTP = Target("http", "bank.example", 80, "/")
ANSWERS = [
    b"HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nSet-Cookie: a=b\r\n"
    b"Content-Length: 4\r\n\r\npage",
    b'HTTP/1.1 401 Log on\r\nWWW-Authenticate: Basic realm="bank"\r\nContent-Length: 4\r\n\r\npage',
]


def plan(proxy: Peer, target: Target) -> RequestPlan:
    policy = ProxyPolicy(
        mode=ProxyMode.NAMED,
        proxies=f"127.0.0.1:{proxy.port}",
        receive_connect_response=True,
        username="u",
        password=Secret("p"),
    )
    timers = Timeouts(connect=20, send=20, receive=20, receive_response=20)
    return RequestPlan("GET", target, proxy=policy, timeouts=timers)


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_cookie_no_redirect_and_no_challenge_of_it_counts(answer: bytes) -> None:
    events: list[Event] = []
    body: list[bytes] = []
    with peer(answering(answer), answering(b"")) as proxy:
        session = Session(SessionPlan())
        session.send(plan(proxy, HTTPS), events.append, body.append)
        assert session.cookies.header(HTTPS, None, 0.0) is None
        session.close()
    assert len(proxy.lines) == 1
    assert b"".join(body) == b"page"
    assert not any(isinstance(event, RedirectFollowed) for event in events)
    assert [event.from_proxy for event in events if isinstance(event, ResponseHead)] == [True]


def test_the_same_answer_to_a_plain_request_is_the_servers() -> None:
    events: list[Event] = []
    last = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    with peer(answering(ANSWERS[0]), answering(last)) as proxy:
        session = Session(SessionPlan())
        session.send(plan(proxy, HTTP), events.append, lambda piece: None)
        assert session.cookies.header(HTTP, None, 0.0) == "a=b"
        session.close()
    assert any(isinstance(event, RedirectFollowed) for event in events)
