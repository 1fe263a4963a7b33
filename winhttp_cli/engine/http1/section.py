"""Collects bytes up to an empty line, however they are cut: a response head or a trailer section.

Promise: at most `limit` bytes (plus the one piece being looked at) are held, and the verdict about
size is the same for every way of cutting the bytes into pieces. Knows lines, not fields.
"""

from __future__ import annotations

import re

from winhttp_cli.engine.http1.policy import Rule, refusal, shown
from winhttp_cli.errors import Phase

#: The end of a line and the empty line, with or without its CR (RFC 9112 section 2.2).
_END, _BARE_END = b"\n\r\n", b"\n\n"
#: A trailer section may consist of the empty line alone.
_END_AT_ONCE = (b"\r\n", b"\n")

Rules = set[Rule]


class Section:
    """`take` bytes until it returns the whole section; `rest` then holds what came after it."""

    __slots__ = ("_data", "_limit", "_may_be_empty", "_phase", "_searched", "rest")

    def __init__(self, limit: int, phase: Phase, *, may_be_empty: bool) -> None:
        self._data = bytearray()
        self._limit = limit
        self._phase = phase
        self._may_be_empty = may_be_empty
        self._searched = 0
        self.rest = b""

    @property
    def held(self) -> bytearray:
        """What has come so far."""
        return self._data

    def take(self, data: bytes | memoryview) -> bytes | None:
        """The section with its empty line once complete, else None. Raises 12182 past the limit."""
        self._data += data
        end = self._end()
        if (len(self._data) if end is None else end) > self._limit:
            rule = Rule.TRAILER_SIZE if self._may_be_empty else Rule.HEAD_SIZE
            raise refusal(rule, self._phase, f"more than {self._limit} bytes")
        if end is None:
            self._searched = max(0, len(self._data) - 2)
            return None
        self.rest = bytes(self._data[end:])
        return bytes(self._data[:end])

    def _end(self) -> int | None:
        """The index after the empty line. Only bytes not yet looked at are searched."""
        if self._may_be_empty:
            for ending in _END_AT_ONCE:
                if self._data.startswith(ending):
                    return len(ending)
        usual = self._data.find(_END, self._searched)
        stop = usual + 1 if usual >= 0 else len(self._data)
        bare = self._data.find(_BARE_END, self._searched, stop)
        if bare >= 0:
            return bare + len(_BARE_END)
        return usual + len(_END) if usual >= 0 else None


def lines_of(section: bytes, phase: Phase, tolerated: Rules) -> list[bytes]:
    """The lines of a complete section without their ends and without the empty line."""
    lines = section.split(b"\r\n")
    if section.count(b"\n") != len(lines) - 1:
        tolerated.add(Rule.BARE_LF)
        lines = [line.removesuffix(b"\r") for line in section.split(b"\n")]
    del lines[-2:]
    if section.translate(None, _HARMLESS) or section.count(b"\r") != section.count(b"\r\n"):
        for line in lines:
            _check_bytes(line, phase, tolerated)
    return lines


# expressions as texts: compiled by the runs that use them
#: Bytes that RFC 9110 section 5.5 does not allow in a field value, tab being allowed.
_CONTROLS = rb"[\x00-\x08\x0a-\x1f\x7f]"
#: Where there is nothing else, and no bare CR, the lines need not be looked at one by one.
_HARMLESS = b"\t\r\n" + bytes({*range(0x20, 0x100)} - {0x7F})


def _check_bytes(line: bytes, phase: Phase, tolerated: Rules) -> None:
    if re.search(_CONTROLS, line) is None:
        return
    for rule, byte in ((Rule.NUL, b"\0"), (Rule.BARE_CR, b"\r")):
        if byte in line:
            raise refusal(rule, phase, shown(line))
    tolerated.add(Rule.CONTROL_BYTE)
