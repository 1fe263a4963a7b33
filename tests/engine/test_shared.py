"""Which entry of the shared store answers: the most particular of those that fit."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.auth.challenges import parse
from winhttp_cli.engine.auth.shared import for_proxy, for_server
from winhttp_cli.plan import SharedCredential, Target
from winhttp_cli.secret import Secret
from winhttp_cli.target import crack, to_target

CHALLENGES = parse(['Basic realm="b", Digest realm="d", nonce="n", Basic realm="c"'])
SCHEMES = ("digest", "basic")


def target(url: str) -> Target:
    return to_target(crack(url))


def entry(name: str, host: str = "h.test", **limits: object) -> SharedCredential:
    return SharedCredential(name, Secret("x"), host, **limits)  # type: ignore[arg-type] # any limit


def user_for(url: str, *entries: SharedCredential) -> str:
    picked = for_server(entries, target(url)).pick(CHALLENGES, SCHEMES)
    return picked[1].username if picked is not None else ""


def test_the_strongest_scheme_on_offer_is_answered_where_any_will_do() -> None:
    picked = for_server((entry("a"),), target("https://h.test/")).pick(CHALLENGES, SCHEMES)
    assert picked is not None
    assert picked[0].name == "digest"


def test_a_realm_finds_its_own_challenge_among_several_of_one_scheme() -> None:
    picked = for_server((entry("a", realm="c"),), target("https://h.test/")).pick(CHALLENGES, SCHEMES)
    assert picked is not None
    assert (picked[0].name, picked[0].get("realm")) == ("basic", "c")


@pytest.mark.parametrize(
    "limits",
    [{"port": 443}, {"realm": "d"}, {"scheme": "digest"}, {"area": target("https://h.test/")}],
    ids=str,
)
def test_an_entry_that_says_more_comes_before_one_that_says_less(limits: dict[str, object]) -> None:
    assert user_for("https://h.test/", entry("any"), entry("own", **limits)) == "own"


def test_among_equals_the_first_said_is_taken() -> None:
    assert user_for("https://h.test/", entry("first"), entry("second")) == "first"


def test_the_deepest_url_wins() -> None:
    entries = [entry(path, area=target(f"https://h.test{path}")) for path in ("/", "/a/b", "/a")]
    assert user_for("https://h.test/a/b?q", *entries) == "/a/b"
    assert user_for("https://h.test/a/bc", *entries) == "/a"


@pytest.mark.parametrize("url", ["https://h.test/", "https://h.test/a", "https://h.test/a/b?c=/d"])
def test_the_root_covers_everything(url: str) -> None:
    assert user_for(url, entry("a", area=target("https://h.test/"))) == "a"


def test_a_query_does_not_count() -> None:
    area = target("https://h.test/a?b=1")
    assert user_for("https://h.test/a?c=2", entry("a", area=area)) == "a"
    assert user_for("https://h.test/a/b", entry("a", area=area)) == "a"


BASIC = parse(['Basic realm="b"'])


@pytest.mark.parametrize(
    ("url", "limits", "picked"),
    [
        ("http://h.test/", {}, False),
        ("http://h.test/", {"scheme": "basic"}, False),
        ("http://h.test/", {"area": target("http://h.test/")}, True),
        ("http://h.test/", {"area": target("https://h.test:80/")}, False),
        ("https://h.test/", {}, True),
    ],
    ids=str,
)
def test_basic_in_the_clear_needs_an_http_url(url: str, limits: dict[str, object], picked: bool) -> None:
    shared = for_server((entry("a", **limits),), target(url))
    assert (shared.pick(BASIC, SCHEMES) is not None) is picked


@pytest.mark.parametrize("url", ["http://h.test/", "https://h.test:81/", "https://g.test/"])
def test_a_url_is_for_its_origin(url: str) -> None:
    assert user_for(url, entry("a", area=target("https://h.test/"))) == ""


def test_hosts_have_no_case() -> None:
    assert user_for("https://H.TEST/", entry("a", "h.Test")) == "a"


def test_an_entry_with_a_url_is_for_no_proxy() -> None:
    entries = (entry("a", area=target("https://h.test/")),)
    assert for_proxy(entries, "h.test", 443).pick(CHALLENGES, SCHEMES) is None
    assert for_proxy((entry("a"),), "h.test", 443).pick(CHALLENGES, SCHEMES) is not None
