"""--unix-socket, an option of ours: every connection of the request goes to that socket."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
OK = reply(200, b"ok")

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")


@pytest.fixture
def path() -> Iterator[str]:
    """A short one: the system takes about a hundred bytes."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"{folder}/s"


def test_the_address_decides_everything_but_the_place(whttp: Whttp, raw_server: Start, path: str) -> None:
    server = raw_server(OK, address=path)
    done = whttp("get", "http://no-such-name.test/a?b", "--unix-socket", path)
    assert (done.status, done.out) == (0, "ok")
    assert server.request.startswith(b"GET /a?b HTTP/1.1\r\n")
    assert b"\r\nHost: no-such-name.test\r\n" in server.request


def test_several_urls_share_a_connection_per_host(whttp: Whttp, raw_server: Start, path: str) -> None:
    server = raw_server(OK, address=path)
    urls = ("http://a.test/1", "http://a.test/2", "http://b.test/")
    assert whttp("get", *urls, "--unix-socket", path).out == "okokok"
    assert len(server.connections) == 2


@pytest.mark.parametrize("variable", ["http_proxy", "ALL_PROXY", "WHTTP_PROXY"])
def test_no_proxy_comes_between(whttp: Whttp, raw_server: Start, path: str, variable: str) -> None:
    raw_server(OK, address=path)
    proxy = raw_server(reply(200, b"the proxy"))
    environment = {variable: proxy.authority}
    done = whttp("get", "http://a.test/", "--unix-socket", path, env=environment)
    assert (done.status, done.out, proxy.connections) == (0, "ok", [])
    assert whttp("get", "http://a.test/", env=environment).out == "the proxy"


@pytest.mark.parametrize("location", ["/there", "http://a.test/there", "http://elsewhere.test/there"])
def test_a_redirect_stays_on_the_socket(
    whttp: Whttp, raw_server: Start, path: str, location: str
) -> None:
    raw_server({"/": redirect(location), "/there": OK}, address=path)
    done = whttp("get", "http://a.test/", "--unix-socket", path)
    assert (done.status, done.out) == (0, "ok")


def test_tls_is_with_the_name_of_the_address(
    whttp: Whttp, raw_server: Start, path: str, localhost: Identity, lab_ca_file: Path
) -> None:
    raw_server(OK, address=path, host="localhost", tls=server_context(localhost))
    flags = ("--unix-socket", path, "--ca-file", lab_ca_file)
    assert whttp("get", "https://localhost/", *flags).out == "ok"
    assert whttp("get", "https://other.test/", *flags).status == 7
