"""Files against what goes wrong: disks, names a server chose, bodies that change, memory."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.lab.behaviours import cutting, endless, redirect, reply, then
from tests.lab.command import Finished, Whttp
from tests.lab.raw_server import Answer, Peer, RawServer

Start = Callable[..., RawServer]
BODY = bytes(range(256)) * 40
CUT = b'HTTP/1.1 200 OK\r\nContent-Length: 10240\r\nETag: "v1"\r\n\r\n' + BODY[:4000]
MEGABYTE = 1024 * 1024

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


def part_of(answer: bytes | Answer, whttp: Whttp, raw_server: Start, folder: Path) -> Finished:
    """A transfer that was cut, gone on with against `answer`."""
    server = raw_server(cutting(CUT), answer)
    assert whttp("get", server.url(), "-o", folder / "f").status == 12
    return whttp("get", server.url(), "-o", folder / "f", "--continue")


# --- going on -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Range: bytes 4000-10239/10240", 'ETag: "v2"'),
        ("Content-Range: bytes 4000-10239/10241", 'ETag: "v1"'),
        ("Content-Range: bytes 4000-10239/10241",),
    ],
)
def test_bytes_of_another_version_are_never_put_together(
    whttp: Whttp, raw_server: Start, tmp_path: Path, lines: tuple[str, ...]
) -> None:
    done = part_of(reply(206, BODY[4000:], *lines), whttp, raw_server, tmp_path)
    assert done.status == 14, done
    assert (tmp_path / "f.part").read_bytes() == BODY[:4000]
    assert not (tmp_path / "f").exists()


def test_less_of_the_range_than_asked_for_is_no_whole_file(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    answer = reply(206, BODY[4000:5000], "Content-Range: bytes 4000-4999/10240", 'ETag: "v1"')
    done = part_of(answer, whttp, raw_server, tmp_path)
    assert (done.status, "5000 of 10240 bytes" in done.err) == (14, True), done
    assert (tmp_path / "f.part").read_bytes() == BODY[:5000]
    assert not (tmp_path / "f").exists()


def test_a_failure_says_what_is_there_and_how_to_go_on(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    done = whttp("get", raw_server(cutting(CUT)).url(), "-o", tmp_path / "f")
    assert f"4000 bytes are in {tmp_path / 'f.part'}; --continue goes on from there" in done.err
    weak = CUT.replace(b'ETag: "v1"', b'ETag: W/"v1"')
    assert "--continue" not in whttp("get", raw_server(cutting(weak)).url(), "-o", tmp_path / "g").err


@posix
def test_an_interrupted_transfer_keeps_its_part(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(then(CUT, Peer.wait_for_end))
    part = tmp_path / "f.part"
    for stop, status in (("interrupt", 130), ("terminate", 143)):
        with whttp.start("get", server.url(), "-o", tmp_path / "f") as running:
            while not (part.exists() and part.stat().st_size == 4000):
                assert running.process.poll() is None
            getattr(running, stop)()
            done = running.finish()
        assert (done.status, "4000 bytes are in" in done.err) == (status, True), done
        assert "Traceback" not in done.err
        part.unlink()


# --- disks --------------------------------------------------------------------------------------------


@posix
def test_a_disk_that_fills_up_keeps_the_part(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    limited = replace(whttp, program=("sh", "-c", 'ulimit -f 8; exec "$0" "$@"', *whttp.program))
    server = raw_server(reply(200, BODY, 'ETag: "v1"'))
    done = limited("get", server.url(), "-o", tmp_path / "f")
    assert (done.status, "f.part: File too large" in done.err) == (14, True), done
    assert (tmp_path / "f.part").read_bytes() == BODY[:4096]
    assert not (tmp_path / "f").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's /sys")
@pytest.mark.parametrize("flag", ["-o", "-D", "--har"])
def test_a_place_that_cannot_be_written_is_status_14(whttp: Whttp, raw_server: Start, flag: str) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), flag, "/sys/kernel/whttp")
    assert (done.status, "/sys/kernel/whttp: " in done.err) == (14, True), done
    assert "Traceback" not in done.err


@pytest.mark.parametrize("flag", ["-o", "-D", "--har"])
def test_no_directory_is_made_for_a_file(
    whttp: Whttp, raw_server: Start, tmp_path: Path, flag: str
) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), flag, tmp_path / "none" / "f")
    assert done.status == 14, done
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_heads_is_status_14(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), "-D", "/dev/full")
    assert (done.status, "/dev/full: No space left on device" in done.err) == (14, True), done


# --- names --------------------------------------------------------------------------------------------

NAMES = {
    "../../etc/passwd": "passwd",
    "/etc/passwd": "passwd",
    "..\\\\..\\\\windows\\\\x.dll": "x.dll",
    "C:\\\\x.txt": "x.txt",
    "C:x.txt": "C_x.txt",
    "\\\\\\\\host\\\\share\\\\x": "x",
    "CON": "_CON",
    "con.txt": "_con.txt",
    " CON .txt": "_CON .txt",
    "NUL": "_NUL",
    "aux.tar.gz": "_aux.tar.gz",
    "COM1.log": "_COM1.log",
    "LPT9": "_LPT9",
    "COM\u00b9.txt": "_COM\u00b9.txt",
    "CONIN$": "_CONIN$",
    "..": "cd",
    ".": "cd",
    "": "cd",
    "   ": "cd",
    "...": "cd",
    "a.txt   ": "a.txt",
    "a.txt...": "a.txt",
    ".bashrc": "bashrc",
    "-rf": "_-rf",
    "a\x1b[31mb": "a[31mb",
    "a\x7fb": "ab",
    "a:b:$DATA": "a_b_$DATA",
    "a|b<c>d?e*f": "a_b_c_d_e_f",
    "a/b\\\\c": "c",
    "%2e%2e%2fx": "%2e%2e%2fx",
    "x" * 5000 + ".txt": "x" * 196 + ".txt",
}
EXTENDED = {
    "UTF-8''..%2F..%2Fevil": "evil",
    "UTF-8''%2e%2e": "cd",
    "UTF-8''%00%0a%0dx": "x",
    "utf-8'en'%e2%80%aegnp.exe": "gnp.exe",
    "UTF-8''NUL": "_NUL",
    "koi8-r''x": "cd",
}


def saved_as(whttp: Whttp, raw_server: Start, folder: Path, disposition: str) -> tuple[list[str], Path]:
    """What is in the directory afterwards; everything outside it is as before."""
    inside = folder / "inside"
    inside.mkdir()
    header = f"Content-Disposition: attachment; {disposition}".encode().decode("latin-1")
    server = raw_server(reply(200, b"content", header))
    done = whttp("get", server.url("/cd"), "--remote-header-name", "--output-dir", inside)
    assert done.status == 0, done
    assert [entry.name for entry in folder.iterdir() if entry.name != "home"] == ["inside"]
    return [entry.name for entry in inside.iterdir()], inside


@pytest.mark.parametrize(("sent", "name"), NAMES.items(), ids=[quote(name[:30]) for name in NAMES])
def test_a_name_stays_in_the_directory(
    whttp: Whttp, raw_server: Start, tmp_path: Path, sent: str, name: str
) -> None:
    names, inside = saved_as(whttp, raw_server, tmp_path, f'filename="{sent}"')
    assert names == [name]
    assert (inside / name).read_bytes() == b"content"


@pytest.mark.parametrize(("sent", "name"), EXTENDED.items(), ids=[quote(name) for name in EXTENDED])
def test_an_extended_name_stays_in_the_directory(
    whttp: Whttp, raw_server: Start, tmp_path: Path, sent: str, name: str
) -> None:
    assert saved_as(whttp, raw_server, tmp_path, f"filename*={sent}")[0] == [name]


def test_a_plain_name_is_kept_as_it_is(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    assert saved_as(whttp, raw_server, tmp_path, 'filename="na\u00efve report.pdf"')[0] == [
        "na\u00efve report.pdf"
    ]


@pytest.mark.parametrize(
    ("paths", "flags"), [(("/a", "/b"), ("-o", "f")), (("/a", "/x/a?2"), ("-O",))], ids=["-o", "-O"]
)
def test_two_answers_are_never_saved_under_one_name(
    whttp: Whttp, raw_server: Start, paths: tuple[str, ...], flags: tuple[str, ...]
) -> None:
    server = raw_server(reply(200, b"x"))
    done = whttp("get", *map(server.url, paths), *flags)
    assert (done.status, "87 ERROR_INVALID_PARAMETER" in done.err) == (2, True), done
    assert server.connections == []


def test_several_answers_under_names_of_their_own(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    server = raw_server(reply(200, b"x"))
    assert whttp("get", server.url("/a"), server.url("/b"), "-O", "--output-dir", tmp_path).status == 0
    assert {entry.name for entry in tmp_path.iterdir()} == {"a", "b", "home"}
    assert whttp("get", server.url("/a"), server.url("/b"), "-o", "/dev/null").status == 0


# --- bodies that change -------------------------------------------------------------------------------


def test_a_body_file_that_vanished_before_it_is_sent_again(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    file = tmp_path / "body"

    def vanish(peer: Peer) -> None:
        file.unlink()
        peer.send(redirect("/again", 307))

    file.write_bytes(BODY)
    done = whttp("put", raw_server(vanish, reply()).url(), "-T", file)
    assert (done.status, f"{file}: No such file" in done.err) == (14, True), done


def test_a_body_file_that_shrank_before_it_is_sent_again(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    file = tmp_path / "body"

    def shrink(peer: Peer) -> None:
        file.write_bytes(b"short")
        peer.send(redirect("/again", 307))

    file.write_bytes(BODY)
    done = whttp("put", raw_server(shrink, reply()).url(), "-T", file)
    assert (done.status, "shorter than when the request was made" in done.err) == (14, True), done


def test_a_body_file_that_stays_is_sent_twice(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(BODY)
    server = raw_server(redirect("/again", 307), reply())
    assert whttp("put", server.url(), "-T", tmp_path / "body").status == 0
    assert [request.endswith(BODY) for request in server.requests] == [True, True]


# --- memory -------------------------------------------------------------------------------------------

MEASURED = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)
"""
MOST_MEMORY = 60 * 1024
"""Kilobytes; 1024 times that on macOS, which counts bytes."""


def peak(whttp: Whttp, folder: Path, *arguments: str | Path) -> int:
    """The most memory that a run held, in kilobytes."""
    program = (sys.executable, "-c", MEASURED, str(folder / "peak"), *whttp.program)
    done = replace(whttp, program=program)(*arguments, limit=120)
    assert done.status == 0, done
    return int((folder / "peak").read_text()) // (1024 if sys.platform == "darwin" else 1)


@posix
def test_a_large_download_is_not_held_in_memory(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    size = 256 * MEGABYTE
    start = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode()
    server = raw_server(endless(start, bytes(65536), size))
    assert peak(whttp, tmp_path, "get", server.url(), "-o", tmp_path / "f") < MOST_MEMORY
    assert (tmp_path / "f").stat().st_size == size
    (tmp_path / "f").unlink()
    assert peak(whttp, tmp_path, "get", server.url(), "--json") < MOST_MEMORY


@posix
@pytest.mark.parametrize("flags", [("-T", "FILE"), ("-F", "a=@FILE"), ("-d", "@FILE")], ids=" ".join)
def test_a_large_upload_is_not_held_in_memory(
    whttp: Whttp, raw_server: Start, tmp_path: Path, flags: tuple[str, str]
) -> None:
    file = tmp_path / "sparse"
    with file.open("wb") as empty:
        empty.truncate(512 * MEGABYTE)
    server = raw_server(swallow, with_bodies=False)
    flag, value = flags
    used = peak(whttp, tmp_path, "post", server.url(), flag, value.replace("FILE", str(file)))
    assert used < MOST_MEMORY


def swallow(peer: Peer) -> None:
    """Reads a body of known length without keeping it."""
    head = peer.request.lower()
    left = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    left -= len(peer.receive())
    room = bytearray(4 * MEGABYTE)
    while left > 0 and (size := peer.socket.recv_into(room)):
        left -= size
    peer.send(reply(200))
