"""Through real proxies, plain: squid (open, Basic, Digest, CONNECT denied), tinyproxy, microsocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.lab.behaviours import reply
from tests.lab.peers.proxies import PASSWORD, USER, Squid
from tests.lab.raw_server import RawServer
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import ExchangeFault, ExitStatus
from winhttp_cli.events import Event, ProxyAnswered, ResponseHead, RouteChosen
from winhttp_cli.plan import ProxyMode, ProxyPolicy, RequestPlan, SessionPlan, Target, Timeouts
from winhttp_cli.secret import Secret

Start = Callable[..., RawServer]
ALICE = {"username": USER, "password": Secret(PASSWORD)}


def through(proxies: str, target: Target, **policy: Any) -> tuple[bytes, list[Event]]:
    """One GET; its body and events."""
    base = ProxyPolicy(mode=ProxyMode.NAMED, proxies=proxies, source="test")
    timers = Timeouts(connect=20, send=20, receive=20, receive_response=20)
    plan = RequestPlan("GET", target, user_agent="tester/1", timeouts=timers)
    plan = replace(plan, proxy=replace(base, **policy))
    events: list[Event] = []
    body: list[bytes] = []
    session = Session(SessionPlan())
    try:
        session.send(plan, events.append, body.append)
    finally:
        session.close()
    return b"".join(body), events


def status(events: list[Event]) -> int:
    return [event.status for event in events if isinstance(event, ResponseHead)][-1]


def plain(server: RawServer, host: str = "127.0.0.1") -> Target:
    return Target("http", host, server.port, "/a?b")


@pytest.mark.parametrize("name", ["open", "deny"])
def test_squid_plain(name: str, squid: Squid, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    body, events = through(f"127.0.0.1:{getattr(squid, name)}", plain(server))
    assert (status(events), body) == (200, b"hello")
    assert server.request.startswith(b"GET /a?b HTTP/1.1\r\n")
    (route,) = [event for event in events if isinstance(event, RouteChosen)]
    assert route.proxy == f"http://127.0.0.1:{getattr(squid, name)}"


def test_squid_resolves_names_that_only_it_knows(squid: Squid, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    body, _ = through(f"127.0.0.1:{squid.open}", plain(server, "target.test"))
    assert body == b"hello"


@pytest.mark.parametrize("name", ["basic", "digest"])
def test_squid_lets_alice_in_after_a_407(name: str, squid: Squid, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    body, events = through(f"127.0.0.1:{getattr(squid, name)}", plain(server), **ALICE)
    statuses = [event.status for event in events if isinstance(event, ResponseHead)]
    assert (statuses, body) == ([407, 200], b"hello")
    assert b"roxy-Authorization" not in server.request


@pytest.mark.parametrize("name", ["basic", "digest"])
def test_squid_keeps_a_stranger_out_and_the_407_is_the_response(
    name: str, squid: Squid, raw_server: Start
) -> None:
    server = raw_server(reply(200, b"hello"))
    body, events = through(f"127.0.0.1:{getattr(squid, name)}", plain(server))
    assert status(events) == 407
    assert b"Cache Access Denied" in body
    wrong = {"username": USER, "password": Secret("wrong")}
    assert status(through(f"127.0.0.1:{getattr(squid, name)}", plain(server), **wrong)[1]) == 407
    assert server.requests == []


def test_squid_that_denies_connect_shows_its_page(squid: Squid) -> None:
    events: list[Event] = []
    target = Target("https", "target.test", 443, "/")
    policy = ProxyPolicy(mode=ProxyMode.NAMED, proxies=f"127.0.0.1:{squid.deny}")
    session = Session(SessionPlan())
    with pytest.raises(ExchangeFault) as caught:
        session.send(RequestPlan("GET", target, proxy=policy), events.append, lambda piece: None)
    session.close()
    assert caught.value.status == ExitStatus.PROXY
    (told,) = [event for event in events if isinstance(event, ProxyAnswered)]
    assert told.status == 403
    assert b"Access Denied" in told.body


def test_squid_that_denies_connect_as_the_response(squid: Squid) -> None:
    target = Target("https", "target.test", 443, "/")
    body, events = through(f"127.0.0.1:{squid.deny}", target, receive_connect_response=True)
    assert status(events) == 403
    assert b"Access Denied" in body


def test_tinyproxy_plain(tinyproxy: int, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    body, events = through(f"127.0.0.1:{tinyproxy}", plain(server))
    assert (status(events), body) == (200, b"hello")


def test_socks_plain(socks: int, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    body, events = through(f"socks5://127.0.0.1:{socks}", plain(server))
    assert (status(events), body) == (200, b"hello")
    assert server.request.startswith(b"GET /a?b HTTP/1.1\r\n")


def test_socks_with_a_password(socks_with_password: int, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    proxies = f"socks5://127.0.0.1:{socks_with_password}"
    assert through(proxies, plain(server), **ALICE)[0] == b"hello"
    with pytest.raises(ExchangeFault, match="none of our ways") as caught:
        through(proxies, plain(server))
    assert caught.value.status == ExitStatus.PROXY


def test_socks_to_a_closed_port_says_so(socks: int, raw_server: Start) -> None:
    server = raw_server(reply(200, b""))
    port = server.port
    server.listener.stop()
    with pytest.raises(ExchangeFault, match="the SOCKS proxy refused: connection refused"):
        through(f"socks5://127.0.0.1:{socks}", Target("http", "127.0.0.1", port, "/"))


def test_a_dead_proxy_of_a_script_gives_way_to_the_next(
    squid: Squid, raw_server: Start, tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = raw_server(reply(200, b"hello"))
    dead = raw_server(reply(200, b""))
    dead.listener.stop()
    script = tmp_path_factory.mktemp("pac") / "p.pac"
    answer = f"PROXY 127.0.0.1:{dead.port}; PROXY 127.0.0.1:{squid.open}"
    script.write_text(f"function FindProxyForURL(url, host) {{ return '{answer}'; }}")
    body, events = through("", plain(server), mode=ProxyMode.AUTOMATIC, pac_url=str(script))
    assert body == b"hello"
    routes = [event.proxy for event in events if isinstance(event, RouteChosen)]
    assert routes == [f"http://127.0.0.1:{dead.port}", f"http://127.0.0.1:{squid.open}"]


def test_a_script_is_fetched_from_a_server(squid: Squid, raw_server: Start) -> None:
    answer = f"PROXY 127.0.0.1:{squid.open}"
    text = f"function FindProxyForURL(url, host) {{ return '{answer}'; }}".encode()
    server = raw_server({"/p.pac": reply(200, text), "/a?b": reply(200, b"hello")})
    url = server.url("/p.pac")
    body, events = through("", plain(server), mode=ProxyMode.AUTOMATIC, pac_url=url)
    assert body == b"hello"
    (route,) = [event for event in events if isinstance(event, RouteChosen)]
    assert (route.proxy, route.why) == (f"http://127.0.0.1:{squid.open}", f"PAC {url} (test)")
