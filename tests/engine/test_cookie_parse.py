"""Set-Cookie read: RFC 6265 section 5.1.1 and 5.2; behaviour g7, g10."""

from __future__ import annotations

import time

import pytest

from winhttp_cli.engine.cookie_parse import EARLIEST, LATEST, SameSite, SetCookie, date, parse

NOW = 1_700_000_000.0


def read(text: str) -> SetCookie:
    cookie = parse(text, NOW)
    assert isinstance(cookie, SetCookie), cookie
    return cookie


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("a=b", "a", "b"),
        (" a \t=  b ", "a", "b"),
        ("a", "a", None),
        ("a=", "a", ""),
        ("a=b=c", "a", "b=c"),
        ('a="b c"', "a", '"b c"'),
        ("a=b;", "a", "b"),
        ("a=b;;;x", "a", "b"),
        ("a=\xe9", "a", "\xe9"),
    ],
)
def test_name_and_value_are_trimmed_and_kept_as_they_came(text: str, name: str, value: str) -> None:
    cookie = read(text)
    assert (cookie.name, cookie.value) == (name, value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no name"),
        ("=v", "no name"),
        ("; Path=/", "no name"),
        ("a=b\x00c", "a control character"),
        ("a=b\r\nX: y", "a control character"),
        ("a=b; Path=/\x1b[2J", "a control character"),
        ("a=b\tc", "a tab"),
        ("a=b; Path=/x\ty", "a tab"),
        ("a=" + "b" * 4096, "more than 4096 octets"),
        ("a" * 100_000, "more than 4096 octets"),
    ],
)
def test_what_is_no_cookie_is_passed_over_with_its_reason(text: str, reason: str) -> None:
    assert parse(text, NOW) == reason


def test_a_cookie_of_exactly_4096_octets_is_kept() -> None:
    assert read("a=" + "b" * 4095).value == "b" * 4095


@pytest.mark.parametrize(
    ("attributes", "domain"),
    [
        ("Domain=Example.COM", "example.com"),
        ("domain=.example.com", "example.com"),
        ("Domain=a.test; Domain=b.test", "b.test"),
        ("Domain=a.test; Domain=", "a.test"),
        ("Domain", ""),
    ],
)
def test_domain_is_lowered_without_its_dot_and_the_last_one_counts(attributes: str, domain: str) -> None:
    assert read(f"a=b; {attributes}").domain == domain


@pytest.mark.parametrize(("path", "kept"), [("/x", "/x"), ("x", ""), ("", ""), ("/a; Path=rel", "")])
def test_a_path_that_is_not_absolute_is_none(path: str, kept: str) -> None:
    assert read(f"a=b; Path={path}").path == kept


def test_an_attribute_above_1024_octets_is_passed_over() -> None:
    assert read("a=b; Path=/" + "x" * 1023).path == "/" + "x" * 1023
    assert read("a=b; Path=/" + "x" * 1024).path == ""


def test_flags_are_known_by_name_alone() -> None:
    cookie = read("a=b; SECURE=no; httponly")
    assert (cookie.secure, cookie.http_only) == (True, True)
    assert not read("a=b; Secured").secure


@pytest.mark.parametrize(
    ("text", "same_site"),
    [("Strict", SameSite.STRICT), ("lax", SameSite.LAX), ("NONE", SameSite.NONE), ("x", SameSite.UNSET)],
)
def test_same_site_is_kept_as_data(text: str, same_site: SameSite) -> None:
    assert read(f"a=b; SameSite={text}").same_site is same_site


@pytest.mark.parametrize(
    ("attributes", "expires"),
    [
        ("", None),
        ("Max-Age=60", NOW + 60),
        ("Max-Age=0", EARLIEST),
        ("Max-Age=-1", EARLIEST),
        ("Max-Age=000", EARLIEST),
        ("Max-Age=" + "9" * 900, LATEST),
        ("Max-Age=999999999999", LATEST),
        ("Max-Age=" + "9" * 5000, None),
        ("Max-Age=1.5", None),
        ("Max-Age=+60", None),
        ("Max-Age=²", None),
        ("Max-Age=60; Max-Age=x", NOW + 60),
        ("Expires=Thu, 01 Jan 1970 00:00:01 GMT", 1.0),
        ("Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=60", NOW + 60),
        ("Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:01 GMT", NOW + 60),
        ("Expires=never", None),
        ("Expires=Thu, 01 Jan 1970 00:00:01 GMT; Expires=never", 1.0),
    ],
)
def test_lifetime_and_that_max_age_wins(attributes: str, expires: float | None) -> None:
    assert read(f"a=b; {attributes}").expires == expires


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784111777.0),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784111777.0),
        ("Sun Nov  6 08:49:37 1994", 784111777.0),
        ("06 November 1994 8:49:37", 784111777.0),
        ("1994 06 nov 08:49:37x", 784111777.0),
        ("01 Jan 70 0:0:0", 0.0),
        ("01 Jan 99 00:00:00", 915148800.0),
        ("01 Jan Feb 1970 1999 00:00:01 00:00:02", 1.0),
        ("01 Jan 69 00:00:00", 3124224000.0),
        ("31 Dec 9999 23:59:59", LATEST),
        ("01 Jan 1601 00:00:00", -11644473600.0),
        ("29 Feb 2024 00:00:00", 1709164800.0),
    ],
)
def test_dates_are_read_in_every_old_form(text: str, seconds: float) -> None:
    assert date(text) == seconds


def test_every_month_is_known() -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    read_back = [time.gmtime(date(f"01 {month} 2001 00:00:00") or 0).tm_mon for month in months]
    assert read_back == list(range(1, 13))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "01 Jan 1600 00:00:00",
        "32 Jan 2000 00:00:00",
        "00 Jan 2000 00:00:00",
        "30 Feb 2000 00:00:00",
        "29 Feb 2023 00:00:00",
        "01 Jan 2000 24:00:00",
        "01 Jan 2000 00:60:00",
        "01 Jan 2000 00:00:60",
        "01 Jan 2000",
        "Jan 2000 00:00:00",
        "01 Jan 100 00:00:00",
        "01 2000 00:00:00",
        "Jan 00:00:00",
        "01 Jan 20000 00:00:00",
        "01 Jan 2000 000:00:00",
        "01 Jan 2000 00:00:000",
    ],
)
def test_absurd_dates_are_none(text: str) -> None:
    assert date(text) is None
