"""DECOMPRESSION: content codings undone as the bytes arrive (RFC 9110 section 8.4.1).

Promise: bounded memory and a guard against bombs: no more than `RATIO` bytes out per byte in, once past
`FREE` bytes (a text of blanks reaches 1000 to 1, what people send stays under 100 to 1). gzip may have
several members; deflate is read as zlib and, where its first bytes say otherwise, raw. br and zstd are
additions of whttp's, whose packages are loaded with the first such body.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase

RATIO = 250
FREE = 64 * 1024 * 1024
_PIECE = 256 * 1024
_ZSTD_WINDOW = 8 * 1024 * 1024
_ZSTD_STEP = 256
_ALIASES = {"x-gzip": "gzip"}


class Decoder(Protocol):
    """Bytes in, bytes out, in pieces of bounded size."""

    def decode(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None:
        """Raises ExchangeFault when the coded stream is not complete."""


class ZlibDecoder:
    """gzip, and deflate in both readings: the zlib format of RFC 9110, and the raw stream that some
    servers send instead. The first two bytes tell them apart (RFC 1950 section 2.2)."""

    def __init__(self, coding: str) -> None:
        self.coding = coding
        self._head = b""
        self._started = False
        self._inflater = zlib.decompressobj(31)

    def decode(self, data: bytes) -> Iterator[bytes]:
        if not self._started:
            data = self._head = self._head + data
            if len(data) < 2:
                return
            self._start(data)
        while data:
            if self._inflater.eof:
                if self.coding != "gzip":
                    return
                self._inflater = zlib.decompressobj(31)
            yield self._inflate(data)
            data = self._inflater.unconsumed_tail or self._inflater.unused_data

    def _start(self, head: bytes) -> None:
        self._started = True
        if self.coding == "deflate":
            is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
            self._inflater = zlib.decompressobj(15 if is_zlib else -15)

    def _inflate(self, data: bytes) -> bytes:
        try:
            return self._inflater.decompress(data, _PIECE)
        except zlib.error as error:
            raise _corrupt(self.coding, str(error)) from None

    def finish(self) -> None:
        if self._head and not self._inflater.eof:
            raise _corrupt(self.coding, "the stream ends too early")


class BrotliDecoder:
    """br (RFC 7932). A few octets may stand for 16 MiB, so the output is taken piece by piece."""

    def __init__(self) -> None:
        import brotli

        self._error: type[Exception] = brotli.error
        self._decompressor = brotli.Decompressor()

    def decode(self, data: bytes) -> Iterator[bytes]:
        try:
            yield self._decompressor.process(data, output_buffer_limit=_PIECE)
            while not self._decompressor.can_accept_more_data():
                yield self._decompressor.process(b"", output_buffer_limit=_PIECE)
        except self._error as error:
            raise _corrupt("br", str(error)) from None

    def finish(self) -> None:
        if not self._decompressor.is_finished():
            raise _corrupt("br", "the stream ends too early")


class ZstdDecoder:
    """zstd, with a window of at most 8 MiB, as RFC 9659 asks for. Its smallest block takes four octets
    and stands for 128 KiB; what is fed at once is little enough for that."""

    def __init__(self) -> None:
        import zstandard

        self._error: type[Exception] = zstandard.ZstdError
        self._new = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj
        self._frame = self._new()

    def decode(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_STEP):
            step = data[start : start + _ZSTD_STEP]
            while step:
                yield self._step(step)
                step = self._frame.unused_data if self._frame.eof else b""

    def _step(self, step: bytes) -> bytes:
        if self._frame.eof:
            self._frame = self._new()
        try:
            plain: bytes = self._frame.decompress(step)
        except self._error as error:
            raise _corrupt("zstd", str(error)) from None
        return plain

    def finish(self) -> None:
        if not self._frame.eof:
            raise _corrupt("zstd", "the stream ends too early")


def codings_of(value: str | None) -> tuple[str, ...]:
    """The codings of a Content-Encoding value, in the order they were applied."""
    if not value:
        return ()
    names = [word.strip().lower() for word in value.split(",")]
    return tuple(_ALIASES.get(name, name) for name in names if name and name != "identity")


class Guarded:
    """A chain of decoders under the bomb guard."""

    def __init__(self, decoders: list[Decoder]) -> None:
        self._decoders = decoders
        self._taken = 0
        self.delivered = 0

    def decode(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes of one piece off the wire. Raises ExchangeFault."""
        self._taken += len(data)
        for piece in self._through(data, len(self._decoders)):
            self.delivered += len(piece)
            if self.delivered > FREE and self.delivered > RATIO * self._taken:
                raise _bomb(self.delivered, self._taken)
            if piece:
                yield piece

    def _through(self, data: bytes, depth: int) -> Iterator[bytes]:
        """The codings were applied first to last, so they are undone last to first."""
        if depth == 0:
            yield data
            return
        for piece in self._decoders[depth - 1].decode(data):
            yield from self._through(piece, depth - 1)

    def finish(self) -> None:
        """The body is complete; an empty one (HEAD, 204) was not coded."""
        for decoder in self._decoders if self._taken else ():
            decoder.finish()


def decoder_for(codings: tuple[str, ...], allowed: frozenset[str]) -> Guarded | None:
    """A decoder for these codings, or None where one of them is not allowed or not known: the body
    is then handed on as it came."""
    if not codings or len(codings) > 4 or not set(codings) <= allowed:
        return None
    return Guarded([_one(coding) for coding in codings])


def _one(coding: str) -> Decoder:
    if coding == "br":
        return BrotliDecoder()
    return ZstdDecoder() if coding == "zstd" else ZlibDecoder(coding)


def _corrupt(coding: str, why: str) -> ExchangeFault:
    return ExchangeFault(
        f"the {coding} body is broken: {why}",
        Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
        Phase.BODY,
        hint="leave out --decompression to keep the body as it came",
    )


def _bomb(delivered: int, taken: int) -> ExchangeFault:
    return ExchangeFault(
        f"decompression bomb: {taken} bytes became {delivered}, and no end yet; past "
        f"{FREE // 1024 // 1024} MiB no more than {RATIO} to 1 is accepted",
        None,
        Phase.BODY,
        status=ExitStatus.LIMIT,
        hint="leave out --decompression to keep the body as it came",
    )
