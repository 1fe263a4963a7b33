"""Heads between the two versions: the lines composed for HTTP/1 as HTTP/2 fields, and back.

Promise: what must not travel over HTTP/2 is left out (RFC 9113 section 8.2.2), everything else keeps
its order and value; names are lower case (section 8.2). Knows no stream.
"""

from __future__ import annotations

from winhttp_cli.engine.http1.fields import Fields, NamedFields, tokens, values
from winhttp_cli.engine.http1.policy import Rule, refusal, shown
from winhttp_cli.engine.http1.writer import RequestHead
from winhttp_cli.errors import Phase
from winhttp_cli.record import dataclass

#: Section 8.2.2, and Host, which becomes :authority (section 8.3.1).
_LEFT_OUT = frozenset(
    {
        b"connection", b"host", b"http2-settings", b"keep-alive", b"proxy-connection", b"te",
        b"transfer-encoding", b"upgrade",
    }
)  # fmt: skip
#: RFC 9113 section 10.5.1 counts this much for a field besides its name and value.
_FIELD_OVERHEAD = 32


def request_fields(head: RequestHead, scheme: bytes) -> Fields:
    """Pseudo fields first, then the others (section 8.3)."""
    named = head.fields.connection
    pseudo = (
        (b":method", head.method),
        (b":authority", (values(head.fields, b"host") or [b""])[0]),
        (b":scheme", scheme),
        (b":path", head.target),
    )
    lower = ((name.lower(), value) for name, value in head.fields)
    rest = tuple(field for field in lower if field[0] not in _LEFT_OUT and field[0] not in named)
    trailers = ((b"te", b"trailers"),) if b"trailers" in tokens(head.fields, b"te") else ()
    return (*pseudo, *rest, *trailers)


@dataclass(frozen=True, slots=True)
class Head:
    """A response head. `size` is measured as section 10.5.1 says."""

    status: int
    fields: NamedFields
    size: int

    @property
    def length(self) -> int | None:
        """The announced body length, where there is one."""
        found = values(self.fields, b"content-length")
        return int(found[0]) if found and found[0].isdigit() else None


def response_head(received: list[tuple[bytes, bytes]]) -> Head:
    """h2 has seen to it that there is one :status; that it is a number is checked here (section
    8.3.2). Raises ExchangeFault 12152."""
    status = next(value for name, value in received if name == b":status")
    if len(status) != 3 or not status.isdigit() or status < b"100":
        rule = Rule.STATUS_LINE_SHAPE
        raise refusal(rule, Phase.RECEIVE, f":status {shown(status)}")
    fields = NamedFields((name, value) for name, value in received if not name.startswith(b":"))
    size = sum(len(name) + len(value) + _FIELD_OVERHEAD for name, value in received)
    return Head(int(status), fields, size)
