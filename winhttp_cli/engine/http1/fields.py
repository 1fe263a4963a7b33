"""Reads field lines into (name, value) pairs: the shape of a header line, not its meaning.

Promise: names and values come out byte for byte as sent, but for the optional white space around
the value and for folds (RFC 9112 sections 5 to 5.2). Every departure is a `Rule`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from winhttp_cli.engine.http1.policy import MAXIMUM_FIELDS, Rule, refusal, shown
from winhttp_cli.engine.http1.section import Rules
from winhttp_cli.errors import ExchangeFault, Phase

Field = tuple[bytes, bytes]
Fields = tuple[Field, ...]

#: RFC 9110 section 5.6.2.
TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_BLANK = b" \t"


class NamedFields(tuple[Field, ...]):
    """Fields that are asked for by name more than once."""

    _by_name: dict[bytes, list[bytes]] | None = None

    @property
    def by_name(self) -> dict[bytes, list[bytes]]:
        """The values of each field, by its name in lower case. Made once (functools.cached_property
        would take a lock for it)."""
        found = self._by_name
        if found is None:
            found = self._by_name = {}
            for name, value in self:
                found.setdefault(name.lower(), []).append(value)
        return found


def fields_of(lines: list[bytes], phase: Phase, tolerated: Rules) -> Fields:
    """The fields of a head (without its first line) or of a trailer section."""
    if len(lines) > MAXIMUM_FIELDS:
        raise refusal(Rule.FIELD_COUNT, phase, f"{len(lines)}")
    try:
        return NamedFields([_field(line, phase) for line in lines])
    except ExchangeFault:
        # a fold, which is no field either, or indeed a line to refuse
        return NamedFields([_field(line, phase) for line in _unfolded(lines, phase, tolerated)])


def _unfolded(lines: list[bytes], phase: Phase, tolerated: Rules) -> Iterable[bytes]:
    """Lines with their continuations joined on."""
    if not any(line.startswith((b" ", b"\t")) for line in lines):
        return lines
    if lines[0].startswith((b" ", b"\t")):
        raise refusal(Rule.SPACE_BEFORE_FIRST_FIELD, phase, shown(lines[0]))
    tolerated.add(Rule.OBS_FOLD)
    return _joined(lines)


def _joined(lines: list[bytes]) -> Iterator[bytes]:
    """RFC 9112 section 5.2: a user agent "MUST replace each received obs-fold with one or more SP"."""
    parts: list[bytes] = []
    for line in lines:
        if line.startswith((b" ", b"\t")):
            parts.append(line.lstrip(_BLANK))
            continue
        if parts:
            yield b" ".join(parts)
        parts = [line]
    yield b" ".join(parts)


def _field(line: bytes, phase: Phase) -> Field:
    name, colon, value = line.partition(b":")
    if not colon:
        raise refusal(Rule.NO_COLON, phase, shown(line))
    if TOKEN.fullmatch(name) is None:
        blank = name != name.rstrip(_BLANK)
        raise refusal(Rule.SPACE_BEFORE_COLON if blank else Rule.FIELD_NAME, phase, shown(line))
    return name, value.strip(_BLANK)


def values(fields: Fields, name: bytes) -> list[bytes]:
    """The values of every field called `name` (lower case), in order."""
    if isinstance(fields, NamedFields):
        return fields.by_name.get(name, [])
    return [value for key, value in fields if key.lower() == name]


def tokens(fields: Fields, name: bytes) -> set[bytes]:
    """The comma-separated elements of a list field, in lower case (RFC 9110 section 5.6.1)."""
    found = (item.strip(_BLANK).lower() for value in values(fields, name) for item in value.split(b","))
    return {item for item in found if item}
