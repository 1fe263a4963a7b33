"""What a person sees on a real terminal, and what a pipe gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.lab.behaviours import chunked, cutting, redirect, reply
from tests.lab.certificates import CLIENT, DAY, Identity, leaf
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.terminal import Shown
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
Terminal = Callable[..., Shown]

SCHEMA = json.loads(Path(__file__).parents[2].joinpath("docs/schema/report-1.json").read_text("utf-8"))
JSON_TYPE = "Content-Type: application/json"


def labels(shown: Shown) -> list[str]:
    """The labels of the five lines at the end."""
    return [line.split()[0] for line in shown.lines[-6:] if line.startswith("  ") and line[2] != " "]


def test_a_terminal_shows_head_pretty_body_and_five_lines(
    terminal: Terminal, raw_server: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    server = raw_server(reply(200, b'{"name":"alice"}', JSON_TYPE), tls=server_context(localhost))
    shown = terminal("get", server.url(), "--ca-file", lab_ca_file, columns=120)
    assert shown.status == 0
    assert shown.lines[:3] == ("HTTP/1.1 200 OK", JSON_TYPE, "Content-Length: 16")
    assert shown.lines[4:7] == ("{", '  "name": "alice"', "}")
    assert labels(shown) == ["protocol", "cert", "security", "route", "time"]
    assert b'\x1b[36m"name"\x1b[0m' in shown.raw


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_rejected_certificate_fits_the_terminal(
    terminal: Terminal, raw_server: Start, lab_issuer: Identity, lab_ca_file: Path, columns: int
) -> None:
    bad = leaf(lab_issuer, "www.other.test", starts=-9 * DAY, ends=-5 * DAY, usages=(CLIENT,))
    server = raw_server(reply(), tls=server_context(bad))
    shown = terminal("get", server.url(), "--ca-file", lab_ca_file, columns=columns)
    assert shown.status == 7
    assert shown.lines[0] == "whttp: certificate rejected: 3 of 8 checks failed"
    failing = [line.split()[1] for line in shown.lines if line.startswith("  FAIL")]
    assert failing == ["name", "date", "usage"]
    assert "CERT_CN_INVALID | CERT_DATE_INVALID | CERT_WRONG_USAGE = 0x70" in " ".join(shown.text.split())
    assert all(len(line) < columns for line in shown.lines)


def test_the_trace_does_not_break_into_a_line_of_the_body(terminal: Terminal, raw_server: Start) -> None:
    text = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nno end"
    shown = terminal("get", raw_server(cutting(text)).url(), "-v", columns=120)
    assert shown.status == 12
    after = shown.lines.index("no end") + 1
    assert shown.lines[after].startswith("* close ")


def test_no_control_byte_of_a_server_reaches_a_terminal(terminal: Terminal, raw_server: Start) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m"
    server = raw_server(
        reply(200, evil.encode("latin-1"), "Content-Type: text/plain", f"X-Evil: a{evil}")
    )
    for flags in ((), ("-v",), ("-i",), ("-vv",)):
        raw = terminal("get", server.url(), "--color", "never", *flags).raw
        assert not set(raw) & ({*range(0x20), 0x7F, 0x9B} - {0x0A, 0x0D})


def test_in_a_pipe_the_same_bytes_are_untouched(whttp: Whttp, raw_server: Start) -> None:
    body = b"\x1b[2J\x00\r\n\xff"
    done = whttp("get", raw_server(reply(200, body, "Content-Type: text/plain")).url())
    assert (done.stdout, done.err) == (body, "")


def test_a_binary_body_is_not_printed(terminal: Terminal, raw_server: Start) -> None:
    shown = terminal("get", raw_server(reply(200, b"\x89PNG\0", "Content-Type: image/png")).url())
    assert "binary body, 5 bytes, not printed; use -o FILE" in shown.text


def test_the_charset_flag_decides_how_a_body_is_read(terminal: Terminal, raw_server: Start) -> None:
    server = raw_server(reply(200, b"K\xe4se", "Content-Type: text/plain"))
    assert "Käse" in terminal("get", server.url(), "--charset", "windows-1252").text
    assert "K\\xe4se" in terminal("get", server.url()).text


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_the_environment_can_refuse_colour(
    terminal: Terminal, raw_server: Start, env: dict[str, str]
) -> None:
    assert b"\x1b" not in terminal("get", raw_server(reply(200, b"x")).url(), env=env).raw


def test_colour_is_decided_per_stream(terminal: Terminal, raw_server: Start) -> None:
    server = raw_server(reply(200, b"{}", JSON_TYPE))
    shown = terminal("get", server.url(), "-v", terminal={"stderr"})
    assert shown.stdout == b"{}"
    assert b"\x1b[2m" in shown.raw
    piped = terminal("get", server.url(), "-v", terminal={"stdout"})
    assert b"\x1b" not in piped.stderr
    assert b"\x1b" in terminal("get", server.url(), "--color", "always", terminal={"stdout"}).raw


def test_quiet_leaves_only_the_exit_status(whttp: Whttp) -> None:
    loud, quiet = (whttp("get", "http://127.0.0.1:9/", *flags) for flags in ((), ("-q",)))
    assert (loud.status, quiet.status) == (4, 4)
    assert "12029" in loud.err
    assert (quiet.out, quiet.err) == ("", "")


def test_trailers_come_after_the_body(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(chunked(b"x", trailers=("X-Sum: 1",)))
    assert "< X-Sum: 1" in whttp("get", server.url(), "-v").err.splitlines()


# --- --json -------------------------------------------------------------------------------------------


def document(whttp: Whttp, *arguments: Any) -> tuple[int, dict[str, Any]]:
    done = whttp(*arguments, "--json")
    assert done.err == ""
    parsed: dict[str, Any] = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(parsed)
    return done.status, parsed


def test_the_document_of_a_real_exchange_keeps_the_schema(
    whttp: Whttp, raw_server: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    answers = {"/": redirect("/x"), "/x": reply(200, b"hello")}
    server = raw_server(answers, tls=server_context(localhost))
    status, whole = document(whttp, "get", server.url(), "--ca-file", lab_ca_file)
    assert (status, whole["status"], len(whole["exchanges"])) == (0, 200, 2)
    assert whole["body"]["length"] == 5
    assert whole["exchanges"][1]["connection"]["reused"]
    assert whole["exchanges"][1]["tls"]["version"] == "TLS 1.3"


def test_the_document_of_a_refused_certificate_keeps_the_schema(
    whttp: Whttp, raw_server: Start, lab_issuer: Identity
) -> None:
    server = raw_server(reply(), tls=server_context(leaf(lab_issuer, "localhost")))
    status, whole = document(whttp, "get", server.url())
    assert (status, whole["failure"]["exit_status"], whole["failure"]["code"]) == (7, 7, 12175)
    assert whole["exchanges"][0]["certificate"]["faults"] == ["unknown-ca"]
    assert whole["response"] is None


def test_the_document_of_a_refused_connection_keeps_the_schema(whttp: Whttp) -> None:
    status, whole = document(whttp, "get", "http://127.0.0.1:9/")
    assert (status, whole["failure"]["extended"]) == (4, 10061)
    assert whole["exchanges"][0]["attempts"][0]["error"]
