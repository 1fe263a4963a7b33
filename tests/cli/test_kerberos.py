"""Negotiate with Kerberos at the command line: a real KDC, Apache's mod_auth_gssapi, MIT's acceptor."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.gssapi_acceptor import GssapiAcceptor
from tests.lab.login_front import Front
from tests.lab.peers.apache_kerberos import ApacheKerberos
from tests.lab.peers.kerberos import PASSWORD, PRINCIPAL, REALM, USER, Kerberos
from tests.lab.peers.winbind import Winbind
from tests.lab.raw_server import Peer, RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
LOGIN = ("-u", f"{USER}:{PASSWORD}")
HELLO = "hello by Kerberos\n"


@pytest.mark.parametrize("user", [USER, PRINCIPAL, f"{REALM}\\{USER}", f"lab.test\\{USER}"])
def test_user_and_password_become_a_ticket(
    whttp: Whttp, kerberos: Kerberos, apache_kerberos: ApacheKerberos, user: str
) -> None:
    finished = whttp(
        "get", apache_kerberos.url(), "-u", f"{user}:{PASSWORD}", "-v", env=kerberos.stranger
    )
    assert finished.out == HELLO, finished
    assert f"Negotiate (Kerberos), leg 1, as {user}, for HTTP/localhost" in finished.err
    assert "the server accepts Negotiate (Kerberos) and has proved who it is" in finished.err


@pytest.fixture
def ticket(kerberos: Kerberos, tmp_path: Path) -> dict[str, str]:
    """The environment of one who is signed in."""
    return kerberos.ticket(tmp_path)


def intranet(host: str) -> tuple[str, ...]:
    """A proxy list that exists for its bypass list alone (semantics A14)."""
    return ("-x", "127.0.0.1:9", "--proxy-bypass", host)


# --- the signed-in user's own credentials -----------------------------------------------------------


@pytest.mark.parametrize("flags", [("--autologon-policy", "low"), intranet("localhost")])
def test_your_own_ticket_answers_whom_the_policy_trusts(
    whttp: Whttp, apache_kerberos: ApacheKerberos, ticket: dict[str, str], flags: tuple[str, ...]
) -> None:
    finished = whttp("get", apache_kerberos.url(), *flags, "-v", env=ticket)
    assert finished.out == HELLO, finished
    assert "leg 1, with your own credentials, for HTTP/localhost" in finished.err


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        ((), "medium keeps your own credentials here: not on the proxy bypass list"),
        ((*intranet("localhost"), "--autologon-policy", "high"), "high keeps your own credentials here"),
    ],
)
def test_your_own_ticket_stays_from_others(
    whttp: Whttp,
    apache_kerberos: ApacheKerberos,
    ticket: dict[str, str],
    flags: tuple[str, ...],
    why: str,
) -> None:
    finished = whttp("get", apache_kerberos.url(), *flags, "-v", env=ticket)
    assert HELLO not in finished.out
    assert "Authorization:" not in finished.err
    assert why in " ".join(finished.err.replace("\n*", "").split())


def test_a_user_name_that_is_given_beats_your_own_ticket(
    whttp: Whttp, apache_kerberos: ApacheKerberos, ticket: dict[str, str]
) -> None:
    flags = ("-u", f"{USER}:wrong", "--autologon-policy", "low")
    assert HELLO not in whttp("get", apache_kerberos.url(), *flags, env=ticket).out


def test_a_user_name_without_a_password_does_not_become_your_own_ticket(
    whttp: Whttp, apache_kerberos: ApacheKerberos, ticket: dict[str, str]
) -> None:
    flags = ("-u", USER, "--autologon-policy", "low", "-v")
    finished = whttp("get", apache_kerberos.url(), *flags, env=ticket)
    assert HELLO not in finished.out
    assert "a user name without a password sends nothing" in finished.err


def test_without_a_ticket_the_401_is_the_answer_and_the_trace_says_why(
    whttp: Whttp, kerberos: Kerberos, apache_kerberos: ApacheKerberos
) -> None:
    flags = ("--autologon-policy", "low", "-v")
    finished = whttp("get", apache_kerberos.url(), *flags, env=kerberos.stranger)
    assert finished.status == 0
    assert "no credentials of your own to log on with: No Kerberos credentials" in finished.err


def test_another_origin_behind_a_redirect_does_not_get_your_own_ticket(
    whttp: Whttp, apache_kerberos: ApacheKerberos, raw_server: Start, ticket: dict[str, str]
) -> None:
    server = raw_server(redirect(apache_kerberos.url()))
    finished = whttp("get", server.url(), "--autologon-policy", "low", "-v", env=ticket)
    assert HELLO not in finished.out
    assert "Authorization:" not in finished.err


def test_forward_credentials_lets_it_go_there(
    whttp: Whttp, apache_kerberos: ApacheKerberos, raw_server: Start, ticket: dict[str, str]
) -> None:
    server = raw_server(redirect(apache_kerberos.url()))
    flags = ("--autologon-policy", "low", "--forward-credentials")
    assert whttp("get", server.url(), *flags, env=ticket).out == HELLO


# --- before a challenge -----------------------------------------------------------------------------


def test_a_named_negotiate_that_becomes_kerberos_needs_one_round_trip(
    whttp: Whttp, kerberos: Kerberos, apache_kerberos: ApacheKerberos
) -> None:
    flags = (*LOGIN, "--auth-scheme", "negotiate", "-v")
    finished = whttp("get", apache_kerberos.url(), *flags, env=kerberos.stranger)
    assert finished.out == HELLO, finished
    assert finished.err.count("> GET ") == 1
    assert "Negotiate (Kerberos), before any challenge, as alice" in finished.err


def test_a_dry_run_asks_for_no_ticket(
    whttp: Whttp, kerberos: Kerberos, apache_kerberos: ApacheKerberos
) -> None:
    flags = (*LOGIN, "--auth-scheme", "negotiate", "--dry-run")
    finished = whttp("get", apache_kerberos.url(), *flags, env=kerberos.stranger)
    assert finished.status == 0, finished
    assert "Authorization" not in finished.out + finished.err


# --- the service's name -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "is_let_in"), [((), False), (("--spn", "enable-spn-server-port"), True)]
)
def test_a_service_that_is_registered_with_its_port_needs_the_port(
    whttp: Whttp,
    kerberos: Kerberos,
    acceptor: Callable[..., GssapiAcceptor],
    raw_server: Start,
    tmp_path: Path,
    flags: tuple[str, ...],
    is_let_in: bool,
) -> None:
    keytab = tmp_path / "port.keytab"
    server = raw_server(Front(lambda scheme: acceptor(keytab), "Negotiate"), host="localhost")
    kerberos.keytab(keytab, f"HTTP/localhost:{server.port}")
    name = f"HTTP/localhost:{server.port}" if is_let_in else "HTTP/localhost"
    document = whttp("get", server.url(), *LOGIN, *flags, "--json", env=kerberos.stranger).json
    assert document["winhttp"]["SERVER_SPN_USED"] == name
    assert document["status"] == (200 if is_let_in else 401), document["exchanges"]


def test_the_service_name_can_be_asked_for(
    whttp: Whttp, kerberos: Kerberos, apache_kerberos: ApacheKerberos
) -> None:
    flags = (*LOGIN, "--query", "server_spn_used")
    finished = whttp("get", apache_kerberos.url(), *flags, env=kerberos.stranger)
    assert finished.out == "HTTP/localhost\n"
    assert whttp("get", apache_kerberos.url(), "--query", "server_spn_used").out == "\n"


def test_a_service_the_realm_does_not_know_is_tried_with_ntlm(
    whttp: Whttp, kerberos: Kerberos, winbind: Winbind, raw_server: Start
) -> None:
    with winbind.acceptors() as acceptors:
        server = raw_server(Front(acceptors, "Negotiate"), host="unknown.test")
        there = ("--resolve", f"unknown.test:{server.port}:127.0.0.1")
        finished = whttp("get", server.url(), *LOGIN, *there, "-v", env=kerberos.stranger)
    assert finished.out == "Hello LABPC\\alice\n", finished
    assert "without Kerberos: Server HTTP/unknown.test@LAB.TEST not found" in finished.err


# --- who the server is ------------------------------------------------------------------------------


def challenged(*lines: str) -> bytes:
    return reply(401, b"log in", *(lines or ("WWW-Authenticate: Negotiate",)))


def test_a_server_that_does_not_prove_itself_is_told_of(
    whttp: Whttp, kerberos: Kerberos, raw_server: Start
) -> None:
    server = raw_server(challenged(), reply(200, b"hi"), host="localhost")
    finished = whttp("get", server.url(), *LOGIN, "-v", env=kerberos.stranger)
    assert (finished.status, finished.out) == (0, "hi"), finished
    assert "it has not proved who it is" in finished.err
    assert "SPN HTTP/localhost, not mutual" in finished.err


# accept-complete alone, accept-complete with a token that is none, no SPNEGO at all, no token at all
FALSE_PROOFS = ["oQcwBaADCgEA", "oQwwCqADCgEAogMEAXg=", "Ym9ndXM=", "@@@"]


@pytest.mark.parametrize("proof", FALSE_PROOFS)
def test_a_false_proof_ends_with_12015_and_its_page_is_not_shown(
    whttp: Whttp, kerberos: Kerberos, raw_server: Start, proof: str
) -> None:
    answer = reply(200, b"trust me", f"WWW-Authenticate: Negotiate {proof}")
    server = raw_server(challenged(), answer, host="localhost")
    finished = whttp("get", server.url(), *LOGIN, env=kerberos.stranger)
    assert (finished.status, finished.out) == (10, ""), finished
    assert " 12015 " in finished.err
    assert "Negotiate cannot be completed: " in finished.err


def test_a_rejection_within_a_token_is_a_refusal_and_no_error(
    whttp: Whttp, kerberos: Kerberos, raw_server: Start
) -> None:
    server = raw_server(
        challenged(), challenged("WWW-Authenticate: Negotiate oQcwBaADCgEC"), host="localhost"
    )
    finished = whttp("get", server.url(), *LOGIN, "-v", env=kerberos.stranger)
    assert (finished.status, finished.out) == (0, "log in"), finished
    assert "the credentials were refused: its token says so" in finished.err


# --- channel binding --------------------------------------------------------------------------------


@pytest.fixture
def acceptor(kerberos: Kerberos, monkeypatch: pytest.MonkeyPatch) -> Callable[..., GssapiAcceptor]:
    """Makes acceptors in this process."""
    for name, value in kerberos.environment.items():
        monkeypatch.setenv(name, value)
    return GssapiAcceptor


def demanding(acceptor: Callable[..., GssapiAcceptor], kerberos: Kerberos, certificate: bytes) -> Front:
    """Lets in only who is bound to the connection with this certificate."""
    binding = hashlib.sha256(certificate).digest()
    return Front(lambda scheme: acceptor(kerberos.services, binding, requires_binding=True), "Negotiate")


@pytest.mark.parametrize("is_right", [True, False])
def test_the_channel_binding_must_be_that_of_the_certificate(
    whttp: Whttp,
    kerberos: Kerberos,
    acceptor: Callable[..., GssapiAcceptor],
    raw_server: Start,
    localhost: Identity,
    lab_ca: Identity,
    lab_ca_file: Path,
    is_right: bool,
) -> None:
    front = demanding(acceptor, kerberos, (localhost if is_right else lab_ca).der)
    server = raw_server(front, tls=server_context(localhost))
    flags = (*LOGIN, "--ca-file", lab_ca_file, "-v")
    finished = whttp("get", server.url(), *flags, env=kerberos.stranger)
    assert (f"Hello {PRINCIPAL}" in finished.out) is is_right, finished
    assert "bound to the TLS connection" in finished.err


def test_without_tls_there_is_no_binding_and_who_requires_one_refuses(
    whttp: Whttp,
    kerberos: Kerberos,
    acceptor: Callable[..., GssapiAcceptor],
    raw_server: Start,
    localhost: Identity,
) -> None:
    server = raw_server(demanding(acceptor, kerberos, localhost.der), host="localhost")
    finished = whttp("get", server.url(), *LOGIN, "-v", env=kerberos.stranger)
    assert finished.out == "log in\n", finished
    assert "bound to the TLS connection" not in finished.err


def test_a_named_negotiate_over_tls_waits_for_the_challenge_to_bind_the_connection_in(
    whttp: Whttp,
    kerberos: Kerberos,
    acceptor: Callable[..., GssapiAcceptor],
    raw_server: Start,
    localhost: Identity,
    lab_ca_file: Path,
) -> None:
    server = raw_server(demanding(acceptor, kerberos, localhost.der), tls=server_context(localhost))
    flags = (*LOGIN, "--ca-file", lab_ca_file, "--auth-scheme", "negotiate")
    finished = whttp("get", server.url(), *flags, env=kerberos.stranger)
    assert finished.out == f"Hello {PRINCIPAL}\n", finished
    assert len(server.requests) == 2


# --- connections ------------------------------------------------------------------------------------


def test_http2_gives_way_to_http_1_where_negotiate_is_wanted(
    whttp: Whttp, kerberos: Kerberos, apache_kerberos: ApacheKerberos, lab_ca_file: Path
) -> None:
    flags = (*LOGIN, "--http2", "--ca-file", lab_ca_file, "-v", "--json")
    finished = whttp("get", apache_kerberos.url("http2"), *flags, env=kerberos.stranger)
    exchanges = finished.json["exchanges"]
    spoken = [each["response"]["protocol"] for each in exchanges]
    assert spoken == ["HTTP/2", "HTTP/1.1", "HTTP/1.1"], finished
    assert finished.json["status"] == 200
    assert "sent again over HTTP/1.1" in finished.err


@pytest.mark.parametrize("more", [(), ("--auth-scheme", "negotiate")])
def test_without_keep_alive_negotiate_ends_with_12015(
    whttp: Whttp, kerberos: Kerberos, apache_kerberos: ApacheKerberos, more: tuple[str, ...]
) -> None:
    flags = (*LOGIN, *more, "--disable-feature", "keep-alive")
    finished = whttp("get", apache_kerberos.url(), *flags, env=kerberos.stranger)
    assert finished.status == 10, finished
    assert "Negotiate needs a kept connection, and keep-alive is disabled" in finished.err


# --- a realm that keeps silent ------------------------------------------------------------------------


@pytest.fixture
def silent_kdc(kerberos: Kerberos, raw_server: Start) -> RawServer:
    """A KDC that takes connections and says nothing."""
    return raw_server(greeting=silent)


def silent(peer: Peer) -> None:
    peer.wait_for_end()


def realm_of(kdc: RawServer, folder: Path) -> dict[str, str]:
    """The environment in which that is the KDC."""
    realm = f"LAB.TEST = {{\n kdc = 127.0.0.1:{kdc.port}\n}}"
    options = "default_realm = LAB.TEST\nudp_preference_limit = 1\ndns_lookup_kdc = false"
    (folder / "krb5.conf").write_text(f"[libdefaults]\n{options}\n[realms]\n{realm}\n")
    return {"KRB5_CONFIG": str(folder / "krb5.conf"), "KRB5CCNAME": f"FILE:{folder}/none"}


def test_max_time_ends_the_wait_for_a_kdc(
    whttp: Whttp, raw_server: Start, silent_kdc: RawServer, tmp_path: Path
) -> None:
    flags = (*LOGIN, "--max-time", "1")
    server = raw_server(challenged())
    finished = whttp("get", server.url(), *flags, env=realm_of(silent_kdc, tmp_path), limit=15)
    assert finished.status == 5, finished
    assert "timed out asking for a Kerberos ticket: max-time" in finished.err


def test_ctrl_c_ends_the_wait_for_a_kdc(
    whttp: Whttp, raw_server: Start, silent_kdc: RawServer, tmp_path: Path
) -> None:
    own = realm_of(silent_kdc, tmp_path)
    server = raw_server(challenged())
    with whttp.start("get", server.url(), *LOGIN, env=own, limit=15) as running:
        while not silent_kdc.connections:
            time.sleep(0.01)
        running.interrupt()
        assert running.finish().status == 130


# --- what is missing --------------------------------------------------------------------------------


@pytest.fixture
def without_kerberos(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine where the packages for Kerberos are not installed."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['gssapi'] = None\n")
    return {"PYTHONPATH": str(tmp_path)}


def test_without_the_packages_negotiate_is_ntlm_and_says_what_to_install(
    whttp: Whttp, winbind: Winbind, raw_server: Start, without_kerberos: dict[str, str]
) -> None:
    with winbind.acceptors() as acceptors:
        server = raw_server(Front(acceptors, "Negotiate"))
        finished = whttp("get", server.url(), *LOGIN, "-v", env=without_kerberos)
    assert finished.out == "Hello LABPC\\alice\n", finished
    assert (
        "without Kerberos: it is not installed; install it with: pip install 'whttp[kerberos]'"
        in finished.err
    )


def test_your_own_credentials_without_the_packages_end_with_what_to_install(
    whttp: Whttp, raw_server: Start, without_kerberos: dict[str, str]
) -> None:
    server = raw_server(challenged())
    flags = ("--auth-scheme", "negotiate", "--autologon-policy", "low")
    finished = whttp("get", server.url(), *flags, env=without_kerberos)
    assert finished.status == 10, finished
    assert "your own credentials need Kerberos, which is not installed here" in finished.err
    assert "hint: install it with: pip install 'whttp[kerberos]'" in finished.err
