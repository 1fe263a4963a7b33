"""`whttp ws` against servers that others wrote: the websockets library, nginx and squid before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.command import Whttp
from tests.lab.peers.proxies import PASSWORD, USER, Squid
from tests.lab.peers.websocket import WebSockets

ONE = ("--send", "grüße", "--count", "1")


@pytest.mark.parametrize("name", ["plain", "secure", "front"])
def test_an_echo(whttp: Whttp, web_sockets: WebSockets, lab_ca_file: Path, name: str) -> None:
    finished = whttp("ws", web_sockets.url(name), *ONE, "--ca-file", lab_ca_file)
    assert (finished.status, finished.out, finished.err) == (0, "grüße\n", "")


@pytest.mark.parametrize("name", ["plain", "secure", "front"])
def test_large_messages_both_ways(
    whttp: Whttp, web_sockets: WebSockets, lab_ca_file: Path, name: str
) -> None:
    data = bytes(range(256)) * 3900
    url = web_sockets.url(name)
    sent = ("--binary", "--count", 1, "--ca-file", lab_ca_file)
    assert whttp("ws", url, *sent, stdin=data).stdout == data


def test_many_lines(whttp: Whttp, web_sockets: WebSockets) -> None:
    text = "".join(f"line {number}\n" for number in range(5000))
    assert whttp("ws", web_sockets.url(), "--count", 5000, stdin=text).out == text


def test_a_rejected_certificate_is_told_as_for_any_request(whttp: Whttp, web_sockets: WebSockets) -> None:
    finished = whttp("ws", web_sockets.url("secure"), *ONE)
    assert (finished.status, " 12175 " in finished.err) == (7, True)


@pytest.mark.parametrize(("code", "status"), [(1000, 0), (1001, 0), (1011, 15), (4001, 15)])
def test_a_server_that_closes(whttp: Whttp, web_sockets: WebSockets, code: int, status: int) -> None:
    finished = whttp("ws", web_sockets.url(path=f"/close/{code}/so%20long"), "--json")
    assert finished.status == status
    document = json.loads(finished.out.splitlines()[-1])
    closed = document["exchanges"][0]["web_socket"]["closed"]
    assert closed == {"by": "server", "code": code, "reason": "so long"}


def test_a_server_that_talks_and_closes(whttp: Whttp, web_sockets: WebSockets) -> None:
    assert whttp("ws", web_sockets.url(path="/count"), "--wait", "forever").out == "1\n2\n3\n4\n5\n"


@pytest.mark.parametrize("name", ["plain", "front"])
def test_a_refusal(whttp: Whttp, web_sockets: WebSockets, lab_ca_file: Path, name: str) -> None:
    finished = whttp("ws", web_sockets.url(name, "/forbidden"), "--ca-file", lab_ca_file)
    assert (finished.status, finished.out) == (12, "not for you\n")


def test_a_sub_protocol(whttp: Whttp, web_sockets: WebSockets) -> None:
    asked = ("-H", "Sec-WebSocket-Protocol: other, chat")
    assert "sub-protocol chat" in whttp("ws", web_sockets.url(), *ONE, *asked, "-v").err


@pytest.mark.parametrize("name", ["plain", "secure"])
def test_through_a_proxy_by_connect(
    whttp: Whttp, web_sockets: WebSockets, squid: Squid, lab_ca_file: Path, name: str
) -> None:
    proxy = ("--proxy", f"127.0.0.1:{squid.open}", "--ca-file", lab_ca_file)
    finished = whttp("ws", web_sockets.url(name), *ONE, *proxy, "-v")
    assert (finished.status, finished.out) == (0, "grüße\n")
    assert "* tunnel   open to" in finished.err


def test_through_a_proxy_that_wants_to_know_who(
    whttp: Whttp, web_sockets: WebSockets, squid: Squid
) -> None:
    proxy = ("--proxy", f"127.0.0.1:{squid.basic}")
    login = ("--proxy-username", USER, "--proxy-password", PASSWORD)
    assert whttp("ws", web_sockets.url(), *ONE, *proxy, *login).out == "grüße\n"
    assert whttp("ws", web_sockets.url(), *ONE, *proxy).status == 9


def test_through_an_https_proxy(
    whttp: Whttp, web_sockets: WebSockets, squid: Squid, lab_ca_file: Path
) -> None:
    proxy = ("--proxy", f"https://127.0.0.1:{squid.tls}", "--ca-file", lab_ca_file)
    assert whttp("ws", web_sockets.url("secure"), *ONE, *proxy).out == "grüße\n"


def test_through_socks(whttp: Whttp, web_sockets: WebSockets, socks: int) -> None:
    assert whttp("ws", web_sockets.url(), *ONE, "--proxy", f"socks5://127.0.0.1:{socks}").out == "grüße\n"
