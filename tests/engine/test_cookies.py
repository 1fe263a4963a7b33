"""The jar: behaviour g1 to g11; RFC 6265 section 5.3 and 5.4."""

from __future__ import annotations

import threading

import pytest

from winhttp_cli.engine.cookie import Cookie, default_path, path_matches
from winhttp_cli.engine.cookie_parse import SameSite
from winhttp_cli.engine.cookies import LARGEST_DOMAIN, LARGEST_JAR, CookieJar
from winhttp_cli.plan import Target
from winhttp_cli.target import crack, to_target

NOW = 1_700_000_000.0
SITE = "http://www.example.com/dir/page"


def at(url: str) -> Target:
    return to_target(crack(url))


def jar_with(*values: str, url: str = SITE) -> CookieJar:
    jar = CookieJar()
    assert jar.store(at(url), values, NOW) == ()
    return jar


def refused(value: str, url: str = SITE) -> str:
    """The note for one cookie that is passed over."""
    jar = CookieJar()
    (note,) = jar.store(at(url), (value,), NOW)
    assert len(jar) == 0
    return note


def sent(jar: CookieJar, url: str = SITE, caller: str | None = None, now: float = NOW) -> str | None:
    return jar.header(at(url), caller, now)


def test_newest_cookie_first_and_names_are_case_sensitive() -> None:
    assert sent(jar_with("name=value", "NAME=value")) == "NAME=value; name=value"


def test_a_cookie_set_again_takes_the_old_ones_place_and_is_the_newest() -> None:
    assert sent(jar_with("a=1", "b=2", "a=3")) == "a=3; b=2"


def test_the_longer_path_comes_before_the_newer_cookie() -> None:
    assert sent(jar_with("a=1; Path=/dir", "b=2; Path=/")) == "a=1; b=2"


def test_the_callers_cookie_header_comes_first() -> None:
    assert sent(jar_with("a=1"), caller="x=y; z") == "x=y; z; a=1"
    assert sent(CookieJar(), caller="x=y") == "x=y"


def test_nothing_to_send_is_no_header() -> None:
    assert sent(CookieJar()) is None
    assert sent(CookieJar(), caller="") is None


def test_a_cookie_without_equals_comes_back_as_it_came() -> None:
    assert sent(jar_with("a", "b=")) == "b=; a"


def test_default_path_is_the_directory_of_the_request() -> None:
    jar = jar_with("a=1")
    assert sent(jar, "http://www.example.com/dir/other?q=/") == "a=1"
    assert sent(jar, "http://www.example.com/dir/sub/x") == "a=1"
    assert sent(jar, "http://www.example.com/") is None


@pytest.mark.parametrize(
    ("url", "path"),
    [("http://h/", "/"), ("http://h/a", "/"), ("http://h/a/", "/a"), ("http://h/a/b?c/d", "/a")],
)
def test_default_path_of(url: str, path: str) -> None:
    assert default_path(at(url)) == path


@pytest.mark.parametrize(
    ("request_path", "cookie_path", "matches"),
    [
        ("/a", "/a", True),
        ("/a/", "/a", True),
        ("/a/b", "/a", True),
        ("/ab", "/a", False),
        ("/a", "/a/", False),
        ("/a/b", "/a/", True),
        ("/b", "/a", False),
        ("/anything", "/", True),
    ],
)
def test_paths_match_by_whole_segments(request_path: str, cookie_path: str, matches: bool) -> None:
    assert path_matches(request_path, cookie_path) is matches


def test_without_domain_the_cookie_is_for_this_very_host() -> None:
    jar = jar_with("a=1; Path=/", url="http://example.com/")
    assert sent(jar, "http://example.com/") == "a=1"
    assert sent(jar, "http://www.example.com/") is None


def test_domain_covers_the_hosts_below_it_whatever_the_case_and_port() -> None:
    jar = jar_with("a=1; Path=/; Domain=EXAMPLE.com", url="http://WWW.example.com:81/")
    assert sent(jar, "http://example.com/") == "a=1"
    assert sent(jar, "https://x.y.Example.com/") == "a=1"
    assert sent(jar, "http://badexample.com/") is None


@pytest.mark.parametrize(
    "domain", ["other.com", "a.www.example.com", "xample.com", "w.example.com", "example.com.", "..com"]
)
def test_a_foreign_domain_is_refused(domain: str) -> None:
    assert "does not cover www.example.com" in refused(f"a=1; Domain={domain}")


def test_a_domain_that_is_a_dot_is_none() -> None:
    assert sent(jar_with("a=1; Domain=.")) == "a=1"


@pytest.mark.parametrize(
    ("domain", "url"),
    [
        ("com", SITE),
        ("co.uk", "http://a.co.uk/"),
        ("github.io", "http://me.github.io/"),
        ("xn--p1ai", "http://a.xn--p1ai/"),
    ],
)
def test_a_public_suffix_is_refused(domain: str, url: str) -> None:
    assert "is a public suffix" in refused(f"a=1; Domain={domain}", url)


@pytest.mark.parametrize("host", ["localhost", "github.io", "127.0.0.1", "[::1]"])
def test_a_host_that_is_a_public_suffix_or_an_address_may_name_itself_alone(host: str) -> None:
    jar = jar_with(f"a=1; Domain={host.strip('[]')}", url=f"http://{host}/")
    assert sent(jar, f"http://{host}/") == "a=1"
    if host == "localhost":
        assert sent(jar, "http://a.localhost/") is None


def test_a_cookie_knows_by_itself_where_it_belongs() -> None:
    cookie = Cookie("a", "1", "b.test", False, "/", None, False, False, SameSite.UNSET, 1)
    assert cookie.belongs_to(at("http://x.b.test/"), NOW)
    assert not cookie.belongs_to(at("http://other.test/"), NOW)
    assert not cookie.belongs_to(at("http://xb.test/"), NOW)


def test_no_domain_covers_an_address() -> None:
    assert "does not cover" in refused("a=1; Domain=0.1", "http://127.0.0.1/")
    assert "does not cover" in refused("a=1; Domain=0x1", "http://a.0x1/")


def test_secure_is_sent_over_https_only() -> None:
    jar = jar_with("a=1; Secure; Path=/", url="https://example.com/")
    assert sent(jar, "https://example.com/") == "a=1"
    assert sent(jar, "http://example.com/") is None


def test_an_http_answer_sets_no_secure_cookie_and_overlays_none() -> None:
    assert "Secure, and the answer came over http" in refused("a=1; Secure")
    jar = jar_with("a=1; Secure; Path=/; Domain=example.com", url="https://www.example.com/")
    (note,) = jar.store(at(SITE), ("a=evil",), NOW)
    assert "a Secure cookie of that name is there" in note
    assert jar.store(at(SITE), ("b=fine",), NOW) == ()
    assert jar.store(at("http://other.com/"), ("a=fine",), NOW) == ()
    assert jar.store(at("https://www.example.com/"), ("a=2; Path=/; Domain=example.com",), NOW) == ()


@pytest.mark.parametrize(
    ("secure", "plain", "kept"),
    [
        ("a=1; Secure; Path=/", "a=2; Domain=example.com", False),
        ("a=1; Secure; Path=/; Domain=example.com", "a=2", False),
        ("a=1; Secure; Path=/dir", "a=2; Path=/dir/sub", False),
        ("a=1; Secure; Path=/dir", "a=2; Path=/", True),
        ("b=1; Secure; Path=/", "a=2", True),
    ],
)
def test_what_an_http_answer_would_overlay(secure: str, plain: str, kept: bool) -> None:
    jar = jar_with(secure, url="https://www.example.com/")
    assert (jar.store(at(SITE), (plain,), NOW) == ()) is kept


def test_a_note_names_the_cookie_and_the_reason() -> None:
    site = "https://www.example.com/"
    assert refused("\t__Secure-a = b; x=y", site) == (
        "Set-Cookie '__Secure-a' passed over: its name promises Secure"
    )
    assert refused("__Host-a=b; Secure", site) == (
        "Set-Cookie '__Host-a' passed over: its name promises Path=/ and no Domain"
    )
    assert refused("n" * 50 + "\0") == f"Set-Cookie '{'n' * 40}' passed over: a control character"
    assert refused("; a=b") == "Set-Cookie '' passed over: no name"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("__Secure-a=1; Secure", True),
        ("__Secure-a=1", False),
        ("__sEcUrE-a=1", False),
        ("__Host-a=1; Secure; Path=/", True),
        ("__Host-a=1; Secure", False),
        ("__Host-a=1; Secure; Path=/x", False),
        ("__Host-a=1; Path=/", False),
        ("__Host-a=1; Secure; Path=/; Domain=www.example.com", False),
        ("__Host-a; Path=/", False),
        ("__Hosta=1", True),
    ],
)
def test_prefixes_keep_their_promise(value: str, kept: bool) -> None:
    jar = CookieJar()
    notes = jar.store(at("https://www.example.com/"), (value,), NOW)
    assert (len(jar) == 1, not notes) == (kept, kept)


def test_http_only_is_no_hindrance() -> None:
    assert sent(jar_with("a=1; HttpOnly")) == "a=1"


def test_a_past_expiry_deletes() -> None:
    jar = jar_with("a=1", "b=2")
    assert jar.store(at(SITE), ("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",), NOW) == ()
    assert sent(jar) == "b=2"
    assert len(jar) == 1


def test_a_delete_with_another_path_deletes_nothing() -> None:
    jar = jar_with("a=1")
    jar.store(at(SITE), ("a=; Max-Age=0; Path=/",), NOW)
    assert sent(jar) == "a=1"


def test_a_cookie_is_sent_until_it_expires() -> None:
    jar = jar_with("a=1; Max-Age=60")
    assert sent(jar, now=NOW + 59) == "a=1"
    assert sent(jar, now=NOW + 60) is None


def test_the_sizes_are_those_of_browsers_and_of_the_rfc() -> None:
    assert (LARGEST_DOMAIN, LARGEST_JAR) == (180, 3000)


def test_ten_thousand_cookies_leave_the_newest_180_of_the_domain() -> None:
    jar = CookieJar()
    jar.store(at(SITE), tuple(f"n{number}=v" for number in range(10_000)), NOW)
    pairs = (sent(jar) or "").split("; ")
    assert (len(pairs), pairs[0], pairs[-1]) == (LARGEST_DOMAIN, "n9999=v", "n9820=v")


def test_in_a_full_domain_the_expired_go_first_then_the_least_recently_used() -> None:
    jar = jar_with("used=1; Path=/", "old=2; Path=/x")
    jar.store(at(SITE), tuple(f"n{number}=v" for number in range(LARGEST_DOMAIN - 3)), NOW)
    jar.store(at(SITE), ("brief=3; Max-Age=1; Path=/brief",), NOW)
    sent(jar, "http://www.example.com/")
    jar.store(at(SITE), ("one=1",), NOW + 2)
    assert sent(jar, "http://www.example.com/x") == "old=2; used=1"
    sent(jar, "http://www.example.com/")
    jar.store(at(SITE), tuple(f"m{number}=v" for number in range(LARGEST_DOMAIN - 1)), NOW + 2)
    assert sent(jar, "http://www.example.com/x", now=NOW + 2) == "used=1"


def test_a_flood_from_one_domain_leaves_the_others_alone() -> None:
    jar = jar_with("mine=1", url="http://mine.test/")
    for host in range(30):
        jar.store(at(f"http://h{host}.test/"), tuple(f"n{number}=v" for number in range(200)), NOW)
    assert len(jar) == LARGEST_JAR
    assert sent(jar, "http://mine.test/") == "mine=1"


def test_notes_are_few_and_short_whatever_the_server_sends() -> None:
    values = ("a" * 100_000, *("x=\x1b[2J",) * 9_999)
    notes = CookieJar().store(at(SITE), values, NOW)
    assert (len(notes), notes[-1]) == (21, "9980 more passed over")
    assert max(map(len, notes)) < 100


@pytest.mark.parametrize(("bad", "last"), [(20, "'=' passed"), (21, "1 more passed over")])
def test_a_summary_stands_only_where_notes_were_left_out(bad: int, last: str) -> None:
    notes = CookieJar().store(at(SITE), ("=",) * bad, NOW)
    assert len(notes) == bad
    assert notes[-1].startswith(last.replace("'='", "Set-Cookie ''"))


def test_many_threads_share_one_jar() -> None:
    jar = CookieJar()

    def work(thread: int) -> None:
        for number in range(50):
            jar.store(at(f"http://h{thread}.test/"), (f"n{number}=v",), NOW)
            sent(jar, f"http://h{thread}.test/")

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(jar) == 400
