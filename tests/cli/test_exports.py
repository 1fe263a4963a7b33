"""--curl and --har: a request and its exchanges for other tools."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
SECRET = "hunter2"


def fields(request: bytes) -> tuple[str, list[str], bytes]:
    """Request line, header lines in any order (a blank after the colon is nothing), body."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return first, sorted(line.rstrip() for line in lines), body


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    "arguments",
    [
        ("get",),
        ("head",),
        ("post", "-d", "a=1", "-d", "password=it's", "-u", "alice:pw", "--auth-scheme", "basic"),
        ("put", "-j", "name=alice", "-H", "X-Empty:", "--decompression", "all"),
        (
            "patch",
            "-d",
            "x",
            "-H",
            f"Authorization: Bearer {SECRET}",
            "-b",
            "id=1",
            "--http-version",
            "1.0",
        ),
        ("post", "-F", "title=photo", "-F", "note=a;type=text/plain"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_the_curl_line_sends_what_whttp_sends(
    whttp: Whttp, raw_server: Start, arguments: tuple[str, ...]
) -> None:
    server = raw_server(reply())
    method, *flags = arguments
    url = server.url("/a/../b%20c?x=[1]&token=t$1")
    line = whttp(method, url, *flags, "--curl", "--show-secrets").out
    assert server.connections == []
    assert whttp(method, url, *flags).status == 0
    subprocess.run(["sh", "-c", f"set -u\n{line}"], check=True, capture_output=True, timeout=30)
    ours, curls = (fields(request) for request in server.requests)
    assert without_boundary(curls) == without_boundary(ours)


def without_boundary(seen: tuple[str, list[str], bytes]) -> tuple[str, list[str], bytes]:
    """A multipart boundary is new in every run."""
    first, lines, body = seen
    for line in lines:
        _, found, boundary = line.partition("boundary=")
        if found:
            mark = boundary.strip('"')
            lines = [each.replace(mark, "BOUNDARY") for each in lines]
            body = body.replace(mark.encode(), b"BOUNDARY")
    return first, lines, body


def test_the_curl_line_names_its_variables_and_shows_no_secret(whttp: Whttp) -> None:
    done = whttp("get", "http://h.test/", "-H", f"Authorization: Bearer {SECRET}", "--curl")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("# set first: AUTHORIZATION\ncurl ")
    assert SECRET not in done.out


# --- --har --------------------------------------------------------------------------------------------


def archive(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["log"]["entries"]
    return entries


def test_every_exchange_of_every_url_is_an_entry(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server({"/": redirect("/x"), "/x": reply(200, b"hello"), "/y": reply(404)})
    done = whttp("get", server.url(), server.url("/y"), "--har", tmp_path / "t.har")
    assert (done.status, done.stdout) == (0, b"hello")
    entries = archive(tmp_path / "t.har")
    assert [entry["response"]["status"] for entry in entries] == [302, 200, 404]
    assert entries[1]["response"]["content"]["text"] == "hello"


def test_a_failure_is_an_entry_too(whttp: Whttp, tmp_path: Path) -> None:
    assert whttp("get", "http://127.0.0.1:9/", "--har", tmp_path / "t.har").status == 4
    (entry,) = archive(tmp_path / "t.har")
    assert (entry["response"]["status"], bool(entry["_error"])) == (0, True)


@pytest.mark.parametrize("show", [False, True])
def test_credentials_are_masked_unless_asked_for(
    whttp: Whttp, raw_server: Start, tmp_path: Path, show: bool
) -> None:
    server = raw_server(reply(200, b"", f"Set-Cookie: id={SECRET}"))
    flags = ("--show-secrets",) if show else ()
    whttp(
        "get", server.url(f"/?token={SECRET}"), "-b", f"a={SECRET}", "--har", tmp_path / "t.har", *flags
    )
    assert ((tmp_path / "t.har").read_text().count(SECRET) > 3) is show


def test_an_archive_that_cannot_be_written_is_status_14(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    done = whttp("get", raw_server(reply(200, b"x")).url(), "--har", tmp_path / "file" / "t.har")
    assert done.status == 14
    assert done.stdout == b"x"
    assert "Traceback" not in done.err


def test_a_device_takes_an_archive(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), "-o", "/dev/null", "--har", "/dev/stdout")
    assert json.loads(done.stdout)["log"]["version"] == "1.2"
