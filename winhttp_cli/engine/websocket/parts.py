"""What came, as WinHttpWebSocketReceive hands it over: in pieces no larger than the receive buffer.

Promise: a piece is handed over when the buffer is full or a frame ends, and is called a fragment until
the last one of its message (behaviour i8, semantics Q4). Memory is bounded by the buffer.
"""

from __future__ import annotations

from collections.abc import Callable

from winhttp_cli.engine.websocket.frames import Came, boundary
from winhttp_cli.record import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A message, or a piece of one; `data` is UTF-8 cut between characters where `is_text`."""

    data: bytes
    is_text: bool
    ends: bool

    @property
    def buffer_type(self) -> str:
        """WINHTTP_WEB_SOCKET_BUFFER_TYPE, in words."""
        return f"{'utf8' if self.is_text else 'binary'}-{'message' if self.ends else 'fragment'}"


Hear = Callable[[Part], None]


class Parts:
    """Collects up to `limit` bytes of a message for `hear`."""

    def __init__(self, limit: int, hear: Hear) -> None:
        self._limit = limit
        self._hear = hear
        self._held = bytearray()

    def take(self, came: Came) -> None:
        """One piece of a data frame."""
        self._held += came.data
        while len(self._held) > self._limit:
            self._give(boundary(self._held, self._limit) if came.is_text else self._limit, came.is_text)
        if came.ends_message:
            self._give(len(self._held), came.is_text, ends=True)
        elif self._held and (came.ends_frame or len(self._held) == self._limit):
            self._give(len(self._held), came.is_text)

    def _give(self, size: int, is_text: bool, *, ends: bool = False) -> None:
        part = Part(bytes(self._held[:size]), is_text, ends)
        del self._held[:size]
        self._hear(part)
