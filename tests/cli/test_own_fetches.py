"""What whttp fetches for itself takes the route WinHTTP would take: a proxy for OCSP, CRL and issuers,
straight for a PAC script; and nothing of it goes round in circles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity, intermediate, leaf, root
from tests.lab.command import Whttp
from tests.lab.peers.kerberos import PASSWORD as THEIR_PASSWORD
from tests.lab.peers.kerberos import USER as THEIR_USER
from tests.lab.peers.kerberos import Kerberos
from tests.lab.peers.proxies import PASSWORD, USER, Squid
from tests.lab.peers.squid_logins import SquidLogins
from tests.lab.raw_server import RawServer
from tests.lab.revocation import ocsp_answer, revocation_list
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
REVOCATION = ("--enable-feature", "ssl-revocation")
PROXY_USER = ("--proxy-username", USER, "--proxy-password-env", "PX")
PAC = "function FindProxyForURL(url, host) {{ {} }}"


@dataclass
class Site:
    """A TLS server whose certificate is answered for at http://target.test: a name squid alone knows."""

    url: str
    trust: tuple[str, str]
    server: RawServer
    answers: RawServer


@pytest.fixture
def site(raw_server: Start, tmp_path: Path) -> Callable[[str], Site]:
    """Makes a site with `ocsp_url`, `crl_url` or `issuer_url`."""

    def make(kind: str) -> Site:
        authority = root("Fetched Root")
        issuer = intermediate(authority, "Fetched CA")
        holder: list[bytes] = [b""]
        answers = raw_server(lambda peer: peer.send(reply(200, holder[0])))
        signer = issuer if kind == "issuer_url" else authority
        identity = leaf(signer, "localhost", **{kind: f"http://target.test:{answers.port}/it"})
        holder[0] = {
            "ocsp_url": lambda: ocsp_answer(identity),
            "crl_url": lambda: revocation_list(authority),
            "issuer_url": lambda: issuer.der,
        }[kind]()
        alone = Identity(identity.certificate, identity.key, None)
        server = raw_server(reply(200, b"hello"), tls=server_context(alone))
        (tmp_path / "root.pem").write_bytes(authority.pem)
        return Site(server.url(), ("--ca-file", str(tmp_path / "root.pem")), server, answers)

    return make


KINDS = [("ocsp_url", REVOCATION), ("crl_url", REVOCATION), ("issuer_url", ("--aia",))]


@pytest.mark.parametrize(("kind", "flags"), KINDS)
def test_a_fetch_goes_by_the_proxy_of_its_own_url(
    kind: str, flags: tuple[str, ...], whttp: Whttp, squid: Squid, site: Callable[[str], Site]
) -> None:
    made = site(kind)
    run = whttp("get", made.url, *made.trust, *flags, "-x", f"http=127.0.0.1:{squid.open}")
    assert (run.status, run.out) == (0, "hello"), run
    (request,) = made.answers.requests
    assert b"\r\nHost: target.test:" in request
    assert b"X-Forwarded-For: 127.0.0.1" in request


@pytest.mark.parametrize("scheme", ["basic", "digest"])
@pytest.mark.parametrize(("kind", "flags"), KINDS)
def test_a_fetch_logs_on_to_the_proxy(
    kind: str,
    flags: tuple[str, ...],
    scheme: str,
    whttp: Whttp,
    squid: Squid,
    site: Callable[[str], Site],
) -> None:
    made = site(kind)
    proxy = ("-x", f"http=127.0.0.1:{getattr(squid, scheme)}", *PROXY_USER)
    run = whttp("get", made.url, *made.trust, *flags, *proxy, env={"PX": PASSWORD})
    assert (run.status, run.out) == (0, "hello"), run
    (request,) = made.answers.requests
    assert b"uthorization" not in request


@pytest.mark.parametrize("scheme", ["ntlm", "negotiate"])
def test_a_fetch_logs_on_by_schemes_that_are_tied_to_the_connection(
    scheme: str,
    whttp: Whttp,
    squid_logins: SquidLogins,
    kerberos: Kerberos,
    site: Callable[[str], Site],
) -> None:
    made, port = site("crl_url"), getattr(squid_logins, scheme)
    proxy = ("-x", f"http=px.test:{port}", "--resolve", f"px.test:{port}:127.0.0.1")
    login = ("--proxy-username", THEIR_USER, "--proxy-password", THEIR_PASSWORD)
    flags = (*made.trust, *REVOCATION, *proxy)
    assert whttp("get", made.url, *flags, env=kerberos.stranger).status == 7
    run = whttp("get", made.url, *flags, *login, env=kerberos.stranger)
    assert (run.status, run.out) == (0, "hello"), run
    (request,) = made.answers.requests
    assert b"uthorization" not in request


def test_a_fetch_uses_your_own_ticket_unless_the_policy_keeps_it(
    whttp: Whttp,
    squid_logins: SquidLogins,
    kerberos: Kerberos,
    site: Callable[[str], Site],
    tmp_path: Path,
) -> None:
    made, port = site("crl_url"), squid_logins.negotiate
    proxy = ("-x", f"http=px.test:{port}", "--resolve", f"px.test:{port}:127.0.0.1")
    words, ticket = ("get", made.url, *made.trust, *REVOCATION, *proxy), kerberos.ticket(tmp_path)
    assert whttp(*words, "--autologon-policy", "high", env=ticket).status == 7
    assert whttp(*words, env=ticket).out == "hello"


@pytest.mark.parametrize(
    ("flags", "password"),
    [
        ((), PASSWORD),
        (PROXY_USER, "wrong"),
        ((*PROXY_USER, "--disable-feature=authentication"), PASSWORD),
    ],
    ids=["nobody", "wrong", "disabled"],
)
def test_a_fetch_that_the_proxy_does_not_let_in_proves_nothing(
    flags: tuple[str, ...], password: str, whttp: Whttp, squid: Squid, site: Callable[[str], Site]
) -> None:
    made = site("ocsp_url")
    proxy = ("-x", f"http=127.0.0.1:{squid.basic}", *flags)
    run = whttp("get", made.url, *made.trust, *REVOCATION, *proxy, env={"PX": password})
    assert run.status == 7
    assert "407 Proxy Authentication Required" in run.err
    assert made.answers.connections == []


def test_a_fetch_goes_by_the_next_route_where_the_first_is_dead(
    whttp: Whttp, squid: Squid, site: Callable[[str], Site], tmp_path: Path
) -> None:
    made = site("crl_url")
    routes = f"PROXY 127.0.0.1:9; PROXY 127.0.0.1:{squid.open}"
    (tmp_path / "p.pac").write_text(PAC.format(f"return host == 'target.test' ? '{routes}' : 'DIRECT';"))
    flags = (*REVOCATION, "--proxy-pac", tmp_path / "p.pac", "-v")
    run = whttp("get", made.url, *made.trust, *flags)
    assert (run.status, run.out) == (0, "hello"), run
    assert f"* note     http://target.test:{made.answers.port}/it: proxy http://127.0.0.1:9" in run.err


def test_a_proxy_that_answered_is_the_last_one_asked(
    whttp: Whttp, squid: Squid, site: Callable[[str], Site], tmp_path: Path
) -> None:
    made = site("crl_url")
    routes = f"PROXY 127.0.0.1:{squid.basic}; PROXY 127.0.0.1:{squid.open}"
    (tmp_path / "p.pac").write_text(PAC.format(f"return host == 'target.test' ? '{routes}' : 'DIRECT';"))
    flags = (*REVOCATION, "--proxy-pac", tmp_path / "p.pac")
    assert whttp("get", made.url, *made.trust, *flags).status == 7
    assert made.answers.connections == []


@pytest.mark.parametrize(("kind", "flags"), KINDS)
def test_without_the_proxy_the_name_is_not_found_and_the_certificate_is_refused(
    kind: str, flags: tuple[str, ...], whttp: Whttp, site: Callable[[str], Site]
) -> None:
    made = site(kind)
    assert whttp("get", made.url, *made.trust, *flags).status == 7
    assert made.answers.connections == []


def test_a_script_is_asked_about_each_fetch_and_not_about_itself(
    whttp: Whttp, squid: Squid, site: Callable[[str], Site], raw_server: Start
) -> None:
    made = site("ocsp_url")
    answer = f"return host == 'target.test' ? 'PROXY 127.0.0.1:{squid.open}' : 'DIRECT';"
    pac = raw_server(reply(200, PAC.format(answer).encode()))
    run = whttp("get", made.url, *made.trust, *REVOCATION, "--proxy-pac", pac.url("/p.pac"))
    assert (run.status, run.out) == (0, "hello"), run
    assert pac.request.startswith(b"GET /p.pac HTTP/1.1\r\n")
    assert len(made.answers.requests) == 1


def test_a_script_that_sends_everything_through_itself_is_fetched_once(
    whttp: Whttp, raw_server: Start
) -> None:
    holder: list[bytes] = [b""]
    everything = raw_server(lambda peer: peer.send(reply(200, holder[0])))
    holder[0] = PAC.format(f"return 'PROXY {everything.authority}';").encode()
    run = whttp("get", "http://target.test/", "--proxy-pac", everything.url("/p.pac"))
    assert run.stdout == holder[0]
    first, second = everything.requests
    assert first.startswith(b"GET /p.pac ")
    assert second.startswith(b"GET http://target.test/ ")


def test_a_script_over_tls_with_revocation_on_asks_nobody_about_its_own_server(
    whttp: Whttp, site: Callable[[str], Site]
) -> None:
    made = site("ocsp_url")
    made.server.answers = (reply(200, PAC.format("return 'DIRECT';").encode()),)
    run = whttp("get", "http://127.0.0.1:9/", *made.trust, *REVOCATION, "--proxy-pac", made.url)
    assert run.status == 4
    assert len(made.server.requests) == 1
    assert made.answers.connections == []


def test_a_fetch_carries_nothing_of_the_request(
    whttp: Whttp, squid: Squid, site: Callable[[str], Site]
) -> None:
    made = site("crl_url")
    mine = ("-H", "Authorization: Bearer geheim", "-H", "X-Mine: 1", "-b", "a=geheim")
    run = whttp("get", made.url, *made.trust, *REVOCATION, *mine, "-x", f"http=127.0.0.1:{squid.open}")
    assert run.status == 0
    (request,) = made.answers.requests
    assert b"geheim" not in request
    assert b"X-Mine" not in request
