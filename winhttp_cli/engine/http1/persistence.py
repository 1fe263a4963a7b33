"""Whether a connection may carry another request (RFC 9112 section 9.3).

Promise: a pure function of the two heads. What the bytes on the wire decide (a body cut short, bytes
after the end) is the machine's to add.
"""

from __future__ import annotations

from winhttp_cli.engine.http1.fields import tokens
from winhttp_cli.engine.http1.framing import Framing, Kind
from winhttp_cli.engine.http1.head import Head
from winhttp_cli.engine.http1.writer import RequestHead


def why_closing(request: RequestHead, head: Head, framed: Framing) -> str:
    """Why the connection ends with this answer, as a phrase; "" where it may stay open."""
    asked, answered = request.fields.connection, tokens(head.fields, b"connection")
    if framed.kind is Kind.TUNNEL:
        return "it carried another protocol"
    if framed.kind is Kind.UNTIL_CLOSE:
        return "the end of the body is the end of the connection"
    if b"close" in asked:
        return "the request said Connection: close"
    if b"close" in answered:
        return "the server said Connection: close"
    if b"keep-alive" not in answered and (head.minor == 0 or request.version == b"HTTP/1.0"):
        return "HTTP/1.0 without Connection: keep-alive"
    faults = [rule for rule in (*head.tolerated, *framed.tolerated) if rule.ruling.closes]
    return faults[0].ruling.shape if faults else ""
