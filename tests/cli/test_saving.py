"""Files: the final name only for a whole file, parts that go on, names made safe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import cutting, hanging, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
BODY = bytes(range(256)) * 40
TAG = 'ETag: "v1"'
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 10240\r\n" + TAG.encode() + b"\r\n\r\n" + BODY[:4000]


def rest(tag: str = TAG) -> bytes:
    return reply(206, BODY[4000:], "Content-Range: bytes 4000-10239/10240", tag, reason="Partial Content")


def test_a_complete_body_gets_its_name_and_nothing_else_is_left(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    done = whttp("get", raw_server(reply(200, BODY)).url(), "-o", tmp_path / "out" / "f", cwd=tmp_path)
    assert done.status == 14
    (tmp_path / "out").mkdir()
    done = whttp("get", raw_server(reply(200, BODY)).url(), "-o", tmp_path / "out" / "f")
    assert (done.status, done.stdout, done.err) == (0, b"", "")
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["f"]
    assert (tmp_path / "out" / "f").read_bytes() == BODY


def test_a_cut_transfer_keeps_its_part_and_continue_completes_it(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    server = raw_server(cutting(CUT), rest())
    file = tmp_path / "f"
    assert whttp("get", server.url(), "-o", file).status == 12
    assert not file.exists()
    assert (tmp_path / "f.part").read_bytes() == BODY[:4000]
    assert whttp("get", server.url(), "-o", file, "--continue").status == 0
    assert file.read_bytes() == BODY
    assert b'Range: bytes=4000-\r\nIf-Range: "v1"\r\n' in server.requests[1]
    assert not list(tmp_path.glob("f.part*"))


def test_a_killed_transfer_goes_on(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(hanging(CUT), rest())
    file, part = tmp_path / "f", tmp_path / "f.part"
    with whttp.start("get", server.url(), "-o", file) as running:
        while not (part.exists() and part.stat().st_size == 4000):
            assert running.process.poll() is None
        running.process.kill()
    assert whttp("get", server.url(), "-o", file, "--continue").status == 0
    assert file.read_bytes() == BODY


def test_a_changed_file_starts_over(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(cutting(CUT), reply(200, b"new", 'ETag: "v2"'))
    file = tmp_path / "f"
    whttp("get", server.url(), "-o", file)
    assert whttp("get", server.url(), "-o", file, "--continue").status == 0
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("tag", ['ETag: W/"v1"', "X: y"])
def test_a_weak_or_missing_validator_starts_over(
    whttp: Whttp, raw_server: Start, tmp_path: Path, tag: str
) -> None:
    server = raw_server(cutting(CUT.replace(TAG.encode(), tag.encode())), reply(200, BODY))
    whttp("get", server.url(), "-o", tmp_path / "f")
    assert whttp("get", server.url(), "-o", tmp_path / "f", "--continue").status == 0
    assert b"Range" not in server.requests[1]
    assert (tmp_path / "f").read_bytes() == BODY


@pytest.mark.parametrize(
    "answer",
    [reply(404, b"gone"), reply(206, b"x", "Content-Range: bytes 1-1/10240"), reply(500, b"")],
)
def test_an_answer_that_does_not_fit_leaves_the_part_alone(
    whttp: Whttp, raw_server: Start, tmp_path: Path, answer: bytes
) -> None:
    server = raw_server(cutting(CUT), answer)
    whttp("get", server.url(), "-o", tmp_path / "f")
    done = whttp("get", server.url(), "-o", tmp_path / "f", "--continue")
    assert done.status == 14, done
    assert (tmp_path / "f.part").read_bytes() == BODY[:4000]
    assert not (tmp_path / "f").exists()


def test_a_part_that_is_already_whole_gets_its_name(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    whole = CUT.replace(b"10240", b"10241") + BODY[4000:]
    server = raw_server(cutting(whole), reply(416, b"no", "Content-Range: bytes */10240"))
    whttp("get", server.url(), "-o", tmp_path / "f")
    assert whttp("get", server.url(), "-o", tmp_path / "f", "--continue").status == 0
    assert (tmp_path / "f").read_bytes() == BODY


def test_the_server_names_the_file_inside_the_directory_only(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    header = 'Content-Disposition: attachment; filename="../../evil.txt"'
    server = raw_server(reply(200, b"x", header))
    flags = ("--remote-header-name", "--output-dir", tmp_path)
    assert whttp("get", server.url(), *flags).status == 0
    assert (tmp_path / "evil.txt").read_bytes() == b"x"
    again = whttp("get", server.url(), *flags)
    assert again.status == 14, again
    assert "evil.txt" in again.err


def test_remote_name_and_remote_time(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(reply(200, b"x", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"))
    assert whttp("get", server.url("/a/b.txt?q"), "-O", "--remote-time", cwd=tmp_path).status == 0
    assert (tmp_path / "b.txt").stat().st_mtime == 784111777


def test_a_device_is_written_directly(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), "-o", "/dev/null")
    assert (done.status, done.stdout) == (0, b"")
    assert not Path("/dev/null.part").exists()


def test_a_full_disk_ends_with_14(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), "-o", "/dev/full")
    assert done.status == 14, done
