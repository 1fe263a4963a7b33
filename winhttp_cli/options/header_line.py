"""The value of --header: one field, checked as WinHttpAddRequestHeaders checks it (12153).

CR, LF and NUL are refused with 12153 as well: WinHTTP would split the text into several headers there
(behaviour a25), whttp deviates on purpose. A value that is a credential never shows.
"""

from __future__ import annotations

from typing import NamedTuple

from winhttp_cli.errors import Code
from winhttp_cli.options.kinds import BadValue, Kind
from winhttp_cli.secret import MASK

#: RFC 9110 section 5.6.2, tchar.
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
SECRET_FIELDS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})


class HeaderLine(NamedTuple):
    """A field name and its value; a `plan.Header` with a careful repr."""

    name: str
    value: str

    def __repr__(self) -> str:
        value = MASK if self.name.lower() in SECRET_FIELDS else self.value
        return f"HeaderLine({self.name}: {value})"


class HeaderKind(Kind[HeaderLine]):
    """`Name: value`; an empty value is legal and is sent. Blanks before the value go, those behind it
    stay (behaviour a25)."""

    metavar = "NAME:VALUE"

    def parse(self, text: str) -> HeaderLine:
        name, colon, value = text.partition(":")
        if not colon:
            raise _refused("a header is written NAME: VALUE")
        if not name or not _TOKEN.issuperset(name):
            raise _refused("a header name is empty or holds a blank or a forbidden character")
        if any(character in text for character in "\r\n\0"):
            raise _refused(f"the value of header {name} holds a line end or a NUL")
        return HeaderLine(name, value.lstrip(" \t"))

    def show(self, value: HeaderLine) -> str:
        shown = MASK if value.name.lower() in SECRET_FIELDS else value.value
        return f"{value.name}: {shown}"

    def range_text(self) -> str:
        return "NAME: VALUE"


class FieldNameKind(Kind[str]):
    """The name of a header field alone."""

    metavar = "NAME"

    def parse(self, text: str) -> str:
        if not text or not _TOKEN.issuperset(text):
            raise _refused("a header name is empty or holds a blank or a forbidden character")
        return text

    def show(self, value: str) -> str:
        return value


def _refused(message: str) -> BadValue:
    return BadValue(message, Code.ERROR_WINHTTP_INVALID_HEADER)
