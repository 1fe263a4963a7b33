"""--cookie-jar between runs, and between whttp and curl."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
SETTING = reply(
    200,
    b"",
    "Set-Cookie: own=1; HttpOnly",
    "Set-Cookie: wide=2; Path=/; Domain=site.test; Max-Age=600",
    "Set-Cookie: brief=3; Max-Age=0",
)
URL = "http://www.site.test/dir/page"


def cookies(server: RawServer) -> list[str]:
    """The cookies of the last request, in no order."""
    lines = server.requests[-1].decode("latin-1").split("\r\n")
    return sorted(pair for line in lines if line[:8] == "Cookie: " for pair in line[8:].split("; "))


def whttp_asks(whttp: Whttp, server: RawServer) -> None:
    to_server = f"::127.0.0.1:{server.port}"
    finished = whttp("get", URL, "--connect-to", to_server, "--cookie-jar", "jar")
    assert finished.status == 0, finished


def curl_asks(folder: Path, server: RawServer) -> None:
    jar = ["--cookie", "jar", "--cookie-jar", "jar", "--connect-to", f"::127.0.0.1:{server.port}"]
    command = ["curl", "-sS", "-o", os.devnull, "--max-time", "10", "--noproxy", "*", *jar, URL]
    environment = {"PATH": os.environ["PATH"]}
    subprocess.run(command, check=True, cwd=folder, env=environment, timeout=20)


def test_a_jar_lives_from_run_to_run_and_is_its_owners_alone(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(SETTING)
    whttp_asks(whttp, server)
    whttp_asks(whttp, server)
    assert cookies(server) == ["own=1", "wide=2"]
    if os.name != "nt":
        assert stat.S_IMODE((whttp.home / "jar").stat().st_mode) == 0o600


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs the curl command")
def test_curl_goes_on_with_our_jar_and_we_with_curls(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(SETTING, reply(200, b"", "Set-Cookie: late=4; Path=/"), reply(200))
    whttp_asks(whttp, server)
    curl_asks(whttp.home, server)
    assert cookies(server) == ["own=1", "wide=2"]
    whttp_asks(whttp, server)
    assert cookies(server) == ["late=4", "own=1", "wide=2"]


def test_runs_at_once_lose_no_cookie(whttp: Whttp, raw_server: Start) -> None:
    servers = [raw_server(reply(200, b"", f"Set-Cookie: n{number}=v; Path=/")) for number in range(4)]
    started = [whttp.start("get", server.url(), "--cookie-jar", "jar") for server in servers]
    assert [running.finish().status for running in started] == [0] * 4
    kept = (whttp.home / "jar").read_text()
    assert sorted(line.split("\t")[5] for line in kept.splitlines() if "\t" in line) == [
        "n0",
        "n1",
        "n2",
        "n3",
    ]


@pytest.mark.parametrize("made", ["directory", "text"])
def test_what_is_no_jar_is_status_14_before_anything_is_sent(
    whttp: Whttp, raw_server: Start, made: str
) -> None:
    server = raw_server(SETTING)
    if made == "directory":
        (whttp.home / "jar").mkdir()
    else:
        (whttp.home / "jar").write_text("my thesis")
    finished = whttp("get", server.url(), "--cookie-jar", "jar")
    assert finished.status == 14
    assert "cookie jar jar: " in finished.err
    assert server.connections == []


def test_a_jar_that_cannot_be_written_is_status_14_and_the_body_is_there(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(reply(200, b"body", "Set-Cookie: a=1"))
    finished = whttp("get", server.url(), "--cookie-jar", "no/such/folder/jar")
    assert (finished.status, finished.out) == (14, "body"), finished
    assert "No such file or directory" in finished.err
