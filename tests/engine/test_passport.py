"""Passport's headers, read and written; and the one step that needs a status callback."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.engine.auth import passport
from winhttp_cli.engine.auth.scheme import Credentials
from winhttp_cli.engine.message import Hop
from winhttp_cli.engine.passport import SignIn
from winhttp_cli.errors import Code, ExchangeFault
from winhttp_cli.events import Event
from winhttp_cli.plan import (
    AuthPolicy,
    Header,
    PassportPolicy,
    RedirectMode,
    RedirectPolicy,
    RequestPlan,
    Target,
)
from winhttp_cli.secret import Secret
from winhttp_cli.target import crack, to_target

READERS: tuple[Callable[[list[str]], object], ...] = (
    passport.said,
    passport.nexus_in,
    passport.version_in,
    passport.refusal_in,
    passport.success_in,
    passport.is_logout,
)
NEARLY = st.lists(
    st.sampled_from(
        [*"=,'\" \t", "Passport1.4 ", "da-status", "failed", "success", "from-PP", "ru", "é"]
    ),
    max_size=30,
).map("".join)


def target(url: str) -> Target:
    return to_target(crack(url))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@given(lines=st.lists(NEARLY | st.text(), max_size=3))
def test_whatever_comes_nothing_is_raised(
    reader: Callable[[list[str]], object], lines: list[str]
) -> None:
    reader(lines)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Passport1.4 a=1,b", "a=1,b"),
        ("passport1.4\ta=1 ", "a=1"),
        ("Passport1.4", ""),
        ("Passport1.4 schl\xfcssel", ""),
        ("Passport1.4 a\x01b", ""),
        ("Passport1.45 a=1", None),
        ("Basic realm=x", None),
    ],
)
def test_what_follows_the_scheme(line: str, said: str | None) -> None:
    assert passport.said(["Negotiate", line]) == said


def test_the_nexus_names_login_server_realm_and_version() -> None:
    line = 'DAReg=r.test,DARealm=Passport.Net,DALogin=login.test/x.srf,Properties="a,b",ConfigVersion=15'
    assert passport.nexus_in([line]) == passport.Nexus("https://login.test/x.srf", "Passport.Net", 15)


def test_a_refusal_is_read_with_its_escapes_undone() -> None:
    line = "Passport1.4 da-status=failed,srealm=R,prompt,cburl=http%3A%2F%2Fx%2Fa,cbtxt='A%2C b'"
    assert passport.refusal_in([line]) == passport.Refusal(True, True, "R", "A, b", "http://x/a")
    assert passport.refusal_in(["Passport1.4 da-status=success"]) is None


def test_a_ticket_goes_back_as_it_came() -> None:
    line = "Passport1.4 da-status=success,tname=a,tname=b,from-PP='t=a,b&p=',ru=https://h.test/?a=1"
    success = passport.success_in([line])
    assert success == passport.Success("'t=a,b&p='", "https://h.test/?a=1")
    assert passport.ticket(success) == "Passport1.4 from-PP='t=a,b&p='"


@pytest.mark.parametrize(
    "said", ["da-status=failed,from-PP='t',ru=x", "from-PP='t',ru=x", "da-status=success,ru=x", ""]
)
def test_a_success_without_its_word_or_its_ticket_is_none(said: str) -> None:
    assert passport.success_in([f"Passport1.4 {said}"]) is None


@pytest.mark.parametrize(
    ("text", "version"),
    [("15", 15), ("999999999", 999999999), ("1" * 10, 0), ("\xb2", 0), ("-1", 0), ("", 0), ("1.0", 0)],
)
def test_a_version_is_a_small_number_or_none(text: str, version: int) -> None:
    assert passport.version_in(["a=1", f"ConfigVersion={text}"]) == version
    assert passport.nexus_in(["DALogin=l.test", f"ConfigVersion={text}"]) == passport.Nexus(
        "https://l.test", version=version
    )


@pytest.mark.parametrize(
    ("value", "read"), [("'a'", "a"), ('"a"', "a"), ("'", "'"), ("''", ""), ("'a", "'a"), ("a'", "a'")]
)
def test_quotes_are_undone_in_pairs(value: str, read: str) -> None:
    refusal = passport.refusal_in([f"Passport1.4 da-status=failed,srealm={value}"])
    assert refusal is not None
    assert refusal.realm == read


def test_a_login_server_may_be_named_with_its_scheme() -> None:
    assert passport.nexus_in(["DALogin=http://l.test/"]) == passport.Nexus("http://l.test/")


def test_a_cobranding_url_that_is_one_stays_as_it_is() -> None:
    refusal = passport.refusal_in(["Passport1.4 da-status=failed,cburl=http://x.test/a%20b"])
    assert refusal is not None
    assert refusal.cobranding_url == "http://x.test/a%20b"


def test_a_logout_is_told_from_the_rest() -> None:
    assert passport.is_logout(["Passport1.4 da-status=logout"])
    assert not passport.is_logout(["Passport1.4 da-status=success"])


def test_user_and_password_cannot_become_items_of_their_own() -> None:
    value = passport.sign_in(Credentials("a,b=c", Secret("p\r\n,x")), "GET", "https://h.test/", "id=1")
    assert value.startswith("Passport1.4 sign-in=a%2Cb%3Dc,pwd=p%0D%0A%2Cx,elapsed-time=0,")


def test_items_without_end_are_not_all_read() -> None:
    line = "Passport1.4 " + "a=1," * 100_000 + "da-status=logout"
    assert not passport.is_logout([line])


# --- the way back and the callback (semantics P12) ----------------------------------------------------


class Answer:
    """A login server that knows everybody."""

    status = 200
    headers: tuple[Header, ...] = (
        ("Authentication-Info", "Passport1.4 da-status=success,from-PP='t',ru=https://site.test/back"),
    )

    def hand_over(self) -> None:
        raise AssertionError("nothing is handed over")

    def close(self) -> None:
        pass


CHALLENGE = (("WWW-Authenticate", "Passport1.4 id=7"),)


def way_back(redirects: RedirectPolicy, *, has_callback: bool) -> Hop | None:
    policy = PassportPolicy(
        target("https://nexus.test/"), login=target("https://login.test/"), has_callback=has_callback
    )
    plan = RequestPlan(
        "GET", target("https://site.test/"), auth=AuthPolicy(passport=policy), redirects=redirects
    )
    heard: list[Event] = []
    sign_in = SignIn(plan, policy, {}, lambda plan: Answer(), heard.append)
    assert sign_in.can_begin(302, CHALLENGE)
    return sign_in.run(Hop.first(plan), 302, CHALLENGE)


OFF = [RedirectPolicy(RedirectMode.NEVER), RedirectPolicy(enabled=False)]


@pytest.mark.parametrize("redirects", OFF, ids=["never", "disabled"])
def test_with_redirects_off_a_callback_lets_the_client_go_back(redirects: RedirectPolicy) -> None:
    hop = way_back(redirects, has_callback=True)
    assert hop is not None
    assert (hop.target.url, hop.credentials) == (
        "https://site.test/back",
        (("Authorization", "Passport1.4 from-PP='t'"),),
    )


@pytest.mark.parametrize("redirects", OFF, ids=["never", "disabled"])
def test_without_one_it_does_not(redirects: RedirectPolicy) -> None:
    with pytest.raises(ExchangeFault) as caught:
        way_back(redirects, has_callback=False)
    assert caught.value.code is Code.ERROR_WINHTTP_LOGIN_FAILURE
