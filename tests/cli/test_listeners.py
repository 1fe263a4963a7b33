"""-D and the progress line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.lab.behaviours import redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]


def test_the_heads_of_all_answers_go_to_a_file(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server({"/": redirect("/b"), "/b": reply(200, b"x", "X: y")})
    done = whttp("get", server.url(), "-D", tmp_path / "heads")
    assert (done.status, done.stdout) == (0, b"x")
    heads = (tmp_path / "heads").read_bytes().split(b"\r\n\r\n")
    assert heads[0].startswith(b"HTTP/1.1 302 Found\r\nLocation: /b")
    assert heads[1].startswith(b"HTTP/1.1 200 OK\r\nX: y")


def test_heads_to_standard_output_come_before_the_body(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), "-D", "-")
    assert done.stdout == b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"


def test_nothing_of_progress_in_a_pipe(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    done = whttp("get", raw_server(reply(200, b"x" * 10**6)).url(), "-o", tmp_path / "f")
    assert (done.status, done.err) == (0, "")
