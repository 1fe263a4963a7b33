"""GLOBAL_SERVER_CREDS, GLOBAL_PROXY_CREDS, USE_GLOBAL_SERVER_CREDENTIALS: the last resort, no more."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.test_credentials import keep, ring, store
from tests.conformance.wire import values
from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.login_front import Front
from tests.lab.peers.winbind import PASSWORD as SAMBA_PASSWORD
from tests.lab.peers.winbind import USER as SAMBA_USER
from tests.lab.peers.winbind import Winbind
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

__all__ = ["ring"]

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
LOG_IN = reply(401, b"log in", 'WWW-Authenticate: Basic realm="x"')
DIGEST = reply(401, b"", 'WWW-Authenticate: Digest realm="x", nonce="n", qop="auth"')
PROXY_LOG_IN = reply(407, b"px", 'Proxy-Authenticate: Basic realm="px"')
USE = "--use-global-server-credentials"


def basic(pair: str) -> list[str]:
    return [f"Basic {b64encode(pair.encode()).decode()}"]


def sent(server: RawServer, name: str = "Authorization") -> list[list[str]]:
    return [values(request, name) for request in server.requests]


@pytest.fixture
def secure(raw_server: Start, localhost: Identity, lab_ca_file: Path, whttp: Whttp) -> Start:
    """Starts a server with TLS that whttp trusts."""
    whttp.configure(f'ca_file = "{lab_ca_file}"')
    return lambda *answers: raw_server(*answers, tls=server_context(localhost))


# --- servers ------------------------------------------------------------------------------------------


def test_a_servers_challenge_is_answered_from_the_store(whttp: Whttp, secure: Start) -> None:
    server = secure(LOG_IN, OK)
    creds = ("--global-server-creds", "alice:wonder@localhost")
    assert whttp("get", server.url(), USE, *creds).out == "ok"
    assert sent(server) == [[], basic("alice:wonder")]


def test_not_before_the_challenge_even_where_basic_is_named(whttp: Whttp, secure: Start) -> None:
    server = secure(LOG_IN, OK)
    creds = ("--global-server-creds", "basic://alice:wonder@localhost", "--auth-scheme", "basic")
    whttp("get", server.url(), USE, *creds)
    assert sent(server) == [[], basic("alice:wonder")]


def test_for_servers_it_must_be_switched_on(whttp: Whttp, secure: Start) -> None:
    server = secure(LOG_IN)
    done = whttp("get", server.url(), "--global-server-creds", "alice:wonder@localhost", "-v")
    assert done.out == "log in"
    assert sent(server) == [[]]
    assert "not tried, use_global_server_credentials is off" in done.err


def test_what_is_kept_for_all_runs_is_used_too(whttp: Whttp, secure: Start) -> None:
    keep(whttp, "localhost", password="wonder")
    server = secure(LOG_IN, LOG_IN, OK)
    assert whttp("get", server.url()).out == "log in"
    assert whttp("get", server.url(), USE).out == "ok"
    assert sent(server) == [[], [], basic("alice:wonder")]


def test_what_the_options_say_comes_before_what_is_kept(whttp: Whttp, secure: Start) -> None:
    keep(whttp, "localhost", password="wonder")
    server = secure(LOG_IN, OK)
    whttp("get", server.url(), USE, "--global-server-creds", "bob:build@localhost")
    assert sent(server)[1] == basic("bob:build")


@pytest.mark.parametrize(
    "own", [("-u", "carol:own"), ("-u", "carol"), ("-H", "Authorization: Own x")], ids=str
)
def test_a_request_with_credentials_of_its_own_does_not_ask_the_store(
    whttp: Whttp, secure: Start, own: tuple[str, str]
) -> None:
    server = secure(LOG_IN)
    whttp("get", server.url(), USE, "--global-server-creds", "alice:wonder@localhost", *own)
    assert basic("alice:wonder") not in sent(server)


def test_with_authentication_off_the_store_is_not_asked(whttp: Whttp, secure: Start) -> None:
    server = secure(LOG_IN)
    flags = ("--global-server-creds", "alice:wonder@localhost", "--disable-feature", "authentication")
    assert whttp("get", server.url(), USE, *flags).out == "log in"
    assert sent(server) == [[]]


@pytest.mark.parametrize(
    "place",
    ["ocalhost", "localhost.", "x.localhost", "localhost:1", "localhost?realm=y", "127.0.0.1"],
)
def test_an_entry_for_another_place_is_not_used(whttp: Whttp, secure: Start, place: str) -> None:
    server = secure(LOG_IN)
    whttp(
        "get", f"https://localhost:{server.port}/", USE, "--global-server-creds", f"alice:wonder@{place}"
    )
    assert sent(server) == [[]]


def test_an_entry_for_another_scheme_is_not_used(whttp: Whttp, secure: Start) -> None:
    server = secure(LOG_IN)
    whttp("get", server.url(), USE, "--global-server-creds", "digest://alice:wonder@localhost")
    assert sent(server) == [[]]


def test_refused_credentials_are_not_tried_again(whttp: Whttp, secure: Start) -> None:
    server = secure(LOG_IN)
    creds = ("alice:wonder@localhost", "bob:build@localhost")
    flags = [word for one in creds for word in ("--global-server-creds", one)]
    assert whttp("get", server.url(), USE, *flags).out == "log in"
    assert sent(server) == [[], basic("alice:wonder")]


def test_over_plain_http_basic_is_not_answered(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(LOG_IN)
    done = whttp("get", server.url(), USE, "--global-server-creds", "alice:wonder@127.0.0.1")
    assert (done.status, done.out) == (0, "log in")
    assert sent(server) == [[]]


def test_over_plain_http_digest_is_answered(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(DIGEST, OK)
    whttp("get", server.url(), USE, "--global-server-creds", "alice:wonder@127.0.0.1")
    assert sent(server)[1][0].startswith('Digest username="alice"')


@pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])
@pytest.mark.parametrize("policy", ["medium", "low"])
def test_schemes_of_several_legs_are_answered_too(
    whttp: Whttp, raw_server: Start, winbind: Winbind, scheme: str, policy: str
) -> None:
    creds = f"{scheme.lower()}://{SAMBA_USER}:{quote(SAMBA_PASSWORD, safe='')}@127.0.0.1"
    with winbind.acceptors() as acceptors:
        server = raw_server(Front(acceptors, scheme))
        flags = ("--global-server-creds", creds, "--autologon-policy", policy)
        done = whttp("get", server.url(), USE, *flags)
    assert done.out == f"Hello LABPC\\{SAMBA_USER}\n", done
    assert [len(connection.requests) for connection in server.connections] == [3]


def test_an_entry_whose_url_is_http_allows_basic_there(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(LOG_IN, OK)
    keep(whttp, server.url("/in"), password="wonder")
    assert whttp("get", server.url("/in/side"), USE).out == "ok"
    assert sent(server)[1] == basic("alice:wonder")


@pytest.mark.parametrize("path", ["/inside", "/", "/out/in/side"])
def test_a_url_is_for_itself_and_what_is_below_it(whttp: Whttp, raw_server: Start, path: str) -> None:
    server = raw_server(LOG_IN)
    keep(whttp, server.url("/in"), password="wonder")
    whttp("get", server.url(path), USE)
    assert sent(server) == [[]]


def test_on_a_redirect_each_host_is_given_its_own_entry_or_none(whttp: Whttp, secure: Start) -> None:
    third = secure(LOG_IN)
    other = secure(LOG_IN, redirect(third.url()))
    server = secure(LOG_IN, redirect(other.url()))
    creds = (f"alice:a@{server.authority}", f"bob:b@{other.authority}")
    flags = [word for one in creds for word in ("--global-server-creds", one)]
    assert whttp("get", server.url(), USE, *flags).out == "log in"
    assert (sent(server)[1], sent(other)[1]) == (basic("alice:a"), basic("bob:b"))
    assert sent(third) == [[]]


# --- proxies ------------------------------------------------------------------------------------------


def test_a_proxys_challenge_is_answered_from_the_store(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(PROXY_LOG_IN, OK)
    keep(whttp, proxy.authority, "--for-proxy", password="wonder")
    assert whttp("get", "http://api.test/", "-x", proxy.authority).out == "ok"
    assert sent(proxy, "Proxy-Authorization") == [[], basic("alice:wonder")]


def test_connect_is_answered_from_the_store_too(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(PROXY_LOG_IN, reply(403, b"no"))
    creds = ("--global-proxy-creds", f"alice:wonder@{proxy.authority}")
    whttp("get", "https://api.test/", "-x", proxy.authority, *creds)
    assert sent(proxy, "Proxy-Authorization") == [[], basic("alice:wonder")]


def test_another_proxys_entry_is_not_used(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(PROXY_LOG_IN)
    for place in ("127.0.0.2", f"127.0.0.1:{proxy.port + 1}", "api.test"):
        keep(whttp, place, "--for-proxy")
    assert whttp("get", "http://api.test/", "-x", proxy.authority).out == "px"
    assert sent(proxy, "Proxy-Authorization") == [[]]


@pytest.mark.parametrize("status", [401, 407])
def test_an_entry_of_one_side_is_not_for_the_other(whttp: Whttp, raw_server: Start, status: int) -> None:
    header = "WWW-Authenticate" if status == 401 else "Proxy-Authenticate"
    peer = raw_server(reply(status, b"", f'{header}: Digest realm="x", nonce="n", qop="auth"'))
    keep(whttp, peer.authority, *(["--for-proxy"] if status == 401 else []))
    words = [peer.url()] if status == 401 else ["http://127.0.0.1/", "-x", peer.authority]
    whttp("get", *words, USE)
    assert sent(peer) == [[]]
    assert sent(peer, "Proxy-Authorization") == [[]]


@pytest.mark.parametrize("own", [("--proxy-username", "bob", "--proxy-password", "b"), ()])
def test_a_proxy_login_of_the_requests_own_wins(
    whttp: Whttp, raw_server: Start, own: tuple[str, ...]
) -> None:
    proxy = raw_server(PROXY_LOG_IN, OK)
    keep(whttp, proxy.authority, "--for-proxy")
    env = {} if own else {"http_proxy": f"http://bob:b@{proxy.authority}"}
    words = ("-x", proxy.authority, *own) if own else ()
    whttp("get", "http://api.test/", *words, env=env)
    assert sent(proxy, "Proxy-Authorization") == [[], basic("bob:b")]


# --- the store ----------------------------------------------------------------------------------------


def test_a_store_open_to_others_stops_only_runs_that_would_use_it(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(OK)
    keep(whttp, "localhost")
    store(whttp).chmod(0o644)
    assert whttp("get", server.url()).out == "ok"
    assert whttp("get", server.url(), USE).status == 2
    assert whttp("get", server.url(), "-x", server.authority).status == 2
    assert len(server.requests) == 1


def test_a_password_in_the_keyring_is_fetched_when_it_is_used(
    whttp: Whttp, secure: Start, ring: dict[str, str]
) -> None:
    keep(whttp, "localhost", password="wonder", env=ring)
    locked = {**ring, "LAB_RING_LOCKED": "1"}
    open_server, server = secure(OK), secure(LOG_IN, OK, LOG_IN)
    assert whttp("get", open_server.url(), USE, env=locked).out == "ok"
    assert whttp("get", server.url(), USE, env=ring).out == "ok"
    assert sent(server)[1] == basic("alice:wonder")
    refused = whttp("get", server.url(), USE, env=locked)
    assert refused.status == 10
    assert "12015 ERROR_WINHTTP_LOGIN_FAILURE" in refused.err


def test_a_password_in_the_option_is_shown_nowhere_and_warned_of(whttp: Whttp, secure: Start) -> None:
    server = secure(LOG_IN, OK, LOG_IN, OK)
    creds = ("--global-server-creds", "alice:wonder@localhost")
    traced = whttp("get", server.url(), USE, *creds, "-v")
    assert "better: whttp credentials set" in traced.err
    shown = traced.err + whttp("get", server.url(), USE, *creds, "--json").out
    assert "wonder" not in shown
    assert basic("alice:wonder")[0] not in shown


def test_the_wrong_handle_is_12018(whttp: Whttp) -> None:
    for word in ("global_server_creds@session=a:b@h", "use_global_server_credentials@request=true"):
        refused = whttp("get", "http://h.test/", "--set", word)
        assert (refused.status, "12018" in refused.err) == (2, True)
