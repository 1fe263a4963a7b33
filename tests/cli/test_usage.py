"""Bad input: one line with origin, number and status; nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import endless, hanging, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
URL = "http://127.0.0.1:1/"

REFUSED = [
    (["get", "ftp://h/"], 12006, "URL"),
    (["get", "http://"], 12005, "URL"),
    (["get", "http://h:99999/"], 12005, "URL"),
    (["get", URL, "--redirct-policy", "never"], 12009, "--redirect-policy?"),
    (["get", URL, "--redirect-policy", "sometimes"], 87, "--redirect-policy"),
    (["get", URL, "--redirect-policy", "3"], 87, "--redirect-policy"),
    (["get", URL, "--connect-timeout", "-2"], 87, "--connect-timeout"),
    (["get", URL, "--security-flags", "secure"], 87, "--security-flags"),
    (["get", URL, "--secure-protocols", "0x1"], 87, "--secure-protocols"),
    (["get", URL, "--set", "url=x"], 12011, "--set url"),
    (["get", URL, "--set", "tcp_keepalive=1"], 12009, "seed page"),
    (["get", URL, "--set", "152=1"], 12009, "seed page"),
    (["get", URL, "--set", "redirect_policy@connect=never"], 12018, "connect handle"),
    (["get", URL, "--query", "security_flagz"], 12009, "security_flags"),
    (["get", URL, "--query", "url@session"], 12018, "session handle"),
    (["get", URL, "-H", "no colon"], 12153, "--header"),
    (["get", URL, "-H", "A: b\r\nC: d"], 12153, "--header"),
    (["get", URL, "--as", "windows-12"], 87, "--as"),
    (["get", URL, "--unsafe-header-blocking", "1"], 12009, "reserved"),
    (["get", URL, "--worker-thread-count", "2", "--worker-thread-count", "2"], 12019, "once"),
    (["request", "G T", URL], 87, "METHOD"),
    (["get", URL, "--profile", "nowhere"], 87, "nowhere"),
    (["frob"], 87, "frob"),
    (["gte", URL], 87, "did you mean get?"),
    ([URL], 87, "whttp get URL fetches it"),
    (["get", "localhost:8080/x"], 12006, "did you mean https://localhost:8080/x?"),
    (["get", URL, "--query", "secure_protocols"], 87, "whttp config show -v"),
    (["get", URL, "--frobnicate-everything"], 12009, "whttp explain options"),
    (["get"], 87, "URL"),
]


@pytest.mark.parametrize(("arguments", "number", "named"), REFUSED)
def test_bad_input_is_refused_with_number_and_origin(
    whttp: Whttp, arguments: list[str], number: int, named: str
) -> None:
    done = whttp(*arguments)
    assert (done.status, done.out) == (2, ""), done
    assert done.err.startswith("whttp: ")
    assert f"{number} ERROR_" in done.err
    assert named in done.err


@pytest.mark.parametrize("known", [[], ["--json"], ["-vq", "-o", "file", "--no-progress"]])
def test_the_suggestions_do_not_depend_on_the_flags_that_are_right(
    whttp: Whttp, known: list[str]
) -> None:
    done = whttp("get", URL, *known, "--redirect-polcy", "never")
    assert "did you mean --redirect-policy?" in done.err


def test_a_flag_of_another_command_is_unknown(whttp: Whttp) -> None:
    assert "no such option: --with" in whttp("get", URL, "--with", "x=1").err


def test_an_unknown_key_in_the_file_names_file_and_suggestion(whttp: Whttp) -> None:
    whttp.configure("conect_timeout = 5")
    done = whttp("get", URL)
    assert done.status == 2
    assert "config.toml" in done.err
    assert "connect_timeout" in done.err


def test_an_unreadable_configuration_is_one_line(whttp: Whttp) -> None:
    whttp.config.mkdir(parents=True)
    done = whttp("get", URL)
    assert done.status == 2
    assert "config.toml" in done.err


def test_a_closed_pipe_is_quiet(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536))
    with whttp.start("get", server.url()) as running:
        assert running.process.stdout is not None
        running.process.stdout.read(10)
        running.process.stdout.close()
        assert running.process.stderr is not None
        assert running.process.stderr.read() == b""
        assert running.process.wait(30) == 141


@pytest.mark.parametrize(("how", "status"), [("interrupt", 130), ("terminate", 143)])
def test_signals_end_quietly_with_their_status(
    whttp: Whttp, raw_server: Start, how: str, status: int
) -> None:
    server = raw_server(hanging(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nstarted"))
    with whttp.start("get", server.url()) as running:
        assert running.process.stdout is not None
        assert running.process.stdout.read(7) == b"started"
        getattr(running, how)()
        assert running.process.stderr is not None
        assert b"Traceback" not in running.process.stderr.read()
        assert running.process.wait(30) == status


def test_an_unwritable_output_ends_with_14(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), "-o", tmp_path / "no" / "such")
    assert done.status == 14, done
    assert "such" in done.err


def test_a_vanished_body_file_ends_with_14(whttp: Whttp, tmp_path: Path) -> None:
    done = whttp("post", URL, "-d", f"@{tmp_path}/gone")
    assert done.status == 14, done


@pytest.mark.parametrize("flags", [["--version"], ["-V"], ["--version", "get"]])
def test_version_by_either_door_is_the_same(whttp: Whttp, flags: list[str]) -> None:
    assert whttp(*flags).out == whttp("--version").out
    assert whttp("--version").out.startswith("whttp ")
