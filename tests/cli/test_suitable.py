"""Flags that a command has no use for, by the installed command: one line with the origin, and nothing
is sent or written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
REFUSED = [
    (("tls", "SERVER", "-D", "heads"), "--dump-header: whttp tls has no use for it"),
    (("tls", "SERVER", "-o", "body"), "--output: whttp tls has no use for it"),
    (("tls", "SERVER", "--har", "x.har"), "--har: whttp tls has no use for it"),
    (("tls", "SERVER", "--set", "har=x.har"), "--set har: whttp tls has no use for it"),
    (("-L", "tls", "SERVER"), "-L: whttp tls has no use for it"),
    (("tls", "SERVER", "-u", "alice"), "--user: whttp tls has no use for it"),
    (("tls", "SERVER", "--no-fail"), "--no-fail: whttp tls has no use for it"),
    (("compare", "SERVER", "--with", "output=x", "--with", "proxy=none"), "--with output: whttp compare"),
    (("proxy", "explain", "SERVER", "-d", "x"), "--data: whttp proxy explain has no use for it"),
    (
        ("proxy", "show", "--connect-timeout", "5"),
        "--connect-timeout: whttp proxy show has no use for it",
    ),
    (("proxy", "import", "FILE", "-x", "px"), "--proxy: whttp proxy import has no use for it"),
    (("config", "check", "-x", "px"), "--proxy: whttp config check has no use for it"),
    (("config", "init", "-o", "x"), "--output: whttp config init has no use for it"),
    (("credentials", "list", "-u", "alice"), "--user: whttp credentials list has no use for it"),
    (("passport", "sign-out", "-o", "x"), "--output: whttp passport sign-out has no use for it"),
    (("ws", "SERVER", "-o", "x"), "--output: whttp ws has no use for it"),
    (("ws", "SERVER", "--retry", "2"), "--retry: whttp ws has no use for it"),
    (("ws", "SERVER", "--curl"), "--curl: whttp ws has no use for it"),
    (("explain", "12002", "-f"), "--fail: whttp explain has no use for it"),
    (("tls", "SERVER", "--dry-run"), "--dry-run: whttp tls has no use for it"),
]


@pytest.fixture
def server(raw_server: Start, localhost: Identity) -> RawServer:
    return raw_server(reply(200, b"hello"), tls=server_context(localhost))


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=lambda item: str(item))
def test_a_flag_without_effect_is_refused(
    whttp: Whttp, server: RawServer, arguments: tuple[str, ...], words: str
) -> None:
    done = whttp(*(server.url() if word == "SERVER" else word for word in arguments))
    assert (done.status, done.out) == (2, ""), done
    assert done.err.startswith(f"whttp: {words}"), done
    assert (server.connections, list(whttp.home.iterdir())) == ([], [])


def test_a_file_and_an_environment_that_serve_requests_disturb_no_other_command(
    whttp: Whttp, server: RawServer, lab_ca_file: Path
) -> None:
    whttp.configure('dump_header = "heads"\noutput = "body"\nuser_agent = "x"\n')
    env = {"WHTTP_HAR": "x.har", "WHTTP_QUERY": "status", "WHTTP_FAIL": "true"}
    assert whttp("tls", server.authority, "--ca-file", lab_ca_file, env=env).status == 0
    assert whttp("tls", lab_ca_file, env=env).status == 0
    assert whttp("proxy", "show", env=env).status == 0
    assert [path.name for path in whttp.home.iterdir()] == [".config"]


def test_help_lists_what_is_of_use(whttp: Whttp) -> None:
    assert "--dump-header" not in whttp("tls", "--help").out
    assert "--dump-header" in whttp("get", "--help").out
    assert "--secure-protocols" in whttp("tls", "--help").out


@pytest.mark.parametrize("command", [("explain", "12002"), ("config", "show")])
def test_width_and_colour_act_on_every_command_that_prints(
    whttp: Whttp, command: tuple[str, ...]
) -> None:
    env = {"WHTTP_USER_AGENT": "something with many words in it"}
    narrow = whttp(*command, "--width", "40", env=env).out.splitlines()
    assert len(narrow) > len(whttp(*command, env=env).out.splitlines())
