"""--netrc and --netrc-file: read when asked for, used when challenged, for the host it names."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.wire import values
from tests.lab.behaviours import redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
LOG_IN = reply(401, b"log in", 'WWW-Authenticate: Basic realm="x"')
TEXT = "machine 127.0.0.1 login alice password wonder\n"


def basic(pair: str) -> list[str]:
    return [f"Basic {b64encode(pair.encode()).decode()}"]


def sent(server: RawServer) -> list[list[str]]:
    """The Authorization lines of each request."""
    return [values(request, "Authorization") for request in server.requests]


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.fixture
def usual(whttp: Whttp) -> Path:
    """~/.netrc with one entry."""
    return write(whttp.home / ".netrc", TEXT)


def test_the_entry_answers_the_challenge_and_is_not_sent_before(
    whttp: Whttp, raw_server: Start, usual: Path
) -> None:
    server = raw_server(LOG_IN, OK)
    assert whttp("get", server.url(), "--netrc").out == "ok"
    assert sent(server) == [[], basic("alice:wonder")]


def test_unasked_the_file_is_not_used(whttp: Whttp, raw_server: Start, usual: Path) -> None:
    server = raw_server(LOG_IN)
    assert whttp("get", server.url()).out == "log in"
    assert sent(server) == [[]]


def test_the_variable_names_another_file_and_the_flag_one_before_it(
    whttp: Whttp, raw_server: Start, usual: Path, tmp_path: Path
) -> None:
    server = raw_server(LOG_IN, OK, LOG_IN, OK)
    by_variable = write(tmp_path / "variable", TEXT.replace("alice", "bob"))
    by_flag = write(tmp_path / "flag", TEXT.replace("alice", "carol"))
    env = {"NETRC": str(by_variable)}
    whttp("get", server.url(), "--netrc", env=env)
    whttp("get", server.url(), "--netrc-file", by_flag, env=env)
    assert sent(server)[1::2] == [basic("bob:wonder"), basic("carol:wonder")]


def test_the_variable_alone_asks_for_nothing(whttp: Whttp, raw_server: Start, usual: Path) -> None:
    server = raw_server(LOG_IN)
    whttp("get", server.url(), env={"NETRC": str(usual)})
    assert sent(server) == [[]]


def test_quoted_tokens_may_hold_blanks_quotes_and_hashes(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    server = raw_server(LOG_IN, OK)
    file = write(tmp_path / "n", '# mine\nmachine "127.0.0.1" login "a b" password "x \\" #1"\n')
    whttp("get", server.url(), "--netrc-file", file)
    assert sent(server)[1] == basic('a b:x " #1')


@pytest.mark.parametrize("host", ["27.0.0.1", "127.0.0.11", "0.0.1", "*.0.0.1"])
def test_another_hosts_entry_is_not_used(
    whttp: Whttp, raw_server: Start, tmp_path: Path, host: str
) -> None:
    server = raw_server(LOG_IN)
    file = write(tmp_path / "n", TEXT.replace("127.0.0.1", host))
    assert whttp("get", server.url(), "--netrc-file", file).out == "log in"
    assert sent(server) == [[]]


def test_hosts_are_compared_without_case(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(LOG_IN, OK)
    file = write(tmp_path / "n", TEXT.replace("127.0.0.1", "LOCALHOST"))
    whttp("get", f"http://LocalHost:{server.port}/", "-4", "--netrc-file", file)
    assert sent(server)[1] == basic("alice:wonder")


def test_default_is_for_hosts_that_have_no_entry(whttp: Whttp, raw_server: Start, usual: Path) -> None:
    server = raw_server(LOG_IN, OK, LOG_IN, OK)
    write(usual, f"{TEXT}default login any password body\n")
    whttp("get", server.url(), "--netrc")
    whttp("get", f"http://localhost:{server.port}/", "-4", "--netrc")
    assert sent(server)[1::2] == [basic("alice:wonder"), basic("any:body")]


def test_a_redirect_to_another_origin_does_not_take_it_along(
    whttp: Whttp, raw_server: Start, usual: Path
) -> None:
    other = raw_server(LOG_IN)
    server = raw_server(LOG_IN, redirect(other.url()))
    assert whttp("get", server.url(), "--netrc").out == "log in"
    assert sent(server)[1] == basic("alice:wonder")
    assert sent(other) == [[]]


def test_of_several_urls_each_is_given_its_own_entry(
    whttp: Whttp, raw_server: Start, usual: Path
) -> None:
    server = raw_server(LOG_IN, OK, LOG_IN, OK)
    write(usual, f"{TEXT}machine localhost login bob password build\n")
    whttp("get", server.url(), f"http://localhost:{server.port}/", "-4", "--netrc")
    assert sent(server)[1::2] == [basic("alice:wonder"), basic("bob:build")]


def test_a_password_given_otherwise_wins(whttp: Whttp, raw_server: Start, usual: Path) -> None:
    server = raw_server(LOG_IN, OK)
    whttp("get", server.url(), "--netrc", "-u", "carol:own")
    assert sent(server)[1] == basic("carol:own")


@pytest.mark.parametrize(("name", "wanted"), [("alice", [[], basic("alice:wonder")]), ("bob", [[]])])
def test_with_a_user_name_the_entry_must_be_that_users(
    whttp: Whttp, raw_server: Start, usual: Path, name: str, wanted: list[list[str]]
) -> None:
    server = raw_server(LOG_IN, OK)
    whttp("get", server.url(), "--netrc", "-u", name)
    assert sent(server) == wanted


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_open_to_others_is_refused(
    whttp: Whttp, raw_server: Start, usual: Path, mode: int
) -> None:
    server = raw_server(OK)
    usual.chmod(mode)
    refused = whttp("get", server.url(), "--netrc")
    assert refused.status == 2
    assert f"chmod 600 {usual}" in refused.err
    assert server.requests == []


@pytest.mark.parametrize(
    "text", ["machine h login a secret-word b", "secret-word", "machine h login a password \udcff"]
)
def test_a_broken_file_is_refused_and_not_quoted(whttp: Whttp, tmp_path: Path, text: str) -> None:
    file = write(tmp_path / "n", "")
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    refused = whttp("get", "http://h.test/", "--netrc-file", file)
    assert refused.status == 2
    assert f"{file} is not a netrc file" in refused.err
    assert "secret-word" not in refused.err


def test_what_is_no_small_regular_file_is_refused(whttp: Whttp, tmp_path: Path) -> None:
    big = write(tmp_path / "big", TEXT * 30000)
    for file in ("/dev/zero", tmp_path, big):
        assert whttp("get", "http://h.test/", "--netrc-file", file).status == 2


def test_a_named_file_must_be_there_and_the_usual_one_need_not(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(OK)
    missing = whttp("get", server.url(), "--netrc-file", "nowhere")
    assert (missing.status, "nowhere cannot be read" in missing.err) == (14, True)
    usual = whttp("get", server.url(), "--netrc", "-v")
    assert (usual.status, "netrc: there is no such file" in usual.err) == (0, True)


def test_a_stronger_no_netrc_switches_a_configured_file_off(
    whttp: Whttp, raw_server: Start, usual: Path
) -> None:
    server = raw_server(LOG_IN)
    whttp.configure(f'netrc_file = "{usual}"')
    whttp("get", server.url(), "--no-netrc")
    assert sent(server) == [[]]


def test_the_password_is_shown_nowhere_and_its_file_is_named(
    whttp: Whttp, raw_server: Start, usual: Path
) -> None:
    shown = whttp("get", raw_server(LOG_IN, OK).url(), "--netrc", "-v")
    assert f"netrc: {usual} has user name and password for 127.0.0.1" in shown.err
    assert "wonder" not in shown.err
    assert basic("alice:wonder")[0] not in shown.err
