"""Behaviour g1 to g13, at the command line, against raw sockets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conformance.outcome import good, refused
from tests.conformance.wire import values
from tests.lab.behaviours import redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")


def setting(*cookies: str) -> bytes:
    """An answer with Set-Cookie lines."""
    return reply(200, b"", *(f"Set-Cookie: {cookie}" for cookie in cookies))


def cookies(server: RawServer) -> list[list[str]]:
    """The Cookie lines of each request."""
    return [values(request, "Cookie") for request in server.requests]


def test_g1_one_jar_per_session(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting("a=1"), setting("b=2"), OK)
    other = f"http://localhost:{server.port}/"
    good(whttp("get", server.url(), other, server.url()))
    good(whttp("get", server.url()))
    first_connection, second_connection, next_run = [[], ["a=1"]], [[]], [[]]
    assert cookies(server) == first_connection + second_connection + next_run


def test_g1_a_jar_file_keeps_it_between_runs(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting("a=1"), OK)
    for _ in range(2):
        good(whttp("get", server.url(), "--cookie-jar", "jar"))
    assert cookies(server) == [[], ["a=1"]]


def test_g2_g3_newest_first_and_case_matters(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting("name=value"), setting("NAME=value"), OK)
    good(whttp("get", *[server.url()] * 3))
    assert cookies(server) == [[], ["name=value"], ["NAME=value; name=value"]]


def test_g4_the_callers_cookies_come_first(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting("a=1"), OK)
    good(whttp("get", *[server.url()] * 2, "-H", "Cookie: x=y; z", "-b", "w=v", "-H", "A: b"))
    assert cookies(server) == [["x=y; z; w=v"], ["x=y; z; w=v; a=1"]]


def test_g5_g6_default_path_and_path_match(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting("a=1"), OK)
    paths = ("/dir/page", "/dir/other", "/dir/sub/x", "/dir", "/dirx", "/")
    good(whttp("get", *map(server.url, paths)))
    assert cookies(server) == [[], ["a=1"], ["a=1"], ["a=1"], [], []]


def test_g7_blanks_are_trimmed(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting(" a \t=  b c  ; Path = / "), OK)
    good(whttp("get", server.url("/x/y"), server.url()))
    assert cookies(server) == [[], ["a=b c"]]


@pytest.mark.parametrize("expiry", ["Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Max-Age=0", "max-age=-1"])
def test_g8_a_past_expiry_deletes(whttp: Whttp, raw_server: Start, expiry: str) -> None:
    server = raw_server(setting("a=1", "b=2; Max-Age=600"), setting(f"a=; {expiry}"), OK)
    good(whttp("get", *[server.url()] * 3))
    assert cookies(server) == [[], ["b=2; a=1"], ["b=2"]]


def test_g8_secure_is_sent_over_https_only(
    whttp: Whttp, raw_server: Start, tls_server: Start, trust: tuple[str, str]
) -> None:
    plain = raw_server(OK, host="localhost")
    secure = tls_server(setting("a=1; Secure", "b=2"), OK)
    good(whttp("get", secure.url(), secure.url(), plain.url(), *trust))
    assert cookies(secure) == [[], ["b=2; a=1"]]
    assert cookies(plain) == [["b=2"]]


@pytest.mark.parametrize("domain", ["other.test", "com", "test", "w.site.test"])
def test_g9_a_foreign_domain(whttp: Whttp, raw_server: Start, domain: str) -> None:
    server = raw_server(setting(f"a=1; Domain={domain}", "b=2; Domain=site.test"), OK)
    there = f"::127.0.0.1:{server.port}"
    urls = ("http://www.site.test/", "http://www.site.test/", f"http://{domain}/", "http://x.site.test/")
    shown = good(whttp("get", *urls, "--connect-to", there, "-v"))
    assert cookies(server) == [[], ["b=2"], ["b=2"] if "site" in domain else [], ["b=2"]]
    assert "Set-Cookie 'a' passed over" in shown.err


def test_g10_without_equals_and_without_name(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting("a", "=v", ""), OK)
    good(whttp("get", *[server.url()] * 2))
    assert cookies(server) == [[], ["a"]]


def test_g11_a_cookie_of_a_401_is_sent_on_the_next_leg(whttp: Whttp, raw_server: Start) -> None:
    challenge = reply(401, b"", 'WWW-Authenticate: Basic realm="x"', "Set-Cookie: a=1")
    server = raw_server(challenge, OK)
    good(whttp("get", server.url(), "-u", "a:b"))
    assert cookies(server) == [[], ["a=1"]]


def test_g12_cookies_disabled(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting("a=1"), setting("b=2"), OK)
    good(whttp("get", server.url(), "--cookie-jar", "jar"))
    good(whttp("get", *[server.url()] * 2, "--cookie-jar", "jar", "--disable-feature", "cookies"))
    good(whttp("get", server.url(), "--cookie-jar", "jar"))
    assert cookies(server) == [[], [], [], ["a=1"]]


def test_g12_the_callers_own_header_still_goes(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url(), "-b", "x=y", "--disable-feature", "cookies"))
    assert cookies(server) == [["x=y"]]


def test_g13_disable_feature_on_a_session(whttp: Whttp, server: RawServer) -> None:
    refused(whttp("get", server.url(), "--set", "DISABLE_FEATURE@session=cookies"), 12018)
    assert server.requests == []


def test_a_jar_that_is_no_cookie_file_is_status_14_and_untouched(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(setting("a=1"))
    thesis = whttp.home / "thesis.txt"
    thesis.write_text("my thesis")
    assert whttp("get", server.url(), "--cookie-jar", thesis).status == 14
    assert thesis.read_text() == "my thesis"


def test_thousands_of_cookies_and_one_of_100_kb(whttp: Whttp, raw_server: Start) -> None:
    answers = [setting(*(f"n{part}-{number}=v" for number in range(4000))) for part in range(3)]
    server = raw_server(*answers, setting("big=" + "x" * 100_000), OK)
    good(whttp("get", *[server.url()] * 5, "--max-response-header-size", "1000000"))
    (line,) = cookies(server)[-1]
    assert [line[:16], len(line.split("; "))] == ["n2-3999=v; n2-39", 180]


def test_semantics_c2_the_cookie_header_is_made_anew_for_every_leg(
    whttp: Whttp, raw_server: Start
) -> None:
    first = reply(302, b"", "Location: /a/x", "Set-Cookie: root=1; Path=/", "Set-Cookie: a=1; Path=/a")
    server = raw_server(first, reply(302, b"", "Location: /b", "Set-Cookie: root=2; Path=/"), OK)
    good(whttp("get", server.url()))
    assert cookies(server) == [[], ["a=1; root=1"], ["root=2"]]


def test_semantics_c6_hand_made_cookies_travel_within_their_origin(
    whttp: Whttp, raw_server: Start
) -> None:
    other = raw_server(OK)
    server = raw_server(redirect("/next"), redirect(other.url()))
    good(whttp("get", server.url(), "-b", "x=y"))
    assert cookies(server) == [["x=y"], ["x=y"]]
    assert cookies(other) == [[]]
