"""Locations that attack, redirects that never end, and what another origin gets to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.lab.behaviours import endless, redirect, reply
from tests.lab.command import Finished, Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")

NOT_FOLLOWED = [
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,x",
    "gopher://h/",
    "ftp://h/",
    "mailto:a@b",
    "ws://h/",
    "http:///x",
    "http:/x",
    "http:x",
    "http://",
    "http://[::1",
    "http://[zz]/",
    "http://h:0/",
    "http://h:99999/",
    "http://h:8o/",
    "http://a b/",
    "http://h\\x@y z/",
]


def followed(whttp: Whttp, raw_server: Start, location: str, *flags: str) -> tuple[Finished, RawServer]:
    server = raw_server(redirect(location), OK)
    return whttp("get", server.url("/a/b"), *flags), server


@pytest.mark.parametrize("location", NOT_FOLLOWED)
def test_a_location_that_cannot_be_followed_is_12156(
    whttp: Whttp, raw_server: Start, location: str
) -> None:
    done, server = followed(whttp, raw_server, location, "--query", "url")
    assert (done.status, "12156" in done.err) == (11, True), done
    assert len(server.requests) == 1
    assert done.out == server.url("/a/b") + "\n"
    assert "Traceback" not in done.err


RELATIVE = {
    "/x": "/x",
    "x": "/a/x",
    "?q": "/a/b?q",
    "#f": "/a/b",
    "": "/a/b",
    "../../../x": "/x",
    "/x y": "/x%20y",
    "/x#f": "/x",
    "/\xc3\xa9": "/%C3%A9",
    "/\xff": "/%C3%BF",
    "/%0d%0aX:y": "/%0d%0aX:y",
    "\t/x": "/x",
    "/\x01\x0b\x7fx": "/%01%0B%7Fx",
}


@pytest.mark.parametrize(("location", "target"), RELATIVE.items(), ids=[repr(key) for key in RELATIVE])
def test_a_relative_location_goes_where_rfc_3986_says(
    whttp: Whttp, raw_server: Start, location: str, target: str
) -> None:
    done, server = followed(whttp, raw_server, location)
    assert done.status == 0, done
    assert server.requests[1].split(b" ")[1].decode("ascii") == target
    assert server.requests[1].count(b"\r\n\r\n") == 1


def test_user_information_of_a_location_is_dropped_and_told(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/": redirect("http://user:secret@HOST/x"), "/x": OK})
    server.answers = ({"/": redirect(f"http://user:secret@{server.authority}/x"), "/x": OK},)
    done = whttp("get", server.url(), "-v")
    assert done.status == 0, done
    assert b"Authorization" not in server.requests[1]
    assert b"secret" not in server.requests[1]
    assert "user information of the Location dropped" in done.err
    assert "secret" not in done.err


@pytest.mark.parametrize("zone", ["http://[fe80::1%25lo]:1/", "http://[::1%25nowhere]:1/"])
def test_a_location_to_a_zone_of_ipv6_fails_like_any_other_address(
    whttp: Whttp, raw_server: Start, zone: str
) -> None:
    done, _ = followed(whttp, raw_server, zone)
    assert done.status in (3, 4), done


# --- size and number ----------------------------------------------------------------------------------


def test_a_location_of_a_megabyte_is_a_head_too_large(whttp: Whttp, raw_server: Start) -> None:
    done, _ = followed(whttp, raw_server, "/" + "a" * (1 << 20))
    assert (done.status, "12182" in done.err) == (13, True)


def test_a_location_of_a_megabyte_that_is_allowed_fills_no_screen(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(redirect("/" + "a" * (1 << 20)))
    done = whttp("get", server.url(), "--max-response-header-size", "2000000")
    assert (done.status, len(server.requests)) == (11, 11)
    assert len(done.stderr) < 2000


@pytest.mark.parametrize("count", [1, 300])
def test_of_many_locations_the_first_counts(whttp: Whttp, raw_server: Start, count: int) -> None:
    fan = reply(302, b"", *(f"Location: /{number}" for number in range(count)))
    server = raw_server(fan, OK)
    assert whttp("get", server.url()).status == 0
    assert server.requests[1].startswith(b"GET /0 ")


def test_a_redirect_whose_body_never_ends_is_left_after_the_drain(
    whttp: Whttp, raw_server: Start
) -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = raw_server({"/": endless(head, b"1000\r\n" + bytes(4096) + b"\r\n"), "/x": OK})
    done = whttp("get", server.url())
    assert (done.status, done.stdout, len(server.connections)) == (0, b"ok", 2)


# --- another origin -----------------------------------------------------------------------------------

GIVEN = ("-H", "Authorization: Bearer s3cret", "-H", "Cookie: a=s3cret", "-b", "b=s3cret")
LOGIN = ("-u", "alice:s3cret", "--auth-scheme", "basic")


def crossing(whttp: Whttp, raw_server: Start, *flags: str) -> tuple[Any, bytes, bytes]:
    """The document, and the first and the second request; the second goes to another port."""
    other = raw_server(OK)
    home = raw_server(reply(302, b"", f"Location: {other.url('/x')}", "Set-Cookie: jar=s3cret"))
    done = whttp("get", home.url().replace("//", "//me:s3cret@"), *flags, "--json")
    assert done.status == 0, done
    return done.json, home.request, other.request


def test_nothing_secret_leaves_the_origin(whttp: Whttp, raw_server: Start) -> None:
    document, first, second = crossing(whttp, raw_server, *GIVEN)
    assert first.count(b"s3cret") == 3
    lines = {line.partition(b":")[0] for line in second.split(b"\r\n")[1:] if line}
    # a cookie knows no port (RFC 6265 section 8.5): the jar's own goes on to the same host
    assert lines == {b"Connection", b"Cookie", b"User-Agent", b"Host"}
    assert b"Cookie: jar=s3cret\r\n" in second
    (change,) = document["exchanges"][0]["redirect"]["changes"]
    assert change == "Authorization, Cookie not sent to another origin; WinHTTP would send it"


def test_with_forward_credentials_they_go_and_the_report_says_so(whttp: Whttp, raw_server: Start) -> None:
    document, _, second = crossing(whttp, raw_server, *GIVEN, "--forward-credentials")
    assert b"Authorization: Bearer s3cret\r\n" in second
    assert b"Cookie: a=s3cret; b=s3cret; jar=s3cret\r\n" in second
    assert "sent on to another origin" in document["exchanges"][0]["redirect"]["changes"][0]


def test_a_login_stays_at_its_origin_and_the_report_says_so(whttp: Whttp, raw_server: Start) -> None:
    document, first, second = crossing(whttp, raw_server, *LOGIN)
    assert b"Authorization: Basic " in first
    assert b"Authorization" not in second
    assert document["exchanges"][0]["redirect"]["changes"] == [
        "user name and password kept from another origin; what WinHTTP does is not documented"
    ]


def test_a_login_goes_on_where_that_is_asked_for(whttp: Whttp, raw_server: Start) -> None:
    document, _, second = crossing(whttp, raw_server, *LOGIN, "--forward-credentials")
    assert b"Authorization: Basic " in second
    assert "may go to another origin" in document["exchanges"][0]["redirect"]["changes"][0]


def test_within_the_origin_everything_stays(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/": redirect("/x"), "/x": OK})
    done = whttp("get", server.url(), *GIVEN, "--json")
    assert b"Authorization: Bearer s3cret\r\n" in server.requests[1]
    assert b"Cookie: a=s3cret; b=s3cret\r\n" in server.requests[1]
    assert done.json["exchanges"][0]["redirect"]["changes"] == []
