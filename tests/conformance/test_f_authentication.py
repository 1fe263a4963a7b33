"""Behaviour f1 to f22 as far as Basic and Digest show it, at the command line, against raw sockets."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest

from tests.conformance.outcome import failed, good
from tests.conformance.wire import body, values
from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
BASIC = 'WWW-Authenticate: Basic realm="x"'
DIGEST = 'WWW-Authenticate: Digest realm="x", nonce="n", qop="auth"'
USER = ("-u", "a:b")


def challenge(*lines: str, page: bytes = b"log in") -> bytes:
    return reply(401, page, *lines)


def schemes(server: RawServer) -> list[str]:
    """The scheme of each request's Authorization line, "" where there is none."""
    sent = [values(request, "Authorization") for request in server.requests]
    return [lines[0].split(" ")[0] if lines else "" for lines in sent]


def test_f1_several_lines_are_one_set(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge("WWW-Authenticate: Bearer", "X: y", BASIC), OK)
    assert good(whttp("get", server.url(), *USER)).out == "ok"
    assert schemes(server) == ["", "Basic"]


def test_f2_unknown_schemes_are_left_out(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge("WWW-Authenticate: Bearer"))
    assert good(whttp("get", server.url(), *USER)).out == "log in"
    assert schemes(server) == [""]


def test_f3_scheme_names_have_no_case(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge('WWW-Authenticate: bAsIc realm="x"'), OK)
    good(whttp("get", server.url(), *USER))
    assert schemes(server) == ["", "Basic"]


@pytest.mark.parametrize("offered", [(BASIC, DIGEST), (DIGEST, BASIC)])
def test_f5_the_strongest_scheme_is_taken(
    whttp: Whttp, raw_server: Start, offered: tuple[str, str]
) -> None:
    server = raw_server(challenge(*offered), OK)
    good(whttp("get", server.url(), *USER))
    assert schemes(server) == ["", "Digest"]


def test_f6_a_named_scheme_that_is_not_offered(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge(BASIC))
    assert good(whttp("get", server.url(), *USER, "--auth-scheme", "digest")).out == "log in"
    assert schemes(server) == [""]


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_f8_a_named_basic_without_a_user_answers_nothing(
    whttp: Whttp, raw_server: Start, scheme: str
) -> None:
    server = raw_server(challenge(BASIC, DIGEST))
    flags = ("--auth-scheme", scheme, "--autologon-policy", "low")
    assert good(whttp("get", server.url(), *flags)).out == "log in"
    assert schemes(server) == [""]


def test_f9_a_named_basic_needs_one_round_trip_and_options_two(whttp: Whttp, raw_server: Start) -> None:
    named, options = raw_server(OK), raw_server(challenge(BASIC), OK)
    good(whttp("get", named.url(), *USER, "--auth-scheme", "basic"))
    good(whttp("get", options.url(), *USER))
    assert (schemes(named), schemes(options)) == (["Basic"], ["", "Basic"])


def test_f10_a_wrong_password_is_tried_once_and_the_401_is_the_answer(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(challenge(BASIC))
    assert good(whttp("get", server.url(), *USER)).out == "log in"
    assert schemes(server) == ["", "Basic"]


def test_f10_a_named_basic_that_is_refused_is_not_sent_twice(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge(BASIC))
    assert good(whttp("get", server.url(), *USER, "--auth-scheme", "basic")).out == "log in"
    assert schemes(server) == ["Basic"]


def test_f11_the_next_request_is_challenged_again(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge(BASIC), OK, challenge(BASIC), OK)
    good(whttp("get", server.url(), server.url(), *USER))
    assert schemes(server) == ["", "Basic", "", "Basic"]


def test_f12_a_body_given_whole_is_sent_again(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge(BASIC), OK)
    good(whttp("post", server.url(), *USER, "-d", "abc"))
    assert [body(request) for request in server.requests] == [b"abc", b"abc"]


def test_f12_a_body_is_signed_where_the_server_asks_for_that(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge(DIGEST.replace('"auth"', '"auth-int"')), OK)
    good(whttp("post", server.url(), *USER, "-d", "abc"))
    assert schemes(server) == ["", "Digest"]
    assert "qop=auth-int" in values(server.requests[1], "Authorization")[0]


def test_f13_a_streamed_body_is_not_sent_again(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge(BASIC), OK)
    failed(whttp("post", server.url(), *USER, "-d", "@-", stdin=b"abc"), 10, 12032)
    assert len(server.requests) == 1


def test_f14_a_challenges_page_is_drained_and_the_connection_kept(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(challenge(BASIC, page=b"x" * 10_240), OK)
    assert good(whttp("get", server.url(), *USER)).out == "ok"
    assert [len(connection.requests) for connection in server.connections] == [2]


@pytest.mark.parametrize("user", ["DOM\\user", "üser", "u:with:colons"])
def test_f15_basic_is_utf_8_and_keeps_a_domain(whttp: Whttp, raw_server: Start, user: str) -> None:
    server = raw_server(OK)
    name, _, more = user.partition(":")
    good(whttp("get", server.url(), "-u", f"{name}:{more}pass", "--auth-scheme", "basic"))
    encoded = b64encode(f"{name}:{more}pass".encode()).decode()
    assert values(server.request, "Authorization") == [f"Basic {encoded}"]


def test_f16_with_authentication_disabled_the_401_comes_untouched(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(challenge(BASIC))
    flags = (*USER, "--disable-feature", "authentication")
    assert good(whttp("get", server.url(), *flags)).out == "log in"
    assert schemes(server) == [""]


def test_f18_digest_never_goes_out_before_a_challenge(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge(DIGEST), OK, OK)
    good(whttp("get", server.url(), server.url(), *USER, "--auth-scheme", "digest"))
    assert schemes(server) == ["", "Digest", ""]


def test_f20_a_user_without_a_password_sends_nothing(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(challenge(BASIC))
    assert good(whttp("get", server.url(), "-u", "a")).out == "log in"
    assert schemes(server) == [""]
