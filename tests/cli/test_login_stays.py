"""Where a user name and password go: to the party that asked for them, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import closing, redirect, reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.peers.proxies import PASSWORD, USER, Squid
from tests.lab.raw_server import Peer, RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
PROXY_USER = ("--proxy-username", USER, "--proxy-password-env", "PX")
SERVER_USER = ("--username", USER, "--password-env", "PX")
ENVIRONMENT = {"PX": PASSWORD}
PROXY_ASKS = reply(407, b"log on", 'Proxy-Authenticate: Basic realm="x"')


def test_a_server_that_says_407_is_not_told_who_we_are_at_the_proxy(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(PROXY_ASKS)
    run = whttp("get", server.url(), *PROXY_USER, env=ENVIRONMENT)
    assert (run.status, run.out) == (0, "log on")
    assert b"authorization" not in server.request.lower()


def test_nor_is_one_behind_a_tunnel(
    whttp: Whttp, raw_server: Start, squid: Squid, localhost: Identity
) -> None:
    server = raw_server(PROXY_ASKS, tls=server_context(localhost))
    flags = ("-k", "-x", f"127.0.0.1:{squid.basic}", *PROXY_USER)
    run = whttp("get", server.url(), *flags, env=ENVIRONMENT)
    assert (run.status, run.out) == (0, "log on")
    assert b"authorization" not in server.request.lower()


def test_nor_is_one_behind_socks(whttp: Whttp, raw_server: Start, socks_with_password: int) -> None:
    server = raw_server(PROXY_ASKS)
    flags = ("-x", f"socks5://127.0.0.1:{socks_with_password}", *PROXY_USER)
    run = whttp("get", server.url(), *flags, env=ENVIRONMENT)
    assert (run.status, run.out) == (0, "log on")
    assert b"authorization" not in server.request.lower()


def test_the_next_proxy_gets_nothing_that_the_first_one_asked_for(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    def ask_and_go(peer: Peer) -> None:
        first.listener.refuse()
        closing(reply(407, b"", 'Proxy-Authenticate: Basic realm="x"', "Connection: close"))(peer)

    first, second = raw_server(ask_and_go), raw_server(reply(200, b"second"))
    script = tmp_path / "p.pac"
    list_of_both = f"PROXY {first.authority}; PROXY {second.authority}"
    script.write_text(f"function FindProxyForURL(u, h) {{ return '{list_of_both}'; }}")
    run = whttp("get", "http://a.test/", "--proxy-pac", script, *PROXY_USER, env=ENVIRONMENT)
    assert (run.status, run.out) == (0, "second")
    assert b"authorization" not in second.request.lower()


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_redirect_behind_a_proxy_logs_on_again(
    scheme: str, whttp: Whttp, squid: Squid, raw_server: Start
) -> None:
    server = raw_server({"/": redirect("/there"), "/there": reply(200, b"there")})
    flags = ("-x", f"127.0.0.1:{getattr(squid, scheme)}", *PROXY_USER)
    run = whttp("get", server.url(), *flags, env=ENVIRONMENT)
    assert (run.status, run.out) == (0, "there")


def test_a_redirect_within_the_server_logs_on_again(whttp: Whttp, raw_server: Start) -> None:
    def guarded(peer: Peer) -> None:
        if b"\r\nAuthorization: Basic " not in peer.request:
            peer.send(reply(401, b"who?", 'WWW-Authenticate: Basic realm="x"'))
        else:
            peer.send(reply(200, b"in") if b"/there" in peer.request else redirect("/there"))

    run = whttp("get", raw_server(guarded).url(), *SERVER_USER, env=ENVIRONMENT)
    assert run.out == "in"


def test_wrong_credentials_are_offered_once(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(401, b"who?", 'WWW-Authenticate: Basic realm="x"'))
    run = whttp("get", server.url(), *SERVER_USER, env=ENVIRONMENT)
    assert (run.out, len(server.requests)) == ("who?", 2)
