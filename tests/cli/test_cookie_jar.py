"""--cookie-jar between runs, with curl's in both directions, and against floods."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.client import body
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]

SETTING = reply(
    200,
    b"",
    "Set-Cookie: session=1; Path=/",
    "Set-Cookie: kept=2; Max-Age=3600; HttpOnly",
    "Set-Cookie: gone=3; Max-Age=-1",
    "Set-Cookie: empty=; Path=/",
    "Set-Cookie: sub=4; Path=/sub",
)


def cookies(request: bytes) -> set[str]:
    """The pairs of a request's Cookie line."""
    (line,) = [line for line in request.decode().split("\r\n") if line.lower().startswith("cookie: ")]
    return set(line.partition(": ")[2].split("; "))


KEPT = {"session=1", "kept=2", "empty="}


def test_curl_sends_what_whttp_kept(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(SETTING, reply())
    assert whttp("get", server.url(), "--cookie-jar", tmp_path / "jar").status == 0
    body("--cookie", tmp_path / "jar", server.url())
    assert cookies(server.requests[1]) == KEPT


def test_whttp_sends_what_curl_kept(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(SETTING, reply())
    body("--cookie-jar", tmp_path / "jar", server.url())
    assert whttp("get", server.url(), "--cookie-jar", tmp_path / "jar").status == 0
    assert cookies(server.requests[1]) == KEPT


def test_they_can_take_turns_with_one_jar(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    jar = tmp_path / "jar"
    server = raw_server(
        reply(200, b"", "Set-Cookie: a=1; Max-Age=9999"),
        reply(200, b"", "Set-Cookie: b=2; Max-Age=9999"),
        reply(200, b"", "Set-Cookie: a=; Max-Age=0"),
        reply(),
    )
    body("--cookie", jar, "--cookie-jar", jar, server.url())
    assert whttp("get", server.url(), "--cookie-jar", jar).status == 0
    body("--cookie", jar, "--cookie-jar", jar, server.url())
    assert whttp("get", server.url(), "--cookie-jar", jar).status == 0
    assert [cookies(request) for request in server.requests[1:]] == [
        {"a=1"},
        {"a=1", "b=2"},
        {"b=2"},
    ]


def test_the_jar_is_its_owners_alone(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    whttp("get", raw_server(SETTING).url(), "--cookie-jar", tmp_path / "jar")
    if sys.platform != "win32":
        assert stat.S_IMODE(os.stat(tmp_path / "jar").st_mode) == 0o600


def test_runs_at_the_same_time_lose_nothing(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    answers = {f"/{n}": reply(200, b"", f"Set-Cookie: c{n}=1; Path=/; Max-Age=99") for n in range(6)}
    server = raw_server({**answers, "/all": reply()})
    runs = [whttp.start("get", server.url(f"/{n}"), "--cookie-jar", tmp_path / "jar") for n in range(6)]
    for run in runs:
        with run:
            assert run.finish().status == 0
    assert whttp("get", server.url("/all"), "--cookie-jar", tmp_path / "jar").status == 0
    assert cookies(server.requests[-1]) == {f"c{n}=1" for n in range(6)}


# --- files that are no jars ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["garbage\n", "\0" * 100, "key = value\n" * 1000])
def test_a_file_of_another_kind_is_never_written_over(
    whttp: Whttp, raw_server: Start, tmp_path: Path, text: str
) -> None:
    jar = tmp_path / "notes.txt"
    jar.write_text(text)
    done = whttp("get", raw_server(SETTING).url(), "--cookie-jar", jar)
    assert (done.status, "not a cookie file" in done.err) == (14, True), done
    assert jar.read_text() == text


def test_a_place_that_is_not_there_is_status_14(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    done = whttp("get", raw_server(SETTING).url(), "--cookie-jar", tmp_path / "none" / "jar")
    assert (done.status, "No such file or directory" in done.err) == (14, True), done
    assert not (tmp_path / "none").exists()


# --- floods -------------------------------------------------------------------------------------------


def test_ten_thousand_cookies_in_one_answer_are_too_many_lines(whttp: Whttp, raw_server: Start) -> None:
    flood = reply(200, b"", *(f"Set-Cookie: c{number}=v" for number in range(10_000)))
    done = whttp("get", raw_server(flood).url(), "--max-response-header-size", "1000000")
    assert (done.status, "12181" in done.err) == (13, True), done


def test_ten_thousand_cookies_one_after_the_other_leave_a_bounded_jar(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    floods = [
        reply(200, b"", *(f"Set-Cookie: c{start + n}=v; Max-Age=999" for n in range(2500)))
        for start in range(0, 10_000, 2500)
    ]
    server = raw_server(*floods, reply())
    flags = ("--max-response-header-size", "1000000", "--cookie-jar", tmp_path / "jar")
    assert whttp("get", *[server.url()] * 5, *flags).status == 0
    sent = cookies(server.requests[-1])
    assert len(sent) == 180
    assert "c9999=v" in sent
    assert len((tmp_path / "jar").read_text().splitlines()) < 200


def test_a_cookie_of_a_hundred_kilobytes_is_passed_over(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"", "Set-Cookie: big=" + "x" * 100_000, "Set-Cookie: a=1"), reply())
    done = whttp("get", *[server.url()] * 2, "--max-response-header-size", "1000000", "-v")
    assert cookies(server.requests[1]) == {"a=1"}
    assert "Set-Cookie 'big' passed over" in done.err


REFUSED = [
    "a=1; Domain=evil.test",
    "a=1; Domain=.com",
    "a=1; Domain=0.1",
    "a=1; Secure",
    "__Host-a=1; Path=/",
    "__Secure-a=1",
    "a=1; Max-Age=0",
    "a=1; Max-Age=-99999999999999999999",
    "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "a=\x01",
    "=1",
    "",
    ";",
]
TAKEN = [
    "a=1",
    "a=1; Domain=127.0.0.1",
    "a=1; Max-Age=99999999999999999999",
    "a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT",
    "a=1; Expires=Mon, 99 Foo 99999 99:99:99",
    "a=1; Max-Age=soon",
    "a=1; SameSite=Whatever; Priority=High; ;=;",
    "  a = 1 ; Path = / ",
    "a=1; Path=no-slash",
]


@pytest.mark.parametrize("line", [*REFUSED, *TAKEN], ids=repr)
def test_odd_cookies_are_taken_or_passed_over(whttp: Whttp, raw_server: Start, line: str) -> None:
    server = raw_server(reply(200, b"", f"Set-Cookie: {line}", "Set-Cookie: b=2"), reply())
    assert whttp("get", *[server.url()] * 2).status == 0
    assert cookies(server.requests[1]) == ({"a=1", "b=2"} if line in TAKEN else {"b=2"})
