"""br and zstd, and the bomb guard over every coding: bounded output per step, a clear refusal."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from winhttp_cli.engine.content import FREE, Guarded, codings_of, decoder_for
from winhttp_cli.errors import ExchangeFault, ExitStatus

EVERY = frozenset({"gzip", "deflate", "br", "zstd"})
TEXT = b"a line that repeats itself well\n" * 4000
LARGEST_PIECE = 9 * 1024 * 1024
BLANKS = bytes(1 << 20)

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
each_coding = pytest.mark.parametrize("coding", COMPRESS)


def decoder(coding: str) -> Guarded:
    found = decoder_for(codings_of(coding), EVERY)
    assert found is not None
    return found


def decoded(data: bytes, coding: str, step: int = 1000) -> bytes:
    guarded = decoder(coding)
    out = [part for at in range(0, len(data), step) for part in guarded.decode(data[at : at + step])]
    guarded.finish()
    return b"".join(out)


@each_coding
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_each_coding_is_undone(coding: str, step: int) -> None:
    assert decoded(COMPRESS[coding](TEXT), coding, step) == TEXT


def test_several_zstd_frames_are_one_body() -> None:
    compress = COMPRESS["zstd"]
    assert decoded(compress(TEXT[:9]) + compress(TEXT[9:]), "zstd", 3) == TEXT


@each_coding
def test_a_body_that_ends_too_early_is_refused(coding: str) -> None:
    with pytest.raises(ExchangeFault, match="ends too early"):
        decoded(COMPRESS[coding](TEXT)[:-6], coding)


@each_coding
def test_a_body_of_another_kind_is_refused(coding: str) -> None:
    with pytest.raises(ExchangeFault, match=f"the {coding} body is broken"):
        decoded(b"\xff\xfe<!doctype html>" * 50, coding)


@each_coding
def test_an_empty_body_is_no_broken_one(coding: str) -> None:
    assert decoded(b"", coding) == b""


def bomb(coding: str, megabytes: int) -> bytes:
    """`megabytes` of zeros, made without holding them."""
    if coding == "br":
        compressor = brotli.Compressor()
        return b"".join(compressor.process(BLANKS) for _ in range(megabytes)) + bytes(compressor.finish())
    if coding == "zstd":
        frame = zstandard.ZstdCompressor().compressobj()
        return b"".join(frame.compress(BLANKS) for _ in range(megabytes)) + bytes(frame.flush())
    layer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    return b"".join(layer.compress(BLANKS) for _ in range(megabytes)) + layer.flush()


def longest_piece(guarded: Guarded, data: bytes) -> int:
    """Feeds `data` as it comes off a socket."""
    steps = (data[at : at + 65536] for at in range(0, len(data), 65536))
    return max(len(piece) for step in steps for piece in guarded.decode(step))


@each_coding
def test_a_bomb_is_stopped_early_with_the_status_of_a_limit(coding: str) -> None:
    guarded, data = decoder(coding), bomb(coding, 512)
    with pytest.raises(ExchangeFault, match="decompression bomb") as caught:
        longest_piece(guarded, data)
    assert caught.value.status is ExitStatus.LIMIT
    assert guarded.delivered < FREE + 2 * LARGEST_PIECE


@each_coding
def test_output_comes_in_bounded_pieces(coding: str) -> None:
    assert longest_piece(decoder(coding), bomb(coding, 60)) <= LARGEST_PIECE


@each_coding
def test_what_stays_small_is_no_bomb(coding: str) -> None:
    assert len(decoded(bomb(coding, 32), coding, 1 << 16)) == 32 << 20


def test_a_large_body_that_is_not_packed_too_well_is_no_bomb() -> None:
    data = zlib.compress(TEXT, 0)
    guarded = decoder("deflate")
    assert sum(map(len, guarded.decode(data))) == len(TEXT)
    inflated = [sum(map(len, decoder("gzip").decode(gzip.compress(TEXT, 1)))) for _ in range(3)]
    assert inflated == [len(TEXT)] * 3


def test_a_zstd_window_beyond_eight_megabytes_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    wide = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    data = wide.compress(BLANKS) + wide.flush()
    with pytest.raises(ExchangeFault, match="zstd body is broken"):
        decoded(data, "zstd")
