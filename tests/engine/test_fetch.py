"""The engine's own GET: bounded in bytes, time and hops, and never carrying anything of the user's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.http1.peers import Line, answering, peer
from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.fetch import Fetcher
from winhttp_cli.engine.proxy.grammar import Proxy, ProxyScheme
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.securing import Securing
from winhttp_cli.errors import Code, ExchangeFault
from winhttp_cli.plan import NetworkPolicy, ProxyPolicy, ResolveOverride, TlsPolicy, TrustStore
from winhttp_cli.secret import Secret

Start = Callable[..., RawServer]


def no_tls(stream: NetworkStream, host: str, policy: TlsPolicy, context: Context) -> NetworkStream:
    raise AssertionError("TLS was begun where there is none")


FETCHER = Fetcher(no_tls, seconds=20)


def ok(body: bytes, *lines: str) -> bytes:
    head = "\r\n".join(["HTTP/1.1 200 OK", *lines, f"Content-Length: {len(body)}", "", ""])
    return head.encode() + body


def moved(location: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def refusal(url: str, fetcher: Fetcher = FETCHER, limit: int = 1000) -> ExchangeFault:
    with pytest.raises(ExchangeFault) as caught:
        fetcher.fetch(url, limit)
    return caught.value


def test_a_document_comes_with_its_type() -> None:
    with peer(answering(ok(b"hello", "Content-Type: text/x"))) as server:
        found = FETCHER.fetch(f"http://127.0.0.1:{server.port}/a?b", 1000)
    assert (found.body, found.content_type) == (b"hello", "text/x")
    head = f"GET /a?b HTTP/1.1\r\nConnection: Close\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
    assert server.heard == head.encode()


def test_a_body_of_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    with peer(answering(ok(b"x" * 1000))) as server:
        assert len(FETCHER.fetch(f"http://127.0.0.1:{server.port}/", 1000).body) == 1000
        fault = refusal(f"http://127.0.0.1:{server.port}/", limit=999)
    assert fault.code == Code.ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW


def test_a_body_without_end_is_cut_off() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            line.say(b"x" * 65536)

    with peer(script) as server:
        fault = refusal(f"http://127.0.0.1:{server.port}/", limit=100_000)
    assert fault.code == Code.ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW


def test_the_time_is_for_all_of_it_however_the_server_drips() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while not line.released.wait(0.02):
            line.say(b"x")

    with peer(script) as server:
        fault = refusal(f"http://127.0.0.1:{server.port}/", Fetcher(no_tls, seconds=0.3))
    assert fault.code == Code.ERROR_WINHTTP_TIMEOUT
    assert fault.message.endswith("/: not complete after 0.3 s")
    assert fault.timer is None


def test_a_caller_in_a_hurry_gives_it_less_time() -> None:
    with peer(Line.hear_all) as server:
        url = f"http://127.0.0.1:{server.port}/"
        with pytest.raises(ExchangeFault, match=r"not complete after 0\.2 s"):
            FETCHER.fetch(url, 1000, 0.2)


def test_a_redirect_is_followed() -> None:
    with peer(answering(moved("/second")), answering(ok(b"there"))) as server:
        assert FETCHER.fetch(f"http://127.0.0.1:{server.port}/first", 1000).body == b"there"
    assert bytes(server.lines[1].heard).startswith(b"GET /second ")


def test_redirects_end() -> None:
    with peer(answering(moved("/again"))) as server:
        fault = refusal(f"http://127.0.0.1:{server.port}/")
    assert fault.code == Code.ERROR_WINHTTP_REDIRECT_FAILED
    assert len(server.lines) == 6


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/", "file:///etc/passwd", "http://"])
def test_a_redirect_leads_nowhere_but_to_http(location: str) -> None:
    with peer(answering(moved(location))) as server:
        assert refusal(f"http://127.0.0.1:{server.port}/").code in (
            Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME,
            Code.ERROR_WINHTTP_INVALID_URL,
        )


@pytest.mark.parametrize("status", ["401 Log on", "404 Not Found", "500 Oh", "204 Nothing"])
def test_any_status_but_200_is_a_failure_with_its_words(status: str) -> None:
    with peer(answering(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())) as server:
        fault = refusal(f"http://127.0.0.1:{server.port}/")
    assert status in fault.message


def test_a_url_that_is_none_is_refused_before_anything_is_sent() -> None:
    assert refusal("file:///etc/passwd").code == Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME
    assert refusal("http://").code == Code.ERROR_WINHTTP_INVALID_URL


def test_it_goes_by_the_route_it_is_given_in_absolute_form() -> None:
    with peer(answering(ok(b"by proxy"))) as proxy:
        route = Route(Proxy(ProxyScheme.HTTP, "127.0.0.1", proxy.port))
        fetcher = Fetcher(no_tls, seconds=20, by_route=lambda target, attempt: attempt(route))
        assert fetcher.fetch("http://crl.example/list.crl", 1000).body == b"by proxy"
    assert proxy.heard.startswith(b"GET http://crl.example/list.crl HTTP/1.1\r\n")


def asking(*answers: bytes) -> tuple[bytes, ...]:
    """A party that says 407 first."""
    asks = "HTTP/1.1 407 Log on\r\nConnection: close\r\nProxy-Authenticate: Basic realm=x\r\n"
    return (f"{asks}Content-Length: 0\r\n\r\n".encode(), *answers)


ALICE = ProxyPolicy(username="alice", password=Secret("geheim"))


def test_a_proxy_that_asks_is_told_who_we_are_on_another_connection_where_it_closes() -> None:
    with peer(*map(answering, asking(ok(b"by proxy")))) as proxy:
        route = Route(Proxy(ProxyScheme.HTTP, "127.0.0.1", proxy.port))
        fetcher = Fetcher(no_tls, proxy=ALICE, by_route=lambda target, attempt: attempt(route))
        assert fetcher.fetch("http://crl.example/list.crl", 1000).body == b"by proxy"
    assert b"roxy-Authorization" not in proxy.lines[0].heard
    assert b"\r\nProxy-Authorization: Basic YWxpY2U6Z2VoZWlt\r\n" in proxy.lines[1].heard


def test_a_server_that_asks_in_the_name_of_a_proxy_is_not() -> None:
    with peer(*map(answering, asking(ok(b"fooled")))) as server:
        fault = refusal(f"http://127.0.0.1:{server.port}/", Fetcher(no_tls, proxy=ALICE))
    assert "407 Log on" in fault.message
    assert len(server.lines) == 1


def test_names_are_resolved_as_the_request_would() -> None:
    with peer(answering(ok(b"found"))) as server:
        network = NetworkPolicy(resolve=(ResolveOverride("pac.example", None, ("127.0.0.1",)),))
        fetcher = Fetcher(no_tls, network, seconds=20)
        assert fetcher.fetch(f"http://pac.example:{server.port}/", 1000).body == b"found"


# --- TLS --------------------------------------------------------------------------------------------


def over_tls(authority: Path | None) -> Fetcher:
    tls = TlsPolicy(trust=TrustStore("lab", ca_file=authority))
    return Fetcher(Securing(), tls=tls, seconds=20)


def test_it_fetches_over_tls(raw_server: Start, localhost: Identity, lab_ca_file: Path) -> None:
    server = raw_server(reply(200, b"secure"), tls=server_context(localhost))
    assert over_tls(lab_ca_file).fetch(server.url("/p.pac"), 1000).body == b"secure"


def test_a_certificate_nobody_trusts_is_not_fetched_from(raw_server: Start, localhost: Identity) -> None:
    server = raw_server(reply(200, b"secure"), tls=server_context(localhost))
    fault = refusal(server.url("/p.pac"), over_tls(None))
    assert fault.code == Code.ERROR_WINHTTP_SECURE_FAILURE
    assert server.requests == []


def test_no_redirect_leads_from_https_down_to_http(
    raw_server: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    plain = raw_server(reply(200, b"plain"))
    server = raw_server(redirect(plain.url("/")), tls=server_context(localhost))
    fault = refusal(server.url("/p.pac"), over_tls(lab_ca_file))
    assert fault.code == Code.ERROR_WINHTTP_REDIRECT_FAILED
    assert plain.connections == []
