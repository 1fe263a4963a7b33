"""The caller's header lines, built up as WinHttpAddRequestHeaders builds them.

Promise: add, add if new, coalesce, replace and remove do what Windows' flags do, with its numbers
(behaviour a25 to a28): 12155 where a name is there already, 12150 where one to be replaced is not. The
text that goes out is octets: what the user typed, in UTF-8. One departure, on the safe side: a line end
or NUL in a value is refused with 12153, where WinHTTP would begin another header (behaviour a25).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.header_line import HeaderLine
from winhttp_cli.plan import Header
from winhttp_cli.record import dataclass

_LINE_END = re.compile(r"[\r\n\0]")


class Change(Enum):
    """The WINHTTP_ADDREQ_FLAG_ values, and what joins a coalesced value to the old one."""

    ADD = ""
    ADD_IF_NEW = "if new"
    COALESCE_WITH_COMMA = ", "
    COALESCE_WITH_SEMICOLON = "; "
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to the header lines; `origin` is who asked for it."""

    change: Change
    name: str
    value: str
    origin: str


def apply(edits: Iterable[Edit]) -> tuple[Header, ...]:
    """The lines that `edits` come to, in call order. Raises UsageFault 12150, 12153 or 12155."""
    lines: list[HeaderLine] = []
    for edit in edits:
        value = wire_text(edit.value, edit.origin)
        places = [place for place, (name, _) in enumerate(lines) if name.lower() == edit.name.lower()]
        if edit.change is Change.ADD_IF_NEW and places:
            raise _refused(edit, "is there already", Code.ERROR_WINHTTP_HEADER_ALREADY_EXISTS)
        if edit.change is Change.REPLACE:
            _replace(lines, places, edit, value)
        elif edit.change in _COALESCING and places:
            name, old = lines[places[0]]
            lines[places[0]] = HeaderLine(name, old + edit.change.value + value)
        else:
            lines.append(HeaderLine(edit.name, value))
    return tuple(lines)


_COALESCING = (Change.COALESCE_WITH_COMMA, Change.COALESCE_WITH_SEMICOLON)


def _replace(lines: list[HeaderLine], places: list[int], edit: Edit, value: str) -> None:
    """The first line of the name takes the value, others of the name go; an empty value deletes
    (behaviour a26)."""
    if not places:
        raise _refused(edit, "is not there", Code.ERROR_WINHTTP_HEADER_NOT_FOUND)
    if value:
        lines[places[0]] = HeaderLine(edit.name, value)
        places = places[1:]
    for place in reversed(places):
        del lines[place]


def _refused(edit: Edit, why: str, code: Code) -> UsageFault:
    return UsageFault(f"{edit.origin}: the header {edit.name} {why}", code, origin=edit.origin)


def wire_text(text: str, origin: str) -> str:
    """`text` as the octets that go out, one character each: UTF-8, and as they were for bytes that
    were no UTF-8 on the command line. What Windows makes of characters above ASCII is not documented.
    Raises UsageFault 12153 for a line end, a NUL or a lone surrogate."""
    if _LINE_END.search(text):
        raise _bad_text(f"{origin}: a header value holds a line end or a NUL", origin)
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("latin-1")
    except UnicodeEncodeError:
        raise _bad_text(f"{origin}: a lone surrogate cannot be sent", origin) from None


def _bad_text(message: str, origin: str) -> UsageFault:
    return UsageFault(message, Code.ERROR_WINHTTP_INVALID_HEADER, origin=origin)
