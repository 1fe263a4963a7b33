"""ENABLETRACING: the trace log."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
LINE = re.compile(r"\d\d:\d\d:\d\d\.\d{3} ::\*(Session|\d{7})\* :: .*")


def logs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.log"))


def test_every_request_of_the_run_is_in_the_log(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server({"/": redirect("/b"), "/b": OK})
    there = ("--enabletracing", "--trace-file-prefix", tmp_path / "case")
    done = whttp("get", server.url(), server.url("/b"), *there)
    (log,) = logs(tmp_path)
    assert (done.status, done.out, done.err) == (0, "okok", f"whttp: trace {log}\n")
    assert re.fullmatch(r"case-whttp\.\d{8}-\d{6}\.\d+\.log", log.name)
    lines = log.read_text("ascii").splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    assert [line[12:] for line in (lines[0], lines[-1])] == [
        " ::*Session* :: session opened",
        " ::*Session* :: session closed",
    ]
    assert [line.split()[1] for line in lines if "> GET" in line] == [
        "::*0000001*",
        "::*0000001*",
        "::*0000002*",
    ]


def test_without_the_option_there_is_no_log(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    done = whttp("get", raw_server(OK).url(), "--trace-file-prefix", tmp_path / "case")
    assert (done.status, done.err, logs(tmp_path)) == (0, "", [])


def test_a_failure_stands_in_the_log(whttp: Whttp, tmp_path: Path) -> None:
    there = ("--enabletracing", "--trace-file-prefix", tmp_path / "case")
    assert whttp("get", "http://127.0.0.1:1/", *there).status == 4
    (log,) = logs(tmp_path)
    assert "12029 ERROR_WINHTTP_CANNOT_CONNECT" in log.read_text("ascii")


def test_secrets_are_masked(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    url = raw_server(reply(200, b"", "Set-Cookie: sid=hidden1")).url("/?token=hidden2")
    there = ("--enabletracing", "--trace-file-prefix", tmp_path / "case")
    words = ("-u", "a:hidden3", "--auth-scheme", "basic", "-H", "Cookie: c=hidden4")
    assert whttp("get", url, *words, *there).status == 0
    (log,) = logs(tmp_path)
    assert "hidden" not in log.read_text("ascii")
    assert "Set-Cookie: sid=***" in log.read_text("ascii")


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_log_is_its_owners_and_in_the_state_folder(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(OK).url(), "--enabletracing", "-q")
    folder = whttp.home / ".local" / "state" / "whttp" / "trace"
    (log,) = logs(folder)
    assert (done.status, done.err) == (0, "")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_state_folder_keeps_the_newest_twenty(whttp: Whttp, raw_server: Start) -> None:
    state = whttp.home / "state"
    folder = state / "whttp" / "trace"
    folder.mkdir(parents=True)
    for number in range(25):
        (folder / f"whttp.20200101-0000{number:02}.1.log").write_text("", "utf-8")
    (folder / "mine.txt").write_text("", "utf-8")
    env = {"XDG_STATE_HOME": str(state), "LOCALAPPDATA": str(state)}
    assert whttp("get", raw_server(OK).url(), "--enabletracing", env=env).status == 0
    names = [log.name for log in logs(folder)]
    assert len(names) == 20
    assert names[0] == "whttp.20200101-000006.1.log"
    assert (folder / "mine.txt").exists()


def test_a_full_log_is_emptied_and_goes_on(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    url = raw_server(reply(200, b"", *(f"X-{number}: {'y' * 90}" for number in range(40)))).url()
    there = ("--enabletracing", "--trace-file-prefix", tmp_path / "case")
    assert whttp("get", url, url, *there, "--max-trace-file-size", 4096).status == 0
    (log,) = logs(tmp_path)
    text = log.read_text("ascii")
    assert log.stat().st_size <= 4096
    assert "the log was full and has been emptied" in text
    assert text.endswith("session closed\n")


def test_a_log_that_fits_is_whole(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    there = ("--enabletracing", "--trace-file-prefix", tmp_path / "case")
    assert whttp("get", raw_server(OK).url(), *there).status == 0
    (log,) = logs(tmp_path)
    assert "emptied" not in log.read_text("ascii")


def test_a_log_that_cannot_be_made_is_refused_before_anything_is_sent(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    server = raw_server(OK)
    there = ("--trace-file-prefix", tmp_path / "no" / "case")
    done = whttp("get", server.url(), "--enabletracing", *there)
    assert (done.status, server.requests) == (14, [])
    assert "No such file or directory" in done.err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ulimit -f raises SIGXFSZ")
def test_a_disk_that_fills_is_told_once_and_the_request_goes_on(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    server = raw_server(reply(200, b"ok", *(f"X-{number}: {'y' * 90}" for number in range(40))))
    limited = Whttp(whttp.home, ("prlimit", "--fsize=1024", *whttp.program))
    there = ("--enabletracing", "--trace-file-prefix", tmp_path / "case")
    done = limited("get", server.url(), *there)
    assert (done.status, done.out) == (14, "ok")
    assert done.err.count("File too large") == 1


def test_the_query_says_whether_it_is_on(whttp: Whttp, raw_server: Start) -> None:
    url = raw_server(OK).url()
    assert whttp("get", url, "--query", "enabletracing").out == "0\n"
    assert whttp("get", url, "--query", "enabletracing", "--enabletracing", "-q").out == "1\n"


def test_enabletracing_belongs_to_no_handle(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(OK)
    done = whttp("get", server.url(), "--set", "enabletracing@session=1")
    assert (done.status, server.requests) == (2, [])
    assert " 12018 " in done.err
