"""Passport 1.4, by the installed command against a partner site, a nexus and a login server over TLS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.connect_proxy import opening_for
from tests.lab.passport import (
    LOGIN_COOKIE,
    PASSWORD,
    SITE_COOKIE,
    TICKET,
    USER,
    PassportLab,
    field_of,
)
from tests.lab.passport_fixtures import (
    ON,
    WITH_RING,
    Get,
    get,
    identity,
    lab,
    login,
)
from tests.lab.raw_server import RawServer

__all__ = ["get", "identity", "lab", "login"]


# --- the whole way ------------------------------------------------------------------------------------


def test_from_challenge_to_cookie(get: Get, lab: PassportLab, login: tuple[str, ...]) -> None:
    assert get(*login).out == "signed in"
    question = f"OrgVerb=GET,OrgUrl={lab.partner.url('/page?q=1')},{lab.partner_data}"
    user, password = quote(USER, safe=""), quote(PASSWORD, safe="")
    assert lab.told(lab.partner) == ["", f"Passport1.4 from-PP={TICKET}"]
    assert lab.told(lab.nexus) == [""]
    assert lab.told(lab.login_server) == [
        f"Passport1.4 tname=,{question}",
        f"Passport1.4 sign-in={user},pwd={password},elapsed-time=0,{question}",
    ]
    assert [request.split(b" ")[1] for request in lab.partner.requests] == [b"/page?q=1", b"/return?a=1"]


def test_the_cookie_makes_later_requests_go_through(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    assert get(*login, "--cookie-jar", "jar").out == "signed in"
    assert get("--cookie-jar", "jar").out == "welcome back"
    assert len(lab.login_server.requests) == 2


def test_the_login_servers_cookie_needs_no_password(
    get: Get, lab: PassportLab, login: tuple[str, ...], whttp: Whttp
) -> None:
    get(*login, "--cookie-jar", "jar")
    whttp("passport", "sign-out", lab.return_url, "--cookie-jar", "jar")
    assert get("--cookie-jar", "jar").out == "signed in"
    assert LOGIN_COOKIE in field_of(lab.login_server.requests[-1], "Cookie")
    assert "sign-in" not in lab.told(lab.login_server)[-1]


@pytest.mark.parametrize("status", [302, 401])
def test_a_site_may_ask_by_redirect_or_by_refusal(
    get: Get, lab: PassportLab, login: tuple[str, ...], status: int
) -> None:
    lab.challenge_status = status
    assert get(*login).out == "signed in"


def test_each_step_is_an_exchange_that_can_be_seen(get: Get, login: tuple[str, ...]) -> None:
    exchanges = get(*login, "--json").json["exchanges"]
    assert [one["response"]["status"] for one in exchanges] == [401, 200, 401, 200, 200]
    assert [one["reason"] for one in exchanges] == ["initial", *["authentication"] * 4]


@pytest.mark.parametrize("outlet", ["-v", "-vv", "--json", "--report"])
def test_neither_password_nor_ticket_is_shown(
    get: Get, login: tuple[str, ...], outlet: str, tmp_path: Path
) -> None:
    har = tmp_path / "trace.har"
    done = get(*login, outlet, "--har", har)
    shown = done.out + done.err + har.read_text()
    assert quote(PASSWORD, safe="") not in shown
    assert TICKET.strip("'") not in shown
    assert "known" not in shown.replace("you are known", "")


def test_a_post_comes_back_as_get_and_leaves_its_body(
    whttp: Whttp, lab: PassportLab, login: tuple[str, ...]
) -> None:
    assert whttp("post", lab.partner.url("/page"), "-d", "x=1", *ON, *login).out == "signed in"
    assert lab.partner.requests[1].startswith(b"GET /return")
    assert lab.partner.requests[1].endswith(b"\r\n\r\n")
    assert "OrgVerb=POST" in lab.told(lab.login_server)[0]


def test_several_urls_ask_the_nexus_once(whttp: Whttp, lab: PassportLab, login: tuple[str, ...]) -> None:
    urls = (lab.partner.url("/a"), lab.partner.url("/b"))
    whttp("get", *urls, *ON, *login, "--disable-feature", "cookies")
    assert (len(lab.nexus.requests), len(lab.login_server.requests)) == (1, 4)


@pytest.mark.parametrize(("version", "asked"), [(16, 2), (15, 1), (14, 1)])
def test_news_of_the_configuration_make_it_be_asked_again(
    whttp: Whttp, lab: PassportLab, login: tuple[str, ...], version: int, asked: int
) -> None:
    urls = (lab.partner.url("/a"), lab.partner.url("/b"))
    lab.site = lambda request: (
        reply(200, b"in", f"PassportConfig: ConfigVersion={version}")
        if "from-PP" in field_of(request, "Authorization")
        else lab.challenge()
    )
    whttp("get", *urls, *ON, *login)
    assert len(lab.nexus.requests) == asked


def test_news_are_for_those_who_have_asked_the_nexus(get: Get, lab: PassportLab) -> None:
    lab.site = lambda request: reply(200, b"open", "PassportConfig: ConfigVersion=16")
    assert get().out == "open"


@pytest.mark.parametrize("password", ["pb", "wrong"])
def test_a_proxy_that_asks_is_answered_by_the_proxys_options(
    get: Get,
    lab: PassportLab,
    login: tuple[str, ...],
    raw_server: Callable[..., RawServer],
    password: str,
) -> None:
    proxy = raw_server(opening_for("pa:pb"))
    px = ("-x", proxy.authority, "--proxy-username", "pa", "--proxy-password", password)
    done = get(*login, *px)
    assert (done.out, done.status) == (("signed in", 0) if password == "pb" else ("", 9))
    assert b"sign-in" not in b"".join(proxy.requests)
    assert len(lab.login_server.requests) == (2 if password == "pb" else 0)


# --- off, and by halves -------------------------------------------------------------------------------


def test_off_it_is_a_redirect_like_any_other(
    whttp: Whttp, lab: PassportLab, login: tuple[str, ...]
) -> None:
    lab.login = lambda request: reply(200, b"a page")
    assert whttp("get", lab.partner.url(), *login).out == "a page"
    assert lab.nexus.requests == []


def test_naming_the_scheme_does_not_turn_it_on_and_says_so(
    whttp: Whttp, lab: PassportLab, login: tuple[str, ...]
) -> None:
    lab.login = lambda request: reply(200, b"a page")
    done = whttp("get", lab.partner.url(), *login, "--auth-scheme", "passport", "-v")
    assert done.out == "a page"
    assert "Passport is off" in done.err


def test_the_scheme_may_be_named(get: Get, login: tuple[str, ...]) -> None:
    assert get(*login, "--auth-scheme", "passport").out == "signed in"


def test_f19_a_challenge_that_says_nothing_is_shown_as_401(get: Get, lab: PassportLab) -> None:
    lab.site = lambda request: reply(
        302,
        b"site",
        "WWW-Authenticate: Passport1.4",
        "Location: /",
        "Set-Cookie: seen=1",
        reason="Found",
    )
    done = get("--json", "--cookie-jar", "jar")
    response = done.json["exchanges"][0]["response"]
    assert (response["status"], response["reason"]) == (401, "Found")
    assert (done.status, len(lab.partner.requests), lab.nexus.requests) == (0, 1, [])
    get("--cookie-jar", "jar")
    assert field_of(lab.partner.requests[1], "Cookie") == "seen=1"


def test_another_scheme_that_was_named_leaves_the_401(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    assert get(*login, "--auth-scheme", "digest", "--query", "status").out == "401\n"
    assert lab.nexus.requests == []


@pytest.mark.parametrize(("other", "asked"), [("Negotiate", 0), ("NTLM", 0), ("Digest", 1)])
def test_a_site_that_offers_a_stronger_scheme_is_not_answered_by_passport(
    get: Get, lab: PassportLab, login: tuple[str, ...], other: str, asked: int
) -> None:
    passport = f"WWW-Authenticate: Passport1.4 {lab.partner_data}"
    lab.site = lambda request: reply(401, b"choose", passport, f"WWW-Authenticate: {other}")
    get(*login)
    assert len(lab.nexus.requests) == asked


def test_named_or_in_a_redirect_passport_comes_before_negotiate(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    lines = (f"WWW-Authenticate: Passport1.4 {lab.partner_data}", "WWW-Authenticate: Negotiate")
    lab.site = lambda request: reply(401, b"", *lines)
    get(*login, "--auth-scheme", "passport")
    lab.site = lambda request: reply(302, b"", *lines, "Location: /elsewhere")
    get(*login)
    assert len(lab.nexus.requests) == 2


@pytest.mark.parametrize(("status", "said"), [(302, True), (401, False)])
def test_only_what_is_no_401_is_said_to_be_shown_as_one(
    get: Get, lab: PassportLab, status: int, said: bool
) -> None:
    lab.challenge_status = status
    assert ("shown as 401" in get("-v").err) is said


@pytest.mark.parametrize("status", [301, 303, 307])
def test_another_redirect_is_no_challenge(
    get: Get, lab: PassportLab, login: tuple[str, ...], status: int
) -> None:
    lab.challenge_status = status
    lab.login = lambda request: reply(200, b"a page")
    assert get(*login).out == "a page"
    assert lab.nexus.requests == []


def test_with_authentication_off_it_is_a_redirect(get: Get, lab: PassportLab) -> None:
    lab.login = lambda request: reply(200, b"a page")
    assert get("--disable-feature", "authentication").out == "a page"


# --- refusals -----------------------------------------------------------------------------------------


def test_without_credentials_the_login_servers_401_is_the_answer(get: Get, lab: PassportLab) -> None:
    done = get("-i")
    assert done.out.startswith("HTTP/1.1 401 No\r\n")
    assert done.out.endswith("who are you?")
    assert len(lab.login_server.requests) == 1


def test_the_refusal_counts_as_the_sites(get: Get, lab: PassportLab, login: tuple[str, ...]) -> None:
    asked = lab.partner.url("/page?q=1")
    assert get("--query", "url").out == f"{asked}\n"
    assert get(*login, "--query", "url").out == f"{lab.return_url}\n"


def test_a_wrong_password_is_tried_once(get: Get, lab: PassportLab) -> None:
    assert get("-u", f"{USER}:wrong").out == "who are you?"
    assert len(lab.login_server.requests) == 2


@pytest.mark.parametrize(
    "refused",
    [
        "da-status=failed-noretry,srealm=Passport.NET",
        "da-status=failed,srealm=Other.Net",
        "da-status=failed",
    ],
)
def test_noretry_and_another_realm_end_it(
    get: Get, lab: PassportLab, login: tuple[str, ...], refused: str
) -> None:
    lab.refused = refused
    assert get(*login).out == "who are you?"
    assert len(lab.login_server.requests) == 1


def test_cobranding_can_be_read_after_the_refusal(get: Get) -> None:
    queries = ("passport_cobranding_text", "passport_cobranding_url", "passport_return_url", "status")
    done = get(*(word for name in queries for word in ("--query", name)))
    assert done.out.splitlines() == [
        "Contoso Fabrikam, Ltd.",
        "http://partner.test/logo.gif",
        "",
        "401",
    ]


def test_the_return_url_can_be_read_after_success(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    assert get(*login, "--query", "passport_return_url").out == f"{lab.return_url}\n"


def test_before_anything_was_said_the_three_are_empty(get: Get, lab: PassportLab) -> None:
    lab.site = lambda request: reply(200, b"open")
    assert get("--query", "passport_return_url", "--query", "passport_cobranding_text").out == "\n\n"


# --- the key ring -------------------------------------------------------------------------------------


def keep(whttp: Whttp, place: str, scheme: str = "passport") -> None:
    words = ("-u", USER, "--password-stdin", "--auth-scheme", scheme)
    assert whttp("credentials", "set", place, *words, stdin=PASSWORD).status == 0


def test_the_key_ring_is_used_when_it_is_on(whttp: Whttp, lab: PassportLab) -> None:
    lab.refused = lab.refused.replace("prompt,", "")
    keep(whttp, lab.login_server.authority)
    assert whttp("get", lab.partner.url(), *ON).out == "who are you?"
    for policy in ("low", "medium", "high"):
        done = whttp("get", lab.partner.url(), *WITH_RING, "--autologon-policy", policy)
        assert done.out == "signed in"


def test_prompt_forbids_the_key_ring_and_not_what_was_typed(
    whttp: Whttp, lab: PassportLab, login: tuple[str, ...]
) -> None:
    keep(whttp, lab.login_server.authority)
    assert whttp("get", lab.partner.url(), *WITH_RING).out == "who are you?"
    assert whttp("get", lab.partner.url(), *WITH_RING, *login).out == "signed in"


def test_the_key_ring_is_for_its_login_server_and_scheme(whttp: Whttp, lab: PassportLab) -> None:
    lab.refused = lab.refused.replace("prompt,", "")
    keep(whttp, lab.partner.authority)
    keep(whttp, "login.test:1")
    keep(whttp, lab.login_server.authority, scheme="basic")
    assert whttp("get", lab.partner.url(), *WITH_RING).out == "who are you?"
    assert len(lab.login_server.requests) == 1


# --- signing out --------------------------------------------------------------------------------------


def test_signing_out_drops_the_cookies_of_the_return_url_and_no_others(
    get: Get, lab: PassportLab, login: tuple[str, ...], whttp: Whttp
) -> None:
    get(*login, "--cookie-jar", "jar")
    done = whttp("passport", "sign-out", "--cookie-jar", "jar", lab.return_url)
    assert done.out == f"signed out of {lab.return_url}: 2 cookies dropped\n"
    jar = (whttp.home / "jar").read_text()
    assert "PartnerAuth" not in jar
    assert "MSPSession" in jar


def test_the_option_signs_out_before_it_sends(get: Get, lab: PassportLab, login: tuple[str, ...]) -> None:
    get(*login, "--cookie-jar", "jar")
    assert get("--cookie-jar", "jar").out == "welcome back"
    assert get("--cookie-jar", "jar", "--passport-sign-out", lab.return_url).out == "signed in"
    assert SITE_COOKIE not in field_of(lab.partner.requests[-2], "Cookie")


def test_signing_out_needs_a_jar_and_a_url(whttp: Whttp) -> None:
    no_jar = whttp("passport", "sign-out", "https://partner.test/")
    assert (no_jar.status, "--cookie-jar" in no_jar.err) == (2, True)
    no_url = whttp("passport", "sign-out", "--cookie-jar", "jar")
    assert (no_url.status, "no URL" in no_url.err) == (2, True)
    assert whttp("passport", "sign-out", "--cookie-jar", "jar", "ftp://x/").status == 2


def test_signing_out_of_nothing_is_no_failure(whttp: Whttp) -> None:
    done = whttp("passport", "sign-out", "--cookie-jar", "jar", "https://partner.test/")
    assert done.out == "signed out of https://partner.test/: 0 cookies dropped\n"


def test_a_sites_logout_is_told(get: Get, lab: PassportLab) -> None:
    lab.site = lambda request: reply(200, b"bye", "Authentication-Info: Passport1.4 da-status=logout")
    assert "the site signed out of Passport" in get("-v").err


# --- servers that are named ---------------------------------------------------------------------------


def test_a_named_login_server_needs_no_nexus_and_takes_any_realm(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    place = lab.login_server.url("/login2.srf")
    assert get(*login, "--passport-login-server-url", place).out == "signed in"
    assert lab.nexus.requests == []


@pytest.mark.parametrize(("realm", "body"), [("passport.net", "signed in"), ("Other", "who are you?")])
def test_a_named_realm_must_be_the_login_servers(
    get: Get, lab: PassportLab, login: tuple[str, ...], realm: str, body: str
) -> None:
    place = ("--passport-login-server-url", lab.login_server.url("/login2.srf"))
    assert get(*login, *place, "--passport-login-server-realm", realm).out == body
