"""Redirect decisions: behaviour b1 to b21, without a wire."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.message import Hop
from winhttp_cli.engine.redirects import Follow, Give, decide, method_after
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus
from winhttp_cli.plan import (
    AuthPolicy,
    Body,
    BytesPart,
    RedirectMode,
    RedirectPolicy,
    RequestPlan,
    StdinPart,
)
from winhttp_cli.record import replace
from winhttp_cli.secret import Secret
from winhttp_cli.target import crack, to_target


def plan_of(
    url: str = "http://a.test/dir/page?q=1", method: str = "GET", **changes: object
) -> RequestPlan:
    return replace(RequestPlan(method, to_target(crack(url))), **changes)  # type: ignore[arg-type]


def judged(plan: RequestPlan, status: int = 302, location: str | None = "/next", followed: int = 0):
    headers = (("Location", location),) if location is not None else ()
    return decide(plan, Hop.first(plan), status, headers, followed)


GRID = {
    300: {"GET": "GET", "HEAD": "HEAD", "POST": "GET", "PUT": "PUT", "DELETE": "DELETE", "X": "X"},
    303: {"GET": "GET", "HEAD": "HEAD", "POST": "GET", "PUT": "GET", "DELETE": "GET", "X": "GET"},
    307: {"GET": "GET", "HEAD": "HEAD", "POST": "POST", "PUT": "PUT", "DELETE": "DELETE", "X": "X"},
}
GRID[301] = GRID[302] = GRID[300]
GRID[308] = GRID[307]


@pytest.mark.parametrize(("status", "row"), GRID.items())
def test_method_of_the_next_hop_is_what_windows_sends(status: int, row: dict[str, str]) -> None:
    assert {method: method_after(status, method) for method in row} == row


@pytest.mark.parametrize("status", [200, 201, 304, 305, 306, 400])
def test_other_statuses_with_location_are_no_redirects(status: int) -> None:
    assert judged(plan_of(), status) is None


def test_308_is_a_redirect_from_windows_10_on() -> None:
    assert isinstance(judged(plan_of(), 308), Follow)
    older = plan_of(redirects=RedirectPolicy(follows_308=False))
    decision = judged(older, 308)
    assert isinstance(decision, Give)
    assert (decision.location, decision.why) == ("/next", "308 is followed from Windows 10 on")
    assert isinstance(judged(older, 307), Follow)


def test_redirect_from_https_to_http_is_returned_by_default() -> None:
    decision = judged(plan_of("https://a.test/"), location="http://a.test/")
    assert isinstance(decision, Give)
    assert decision.why == "redirect-policy disallow-https-to-http"


def test_redirect_from_https_to_https_is_followed_by_default() -> None:
    assert isinstance(judged(plan_of("https://a.test/"), location="https://b.test/"), Follow)


def test_redirect_from_https_to_http_is_followed_by_always() -> None:
    plan = plan_of("https://a.test/", redirects=RedirectPolicy(RedirectMode.ALWAYS))
    assert isinstance(judged(plan, location="http://a.test/"), Follow)


def test_never_returns_even_a_redirect_without_location() -> None:
    plan = plan_of(redirects=RedirectPolicy(RedirectMode.NEVER))
    assert judged(plan, location=None) == Give("", "redirect-policy never")


@pytest.mark.parametrize("policy", [RedirectPolicy(RedirectMode.NEVER), RedirectPolicy(enabled=False)])
def test_what_is_returned_carries_its_location_or_none(policy: RedirectPolicy) -> None:
    plan = plan_of(redirects=policy)
    for location, told in (("/next", "/next"), (None, "")):
        decision = judged(plan, location=location)
        assert isinstance(decision, Give)
        assert decision.location == told
        assert decision.why in ("redirect-policy never", "disable-feature redirects")


def test_missing_location_fails_with_12150_and_the_redirect_status() -> None:
    with pytest.raises(ExchangeFault) as caught:
        judged(plan_of(), location=None)
    assert caught.value.code is Code.ERROR_WINHTTP_HEADER_NOT_FOUND
    assert caught.value.status is ExitStatus.REDIRECT


def test_the_tenth_redirect_is_followed_and_the_eleventh_fails() -> None:
    assert isinstance(judged(plan_of(), followed=9), Follow)
    with pytest.raises(ExchangeFault) as caught:
        judged(plan_of(), followed=10)
    assert caught.value.code is Code.ERROR_WINHTTP_REDIRECT_FAILED


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/p", "http://a.test/p"),
        ("rel", "http://a.test/dir/rel"),
        ("../up", "http://a.test/up"),
        (".", "http://a.test/dir/"),
        ("..", "http://a.test/"),
        ("x/..?y", "http://a.test/dir/?y"),
        ("/../../a/./b", "http://a.test/a/b"),
        ("?x=2", "http://a.test/dir/page?x=2"),
        ("//b.test/z", "http://b.test/z"),
        ("http://b.test", "http://b.test/"),
        ("HTTP://b.test?q", "http://b.test/?q"),
        ("/p#frag", "http://a.test/p"),
        ("http://u:p@b.test/", "http://b.test/"),
        ("/a b", "http://a.test/a%20b"),
        ("", "http://a.test/dir/page?q=1"),
    ],
)
def test_location_resolves_to(location: str, url: str) -> None:
    decision = judged(plan_of(), location=location)
    assert isinstance(decision, Follow)
    assert decision.hop.target.url == url


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "data:,x", "gopher://h/", "http://", "http://h:0/"],
)
def test_a_location_that_cannot_be_followed_fails_with_12156(location: str) -> None:
    with pytest.raises(ExchangeFault) as caught:
        judged(plan_of(), location=location)
    assert caught.value.code is Code.ERROR_WINHTTP_REDIRECT_FAILED


def test_post_that_became_get_drops_body_and_framing_headers() -> None:
    framing = (("content-length", "1"), ("Transfer-Encoding", "chunked"))
    plan = plan_of(method="POST", body=Body((BytesPart(b"x"),)), headers=(*framing, ("A", "b")))
    decision = judged(plan)
    assert isinstance(decision, Follow)
    assert (decision.hop.body, decision.hop.headers) == (None, (("A", "b"),))
    assert decision.changes == ("POST became GET", "body dropped")


def test_307_keeps_the_body_and_refuses_one_that_cannot_be_read_twice() -> None:
    kept = judged(plan_of(method="POST", body=Body((BytesPart(b"x"),))), 307)
    assert isinstance(kept, Follow)
    assert kept.hop.body is not None
    with pytest.raises(ExchangeFault) as caught:
        judged(plan_of(method="POST", body=Body((StdinPart(),))), 307)
    assert caught.value.code is Code.ERROR_WINHTTP_RESEND_REQUEST
    assert caught.value.status is ExitStatus.AUTHENTICATION


SECRETS = (("Authorization", "Bearer t"), ("Cookie", "a=b"), ("X", "y"))


@pytest.mark.parametrize("location", ["http://b.test/", "https://a.test/", "http://a.test:81/"])
def test_credentials_do_not_leave_the_origin(location: str) -> None:
    decision = judged(plan_of(headers=SECRETS), location=location)
    assert isinstance(decision, Follow)
    assert decision.hop.headers == (("X", "y"),)
    assert "WinHTTP would send it" in decision.changes[0]


def test_credentials_stay_within_the_origin() -> None:
    decision = judged(plan_of(headers=SECRETS))
    assert isinstance(decision, Follow)
    assert decision.hop.headers == SECRETS


def test_forward_credentials_sends_them_on_and_says_so() -> None:
    plan = plan_of(headers=SECRETS, redirects=RedirectPolicy(forward_credentials=True))
    decision = judged(plan, location="http://b.test/")
    assert isinstance(decision, Follow)
    assert decision.hop.headers == SECRETS
    assert "forward-credentials" in decision.changes[0]


def test_where_no_credentials_are_nothing_is_said_of_them() -> None:
    for forward in (False, True):
        plan = plan_of(headers=(("X", "y"),), redirects=RedirectPolicy(forward_credentials=forward))
        decision = judged(plan, location="http://b.test/")
        assert isinstance(decision, Follow)
        assert decision.changes == ()


def test_a_callers_host_stays_with_its_origin() -> None:
    plan = plan_of(headers=(("host", "mine"), ("X", "y")))
    same, other = judged(plan), judged(plan, location="http://b.test/")
    assert isinstance(same, Follow)
    assert isinstance(other, Follow)
    assert (same.hop.headers, same.changes) == (plan.headers, ())
    assert (other.hop.headers, other.changes) == ((("X", "y"),), ("Host of the caller replaced",))


LOGIN = AuthPolicy(username="a", password=Secret("s3cret"))
KEPT = ("user name and password kept from another origin; what WinHTTP does is not documented",)


def told_of_the_login(plan: RequestPlan, location: str = "http://b.test/") -> tuple[str, ...]:
    decision = judged(plan, location=location)
    assert isinstance(decision, Follow)
    return decision.changes


def test_a_login_that_stays_behind_is_told_and_so_is_one_that_may_go() -> None:
    assert told_of_the_login(plan_of(auth=LOGIN)) == KEPT
    assert told_of_the_login(plan_of(auth=LOGIN), "/same-origin") == ()
    forwarding = plan_of(auth=LOGIN, redirects=RedirectPolicy(forward_credentials=True))
    assert told_of_the_login(forwarding) == (
        "user name and password may go to another origin (forward-credentials)",
    )


@pytest.mark.parametrize(
    "auth",
    [
        replace(LOGIN, username=None),
        replace(LOGIN, password=None),
        replace(LOGIN, enabled=False),
        AuthPolicy(),
    ],
)
def test_where_there_is_no_login_nothing_is_said_of_one(auth: AuthPolicy) -> None:
    assert told_of_the_login(plan_of(auth=auth)) == ()


def test_a_login_is_told_of_once_and_not_beside_an_authorization_that_goes_on() -> None:
    plan = plan_of(auth=LOGIN)
    elsewhere = replace(Hop.first(plan), target=to_target(crack("http://b.test/")))
    decision = decide(plan, elsewhere, 302, (("Location", "http://c.test/"),), 1)
    assert isinstance(decision, Follow)
    assert decision.changes == ()
    forwarding = RedirectPolicy(forward_credentials=True)
    with_header = plan_of(auth=LOGIN, headers=(("Authorization", "Bearer t"),), redirects=forwarding)
    (change,) = told_of_the_login(with_header)
    assert change.startswith("Authorization sent on")


def test_a_308_that_an_older_windows_returns_may_lack_its_location() -> None:
    older = plan_of(redirects=RedirectPolicy(follows_308=False))
    assert judged(older, 308, location=None) == Give("", "308 is followed from Windows 10 on")


def test_user_information_of_a_location_is_dropped_and_said_to_be() -> None:
    decision = judged(plan_of(), location="http://u:p@a.test/x")
    assert isinstance(decision, Follow)
    assert decision.changes == ("user information of the Location dropped",)
