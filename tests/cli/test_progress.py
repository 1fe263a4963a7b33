"""The progress line on a real terminal: what it says, where it is not, and what Ctrl-C leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from tests.lab.behaviours import hanging
from tests.lab.raw_server import RawServer
from tests.lab.terminal import Shown

Start = Callable[..., RawServer]
Terminal = Callable[..., Shown]

CUT = b'HTTP/1.1 200 OK\r\nContent-Length: 10240\r\nETag: "v1"\r\n\r\n' + bytes(4096)
CONTROL_C = b"\x03"


@pytest.mark.parametrize("columns", [80, 120])
def test_a_download_shows_its_share_and_control_c_leaves_part_and_terminal_right(
    terminal: Terminal, raw_server: Start, tmp_path: Path, columns: int
) -> None:
    shown = terminal(
        "get",
        raw_server(hanging(CUT)).url(),
        "-o",
        tmp_path / "f",
        columns=columns,
        talk=[(b"4.0/10.0 KiB", CONTROL_C)],
    )
    assert shown.status == 130
    assert (tmp_path / "f.part").read_bytes() == bytes(4096)
    assert not (tmp_path / "f").exists()
    told = " ".join(" ".join(shown.lines).split())
    assert "4096 bytes are in" in told
    assert "--continue goes on from there" in told
    assert "receiving" not in told
    assert b"\x1b[?" not in shown.raw


def test_an_upload_shows_its_share(terminal: Terminal, raw_server: Start, tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(bytes(64 << 20))
    server = raw_server(hanging(), with_bodies=False, greeting=lambda peer: peer.stopping.wait(20))
    shown = terminal("put", server.url(), "-T", tmp_path / "body", talk=[(b"/64.0 MiB", CONTROL_C)])
    assert shown.status == 130
    assert "sending" not in shown.text


def test_waiting_names_the_phase(terminal: Terminal, raw_server: Start) -> None:
    waiting = (b"waiting for the answer", CONTROL_C)
    assert terminal("get", raw_server(hanging()).url(), talk=[waiting]).status == 130


@pytest.mark.parametrize(
    ("flags", "streams", "env"),
    [
        (("--no-progress",), {"stdout", "stderr"}, {}),
        (("-q",), {"stdout", "stderr"}, {}),
        ((), {"stdout"}, {}),
        ((), {"stdout", "stderr"}, {"TERM": "dumb"}),
    ],
    ids=["--no-progress", "-q", "pipe", "dumb"],
)
def test_no_line_where_none_is_wanted(
    terminal: Terminal,
    raw_server: Start,
    tmp_path: Path,
    flags: tuple[str, ...],
    streams: Collection[str],
    env: dict[str, str],
) -> None:
    arguments = ("-o", tmp_path / "f", "--receive-timeout", "900", *flags)
    shown = terminal("get", raw_server(hanging(CUT)).url(), *arguments, terminal=streams, env=env)
    assert shown.status == 5
    assert b"receiving" not in shown.raw + shown.stderr.replace(b"timed out receiving", b"")
    assert b"KiB" not in shown.raw + shown.stderr


def test_a_line_where_one_is_wanted(terminal: Terminal, raw_server: Start, tmp_path: Path) -> None:
    arguments = ("-o", tmp_path / "f", "--receive-timeout", "900")
    shown = terminal("get", raw_server(hanging(CUT)).url(), *arguments, terminal={"stderr"})
    assert b"4.0/10.0 KiB" in shown.raw
