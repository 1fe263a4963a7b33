"""Passport 1.4: where password and ticket may go, and servers that are not what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.wire import names, values
from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity, client, root
from tests.lab.command import Whttp
from tests.lab.passport import (
    TICKET,
    PassportLab,
    field_of,
    passport_lab,
)
from tests.lab.passport_fixtures import (
    ON,
    Get,
    Start,
    configure,
    elsewhere,
    get,
    identity,
    lab,
    login,
)
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

__all__ = ["elsewhere", "get", "identity", "lab", "login"]


# --- where credentials may go -------------------------------------------------------------------------


def test_no_server_but_the_login_server_hears_the_password(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    get(*login)
    assert b"pwd=" not in lab.everywhere_but_login()
    assert b"sign-in" not in lab.everywhere_but_login()


def test_none_of_the_callers_headers_go_to_nexus_and_login_server(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    get(*login, "-H", "X-Mine: 1", "-H", "Authorization: Own x", "-b", "own=1")
    for request in (*lab.nexus.requests, *lab.login_server.requests):
        assert values(request, "X-Mine") == []
        assert "Own" not in field_of(request, "Authorization")
        assert "own=1" not in field_of(request, "Cookie")
    assert names(lab.nexus.requests[0]) == ["Connection", "User-Agent", "Host"]


@pytest.mark.parametrize("option", ["passport_nexus", "passport_login_server_url"])
def test_a_server_over_plain_http_is_refused_before_anything_is_sent(
    get: Get, lab: PassportLab, login: tuple[str, ...], option: str
) -> None:
    refused = get(*login, "--set", f"{option}=http://login.test/")
    assert refused.status == 2
    assert "plain http" in refused.err
    assert lab.partner.requests == []


def test_a_nexus_that_names_a_login_server_over_plain_http_is_not_followed(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    lab.urls = f"DARealm=Passport.Net,DALogin=http://{lab.login_server.authority}/login2.srf"
    done = get(*login)
    assert done.status == 10
    assert "12015 ERROR_WINHTTP_LOGIN_FAILURE" in done.err
    assert lab.login_server.connections == []


def test_a_login_server_that_leads_to_plain_http_is_not_followed(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    lab.login = lambda request: redirect("http://login.test/")
    done = get(*login)
    assert done.status == 10
    assert "plain http" in done.err


def test_a_login_servers_certificate_is_checked_whatever_is_forgiven(
    whttp: Whttp, lab: PassportLab, login: tuple[str, ...], tmp_path: Path
) -> None:
    configure(whttp, stranger(tmp_path), lab.nexus.url("/rdr/pprdr.asp"), *lab.servers)
    done = whttp("get", lab.partner.url(), *ON, *login, "-k")
    assert done.status == 7
    assert len(lab.partner.requests) == 1
    assert lab.nexus.requests == lab.login_server.requests == []


def stranger(folder: Path) -> Path:
    """The certificate of an authority that signed nothing here."""
    file = folder / "stranger.pem"
    file.write_bytes(root("Stranger").pem)
    return file


def test_no_client_certificate_goes_to_the_login_server(
    get: Get,
    lab: PassportLab,
    login: tuple[str, ...],
    identity: Identity,
    lab_ca: Identity,
    tmp_path: Path,
) -> None:
    alice = client(lab_ca).write(tmp_path, "alice")
    for server in (lab.partner, lab.login_server):
        server.tls = server_context(identity, client_authorities=[lab_ca])
    mine = ("--client-cert-context", alice.chain, "--client-cert-key", alice.key)
    assert get(*login, *mine).out == "signed in"
    assert all(one.client_certificate for one in lab.partner.connections)
    assert not any(one.client_certificate for one in lab.login_server.connections)


def test_a_redirect_within_the_login_server_repeats_the_last_step(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    def answer(request: bytes) -> bytes:
        said = field_of(request, "Authorization")
        if request.startswith(b"GET /login2.srf"):
            return redirect("/other.srf?x=1")
        return (
            lab.success()
            if lab.knows(said)
            else reply(401, b"", f"WWW-Authenticate: Passport1.4 {lab.refused}")
        )

    lab.login = answer
    assert get(*login).out == "signed in"
    told = lab.told(lab.login_server)
    assert [text.split(",")[0].split("=")[0] for text in told] == ["Passport1.4 tname"] * 2 + [
        "Passport1.4 sign-in"
    ]


def test_redirects_of_the_protocol_are_followed_where_redirects_are_off(
    get: Get, lab: PassportLab
) -> None:
    lab.login = lambda request: (
        redirect("/other.srf")
        if b"/login2.srf" in request
        else reply(401, b"end", f"WWW-Authenticate: Passport1.4 {lab.refused}")
    )
    assert get("--redirect-policy", "never").out == "end"


def test_credentials_do_not_go_where_the_login_server_leads(
    get: Get, lab: PassportLab, login: tuple[str, ...], elsewhere: Start
) -> None:
    other = elsewhere(reply(401, b"mine", f"WWW-Authenticate: Passport1.4 {lab.refused}"))
    lab.login = lambda request: redirect(other.url("/"))
    done = get(*login, "-v")
    assert done.out == "mine"
    assert lab.told(other) == lab.told(lab.login_server)
    assert "user and password not given to other.test" in done.err


def test_nor_does_a_sign_in_that_is_redirected(
    get: Get, lab: PassportLab, login: tuple[str, ...], elsewhere: Start
) -> None:
    other = elsewhere(lab.success())
    lab.login = lambda request: (
        redirect(other.url("/"))
        if "sign-in" in field_of(request, "Authorization")
        else reply(401, b"", f"WWW-Authenticate: Passport1.4 {lab.refused}")
    )
    done = get(*login)
    assert done.status == 10
    assert "--forward-credentials" in done.err
    assert other.requests == []


@pytest.mark.parametrize("forward", [(), ("--forward-credentials",)])
def test_within_the_login_server_or_forwarded_a_sign_in_is_repeated(
    get: Get, lab: PassportLab, login: tuple[str, ...], elsewhere: Start, forward: tuple[str, ...]
) -> None:
    other = elsewhere(lab.success())
    onward = other.url("/") if forward else "/other.srf"

    def answer(request: bytes) -> bytes:
        said = field_of(request, "Authorization")
        if b"/other.srf" in request.split(b"\r\n")[0]:
            return lab.success() if lab.knows(said) else reply(400)
        refusal = reply(401, b"", f"WWW-Authenticate: Passport1.4 {lab.refused}")
        return redirect(onward) if lab.knows(said) else refusal

    lab.login = answer
    assert get(*login, *forward).out == "signed in"
    assert [lab.knows(said) for said in lab.told(other)] == [True] * len(forward)


def test_forward_credentials_lets_them_go_there(
    get: Get, lab: PassportLab, login: tuple[str, ...], elsewhere: Start
) -> None:
    other = elsewhere(reply(401, b"", f"WWW-Authenticate: Passport1.4 {lab.refused}"), lab.success())
    lab.login = lambda request: redirect(other.url("/"))
    assert get(*login, "--forward-credentials").out == "signed in"
    assert lab.knows(lab.told(other)[1])


def test_a_site_that_a_redirect_led_to_gets_nobody_signed_in_by_password(
    whttp: Whttp, lab: PassportLab, login: tuple[str, ...], elsewhere: Start
) -> None:
    other = elsewhere(redirect(lab.partner.url("/page")))
    assert whttp("get", other.url("/"), *ON, *login).out == "who are you?"
    assert all("sign-in" not in said for said in lab.told(lab.login_server))


# --- the way back -------------------------------------------------------------------------------------


def test_the_ticket_goes_to_no_other_origin_over_plain_http(
    get: Get, lab: PassportLab, login: tuple[str, ...], raw_server: Callable[..., RawServer]
) -> None:
    thief = raw_server(reply(200, b"thanks"))
    lab.return_url = thief.url("/")
    done = get(*login)
    assert done.status == 10
    assert "the ticket would go out in the clear" in done.err
    assert thief.requests == []


def test_a_site_over_plain_http_may_have_its_ticket_back(
    identity: Identity, whttp: Whttp, lab_ca_file: Path, login: tuple[str, ...]
) -> None:
    with passport_lab(identity, secure_partner=False) as lab:
        configure(whttp, lab_ca_file, lab.nexus.url("/rdr/pprdr.asp"), *lab.servers)
        assert whttp("get", lab.partner.url("/page"), *ON, *login).out == "signed in"


def test_the_ticket_goes_to_the_return_url_alone(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    lab.site = lambda request: (
        redirect("/next")
        if "from-PP" in field_of(request, "Authorization")
        else reply(200, b"next")
        if b"/next" in request
        else lab.challenge()
    )
    assert get(*login).out == "next"
    assert lab.told(lab.partner) == ["", f"Passport1.4 from-PP={TICKET}", ""]


def test_the_callers_credentials_do_not_go_to_another_return_url(
    get: Get, lab: PassportLab, login: tuple[str, ...], elsewhere: Start
) -> None:
    other = elsewhere(reply(200, b"there"))
    lab.return_url = other.url("/back")
    assert get(*login, "-H", "X-Mine: 1", "-b", "own=1").out == "there"
    (request,) = other.requests
    assert (values(request, "X-Mine"), values(request, "Cookie")) == (["1"], [])


@pytest.mark.parametrize("off", [("--redirect-policy", "never"), ("--disable-feature", "redirects")])
def test_with_redirects_off_and_no_callback_the_way_back_is_12015(
    get: Get, lab: PassportLab, login: tuple[str, ...], off: tuple[str, str]
) -> None:
    done = get(*login, *off)
    assert done.status == 10
    assert "12015 ERROR_WINHTTP_LOGIN_FAILURE" in done.err
    assert len(lab.partner.requests) == 1


@pytest.mark.parametrize("off", [("--redirect-policy", "never"), ("--disable-feature", "redirects")])
def test_with_a_callback_the_way_back_is_open(
    get: Get, lab: PassportLab, login: tuple[str, ...], off: tuple[str, str]
) -> None:
    assert get(*login, *off, "--callback", "log").out == "signed in"


def test_a_site_that_never_has_enough_is_asked_once(
    get: Get, lab: PassportLab, login: tuple[str, ...]
) -> None:
    lab.site = lambda request: lab.challenge()
    assert get(*login, "--query", "status").out == "401\n"
    assert len(lab.partner.requests) == 2
    assert len(lab.login_server.requests) == 2


# --- hostile servers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "urls", ["", "DARealm=Passport.Net", "DALogin=", "DALogin=ftp://x/", "DALogin=:0", ",,=,='", "\t"]
)
def test_a_nexus_that_names_no_login_server_is_12015(get: Get, lab: PassportLab, urls: str) -> None:
    lab.urls = urls
    done = get()
    assert done.status == 10
    assert "12015" in done.err


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"hello"),
        reply(500, b"oops"),
        reply(401, b"", 'WWW-Authenticate: Basic realm="x"'),
        reply(401, b"", "WWW-Authenticate: Passport1.4"),
        reply(500, b"", "WWW-Authenticate: Passport1.4 da-status=failed,srealm=Passport.NET"),
        reply(200, b"", "Authentication-Info: Passport1.4 da-status=success,ru=https://partner.test/"),
        reply(200, b"", "Authentication-Info: Passport1.4 da-status=success,from-PP='t',ru=nowhere"),
        reply(200, b"", "Authentication-Info: Passport1.4 da-status=success,from-PP='t'"),
        reply(302, b"", "Location: ftp://login.test/"),
        reply(302, b""),
        redirect("/login2.srf"),
    ],
    ids=repr,
)
def test_a_login_server_that_does_not_speak_passport_is_12015(
    get: Get, lab: PassportLab, login: tuple[str, ...], answer: bytes
) -> None:
    lab.login = lambda request: answer
    done = get(*login)
    assert (done.status, "12015" in done.err) == (10, True)
    assert "Traceback" not in done.err
    assert len(lab.login_server.requests) <= 10


def test_a_head_above_the_limit_is_that_failure(get: Get, lab: PassportLab) -> None:
    lab.urls = "x" * 70000
    assert get().status == 13


def test_endless_time_is_bounded_by_max_time(get: Get, lab: PassportLab) -> None:
    lab.login = lambda request: lambda peer: peer.wait_for_end()
    assert get("--max-time", "0.5").status == 5
