"""Reads a response body, one class per framing (RFC 9112 sections 6 and 7).

Promise: `feed` hands out views of what it is given and keeps nothing but a chunk-size line or a
trailer section, both bounded; `end` says what an end of the stream means. Knows no head.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Protocol

from winhttp_cli.engine.http1.fields import Fields, fields_of
from winhttp_cli.engine.http1.framing import Framing, Kind
from winhttp_cli.engine.http1.policy import (
    MAXIMUM_CHUNK_LINE,
    MAXIMUM_DIGITS,
    Rule,
    refusal,
    shown,
)
from winhttp_cli.engine.http1.section import Rules, Section, lines_of
from winhttp_cli.errors import Phase


class BodyReader(Protocol):
    """`complete` once nothing more belongs to the body; `missing` is how many bytes are known to be
    still to come (None: unknown)."""

    complete: bool
    trailers: Fields
    tolerated: Rules

    @property
    def missing(self) -> int | None: ...

    def feed(self, data: memoryview, out: list[memoryview]) -> int:
        """Append the content in `data` to `out`; return how many bytes belonged to the body."""

    def end(self) -> None:
        """The peer closed. Completes the body or raises 12030."""


class _Reader:
    """What the framings share."""

    __slots__ = ("complete", "tolerated", "trailers")

    def __init__(self, *, complete: bool = False) -> None:
        self.complete = complete
        self.trailers: Fields = ()
        self.tolerated: Rules = set()


class LengthReader(_Reader):
    """As many bytes as Content-Length said; none at all for a response without a body."""

    __slots__ = ("_length", "_missing")

    def __init__(self, length: int) -> None:
        super().__init__(complete=length == 0)
        self._length = self._missing = length

    @property
    def missing(self) -> int | None:
        return self._missing

    def feed(self, data: memoryview, out: list[memoryview]) -> int:
        taken = min(len(data), self._missing)
        out.append(data[:taken])
        self._missing -= taken
        self.complete = self._missing == 0
        return taken

    def end(self) -> None:
        received = self._length - self._missing
        raise refusal(Rule.CLOSED_IN_BODY, Phase.BODY, f"{received} of {self._length} bytes came")


class UntilCloseReader(_Reader):
    """Everything until the peer closes (section 6.3 item 8): a cut cannot be told from the end."""

    __slots__ = ()

    @property
    def missing(self) -> int | None:
        return None

    def feed(self, data: memoryview, out: list[memoryview]) -> int:
        out.append(data)
        return len(data)

    def end(self) -> None:
        self.complete = True


class _Part(Enum):
    """Where in a chunked body we are."""

    SIZE = auto()
    DATA = auto()
    DATA_END = auto()
    TRAILERS = auto()


#: chunk-size, blank space, and the extension that RFC 9112 section 7.1.1 lets us ignore.
_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]+)([ \t]*)(?:;(.*))?", re.DOTALL)

#: Looked at first, so that a body of tiny chunks does not cost a large copy for each.
_COMMON_SIZE_LINE = 32


class ChunkedReader(_Reader):
    """The chunked coding of section 7.1. `limit` bounds the trailer section as it does the head."""

    __slots__ = ("_held", "_missing", "_part", "_section")

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._section = Section(limit, Phase.BODY, may_be_empty=True)
        self._part = _Part.SIZE
        self._held = b""
        self._missing = 0

    @property
    def missing(self) -> int | None:
        return None

    def feed(self, data: memoryview, out: list[memoryview]) -> int:
        at, size = 0, len(data)
        while at < size and not self.complete:
            if self._part is _Part.DATA:
                taken = min(size - at, self._missing)
                out.append(data[at : at + taken])
                self._missing -= taken
                at += taken
                if not self._missing:
                    self._part = _Part.DATA_END
            elif self._part is _Part.SIZE:
                at += self._take_size(data[at:])
            elif self._part is _Part.DATA_END:
                at += self._take_data_end(data[at:])
            else:
                at += self._take_trailers(data[at:])
        return at

    def _take_size(self, data: memoryview) -> int:
        """A chunk-size line, or the beginning of one."""
        most = MAXIMUM_CHUNK_LINE + 2 - len(self._held)
        piece = bytes(data[: min(most, _COMMON_SIZE_LINE)])
        end = piece.find(b"\n") + 1
        if not end:
            piece = bytes(data[:most])
            end = piece.find(b"\n") + 1
        self._held += piece[:end] if end else piece
        if end:
            self._begin_chunk(_size(self._held, self.tolerated))
            self._held = b""
        elif len(self._held) > MAXIMUM_CHUNK_LINE + 1:
            raise refusal(Rule.CHUNK_LINE_LENGTH, Phase.BODY, shown(self._held))
        return end or len(piece)

    def _begin_chunk(self, size: int) -> None:
        self._missing = size
        self._part = _Part.DATA if size else _Part.TRAILERS

    def _take_data_end(self, data: memoryview) -> int:
        taken = 2 - len(self._held)
        self._held += bytes(data[:taken])
        if not b"\r\n".startswith(self._held):
            raise refusal(Rule.CHUNK_END, Phase.BODY, shown(self._held))
        if len(self._held) == 2:
            self._held = b""
            self._part = _Part.SIZE
        return min(taken, len(data))

    def _take_trailers(self, data: memoryview) -> int:
        section = self._section.take(data)
        if section is None:
            return len(data)
        lines = lines_of(section, Phase.BODY, self.tolerated)
        self.trailers = fields_of(lines, Phase.BODY, self.tolerated)
        self.complete = True
        return len(data) - len(self._section.rest)

    def end(self) -> None:
        raise refusal(Rule.CLOSED_IN_BODY, Phase.BODY, "the last chunk did not come")


def _size(line: bytes, tolerated: Rules) -> int:
    """The number of a complete chunk-size line."""
    if not line.endswith(b"\r\n"):
        raise refusal(Rule.CHUNK_LINE_END, Phase.BODY, shown(line))
    match = _SIZE_LINE.fullmatch(line[:-2])
    if match is None:
        raise refusal(Rule.CHUNK_SIZE, Phase.BODY, shown(line))
    digits, blank, extension = match.groups()
    if len(digits) > MAXIMUM_DIGITS:
        raise refusal(Rule.CHUNK_SIZE_OVERFLOW, Phase.BODY, shown(line))
    if extension and (b"\r" in extension or b"\0" in extension):
        raise refusal(Rule.CHUNK_EXTENSION_CONTROL, Phase.BODY, shown(line))
    if blank:
        tolerated.add(Rule.CHUNK_SPACE)
    return int(digits, 16)


def reader(framed: Framing, limit: int) -> BodyReader:
    """The reader of a body framed as `framed`; `limit` bytes for a trailer section."""
    if framed.kind is Kind.CHUNKED:
        return ChunkedReader(limit)
    if framed.kind is Kind.UNTIL_CLOSE:
        return UntilCloseReader()
    return LengthReader(framed.length or 0)
