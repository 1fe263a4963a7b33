"""What happened in a WebSocket conversation: events like those of `events.py`."""

from __future__ import annotations

from winhttp_cli.events import Event
from winhttp_cli.record import dataclass
from winhttp_cli.websocket import FrameKind, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSocketOpened(Event):
    """The server's 101 is in order. `protocol` is the sub-protocol it chose, "" for none."""

    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSocketFrame(Event):
    """A whole frame, sent or received. `size` counts its payload; `is_last` says that the message ends
    with it; `code` and `reason` are a close frame's, 1005 where it has none."""

    by: Side
    kind: FrameKind
    size: int
    is_last: bool = True
    code: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSocketClosed(Event):
    """The conversation is over: `by` whom, and with which code. Closed by the client it is the code of
    the server's answer, which is what WinHttpWebSocketQueryCloseStatus hands out, or the client's own
    where the server answered without one; 1006 is an end without a close frame."""

    by: Side
    code: int
    reason: str
