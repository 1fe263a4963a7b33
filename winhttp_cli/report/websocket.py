"""The facts of a WebSocket conversation, folded from its frames.

Promise: memory does not grow with the conversation; `facts` may be asked for at any moment.
"""

from __future__ import annotations

from winhttp_cli.events_websocket import WebSocketClosed, WebSocketFrame
from winhttp_cli.record import replace
from winhttp_cli.report.model import Closing, Traffic, WebSocket
from winhttp_cli.websocket import FrameKind, Side

_DATA = (FrameKind.TEXT, FrameKind.BINARY, FrameKind.CONTINUATION)


class Conversation:
    """One conversation in the making."""

    def __init__(self, protocol: str) -> None:
        self._protocol = protocol
        self._traffic = {side: Traffic() for side in Side}
        self._closing: Closing | None = None

    def frame(self, event: WebSocketFrame) -> None:
        said = self._traffic[event.by]
        if event.kind in _DATA:
            self._traffic[event.by] = replace(
                said,
                messages=said.messages + event.is_last,
                frames=said.frames + 1,
                bytes=said.bytes + event.size,
            )
        elif event.kind is FrameKind.PING:
            self._traffic[event.by] = replace(said, pings=said.pings + 1)

    def closed(self, event: WebSocketClosed) -> None:
        self._closing = Closing(event.by, event.code, event.reason)

    def facts(self) -> WebSocket:
        """The facts so far."""
        sent, received = self._traffic[Side.CLIENT], self._traffic[Side.SERVER]
        return WebSocket(self._protocol, sent, received, self._closing)
