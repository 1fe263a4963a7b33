"""What plan, engine, report and screens say of a WebSocket in the same words: the plan of a conversation,
its frames, its sides and its close codes (RFC 6455).

Promise: frozen data and pure functions. Imports nothing of ours but the lowest rooms.
"""

from __future__ import annotations

from enum import Enum

from winhttp_cli.record import dataclass

#: Stand for a close frame without a code, and for an end without a close frame; never sent.
NO_CODE = 1005
ABNORMAL = 1006
GOING_AWAY = 1001
PROTOCOL_ERROR = 1002
INVALID_DATA = 1007

#: A control frame has 125 bytes at most, and the code takes two (semantics Q3).
MOST_REASON = 123


def may_be_sent(code: int) -> bool:
    """Sections 7.4.1 and 7.4.2, with what was registered since: 1012 to 1014."""
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999


class Side(Enum):
    """Who did it."""

    CLIENT = "client"
    SERVER = "server"


class FrameKind(Enum):
    """The kinds of WebSocket frame (RFC 6455 section 11.8)."""

    CONTINUATION = "continuation"
    TEXT = "text"
    BINARY = "binary"
    CLOSE = "close"
    PING = "ping"
    PONG = "pong"


@dataclass(frozen=True, slots=True)
class WebSocketPlan:
    """The upgrade, and the conversation behind it. `close_timeout` is the wait for the peer's close
    frame; a ping goes out after `keep_alive` seconds without traffic; a peer that says nothing for
    `silence` seconds ends it (None: it may). What came is handed over in pieces of `receive_buffer`
    bytes, and a longer message goes out in frames of `send_buffer` bytes. The conversation is closed with
    `close_code` and `close_reason` when there is nothing more to say and the peer has sent no message
    for `wait` seconds (None: it is waited for), or when `messages` have come (None: any number)."""

    close_timeout: float | None = 10.0
    keep_alive: float = 30.0
    silence: float | None = None
    receive_buffer: int = 32768
    send_buffer: int = 32768
    close_code: int = 1000
    close_reason: str = ""
    wait: float | None = None
    messages: int | None = None
