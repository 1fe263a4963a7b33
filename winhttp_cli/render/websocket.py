"""A WebSocket conversation for people and for the document: its frames, its sums, how it ended.

Promise: what a server said (a close reason, a sub-protocol) is made printable and shortened; the
payload of messages is shown elsewhere.
"""

from __future__ import annotations

from winhttp_cli.events_websocket import WebSocketFrame, WebSocketOpened
from winhttp_cli.render.json_value import Object
from winhttp_cli.report.model import Closing, Traffic, WebSocket
from winhttp_cli.report.printable import printable, shortened
from winhttp_cli.websocket import FrameKind, Side

#: RFC 6455 section 7.4.1 and the registry it opened.
MEANINGS = {
    1000: "normal closure",
    1001: "going away",
    1002: "protocol error",
    1003: "unsupported data",
    1005: "no code given",
    1006: "no close frame",
    1007: "invalid data",
    1008: "policy violation",
    1009: "message too big",
    1010: "extension missing",
    1011: "internal error",
    1012: "service restart",
    1013: "try again later",
    1014: "bad gateway",
}
_PREFIXES = {Side.CLIENT: ">", Side.SERVER: "<"}
_MOST_REASON = 123


def close_text(code: int, reason: str) -> str:
    """ "1000 normal closure", with the reason that was given."""
    meaning = MEANINGS.get(code, "")
    text = f"{code} {meaning}".rstrip()
    return f'{text}, "{printable(shortened(reason, _MOST_REASON))}"' if reason else text


def opened_text(event: WebSocketOpened) -> str:
    """The handshake is done."""
    protocol = printable(shortened(event.protocol, _MOST_REASON))
    return f"open, sub-protocol {protocol}" if protocol else "open, no sub-protocol"


def frame_text(event: WebSocketFrame) -> str:
    """ "> text, 5 bytes", "< text, 3 bytes, more follows", "< close, 1000 normal closure"."""
    start = f"{_PREFIXES[event.by]} {event.kind.value}"
    if event.kind is FrameKind.CLOSE:
        return f"{start}, {close_text(event.code, event.reason)}"
    size = "1 byte" if event.size == 1 else f"{event.size} bytes"
    return f"{start}, {size}" if event.is_last else f"{start}, {size}, more follows"


def closing_text(closing: Closing) -> str:
    """ "closed by the server, 1001 going away"."""
    return f"closed by the {closing.by.value}, {close_text(closing.code, closing.reason)}"


def sums_text(web_socket: WebSocket) -> str:
    """ "2 messages sent, 3 received"."""
    sent, received = web_socket.sent.messages, web_socket.received.messages
    messages = "1 message" if sent == 1 else f"{sent} messages"
    return f"{messages} sent, {received} received"


def web_socket_object(web_socket: WebSocket) -> Object:
    """The member of the JSON document."""
    closing = web_socket.closing
    return {
        "protocol": web_socket.protocol,
        "sent": _traffic(web_socket.sent),
        "received": _traffic(web_socket.received),
        "closed": None
        if closing is None
        else {"by": closing.by.value, "code": closing.code, "reason": closing.reason},
    }


def _traffic(traffic: Traffic) -> Object:
    return {
        "messages": traffic.messages,
        "frames": traffic.frames,
        "bytes": traffic.bytes,
        "pings": traffic.pings,
    }
