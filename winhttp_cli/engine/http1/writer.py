"""Writes a request: the head exactly as composed, the body as the head frames it.

Promise: the lines go out byte for byte and in order, or not at all: nothing that could end a line,
split a request or leave its length in doubt leaves here (RFC 9112 sections 11.1 and 11.2). What is
refused is the caller's mistake: 12153 for a header line (behaviour a27), 12005 for the target, 87
for a length that does not hold (semantics B3, B5). Knows no response.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from winhttp_cli.engine.http1.fields import Field, NamedFields, is_token, tokens, values
from winhttp_cli.engine.http1.policy import shown
from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.headers import as_octets
from winhttp_cli.plan import Header
from winhttp_cli.record import dataclass

#: A name may be odd, as long as nobody can take it for another one or for two lines.
_NAME = re.compile(rb"[^\x00-\x20:\x7f]+")
_VALUE = re.compile(rb"[^\x00\r\n]*")
_TARGET = re.compile(rb"[^\x00-\x20\x7f]+")
_CODED = b"transfer-encoding"
_LENGTH = b"content-length"


class RequestFields(NamedFields):
    """The header lines of a request, which may be those of many requests: looked at and written once.
    `connection` holds the options of Connection in lower case."""

    connection: set[bytes]
    _octets: bytes | None = None

    def __init__(self, fields: Iterable[Field] = ()) -> None:
        super().__init__(fields)
        self.connection = tokens(self, b"connection")

    @property
    def octets(self) -> bytes:
        """The lines as they go out. Raises UsageFault 12153 where one is not fit to."""
        octets = self._octets
        if octets is None:
            self.check()
            octets = self._octets = b"".join([b"%b: %b\r\n" % field for field in self])
        return octets

    def check(self) -> None:
        """Raises UsageFault 12153 where a line is not fit to go out."""
        for name, value in self:
            if _NAME.fullmatch(name) is None:
                raise _bad_header(f"not a header name: {shown(name)}")
            if _VALUE.fullmatch(value) is None:
                raise _bad_header(f"a line break or NUL in the header {shown(name)}")


@lru_cache(maxsize=8)
def fields_from(lines: tuple[Header, ...]) -> RequestFields:
    """Those of `lines`. The requests of one command differ in their targets and in little else."""
    return RequestFields(as_octets(lines))


@dataclass(frozen=True, slots=True)
class RequestHead:
    """A request's first line and header lines. `version` is b"HTTP/1.1" or b"HTTP/1.0"."""

    method: bytes
    target: bytes
    version: bytes
    fields: RequestFields

    def serialised(self) -> bytes:
        """The bytes of the head. Raises UsageFault 12153 or 12005."""
        self._check_first_line()
        head = (self.method, self.target, self.version, self.fields.octets)
        return b"%b %b %b\r\n%b\r\n" % head

    def check(self) -> None:
        """Raises UsageFault 12153 or 12005 where a line is not fit to go out."""
        self._check_first_line()
        self.fields.check()

    def _check_first_line(self) -> None:
        if not is_token(self.method):
            raise _bad_header(f"a method is a word without blanks: {shown(self.method)}")
        if _TARGET.fullmatch(self.target) is None:
            message = f"a blank or control byte in the request target: {shown(self.target)}"
            raise UsageFault(message, Code.ERROR_WINHTTP_INVALID_URL)

    @property
    def asks_upgrade(self) -> bool:
        """RFC 9110 section 7.8: the Upgrade field counts only where Connection names it."""
        return b"upgrade" in self.fields.connection and bool(values(self.fields, b"upgrade"))


def _bad_header(message: str) -> UsageFault:
    return UsageFault(message, Code.ERROR_WINHTTP_INVALID_HEADER)


def _bad_length(message: str) -> UsageFault:
    return UsageFault(message, Code.ERROR_INVALID_PARAMETER)


class BodyWriter(Protocol):
    """`total` is the number of content bytes that will go out, None where that is unknown."""

    total: int | None

    def encode(self, piece: bytes) -> bytes:
        """What goes on the wire for a piece of content."""

    def finish(self) -> bytes:
        """What ends the body."""


class LengthWriter:
    """Content-Length bytes, not one more and not one less: anything else would move the border
    between this request and the next one on the connection."""

    __slots__ = ("_missing", "total")

    def __init__(self, length: int) -> None:
        self.total: int | None = length
        self._missing = length

    def encode(self, piece: bytes) -> bytes:
        if len(piece) > self._missing:
            raise _bad_length(f"the body is longer than the {self.total} bytes announced")
        self._missing -= len(piece)
        return piece

    def finish(self) -> bytes:
        if self._missing:
            raise _bad_length(f"the body is {self._missing} bytes shorter than announced")
        return b""


class ChunkedWriter:
    """RFC 9112 section 7.1. An empty piece would end the body, so it is left out."""

    __slots__ = ("total",)

    def __init__(self) -> None:
        self.total: int | None = None

    def encode(self, piece: bytes) -> bytes:
        return b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b""

    def finish(self) -> bytes:
        return b"0\r\n\r\n"


def body_writer(head: RequestHead) -> BodyWriter:
    """How the body of `head` is framed (RFC 9112 section 6.2). Raises UsageFault 87 where the head
    contradicts itself."""
    codings, lengths = values(head.fields, _CODED), values(head.fields, _LENGTH)
    if not codings:
        return LengthWriter(_announced(lengths))
    if lengths:
        raise _bad_length("Content-Length together with Transfer-Encoding")
    if head.version == b"HTTP/1.0":
        raise _bad_length("HTTP/1.0 has no Transfer-Encoding: the body needs a known length")
    if b",".join(codings).lower().rsplit(b",", 1)[-1].strip(b" \t") != b"chunked":
        raise _bad_length("a Transfer-Encoding that does not end in chunked")
    return ChunkedWriter()


def _announced(lengths: Sequence[bytes]) -> int:
    if not lengths:
        return 0
    if len(lengths) > 1 or not lengths[0].isdigit():
        raise _bad_length(f"not one Content-Length: {shown(b', '.join(lengths))}")
    return int(lengths[0])
