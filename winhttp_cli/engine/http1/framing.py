"""Decides where a response body ends: the rules of RFC 9112 section 6.3, nothing else.

Promise: `framing` looks at the request's method, the status and the fields, and either names one
`Framing` or refuses. Knows no bytes of the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from winhttp_cli.engine.http1.fields import values
from winhttp_cli.engine.http1.head import Head
from winhttp_cli.engine.http1.policy import MAXIMUM_DIGITS, Rule, refusal, shown
from winhttp_cli.engine.http1.section import Rules
from winhttp_cli.errors import Phase
from winhttp_cli.record import dataclass


class Kind(Enum):
    """The four ways a body can end, and the hand-over after which there is no more HTTP."""

    NONE = "none"
    LENGTH = "length"
    CHUNKED = "chunked"
    UNTIL_CLOSE = "until close"
    TUNNEL = "tunnel"


@dataclass(frozen=True, slots=True)
class Framing:
    """`length` is the number of body bytes where `kind` is LENGTH, 0 for NONE, else None."""

    kind: Kind
    length: int | None = None
    tolerated: frozenset[Rule] = frozenset()


def framing(head: Head, method: bytes, asked_upgrade: bool) -> Framing:
    """How the body of `head`, the answer to `method`, is delimited. Raises 12152 where RFC 9112
    section 6.3 calls it unrecoverable."""
    tolerated: Rules = set()
    coding = _is_chunked(values(head.fields, b"transfer-encoding"))
    length = _length(values(head.fields, b"content-length"), tolerated)
    kind = _kind(head, method, asked_upgrade)
    if kind is None:
        kind, length = _delimited(head, coding, length, tolerated)
    else:
        if head.status == 204 and (coding or length is not None):
            tolerated.add(Rule.FRAMING_WITHOUT_BODY)
        length = 0 if kind is Kind.NONE else None
    return Framing(kind, length, frozenset(tolerated))


def _kind(head: Head, method: bytes, asked_upgrade: bool) -> Kind | None:
    """Items 1 and 2 of section 6.3: what the method and the status alone decide."""
    if head.status == 101:
        if not asked_upgrade:
            raise refusal(Rule.SWITCH_UNASKED, Phase.RECEIVE)
        return Kind.TUNNEL
    if method == b"CONNECT" and 200 <= head.status < 300:
        return Kind.TUNNEL
    if method == b"HEAD" or head.status in (204, 304):
        return Kind.NONE
    return None


def _delimited(head: Head, coding: bool, length: int | None, tolerated: Rules) -> tuple[Kind, int | None]:
    """Items 3 to 8 of section 6.3: what the fields decide."""
    if not coding:
        return (Kind.UNTIL_CLOSE, None) if length is None else (Kind.LENGTH, length)
    if length is not None:
        tolerated.add(Rule.LENGTH_AND_CODING)
    if head.minor == 0:
        tolerated.add(Rule.CODING_IN_1_0)
    return Kind.CHUNKED, None


def _is_chunked(codings: Sequence[bytes]) -> bool:
    """Whether the one coding we know is the only one named (section 6.1)."""
    if not codings:
        return False
    if [value.lower() for value in codings] != [b"chunked"]:
        raise refusal(Rule.CODING_UNKNOWN, Phase.RECEIVE, shown(b", ".join(codings)))
    return True


def _length(lines: Sequence[bytes], tolerated: Rules) -> int | None:
    """The one length all Content-Length values agree on (section 6.3 item 5), or None."""
    if not lines:
        return None
    found = [item.strip(b" \t") for line in lines for item in line.split(b",")]
    for item in found:
        if not item.isdigit():
            raise refusal(Rule.LENGTH_INVALID, Phase.RECEIVE, shown(item))
        if len(item) > MAXIMUM_DIGITS:
            raise refusal(Rule.LENGTH_OVERFLOW, Phase.RECEIVE, shown(item))
    if len(set(found)) > 1:
        raise refusal(Rule.LENGTHS_DIFFER, Phase.RECEIVE, shown(b", ".join(found)))
    if len(found) > 1:
        tolerated.add(Rule.LENGTHS_REPEATED)
    return int(found[0])
