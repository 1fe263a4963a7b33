"""Reads a response head: the status line and its fields (RFC 9112 sections 4 and 5).

Promise: what is not HTTP is refused at the first bytes that show it, without waiting for a line end;
the size limit holds to the byte for every way of cutting the bytes.
"""

from __future__ import annotations

import re

from winhttp_cli.engine.http1.fields import NamedFields, fields_of
from winhttp_cli.engine.http1.policy import Rule, refusal, shown
from winhttp_cli.engine.http1.section import Rules, Section, lines_of
from winhttp_cli.errors import ExchangeFault, Phase
from winhttp_cli.record import dataclass

_STATUS_LINE = re.compile(rb"(HTTP/[0-9]\.[0-9]|ICY) ([0-9]{3})(?:( )(.*))?", re.DOTALL)
_BEGINNINGS = (b"HTTP/", b"ICY ")
#: What servers of other protocols say first, and what to tell the user.
_STRANGERS = (
    (b"\x15\x03", "this looks like TLS: use https"),
    (b"\x16\x03", "this looks like TLS: use https"),
    (b"\x00\x00", "this looks like HTTP/2 without TLS"),
    (b"SSH-", "this looks like an SSH server"),
    (b"220", "this looks like a mail or FTP server"),
    (b"<", "this looks like HTTP/0.9, a body without a head"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """One response head. `version` is as sent ("HTTP/1.1"), `minor` the rules it is read by: 1 for
    HTTP/1.1, 0 for all that promises less. `size` counts all bytes of the head."""

    version: bytes
    minor: int
    status: int
    reason: bytes
    fields: NamedFields
    size: int
    tolerated: frozenset[Rule]

    @property
    def is_interim(self) -> bool:
        """RFC 9110 section 15.2; 101 is final for HTTP/1."""
        return self.status < 200 and self.status != 101


class HeadReader:
    """`take` bytes until it returns a head; `rest` then holds what came after it."""

    __slots__ = ("_section",)

    def __init__(self, limit: int) -> None:
        self._section = Section(limit, Phase.RECEIVE, may_be_empty=False)

    @property
    def rest(self) -> bytes:
        return self._section.rest

    @property
    def has_begun(self) -> bool:
        return bool(self._section.held)

    def take(self, data: bytes | memoryview) -> Head | None:
        """Raises 12152 for what is not a head, 12181 and 12182 for too much of it."""
        if len(self._section.held) < len(_BEGINNINGS[0]):
            _check_beginning(bytes(self._section.held) + bytes(data[:8]))
        section = self._section.take(data)
        return _head(section) if section is not None else None

    def end(self) -> ExchangeFault:
        """The failure that an end of the stream means here (behaviour d8)."""
        if not self.has_begun:
            return refusal(Rule.CLOSED_BEFORE_ANSWER, Phase.RECEIVE)
        held = self._section.held
        return refusal(Rule.CLOSED_IN_HEAD, Phase.RECEIVE, f"after {len(held)} bytes")


def _check_beginning(first: bytes) -> None:
    """Refuse a stranger as soon as it can be told from HTTP."""
    if first.startswith(_BEGINNINGS):
        return
    if any(first.startswith(known[: len(first)]) for known in _BEGINNINGS):
        return
    if first.startswith((b"\r", b"\n")):
        raise refusal(Rule.BLANK_LINE_FIRST, Phase.RECEIVE)
    hints = [hint for start, hint in _STRANGERS if first.startswith(start)]
    raise refusal(Rule.NOT_HTTP, Phase.RECEIVE, shown(first), hints[0] if hints else "")


def _head(section: bytes) -> Head:
    tolerated: Rules = set()
    lines = lines_of(section, Phase.RECEIVE, tolerated)
    version, status, reason = _status_line(lines[0], tolerated)
    fields = fields_of(lines[1:], Phase.RECEIVE, tolerated)
    minor = 1 if version.startswith(b"HTTP/1.") and version != b"HTTP/1.0" else 0
    return Head(version, minor, status, reason, fields, len(section), frozenset(tolerated))


def _status_line(line: bytes, tolerated: Rules) -> tuple[bytes, int, bytes]:
    match = _STATUS_LINE.fullmatch(line)
    if match is None:
        raise refusal(Rule.STATUS_LINE_SHAPE, Phase.RECEIVE, shown(line))
    version, digits, blank, reason = match.groups()
    status = int(digits)
    if status < 100:
        raise refusal(Rule.STATUS_BELOW_100, Phase.RECEIVE, shown(line))
    if status > 599:
        tolerated.add(Rule.STATUS_ABOVE_599)
    if blank is None:
        tolerated.add(Rule.REASON_MISSING)
    if not version.startswith(b"HTTP/1."):
        tolerated.add(Rule.ICY if version == b"ICY" else Rule.OTHER_VERSION)
    return version, status, reason or b""
