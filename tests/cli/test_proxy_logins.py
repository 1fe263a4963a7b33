"""NTLM and Kerberos at a proxy, for plain requests and tunnels: squid with Samba and a real KDC."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.gssapi_acceptor import GssapiAcceptor
from tests.lab.login_front import Front
from tests.lab.peers.kerberos import PASSWORD, PRINCIPAL, USER, Kerberos
from tests.lab.peers.proxies import Squid
from tests.lab.peers.squid_logins import SquidLogins
from tests.lab.peers.winbind import Acceptors, Winbind
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
LOGIN = ("--proxy-username", USER, "--proxy-password", PASSWORD)


@pytest.fixture
def there(squid_logins: SquidLogins) -> tuple[str, ...]:
    """px.test is where squid is."""
    ports = (squid_logins.ntlm, squid_logins.negotiate, squid_logins.tls)
    return tuple(word for port in ports for word in ("--resolve", f"px.test:{port}:127.0.0.1"))


def test_ntlm_for_a_plain_request(
    whttp: Whttp, squid_logins: SquidLogins, raw_server: Start, there: tuple[str, ...]
) -> None:
    server = raw_server(reply(200, b"hello"))
    through = ("-x", f"px.test:{squid_logins.ntlm}", *there)
    finished = whttp("get", server.url(), *through, *LOGIN, "-v")
    assert finished.out == "hello", finished
    assert "the proxy offers NTLM" in finished.err
    assert b"Proxy-Authorization" not in server.request


def test_ntlm_for_a_tunnel_on_one_connection(
    whttp: Whttp,
    squid_logins: SquidLogins,
    raw_server: Start,
    there: tuple[str, ...],
    localhost: Identity,
    lab_ca_file: Path,
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(localhost))
    through = ("-x", f"px.test:{squid_logins.ntlm}", *there, "--ca-file", lab_ca_file)
    finished = whttp("get", server.url(), *through, *LOGIN, "-v")
    assert finished.out == "hello", finished
    assert finished.err.count("* connect ") == 1
    assert "3 CONNECT requests" in finished.err
    assert b"Proxy-Authorization" not in server.request


def test_a_wrong_password_leaves_the_proxys_refusal(
    whttp: Whttp, squid_logins: SquidLogins, raw_server: Start, there: tuple[str, ...]
) -> None:
    server = raw_server(reply(200, b"hello"))
    through = ("-x", f"px.test:{squid_logins.ntlm}", *there, "--proxy-username", USER)
    plain = whttp("get", server.url(), *through, "--proxy-password", "wrong", "-i")
    assert plain.out.startswith("HTTP/1.1 407 "), plain
    tunnel = whttp("get", "https://target.test/", *through, "--proxy-password", "wrong")
    assert tunnel.status == 9, tunnel
    assert "the proxy did not accept the user name and password" in tunnel.err
    assert server.requests == []


@pytest.mark.parametrize("port", ["negotiate", "tls"])
@pytest.mark.parametrize("is_secure", [False, True])
def test_kerberos_with_user_and_password(
    whttp: Whttp,
    squid_logins: SquidLogins,
    kerberos: Kerberos,
    raw_server: Start,
    there: tuple[str, ...],
    localhost: Identity,
    lab_ca_file: Path,
    port: str,
    is_secure: bool,
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(localhost) if is_secure else None)
    scheme = "https://" if port == "tls" else ""
    proxy = f"{scheme}px.test:{getattr(squid_logins, port)}"
    flags = ("-x", proxy, *there, "--ca-file", lab_ca_file, *LOGIN, "-v")
    finished = whttp("get", server.url(), *flags, env=kerberos.stranger)
    assert finished.out == "hello", finished
    assert "Negotiate (Kerberos), leg 1, as alice, for HTTP/px.test" in finished.err
    assert ("bound to the TLS connection" in finished.err) is (port == "tls")


@pytest.mark.parametrize("is_secure", [False, True])
@pytest.mark.parametrize(("level", "is_let_in"), [("medium", True), ("low", True), ("high", False)])
def test_your_own_ticket_answers_a_proxy_unless_the_level_is_high(
    whttp: Whttp,
    squid_logins: SquidLogins,
    kerberos: Kerberos,
    raw_server: Start,
    there: tuple[str, ...],
    localhost: Identity,
    lab_ca_file: Path,
    tmp_path: Path,
    is_secure: bool,
    level: str,
    is_let_in: bool,
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(localhost) if is_secure else None)
    through = ("-x", f"px.test:{squid_logins.negotiate}", *there, "--ca-file", lab_ca_file)
    flags = (*through, "--autologon-policy", level)
    finished = whttp("get", server.url(), *flags, env=kerberos.ticket(tmp_path))
    assert (finished.out == "hello") is is_let_in, finished
    assert bool(server.requests) is is_let_in


def test_a_look_at_a_proxy_does_not_send_your_own_ticket(
    whttp: Whttp,
    squid_logins: SquidLogins,
    kerberos: Kerberos,
    there: tuple[str, ...],
    tmp_path: Path,
) -> None:
    through = ("-x", f"px.test:{squid_logins.negotiate}", *there)
    told = whttp("proxy", "explain", "https://target.test/", *through, env=kerberos.ticket(tmp_path))
    assert "offers Negotiate" in told.out, told
    assert "takes Negotiate, SPN HTTP/px.test" in told.out
    assert "you gave no proxy user" in told.out


@pytest.mark.parametrize("is_secure", [False, True])
def test_a_named_negotiate_goes_out_before_any_challenge(
    whttp: Whttp,
    squid_logins: SquidLogins,
    kerberos: Kerberos,
    raw_server: Start,
    there: tuple[str, ...],
    localhost: Identity,
    lab_ca_file: Path,
    is_secure: bool,
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(localhost) if is_secure else None)
    through = ("-x", f"px.test:{squid_logins.negotiate}", *there, "--ca-file", lab_ca_file)
    flags = (*through, *LOGIN, "--proxy-auth-scheme", "negotiate", "-v")
    finished = whttp("get", server.url(), *flags, env=kerberos.stranger)
    assert finished.out == "hello", finished
    assert "before any challenge" in finished.err
    assert " 407 " not in finished.err


def test_the_proxys_service_name_can_be_asked_for(
    whttp: Whttp, squid_logins: SquidLogins, kerberos: Kerberos, there: tuple[str, ...]
) -> None:
    through = ("-x", f"px.test:{squid_logins.negotiate}", *there, "--spn", "enable-spn-server-port")
    flags = (*through, *LOGIN, "--query", "proxy_spn_used", "--query", "server_spn_used")
    finished = whttp("get", "http://127.0.0.1:9/", *flags, env=kerberos.stranger)
    assert finished.out == "HTTP/px.test\n\n", finished


# --- proxies of our own -----------------------------------------------------------------------------


@pytest.fixture
def acceptors(winbind: Winbind) -> Iterator[Acceptors]:
    with winbind.acceptors() as made:
        yield made


def test_ntlm_at_the_proxy_and_then_at_the_server_on_the_same_connection(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = Front(acceptors, "NTLM")
    proxy = raw_server(Front(acceptors, "NTLM", is_proxy=True, then=server))
    flags = ("-x", proxy.authority, *LOGIN, "-u", f"{USER}:{PASSWORD}")
    finished = whttp("get", "http://target.test/", *flags)
    assert finished.out == "Hello LABPC\\alice\n", finished
    assert [len(connection.requests) for connection in proxy.connections] == [5]
    assert b"\r\nProxy-Authorization" not in proxy.requests[-1]


def test_a_named_basic_goes_out_before_any_challenge(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(200, b"hello"))
    flags = ("-x", proxy.authority, *LOGIN, "--proxy-auth-scheme", "basic")
    assert whttp("get", "http://target.test/", *flags).out == "hello"
    assert b"\r\nProxy-Authorization: Basic " in proxy.request
    assert b"\r\nAuthorization" not in proxy.request


def test_a_named_scheme_that_the_proxy_does_not_offer_is_not_answered(
    whttp: Whttp, raw_server: Start
) -> None:
    proxy = raw_server(reply(407, b"log in", 'Proxy-Authenticate: Basic realm="x"'))
    flags = ("-x", proxy.authority, *LOGIN, "--proxy-auth-scheme", "ntlm")
    assert whttp("get", "http://target.test/", *flags).out == "log in"
    assert len(proxy.requests) == 1


def test_a_407_of_a_server_is_not_told_the_proxys_password(whttp: Whttp, raw_server: Start) -> None:
    posing = reply(407, b"log in", 'Proxy-Authenticate: Basic realm="x"')
    server = raw_server(posing)
    finished = whttp("get", server.url(), *LOGIN, "-v")
    assert finished.out == "log in"
    assert "this 407 does not come from a proxy" in finished.err
    assert b"Proxy-Authorization" not in server.request


def test_nor_is_a_server_within_a_tunnel(
    whttp: Whttp, squid: Squid, raw_server: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    posing = reply(407, b"log in", 'Proxy-Authenticate: Basic realm="x"')
    server = raw_server(posing, tls=server_context(localhost))
    through = ("-x", f"127.0.0.1:{squid.open}", "--ca-file", lab_ca_file)
    assert whttp("get", server.url(), *through, *LOGIN).out == "log in"
    assert b"Proxy-Authorization" not in server.request


def test_a_proxy_and_a_server_that_ask_in_turn_are_not_answered_for_ever(
    whttp: Whttp, raw_server: Start
) -> None:
    asking = [
        reply(407, b"", 'Proxy-Authenticate: Basic realm="x"'),
        reply(401, b"", 'WWW-Authenticate: Basic realm="x"'),
    ]
    proxy = raw_server(*asking * 20)
    flags = ("-x", proxy.authority, *LOGIN, "-u", "a:b")
    assert whttp("get", "http://target.test/", *flags).status == 0
    assert len(proxy.requests) == 4


@pytest.mark.parametrize("url", ["http://target.test/", "https://target.test/"])
def test_a_hostile_proxys_token_ends_with_12015(whttp: Whttp, raw_server: Start, url: str) -> None:
    asking = [reply(407, b"", f"Proxy-Authenticate: NTLM{token}") for token in ("", " Ym9ndXM=")]
    proxy = raw_server(*asking)
    finished = whttp("get", url, "-x", proxy.authority, *LOGIN)
    assert (finished.status, finished.out) == (10, ""), finished
    assert " 12015 " in finished.err
    assert len(proxy.requests) == 2


def test_a_proxy_that_closes_between_two_legs_of_a_tunnel_ends_with_12015(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    proxy = raw_server(Front(acceptors, "NTLM", is_proxy=True, closes=True))
    finished = whttp("get", "https://target.test/", "-x", proxy.authority, *LOGIN)
    assert finished.status == 10, finished
    assert "closed the connection between two legs of NTLM" in finished.err


def test_disabled_authentication_answers_no_proxy(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(407, b"log in", 'Proxy-Authenticate: Basic realm="x"'))
    flags = ("-x", proxy.authority, *LOGIN, "--disable-feature", "authentication")
    assert whttp("get", "http://target.test/", *flags).out == "log in"
    assert whttp("get", "https://target.test/", *flags).status == 9
    assert all(b"Proxy-Authorization" not in request for request in proxy.requests)


# --- what a proxy says of itself --------------------------------------------------------------------


def test_a_proxys_proof_is_taken_from_its_own_field(
    whttp: Whttp,
    kerberos: Kerberos,
    raw_server: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in kerberos.environment.items():
        monkeypatch.setenv(name, value)
    made = Front(lambda scheme: GssapiAcceptor(kerberos.services), "Negotiate", is_proxy=True)
    proxy = raw_server(made)
    through = ("-x", f"px.test:{proxy.port}", "--resolve", f"px.test:{proxy.port}:127.0.0.1")
    flags = (*through, *LOGIN, "-v")
    finished = whttp("get", "http://target.test/", *flags, env=kerberos.stranger)
    assert finished.out == f"Hello {PRINCIPAL}\n", finished
    assert "the proxy accepts Negotiate (Kerberos) and has proved who it is" in finished.err


@pytest.mark.parametrize("url", ["http://target.test/", "https://target.test/"])
def test_a_proxys_false_proof_ends_with_12015(
    whttp: Whttp, kerberos: Kerberos, raw_server: Start, url: str
) -> None:
    proxy = raw_server(
        reply(407, b"", "Proxy-Authenticate: Negotiate"),
        reply(200, b"", "Proxy-Authentication-Info: Negotiate oQcwBaADCgEA", length=False),
    )
    through = ("-x", f"px.test:{proxy.port}", "--resolve", f"px.test:{proxy.port}:127.0.0.1")
    finished = whttp("get", url, *through, *LOGIN, env=kerberos.stranger)
    assert (finished.status, finished.out) == (10, ""), finished
    assert "the peer's proof of who it is does not hold" in finished.err
