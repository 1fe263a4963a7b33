"""What a server or proxy offers: the WWW-Authenticate and Proxy-Authenticate lines, read.

Promise: several lines are one list (behaviour f1), challenges keep their order, scheme and parameter
names are compared without case (f3). Input is hostile: nothing is raised, what is not in the grammar
of RFC 9110 section 11.6.1 is passed over up to the next comma, and time is linear in the input. Must
not know what any scheme means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from winhttp_cli.record import dataclass, replace

#: more challenges, or more parameters of one, than this are not read
MAXIMUM_ITEMS = 100

_BLANKS_AND_COMMAS = re.compile(r"[ \t,]*")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TOKEN68_TO_END = re.compile(r"[ \t]+([A-Za-z0-9._~+/-]+=*)[ \t]*(?=,|$)")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_JUNK = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')


@dataclass(frozen=True, slots=True)
class Challenge:
    """One offer. `scheme` is as sent; `token68` is the bare token that NTLM and Negotiate use.
    `has_junk`: something follows that is no part of the grammar."""

    scheme: str
    token68: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    has_junk: bool = False

    @property
    def name(self) -> str:
        """The scheme in lower case, for comparing."""
        return self.scheme.lower()

    def get(self, name: str) -> str | None:
        """The value of a parameter (quotes and escapes undone), the first of that name; or None."""
        wanted = name.lower()
        return next((value for key, value in self.parameters if key.lower() == wanted), None)


def parse(lines: Iterable[str]) -> tuple[Challenge, ...]:
    """All challenges of all `lines` (values of one header field), in order."""
    found: list[Challenge] = []
    for line in lines:
        _Reader(line, found).read()
    return tuple(found[:MAXIMUM_ITEMS])


class _Reader:
    """Reads one line from left to right; `found` grows."""

    def __init__(self, text: str, found: list[Challenge]) -> None:
        self._text = text
        self._at = 0
        self._found = found
        self._has_own = False

    def read(self) -> None:
        while len(self._found) <= MAXIMUM_ITEMS:
            self._skip(_BLANKS_AND_COMMAS)
            if self._at >= len(self._text):
                return
            word = self._take(_TOKEN)
            if word is None:
                self._skip(_JUNK)
                self._note_junk()
            elif (equals := _EQUALS.match(self._text, self._at)) is not None:
                self._at = equals.end()
                self._parameter(word)
            else:
                self._challenge(word)

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        match = pattern.match(self._text, self._at)
        if match is None:
            return None
        self._at = match.end()
        return match.group(match.lastindex or 0)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _note_junk(self) -> None:
        if self._has_own:
            self._found[-1] = replace(self._found[-1], has_junk=True)

    def _challenge(self, scheme: str) -> None:
        token = self._take(_TOKEN68_TO_END)
        self._found.append(Challenge(scheme, token or ""))
        self._has_own = True

    def _parameter(self, name: str) -> None:
        quoted = self._take(_QUOTED)
        value = _unescaped(quoted) if quoted is not None else self._take(_TOKEN)
        if value is None:
            self._skip(_JUNK)  # at a comma or the end this skips nothing: an empty value
            return
        if self._has_own and len(self._found[-1].parameters) < MAXIMUM_ITEMS:
            latest = self._found[-1]
            self._found[-1] = replace(latest, parameters=(*latest.parameters, (name, value)))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
