"""--decompression and --extra-codings at the command line: what is asked for, undone and said."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.peers.lighttpd import Lighttpd
from tests.lab.raw_server import RawServer
from tests.lab.terminal import Shown

Start = Callable[..., RawServer]
TEXT = b"hello " * 50
PACKED = gzip.compress(TEXT, mtime=0)
CODED = reply(200, PACKED, "Content-Encoding: gzip", "Content-Type: text/plain")


def asked(server: RawServer) -> list[bytes]:
    """The Accept-Encoding lines of the request."""
    return [line for line in server.request.split(b"\r\n") if line.lower().startswith(b"accept-enc")]


def test_without_it_nothing_is_asked_for_and_nothing_undone(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(CODED)
    done = whttp("get", server.url(), "-i")
    assert asked(server) == []
    assert b"Content-Encoding: gzip\r\n" in done.stdout
    assert done.stdout.endswith(PACKED)


def test_accept_encoding_replaces_the_callers_and_names_its_source(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(CODED)
    done = whttp("get", server.url(), "--decompression", "all", "-H", "Accept-Encoding: br", "-v")
    assert (done.status, done.stdout) == (0, TEXT)
    assert asked(server) == [b"Accept-Encoding: gzip, deflate"]
    (line,) = [line for line in done.err.splitlines() if line.startswith("> Accept-Encoding")]
    assert line.endswith("from --decompression")


def test_the_head_loses_the_two_lines_and_the_trace_says_so(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(CODED).url(), "--decompression", "all", "-i", "-v")
    assert done.stdout == b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + TEXT
    assert "< Content-Encoding: gzip" in done.err
    assert "gzip; Content-Encoding, Content-Length taken out of the head" in done.err


def test_the_document_says_what_was_undone(whttp: Whttp, raw_server: Start) -> None:
    response = whttp("get", raw_server(CODED).url(), "--decompression", "all", "--json").json["response"]
    assert [header["name"] for header in response["headers"]] == ["Content-Type"]
    assert response["decoding"]["codings"] == ["gzip"]
    assert [line["name"] for line in response["decoding"]["removed"]] == [
        "Content-Encoding",
        "Content-Length",
    ]
    assert (response["received"], response["delivered"]) == (len(PACKED), len(TEXT))
    assert whttp("get", raw_server(CODED).url(), "--json").json["response"]["decoding"] is None


@pytest.mark.parametrize("data", [zlib.compress(TEXT), zlib.compress(TEXT)[2:-4]], ids=["zlib", "raw"])
def test_deflate_is_read_both_ways(whttp: Whttp, raw_server: Start, data: bytes) -> None:
    server = raw_server(reply(200, data, "Content-Encoding: deflate"))
    assert whttp("get", server.url(), "--decompression", "deflate").stdout == TEXT
    assert asked(server) == [b"Accept-Encoding: deflate"]


def test_a_bomb_ends_with_13_and_a_hint(whttp: Whttp, raw_server: Start) -> None:
    layer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(layer.compress(bytes(1 << 20)) for _ in range(200)) + layer.flush()
    server = raw_server(reply(200, bomb, "Content-Encoding: gzip"))
    done = whttp("get", server.url(), "--decompression", "all", "-o", "/dev/null")
    assert (done.status, "decompression bomb" in done.err) == (13, True), done
    assert "leave out --decompression" in done.err
    assert whttp("get", server.url(), "-o", "/dev/null").status == 0


@pytest.mark.parametrize("body", [b"no gzip at all", gzip.compress(TEXT)[:-9]], ids=["other", "cut"])
def test_a_broken_body_ends_with_12(whttp: Whttp, raw_server: Start, body: bytes) -> None:
    server = raw_server(reply(200, body, "Content-Encoding: gzip"))
    done = whttp("get", server.url(), "--decompression", "all")
    assert (done.status, "12152" in done.err) == (12, True), done


# --- br and zstd --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "coding"),
    [
        (("--decompression", "gzip"), "gzip"),
        (("--decompression", "deflate"), "deflate"),
        (("--extra-codings", "br"), "br"),
        (("--extra-codings", "zstd"), "zstd"),
    ],
)
def test_each_coding_of_a_real_server(
    whttp: Whttp, lighttpd: Lighttpd, flags: tuple[str, str], coding: str
) -> None:
    done = whttp("get", lighttpd.url(), *flags, "-v")
    assert done.stdout == (lighttpd.files / "long.txt").read_bytes()
    assert f"< Content-Encoding: {coding}" in done.err


def test_additions_are_asked_for_behind_winhttps_own(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, TEXT))
    done = whttp("get", server.url(), "--decompression", "all", "--extra-codings", "br,zstd")
    assert done.stdout == TEXT
    assert asked(server) == [b"Accept-Encoding: gzip, deflate, br, zstd"]


def test_an_addition_whose_package_is_missing_is_refused(
    whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    hidden = "import sys; sys.modules['brotli'] = None; sys.meta_path.insert(0, type('Hide', (), "
    hidden += "{'find_spec': staticmethod(lambda name, *rest: None)})); import importlib.util as found; "
    hidden += "real = found.find_spec; "
    hidden += "found.find_spec = lambda name, *rest: None if name == 'brotli' else real(name, *rest); "
    hidden += "from winhttp_cli.__main__ import main; sys.exit(main())"
    without = replace(whttp, program=(sys.executable, "-c", hidden))
    server = raw_server(reply(200, TEXT))
    done = without("get", server.url(), "--extra-codings", "br")
    assert (done.status, "brotli is not installed" in done.err) == (2, True), done
    assert server.connections == []
    assert without("get", server.url(), "--extra-codings", "zstd").status == 0


@pytest.mark.parametrize(
    ("coding", "hint"),
    [
        ("gzip", "--decompression gzip undoes the coding"),
        ("br", "--extra-codings br undoes the coding"),
        ("compress", "use -o FILE"),
    ],
)
def test_a_terminal_says_which_flag_shows_a_coded_body(
    terminal: Callable[..., Shown], raw_server: Start, coding: str, hint: str
) -> None:
    shown = terminal("get", raw_server(reply(200, b"\x1f\x8b\x08", f"Content-Encoding: {coding}")).url())
    assert f"body in {coding}, 3 bytes, not printed; {hint}" in shown.text
