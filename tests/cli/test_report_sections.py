"""--report-sections: the facts of every exchange in full, on standard error."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.terminal import Shown
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
TITLES = {
    "settings": "SETTINGS",
    "route": "ROUTE",
    "tls": "TLS ",
    "certificate": "CHAIN",
    "request": "REQUEST",
    "response": "RESPONSE",
    "redirect": "REDIRECT",
    "timing": "TIMING",
}


@pytest.fixture
def server(raw_server: Start, localhost: Identity) -> RawServer:
    """A redirect, then a coded body, over TLS."""
    coded = reply(200, gzip.compress(b"x" * 99), "Content-Encoding: gzip", "Set-Cookie: id=s3cret")
    return raw_server({"/": redirect("/x"), "/x": coded}, tls=server_context(localhost))


def sections(whttp: Whttp, server: RawServer, ca_file: Path, asked: str, *flags: str) -> str:
    done = whttp("get", server.url(), "--ca-file", ca_file, "--report-sections", asked, *flags)
    assert done.status == 0, done
    return done.err


@pytest.mark.parametrize("asked", TITLES)
def test_a_section_is_there_when_asked_for_and_not_else(
    whttp: Whttp, server: RawServer, lab_ca_file: Path, asked: str
) -> None:
    lines = sections(whttp, server, lab_ca_file, asked).splitlines()
    titles = {word for word, title in TITLES.items() if any(line.startswith(title) for line in lines)}
    assert titles == {asked}


def test_every_exchange_has_its_own(whttp: Whttp, server: RawServer, lab_ca_file: Path) -> None:
    text = sections(whttp, server, lab_ca_file, "all", "--decompression", "all")
    assert f"exchange 1 of 2, initial: GET {server.url()}" in text
    assert f"exchange 2 of 2, redirect: GET {server.url('/x')}" in text
    assert f"REDIRECT followed to {server.url('/x')}" in text
    assert "decoded     gzip to 99 bytes; Content-Encoding, Content-Length taken out" in text
    assert text.count("TIMING") == 2


def test_the_summary_comes_first(whttp: Whttp, server: RawServer, lab_ca_file: Path) -> None:
    text = sections(whttp, server, lab_ca_file, "timing")
    assert text.index("  protocol") < text.index("TIMING")


def test_secrets_are_masked(whttp: Whttp, server: RawServer, lab_ca_file: Path) -> None:
    given = ("-H", "Authorization: Bearer s3cret")
    assert "s3cret" not in sections(whttp, server, lab_ca_file, "all", *given)
    assert "s3cret" in sections(whttp, server, lab_ca_file, "all", *given, "--show-secrets")


def test_a_failure_is_followed_by_what_is_known(whttp: Whttp) -> None:
    done = whttp("get", "http://127.0.0.1:9/", "--report-sections", "all")
    assert done.status == 4
    assert "tried       127.0.0.1:9: connection refused (10061)" in done.err
    assert "RESPONSE" not in done.err
    assert whttp("get", "http://127.0.0.1:9/", "--report-sections", "all", "-q").err == ""


def test_the_body_stays_alone_on_standard_output(
    whttp: Whttp, raw_server: Start, lab_ca_file: Path
) -> None:
    done = whttp("get", raw_server(reply(200, b"body")).url(), "--report-sections", "all")
    assert done.stdout == b"body"


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_lines_keep_to_the_terminal(
    terminal: Callable[..., Shown], server: RawServer, lab_ca_file: Path, columns: int
) -> None:
    flags = ("--ca-file", lab_ca_file, "--report-sections", "timing,redirect,response,request")
    shown = terminal("get", server.url(), *flags, columns=columns, rows=300)
    assert shown.status == 0
    assert any(line.startswith("TIMING") for line in shown.lines)
    assert all(len(line) <= columns for line in shown.lines)


def test_a_hostile_answer_stays_printable(whttp: Whttp, raw_server: Start) -> None:
    evil = reply(200, b"", "X: \x1b]0;owned\x07\x9b2J")
    err = whttp("get", raw_server(evil).url(), "--report-sections", "all").err
    assert not {"\x1b", "\x07", "\x9b"} & set(err)


@pytest.mark.parametrize("asked", ["everything", "tls,", "0x1000"])
def test_a_section_that_does_not_exist_is_refused(whttp: Whttp, asked: str) -> None:
    assert whttp("get", "http://127.0.0.1:9/", "--report-sections", asked).status == 2
