"""Standard streams that are full, closed or gone: a status that tells, and never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Finished, Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def redirected(whttp: Whttp, redirection: str, *arguments: str) -> Finished:
    """A run whose streams the shell redirects."""
    shell = ("sh", "-c", f'exec "$0" "$@" {redirection}')
    return replace(whttp, program=(*shell, *whttp.program))(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("get", "URL"),
        ("get", "URL", "-i"),
        ("get", "URL", "--json"),
        ("get", "URL", "--query", "status"),
        ("get", "URL", "--dry-run"),
        ("explain", "options"),
        ("--help",),
        ("--version",),
    ],
    ids=" ".join,
)
def test_a_full_disk_behind_standard_output_is_status_14(
    whttp: Whttp, raw_server: Start, arguments: tuple[str, ...]
) -> None:
    url = raw_server(reply(200, b"x")).url()
    done = redirected(whttp, "> /dev/full", *(url if word == "URL" else word for word in arguments))
    assert (done.status, done.err) == (14, "whttp: standard output: No space left on device\n")


def test_a_disk_with_room_is_no_failure(whttp: Whttp, raw_server: Start) -> None:
    done = redirected(whttp, "> /dev/null", "get", raw_server(reply(200, b"x")).url())
    assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("get", "ftp://h/"), 2),
        (("get", "http://127.0.0.1:9/"), 4),
        (("get", "http://127.0.0.1:9/", "-v"), 4),
        (("get", "http://127.0.0.1:9/", "--callback", "stderr"), 4),
        (("tls", "127.0.0.1:9", "--query", "url"), 4),
        (("get", "URL", "-v"), 0),
        (("get", "URL", "-f", "-v"), 22),
        (("get", "URL", "--expect", "status=200"), 20),
        (("get", "URL", "--password", "x"), 0),
    ],
)
def test_standard_error_that_takes_nothing_changes_no_status(
    whttp: Whttp, raw_server: Start, arguments: tuple[str, ...], status: int
) -> None:
    url = raw_server(reply(404, b"x")).url()
    words = [url if word == "URL" else word for word in arguments]
    assert redirected(whttp, "2> /dev/full", *words).status == status


def test_nor_does_one_whose_reader_has_left(whttp: Whttp, raw_server: Start) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        with whttp.start("get", raw_server(reply(200, b"x")).url(), "-v", stderr=writing) as run:
            done = run.finish()
    finally:
        os.close(writing)
    assert (done.status, done.stdout) == (0, b"x")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_is_no_bug(whttp: Whttp, raw_server: Start, closed: str) -> None:
    done = redirected(whttp, closed, "get", raw_server(reply(200, b"x")).url())
    assert (done.status, done.err) == (0, "")
    refused = redirected(whttp, closed, "get", "http://127.0.0.1:9/")
    assert (refused.status, "Traceback" in refused.err) == (4, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE status")
@pytest.mark.parametrize("arguments", [("--help",), ("explain", "options")])
def test_a_reader_that_leaves_ends_it_quietly_with_141(whttp: Whttp, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = whttp.start(*arguments, stdout=writing).finish()
    finally:
        os.close(writing)
    assert (done.status, done.stderr) == (141, b"")
