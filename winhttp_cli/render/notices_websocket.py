"""The notifications of a WebSocket: each piece that was sent or received, and the end.

Promise: what WinHttpWebSocketSend, Receive and Close would notify in asynchronous use. A frame is a
piece; pings and pongs are WinHTTP's own and are not notified. Knows no handle: it is told on the one
that `tell` stands for.
"""

from __future__ import annotations

from collections.abc import Callable

from winhttp_cli.events_websocket import WebSocketClosed, WebSocketFrame
from winhttp_cli.render.notice import CallFailed, Info, Transferred
from winhttp_cli.websocket import ABNORMAL, FrameKind, Side

_BINARY, _UTF8, _CLOSE = 0, 2, 4
#: A fragment's type is one more than that of the message.
_FRAGMENT = 1
_CALLS = {Side.CLIENT: "WRITE_COMPLETE", Side.SERVER: "READ_COMPLETE"}


class WebSocketNotices:
    """Tells by `tell` with a name and what the notification carries."""

    def __init__(self, tell: Callable[[str, Info], None]) -> None:
        self._tell = tell
        self._types = {Side.CLIENT: _BINARY, Side.SERVER: _BINARY}

    def frame(self, event: WebSocketFrame) -> None:
        """A piece of a message, or the peer's close frame."""
        if event.kind is FrameKind.CLOSE:
            # sent it belongs to WinHttpWebSocketClose, which is done later
            if event.by is Side.SERVER:
                self._tell("READ_COMPLETE", Transferred(0, _CLOSE))
        elif event.kind not in (FrameKind.PING, FrameKind.PONG):
            if event.kind is not FrameKind.CONTINUATION:
                self._types[event.by] = _UTF8 if event.kind is FrameKind.TEXT else _BINARY
            buffer_type = self._types[event.by] + (0 if event.is_last else _FRAGMENT)
            self._tell(_CALLS[event.by], Transferred(event.size, buffer_type))

    def closed(self, event: WebSocketClosed) -> None:
        """WinHttpWebSocketClose is done; without a close frame there was none."""
        if event.code != ABNORMAL:
            self._tell("CLOSE_COMPLETE", None)

    def failed(self, error: int) -> None:
        """The conversation broke off, where the next piece was waited for."""
        self._tell("REQUEST_ERROR", CallFailed(None, error, "WinHttpWebSocketReceive"))
