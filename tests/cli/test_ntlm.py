"""NTLM and Negotiate's NTLM at the command line, checked by Samba: legs, connections, refusals."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lab.behaviours import closing, redirect, reply, then
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.login_front import Front
from tests.lab.ntlm_acceptor import NtlmAcceptor
from tests.lab.peers.winbind import PASSWORD, USER, Acceptors, Winbind
from tests.lab.raw_server import Peer, RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
LOGIN = ("-u", f"{USER}:{PASSWORD}")
HELLO = f"Hello LABPC\\{USER}\n"
#: The environment of one who has no ticket.
NOBODY = {"KRB5_CONFIG": "/nonexistent", "KRB5CCNAME": "FILE:/nonexistent"}
SCHEMES = pytest.mark.parametrize("scheme", ["NTLM", "Negotiate"])


@pytest.fixture
def acceptors(winbind: Winbind) -> Iterator[Acceptors]:
    with winbind.acceptors() as made:
        yield made


def schemes(server: RawServer) -> list[str]:
    """The scheme of each request's Authorization line, "" where there is none."""
    return [
        request.partition(b"\r\nAuthorization: ")[2].split(b" ")[0].decode()
        for request in server.requests
    ]


@pytest.mark.parametrize("user", [USER, f"LABPC\\{USER}"])
@SCHEMES
def test_the_user_is_let_in_on_one_connection(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors, scheme: str, user: str
) -> None:
    server = raw_server(Front(acceptors, scheme))
    finished = whttp("get", server.url(), "-u", f"{user}:{PASSWORD}")
    assert finished.out == HELLO, finished
    assert [len(connection.requests) for connection in server.connections] == [3]


@SCHEMES
def test_a_wrong_password_is_tried_once_and_the_401_is_the_answer(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors, scheme: str
) -> None:
    server = raw_server(front := Front(acceptors, scheme))
    finished = whttp("get", server.url(), "-u", f"{USER}:wrong", "-v")
    assert (finished.status, finished.out) == (0, "log in\n"), finished
    assert front.legs == [f"{scheme} go on", f"{scheme} refused"]
    assert "not answered: the credentials were refused" in finished.err


def test_the_first_401_may_close_its_connection(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    front = Front(acceptors, "NTLM")
    first = reply(401, b"log in", "WWW-Authenticate: NTLM", "Connection: close")
    server = raw_server(first, front)
    assert whttp("get", server.url(), *LOGIN).out == HELLO
    assert [len(connection.requests) for connection in server.connections] == [1, 2]


def test_a_connection_closed_between_two_legs_ends_with_12015(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM", closes=True))
    finished = whttp("get", server.url(), *LOGIN)
    assert (finished.status, finished.out) == (10, "")
    assert "closed between two legs" in finished.err
    assert " 12015 " in finished.err


def test_a_body_is_sent_with_every_leg(whttp: Whttp, raw_server: Start, acceptors: Acceptors) -> None:
    server = raw_server(Front(acceptors, "NTLM"))
    assert whttp("post", server.url(), *LOGIN, "-d", "abc").out == HELLO
    assert [request.partition(b"\r\n\r\n")[2] for request in server.requests] == [b"abc"] * 3


def test_the_connection_stays_logged_on_for_the_next_request(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM"))
    assert whttp("get", server.url(), server.url(), *LOGIN).out == HELLO * 2
    assert schemes(server) == ["", "NTLM", "NTLM", ""]


def test_a_server_that_asks_for_every_request_is_answered_every_time(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM", per_request=True))
    assert whttp("get", server.url(), server.url(), *LOGIN).out == HELLO * 2
    assert schemes(server) == ["", "NTLM", "NTLM"] * 2


def test_after_a_redirect_within_the_origin_the_login_begins_anew(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    again = Front(acceptors, "NTLM", per_request=True)
    server = raw_server(redirect("/there"), again)
    assert whttp("get", server.url(), *LOGIN).out == HELLO
    assert schemes(server) == ["", "", "NTLM", "NTLM"]


def test_another_origin_behind_a_redirect_gets_nothing(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    elsewhere = raw_server(front := Front(acceptors, "NTLM"))
    server = raw_server(redirect(elsewhere.url()))
    finished = whttp("get", server.url(), *LOGIN, "-v")
    assert finished.out == "log in\n"
    assert front.legs == []
    assert "user name and password are for another origin" in finished.err


def test_forward_credentials_sends_them_on(whttp: Whttp, raw_server: Start, acceptors: Acceptors) -> None:
    elsewhere = raw_server(Front(acceptors, "NTLM"))
    server = raw_server(redirect(elsewhere.url()))
    assert whttp("get", server.url(), *LOGIN, "--forward-credentials").out == HELLO


def test_the_report_names_scheme_mechanism_and_service(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "Negotiate", "NTLM", 'Basic realm="x"'))
    document = whttp("get", server.url(), *LOGIN, "--json").json
    first, second = (login for exchange in document["exchanges"] for login in exchange["logins"])
    assert first["offers"] == ["Negotiate", "NTLM", "Basic"]
    assert (first["scheme"], first["mechanism"], first["user"]) == ("Negotiate", "NTLM", USER)
    assert first["service"] == "HTTP/127.0.0.1"
    assert (second["leg"], second["status"]) == (2, 401)
    assert document["winhttp"]["SERVER_SPN_USED"] == "HTTP/127.0.0.1"


def test_the_trace_says_what_is_offered_taken_and_why(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM", 'Basic realm="x"'))
    trace = whttp("get", server.url(), *LOGIN, "-v").err
    assert "the server offers NTLM, Basic" in trace
    assert "NTLM, leg 1, as alice, for HTTP/127.0.0.1" in trace
    assert "the strongest on offer" in trace
    assert "auth      NTLM as alice" in trace
    assert "TlRMTVNTUAAB" not in trace


def test_a_named_scheme_is_taken_before_a_stronger_one(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "Negotiate", "NTLM"))
    finished = whttp("get", server.url(), *LOGIN, "--auth-scheme", "ntlm", "-v")
    assert finished.out == HELLO
    assert schemes(server) == ["", "NTLM", "NTLM"]
    assert "the scheme that was named" in finished.err


def token(data: bytes) -> str:
    return base64.b64encode(data).decode()


# what a hostile server may put behind the scheme's name when it owes a challenge
HOSTILE = [
    "@@@ not a token",
    "abc",
    token(b"x"),
    token(b"NTLMSSP\0\2\0\0\0"),
    token(b"NTLMSSP\0\3\0\0\0" + bytes(60)),
    token(b"\x60\x84\xff\xff\xff\xff"),
    token(b"\xa1" * 400),
    token(bytes(4000)),
]


@pytest.mark.parametrize("hostile", HOSTILE)
@SCHEMES
def test_a_hostile_challenge_ends_with_12015_and_one_line(
    whttp: Whttp, raw_server: Start, scheme: str, hostile: str
) -> None:
    first = reply(401, b"", f"WWW-Authenticate: {scheme}")
    server = raw_server(first, reply(401, b"", f"WWW-Authenticate: {scheme} {hostile}"))
    finished = whttp("get", server.url(), *LOGIN)
    assert finished.status == 10, finished
    assert f"{scheme} cannot be completed: " in finished.err
    assert " 12015 " in finished.err
    assert "Traceback" not in finished.err
    assert len(server.requests) == 2


def test_a_server_that_never_stops_challenging_is_answered_once(whttp: Whttp, raw_server: Start) -> None:
    challenge = b"NTLMSSP\0\2\0\0\0" + bytes(8) + b"\1\2\2\0" + bytes(24)
    server = raw_server(reply(401, b"more", f"WWW-Authenticate: NTLM {token(challenge)}"))
    finished = whttp("get", server.url(), *LOGIN)
    assert (finished.status, finished.out) == (0, "more"), finished
    assert schemes(server) == ["", "NTLM", "NTLM"]


# --- channel binding --------------------------------------------------------------------------------


@pytest.fixture
def bound_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Identity], Front]:
    """A front that lets in who is bound to the connection with this certificate."""
    (tmp_path / "users").write_text(f":{USER}:{PASSWORD}\n")
    monkeypatch.setenv("NTLM_USER_FILE", str(tmp_path / "users"))

    def front(identity: Identity) -> Front:
        binding = hashlib.sha256(identity.der).digest()
        return Front(lambda scheme: NtlmAcceptor(binding), "NTLM")

    return front


@pytest.mark.parametrize("is_right", [True, False])
def test_the_channel_binding_must_be_that_of_the_certificate(
    whttp: Whttp,
    raw_server: Start,
    bound_to: Callable[[Identity], Front],
    localhost: Identity,
    lab_ca: Identity,
    lab_ca_file: Path,
    is_right: bool,
) -> None:
    front = bound_to(localhost if is_right else lab_ca)
    server = raw_server(front, tls=server_context(localhost))
    finished = whttp("get", server.url(), *LOGIN, "--ca-file", lab_ca_file)
    assert finished.out == ("Hello alice\n" if is_right else "log in\n"), finished
    assert front.legs == ["NTLM go on", "NTLM let in" if is_right else "NTLM refused"]


def test_without_tls_there_is_no_binding_and_who_requires_one_refuses(
    whttp: Whttp, raw_server: Start, bound_to: Callable[[Identity], Front], localhost: Identity
) -> None:
    server = raw_server(bound_to(localhost))
    assert whttp("get", server.url(), *LOGIN).out == "log in\n"


# --- the user's own credentials ---------------------------------------------------------------------


@pytest.mark.parametrize(("level", "is_let_in"), [("low", True), ("medium", False), ("high", False)])
def test_the_file_of_ntlm_users_is_ones_own_and_goes_by_the_policy(
    whttp: Whttp,
    raw_server: Start,
    acceptors: Acceptors,
    tmp_path: Path,
    level: str,
    is_let_in: bool,
) -> None:
    (tmp_path / "users").write_text(f"LABPC:{USER}:{PASSWORD}\n")
    server = raw_server(Front(acceptors, "NTLM", 'Basic realm="x"'))
    own = {"NTLM_USER_FILE": str(tmp_path / "users")}
    finished = whttp("get", server.url(), "--autologon-policy", level, env=own)
    assert (finished.out == HELLO) is is_let_in, finished


@pytest.mark.parametrize("more", [(), ("--auth-scheme", "ntlm")])
def test_without_keep_alive_ntlm_ends_with_12015(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors, more: tuple[str, ...]
) -> None:
    server = raw_server(front := Front(acceptors, "NTLM"))
    flags = (*LOGIN, *more, "--disable-feature", "keep-alive")
    finished = whttp("get", server.url(), *flags)
    assert finished.status == 10, finished
    assert "NTLM needs a kept connection, and keep-alive is disabled" in finished.err
    assert front.legs == []


def test_without_credentials_the_401_needs_no_kept_connection(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM"))
    finished = whttp("get", server.url(), "--disable-feature", "keep-alive")
    assert (finished.status, finished.out) == (0, "log in\n")


# --- the shared store -------------------------------------------------------------------------------

SHARED = f"{USER}:{PASSWORD}@127.0.0.1"


@pytest.mark.parametrize("given", [SHARED, f"ntlm://{SHARED}"])
@pytest.mark.parametrize("level", ["low", "medium"])
def test_the_shared_store_is_asked_where_one_has_nothing_of_ones_own(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors, given: str, level: str
) -> None:
    server = raw_server(Front(acceptors, "Negotiate", "NTLM"))
    store = ("--global-server-creds", given, "--use-global-server-credentials")
    finished = whttp("get", server.url(), *store, "--autologon-policy", level, "-v", env=NOBODY)
    assert finished.out == HELLO, finished
    assert f"leg 1, as {USER}," in finished.err


def test_ones_own_credentials_go_before_the_shared_store(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors, tmp_path: Path
) -> None:
    (tmp_path / "users").write_text(f"LABPC:{USER}:{PASSWORD}\n")
    server = raw_server(Front(acceptors, "NTLM"))
    store = ("--global-server-creds", "bob:x@127.0.0.1", "--use-global-server-credentials")
    own = {"NTLM_USER_FILE": str(tmp_path / "users")}
    assert whttp("get", server.url(), *store, "--autologon-policy", "low", env=own).out == HELLO
    assert whttp("get", server.url(), *store, env=own).out == "log in\n"


def test_what_cannot_begin_leaves_the_401_and_says_why(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    server = raw_server(Front(acceptors, "NTLM"))
    finished = whttp("get", server.url(), *LOGIN, "-v", env={"LM_COMPAT_LEVEL": "x"})
    assert (finished.status, finished.out) == (0, "log in\n"), finished
    assert "not answered: logging on cannot begin: " in finished.err


@pytest.mark.parametrize("per_request", [True, False])
def test_requests_in_parallel_do_not_come_between_each_others_legs(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors, per_request: bool
) -> None:
    server = raw_server(Front(acceptors, "NTLM", per_request=per_request))
    lines = "".join(f"{server.url(f'/{number}')}\n" for number in range(12))
    flags = ("--jobs", "4", "--max-conns-per-server", "2", *LOGIN)
    finished = whttp("batch", "-", *flags, stdin=lines)
    results = [json.loads(line) for line in finished.out.splitlines()]
    assert [result["status"] for result in results] == [200] * 12, finished
    assert len(server.connections) <= 2


# --- connections that end ---------------------------------------------------------------------------


def test_a_connection_that_ends_unannounced_between_two_legs_ends_with_12015(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    front = Front(acceptors, "NTLM")
    server = raw_server(front, then(front, Peer.cut))
    finished = whttp("get", server.url(), *LOGIN)
    assert finished.status == 10, finished
    assert "closed between two legs" in finished.err
    assert [len(connection.requests) for connection in server.connections] == [2]


@pytest.mark.parametrize("lines", [("Connection: close",), ()])
def test_a_connection_that_ends_after_the_login_is_followed_by_another(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors, lines: tuple[str, ...]
) -> None:
    moved = reply(302, b"", "Location: /there", *lines)
    first = Front(acceptors, "NTLM", then=closing(moved))
    server = raw_server(first, first, first, Front(acceptors, "NTLM"))
    finished = whttp("get", server.url(), *LOGIN)
    assert finished.out == HELLO, finished
    assert [len(connection.requests) for connection in server.connections] == [3, 3]


def test_a_timer_that_ends_between_two_legs_is_a_timer(
    whttp: Whttp, raw_server: Start, acceptors: Acceptors
) -> None:
    front = Front(acceptors, "NTLM")
    server = raw_server(front, front, Peer.wait_for_end)
    finished = whttp("get", server.url(), *LOGIN, "--receive-timeout", "500")
    assert finished.status == 5, finished
    assert " 12002 " in finished.err
