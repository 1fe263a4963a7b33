"""Reads field lines into (name, value) pairs: the shape of a header line, not its meaning.

Promise: names and values come out byte for byte as sent, but for the optional white space around
the value and for folds (RFC 9112 sections 5 to 5.2). Every departure is a `Rule`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from winhttp_cli.engine.http1.policy import MAXIMUM_FIELDS, Rule, refusal, shown
from winhttp_cli.engine.http1.section import Rules
from winhttp_cli.errors import Phase

Field = tuple[bytes, bytes]
Fields = tuple[Field, ...]

#: RFC 9110 section 5.6.2.
_TOKEN = b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BLANK = b" \t"


def is_token(name: bytes) -> bool:
    """Whether `name` is a token: a method or a field's name."""
    return bool(name) and not name.translate(None, _TOKEN)


class NamedFields(tuple[Field, ...]):
    """Fields that are asked for by name: `by_name` has the values of each, its name in lower case."""

    by_name: dict[bytes, list[bytes]]

    def __init__(self, fields: Iterable[Field] = ()) -> None:
        self.by_name = {}
        for name, value in self:
            self.by_name.setdefault(name.lower(), []).append(value)


def fields_of(lines: list[bytes], phase: Phase, tolerated: Rules) -> NamedFields:
    """The fields of a head (without its first line) or of a trailer section."""
    if len(lines) > MAXIMUM_FIELDS:
        raise refusal(Rule.FIELD_COUNT, phase, f"{len(lines)}")
    found: list[Field] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not name or name.translate(None, _TOKEN):
            # a fold, whose name would begin with a blank, or a line to refuse
            return NamedFields([_field(line, phase) for line in _unfolded(lines, phase, tolerated)])
        found.append((name, value.strip(_BLANK)))
    return NamedFields(found)


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
    if not is_token(name):
        blank = name != name.rstrip(_BLANK)
        raise refusal(Rule.SPACE_BEFORE_COLON if blank else Rule.FIELD_NAME, phase, shown(line))
    return name, value.strip(_BLANK)


def values(fields: NamedFields, name: bytes) -> Sequence[bytes]:
    """The values of every field called `name` (lower case), in order."""
    return fields.by_name.get(name, ())


def tokens(fields: NamedFields, name: bytes) -> set[bytes]:
    """The comma-separated elements of a list field, in lower case (RFC 9110 section 5.6.1)."""
    items = b",".join(values(fields, name)).lower().split(b",")
    return {item.strip(_BLANK) for item in items} - {b""}
