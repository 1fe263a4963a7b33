"""Text from the command line that is not what text should be: octets that are no UTF-8, characters
beyond the first plane, controls, code pages. It goes out as it was typed or is refused, never a bug."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
LONE = os.fsdecode(b"\xff")
"""A lone surrogate: how an octet that is no UTF-8 comes in on POSIX."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows' command line is UTF-16")


def target(request: bytes) -> bytes:
    return request.split(b" ", 2)[1]


@posix
@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        (("-H", f"X: {LONE}"), b"X: \xff\r\n"),
        (("-A", LONE), b"User-Agent: \xff\r\n"),
        (("-b", f"a={LONE}"), b"Cookie: a=\xff\r\n"),
        (("-e", LONE), b"Referer: \xff\r\n"),
        (("-d", LONE), b"\r\n\r\n\xff"),
        (("--data-urlencode", f"a={LONE}"), b"\r\n\r\na=%FF"),
        (("--query-param", f"a={LONE}"), b"?a=%FF "),
        (("-F", f"a={LONE}"), b"\r\n\r\n\xff\r\n"),
        (("-H", "X: \U0001f600"), b"X: \xf0\x9f\x98\x80\r\n"),
        (("--query-param", "a=\U0001f600"), b"?a=%F0%9F%98%80 "),
    ],
)
def test_octets_go_out_as_they_were_typed(
    whttp: Whttp, raw_server: Start, arguments: tuple[str, ...], sent: bytes
) -> None:
    server = raw_server(reply())
    assert whttp("post", server.url(), *arguments).status == 0
    assert sent in server.request


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        (LONE,),
        ("get", f"--{LONE}"),
        ("get", f"http://{LONE}/"),
        ("get", "http://h/", "--set", f"{LONE}=1"),
        ("get", "http://h/", "--query", LONE),
        ("get", "http://h/", "--expect", f"{LONE}=1"),
        ("get", "http://h/", "-H", f"{LONE}: x"),
        ("get", "http://h/", "--redirect-policy", LONE),
        ("get", "http://h/", "--connect-timeout", LONE),
        ("get", "http://h/", "--as", LONE),
        ("get", "http://h/", "--profile", LONE),
        ("request", LONE, "http://h/"),
        ("post", "http://h/", "-j", f"a={LONE}"),
        ("explain", LONE),
    ],
    ids=repr,
)
def test_what_cannot_be_meant_is_refused_in_ascii(whttp: Whttp, arguments: tuple[str, ...]) -> None:
    done = whttp(*arguments)
    assert done.status == 2, done
    assert done.err.startswith("whttp: ")
    assert done.stderr.isascii()


@pytest.mark.parametrize("code", [*range(1, 0x20), 0x7F])
def test_a_control_in_a_url_is_escaped(whttp: Whttp, raw_server: Start, code: int) -> None:
    server = raw_server(reply())
    done = whttp("get", server.url(f"/a{chr(code)}b?c{chr(code)}d"))
    assert done.status == 0, done
    assert target(server.request) == b"/a%%%02Xb?c%%%02Xd" % (code, code)


@pytest.mark.parametrize("code", [*range(1, 0x21), 0x7F])
def test_a_control_in_a_host_is_refused(whttp: Whttp, code: int) -> None:
    done = whttp("get", f"http://a{chr(code)}b.invalid/")
    assert (done.status, "12005" in done.err) == (2, True), done


def test_with_escaping_off_line_ends_are_dropped(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply())
    assert whttp("get", server.url("/a\r\nX: y"), "--escape-disable").status == 0
    assert server.request.startswith(b"GET /aX:%20y HTTP/1.1\r\n")


@pytest.mark.parametrize("page", ["99999", "-5", "1200", "4294967295", "4294967296", "utf-9", ""])
def test_a_code_page_that_does_not_exist_is_refused(whttp: Whttp, page: str) -> None:
    done = whttp("get", "http://h.invalid/?q=\u65e5", "--codepage", page)
    assert (done.status, "87 ERROR_INVALID_PARAMETER" in done.err) == (2, True), done


@pytest.mark.parametrize(
    ("page", "sent"), [("65001", b"%E6%97%A5"), ("932", b"%93%FA"), ("936", b"%C8%D5"), ("1252", b"?")]
)
def test_a_code_page_writes_the_query(whttp: Whttp, raw_server: Start, page: str, sent: bytes) -> None:
    server = raw_server(reply())
    assert whttp("get", server.url("/\u65e5?q=\u65e5"), "--codepage", page).status == 0
    assert target(server.request) == b"/%E6%97%A5?q=" + sent


@posix
@pytest.mark.parametrize("page", ["1252", "932"])
def test_octets_that_are_no_text_have_no_place_in_a_code_page(
    whttp: Whttp, raw_server: Start, page: str
) -> None:
    server = raw_server(reply())
    done = whttp("get", server.url(f"/?q={LONE}"), "--codepage", page)
    assert done.status == 0, done
    assert target(server.request) in (b"/?q=?", b"/?q=%3F", b"/?q=%FF")
