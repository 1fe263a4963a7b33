"""Through real proxies, plain: squid (open, Basic, Digest, CONNECT denied), tinyproxy, microsocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity
from tests.lab.peers.proxies import PASSWORD, USER, Squid
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus
from winhttp_cli.events import (
    CertificateChecked,
    Event,
    ProxyAnswered,
    ResponseHead,
    RouteChosen,
    TunnelOpened,
    WithProxy,
)
from winhttp_cli.plan import (
    FORGIVABLE,
    NO_FAULT,
    CertFault,
    ProxyMode,
    ProxyPolicy,
    RequestPlan,
    SessionPlan,
    Target,
    Timeouts,
    TlsPolicy,
    TrustStore,
)
from winhttp_cli.record import replace
from winhttp_cli.secret import Secret

Start = Callable[..., RawServer]
ALICE = {"username": USER, "password": Secret(PASSWORD)}


def through(
    proxies: str,
    target: Target,
    *,
    authority: Path | None = None,
    forgiven: CertFault = NO_FAULT,
    **policy: Any,
) -> tuple[bytes, list[Event]]:
    """One GET; its body and events."""
    tls = TlsPolicy(trust=TrustStore("lab", ca_file=authority), forgiven=forgiven)
    base = ProxyPolicy(mode=ProxyMode.NAMED, proxies=proxies, source="test")
    timers = Timeouts(connect=20, send=20, receive=20, receive_response=20)
    plan = RequestPlan("GET", target, user_agent="tester/1", timeouts=timers, tls=tls)
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


# --- TLS: through a tunnel, to the proxy, and both ------------------------------------------------


@pytest.fixture
def secure_server(raw_server: Start, localhost: Identity) -> RawServer:
    """A TLS server that says hello."""
    return raw_server(reply(200, b"hello"), tls=server_context(localhost))


@dataclass(frozen=True)
class Lab:
    """What a request over TLS needs to know of the lab."""

    server: RawServer
    authority: Path

    def get(self, proxies: str, **policy: Any) -> tuple[bytes, list[Event]]:
        target = Target("https", "localhost", self.server.port, "/a?b")
        return through(proxies, target, authority=self.authority, **policy)


@pytest.fixture
def lab(secure_server: RawServer, lab_ca_file: Path) -> Lab:
    return Lab(secure_server, lab_ca_file)


def checked(events: list[Event]) -> list[str]:
    """The hosts whose certificates were checked, in order; a proxy's in brackets."""
    inner = [(event.event, "({})") if isinstance(event, WithProxy) else (event, "{}") for event in events]
    return [form.format(event.host) for event, form in inner if isinstance(event, CertificateChecked)]


def test_tls_through_squid(squid: Squid, lab: Lab) -> None:
    body, events = lab.get(f"127.0.0.1:{squid.open}")
    assert (status(events), body) == (200, b"hello")
    assert lab.server.request.startswith(b"GET /a?b HTTP/1.1\r\n")
    opened = [event for event in events if isinstance(event, TunnelOpened)]
    assert [(event.target, event.legs) for event in opened] == [(f"localhost:{lab.server.port}", 1)]


@pytest.mark.parametrize("name", ["basic", "digest"])
def test_tls_through_squid_for_alice(name: str, squid: Squid, lab: Lab) -> None:
    body, events = lab.get(f"127.0.0.1:{getattr(squid, name)}", **ALICE)
    assert body == b"hello"
    assert [event.legs for event in events if isinstance(event, TunnelOpened)] == [2]
    assert b"roxy-" not in lab.server.request


@pytest.mark.parametrize("name", ["basic", "digest"])
def test_tls_through_squid_for_a_stranger(name: str, squid: Squid, lab: Lab) -> None:
    for policy in ({}, {"username": USER, "password": Secret("wrong")}):
        with pytest.raises(ExchangeFault) as caught:
            lab.get(f"127.0.0.1:{getattr(squid, name)}", **policy)
        assert caught.value.status == ExitStatus.PROXY
    assert lab.server.connections == []


def test_tls_through_tinyproxy(tinyproxy: int, lab: Lab) -> None:
    assert lab.get(f"127.0.0.1:{tinyproxy}")[0] == b"hello"


def test_tls_through_socks(socks: int, lab: Lab) -> None:
    assert lab.get(f"socks5://127.0.0.1:{socks}")[0] == b"hello"


def test_plain_over_tls_to_the_proxy(squid: Squid, lab_ca_file: Path, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    proxies = f"https://localhost:{squid.tls}"
    body, events = through(proxies, plain(server), authority=lab_ca_file)
    assert body == b"hello"
    assert checked(events) == ["(localhost)"]


def test_tls_inside_tls(squid: Squid, lab: Lab) -> None:
    body, events = lab.get(f"https://127.0.0.1:{squid.tls}")
    assert body == b"hello"
    assert checked(events) == ["(127.0.0.1)", "localhost"]


def test_a_proxy_of_an_unknown_authority_is_12188(squid: Squid, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    with pytest.raises(ExchangeFault) as caught:
        through(f"https://localhost:{squid.tls}", plain(server))
    assert caught.value.code == Code.ERROR_WINHTTP_SECURE_FAILURE_PROXY
    assert caught.value.message.startswith(f"proxy https://localhost:{squid.tls}: ")
    assert server.connections == []


def test_what_is_forgiven_of_the_server_is_not_forgiven_of_the_proxy(
    squid: Squid, raw_server: Start
) -> None:
    server = raw_server(reply(200, b"hello"))
    with pytest.raises(ExchangeFault) as caught:
        through(f"https://localhost:{squid.tls}", plain(server), forgiven=FORGIVABLE)
    assert caught.value.code == Code.ERROR_WINHTTP_SECURE_FAILURE_PROXY


def test_a_proxy_under_another_name_is_12188(squid: Squid, lab_ca_file: Path, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    with pytest.raises(ExchangeFault) as caught:
        through(f"https://127.0.0.2:{squid.tls}", plain(server), authority=lab_ca_file)
    assert caught.value.code in (
        Code.ERROR_WINHTTP_SECURE_FAILURE_PROXY,
        Code.ERROR_WINHTTP_CANNOT_CONNECT,
    )


def test_a_plain_proxy_named_https_is_a_tls_failure(squid: Squid, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    with pytest.raises(ExchangeFault) as caught:
        through(f"https://localhost:{squid.open}", plain(server))
    assert caught.value.status == ExitStatus.TLS
