"""Bodies read piece by piece; content codings undone."""

from __future__ import annotations

import gzip
import os
import time
import zlib
from pathlib import Path

import pytest

from winhttp_cli.engine.body import PIECE, pieces
from winhttp_cli.engine.content import codings_of, decoder_for
from winhttp_cli.errors import ExchangeFault, ExitStatus, Timer
from winhttp_cli.plan import Body, BytesPart, FilePart

ALL = frozenset({"gzip", "deflate"})
TEXT = b"hello world " * 1000


def decoded(data: bytes, coding: str, step: int = 7) -> bytes:
    decoder = decoder_for(codings_of(coding), ALL)
    assert decoder is not None
    out = [part for at in range(0, len(data), step) for part in decoder.decode(data[at : at + step])]
    decoder.finish()
    return b"".join(out)


def test_a_file_is_read_in_bounded_pieces(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"a" * (2 * PIECE + 1))
    parts = list(pieces(Body((BytesPart(b"x"), FilePart(file, 2 * PIECE + 1)))))
    assert [len(part) for part in parts] == [1, PIECE, PIECE, 1]


@pytest.mark.parametrize("length", [3, 10])
def test_a_file_that_shrank_or_vanished_ends_with_14(tmp_path: Path, length: int) -> None:
    file = tmp_path / "f"
    if length == 10:
        file.write_bytes(b"123")
    with pytest.raises(ExchangeFault) as caught:
        list(pieces(Body((FilePart(file, length),))))
    assert caught.value.status is ExitStatus.FILE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no wait for a pipe")
def test_a_pipe_that_says_nothing_is_waited_for_until_max_time_is_over() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"first")
    pipe = FilePart(Path(f"/dev/fd/{reading}"), None)
    parts = pieces(Body((pipe,)), time.monotonic() + 0.05)
    assert next(parts) == b"first"
    with pytest.raises(ExchangeFault, match="waiting for the body") as caught:
        next(parts)
    os.close(reading)
    os.close(writing)
    assert (caught.value.code, caught.value.timer) == (12002, Timer.TOTAL)


def test_a_file_is_there_at_once_whatever_the_time(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"123")
    assert list(pieces(Body((FilePart(file, 3),)), time.monotonic() + 60)) == [b"123"]


def _raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:5]) + gzip.compress(TEXT[5:])),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _raw_deflate(TEXT)),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 100000])
def test_codings_are_undone(coding: str, data: bytes, step: int) -> None:
    assert decoded(data, coding, step) == TEXT


@pytest.mark.parametrize("data", [gzip.compress(TEXT)[:-9], b"not gzip at all"])
def test_a_broken_gzip_body_is_refused(data: bytes) -> None:
    with pytest.raises(ExchangeFault):
        decoded(data, "gzip")


def test_a_coding_nobody_asked_for_is_left_alone() -> None:
    assert decoder_for(("br",), ALL) is None
    assert decoder_for(("gzip",), frozenset()) is None


def test_a_bomb_is_stopped_with_the_limit_status() -> None:
    layer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(layer.compress(bytes(1 << 20)) for _ in range(200)) + layer.flush()
    twice = gzip.compress(bomb)
    with pytest.raises(ExchangeFault) as caught:
        decoded(twice, "gzip, gzip", 1 << 16)
    assert caught.value.status is ExitStatus.LIMIT
