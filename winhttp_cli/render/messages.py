"""WebSocket messages on their way to the user, piece by piece and never held back.

Promise: in a pipe the bytes of a message are untouched, and a line end follows each; on a terminal text
is escaped and bytes are counted; with --json each piece is a line of its own, with the type that
WinHttpWebSocketReceive would give it. Memory does not grow with a message.
"""

from __future__ import annotations

import base64
from typing import BinaryIO, Protocol

from winhttp_cli.events import Event
from winhttp_cli.events_websocket import WebSocketClosed, WebSocketFrame, WebSocketOpened
from winhttp_cli.render.document import json_text
from winhttp_cli.render.json_value import Object
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.report.printable import printable
from winhttp_cli.websocket import FrameKind, Side


class Piece(Protocol):
    """A message, or a piece of one; text is UTF-8 cut between characters."""

    @property
    def data(self) -> bytes: ...

    @property
    def is_text(self) -> bool: ...

    @property
    def ends(self) -> bool: ...

    @property
    def buffer_type(self) -> str: ...


class Messages:
    """Shows nothing: only values are asked for (--query)."""

    def take(self, piece: Piece) -> None:
        """One piece of a message."""

    def tell(self, event: Event) -> None:
        """What happened beside messages."""

    def start_line(self) -> None:
        """Something else is about to be written on the same terminal."""


class PipedMessages(Messages):
    """The bytes as they came, a line end behind each message; none with `bare`."""

    def __init__(self, stream: BinaryIO, *, bare: bool) -> None:
        self._stream = stream
        self._end = b"" if bare else b"\n"

    def take(self, piece: Piece) -> None:
        self._stream.write(piece.data + self._end if piece.ends else piece.data)
        self._stream.flush()


class ShownMessages(Messages):
    """For a person: text with its control characters escaped, bytes counted."""

    def __init__(self, out: Outlet) -> None:
        self._out = out
        self._at_line_start = True
        self._size = 0

    def take(self, piece: Piece) -> None:
        if piece.is_text:
            self._show(piece)
        else:
            self._count(piece)
        self._out.flush()

    def start_line(self) -> None:
        if not self._at_line_start:
            self._out.line()
            self._at_line_start = True
            self._out.flush()

    def _show(self, piece: Piece) -> None:
        text = printable(piece.data.decode("utf-8", "backslashreplace"), keep="\n\t")
        self._out.write(self._out.paint(text, Style.CYAN))
        self._at_line_start = not text and self._at_line_start
        if piece.ends:
            self._out.line()
            self._at_line_start = True

    def _count(self, piece: Piece) -> None:
        self._size += len(piece.data)
        if piece.ends:
            text = f"binary message, {self._size} bytes, not printed; in a pipe it is"
            self._out.line(self._out.paint(text, Style.DIM))
            self._size = 0


class JsonMessages(Messages):
    """One line of JSON per piece and per event."""

    def __init__(self, out: Outlet) -> None:
        self._out = out

    def take(self, piece: Piece) -> None:
        line: Object = {"event": "message", "type": piece.buffer_type}
        if piece.is_text:
            line["text"] = piece.data.decode("utf-8", "backslashreplace")
        else:
            line["base64"] = base64.b64encode(piece.data).decode("ascii")
        self._write(line)

    def tell(self, event: Event) -> None:
        if isinstance(event, WebSocketOpened):
            self._write({"event": "open", "protocol": event.protocol})
        elif isinstance(event, WebSocketClosed):
            by = event.by.value
            self._write({"event": "close", "by": by, "code": event.code, "reason": event.reason})
        elif isinstance(event, WebSocketFrame) and _is_control(event):
            self._write({"event": event.kind.value, "size": event.size})

    def _write(self, line: Object) -> None:
        self._out.line(json_text(line, indent=None))
        self._out.flush()


def _is_control(event: WebSocketFrame) -> bool:
    """A ping or a pong of the server's."""
    return event.by is Side.SERVER and event.kind in (FrameKind.PING, FrameKind.PONG)
