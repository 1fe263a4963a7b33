"""What is to be said, on its way from the thread that reads it to the conversation that sends it.

Promise: bounded (a full feed makes the reader wait, so that a fast file costs no memory), and a reader
is never left waiting once the conversation is over. Knows no frames and no files.
"""

from __future__ import annotations

from collections import deque
from threading import Condition

from winhttp_cli.engine.net.bell import Bell
from winhttp_cli.engine.websocket.frames import Piece
from winhttp_cli.errors import WhttpError

#: Pieces held: a few, so that the next is there when one has been sent.
MOST_HELD = 8


class Feed:
    """Put from one thread, taken from another. `bell` rings when there is something new."""

    def __init__(self) -> None:
        self.bell = Bell()
        self._pieces: deque[Piece] = deque()
        self._changed = Condition()
        self._ended = False
        self._closed = False
        self._fault: WhttpError | None = None

    # --- the reader's side ---------------------------------------------------------------------

    def put(self, piece: Piece) -> bool:
        """Waits for room. False: the conversation is over and nothing more is wanted."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._pieces) < MOST_HELD)
            if self._closed:
                return False
            self._pieces.append(piece)
        self.bell.ring()
        return True

    def end(self, fault: WhttpError | None = None) -> None:
        """There is nothing more; `fault` is why, where that was no proper end."""
        with self._changed:
            self._ended, self._fault = True, fault
        self.bell.ring()

    # --- the conversation's side ---------------------------------------------------------------

    def take(self) -> Piece | None:
        """The next piece, None where there is none now. Raises the fault it ended with."""
        with self._changed:
            if self._pieces:
                self._changed.notify_all()
                return self._pieces.popleft()
            if self._fault is not None:
                raise self._fault
        return None

    @property
    def has_more(self) -> bool:
        with self._changed:
            return bool(self._pieces) or self._fault is not None

    @property
    def is_over(self) -> bool:
        """Whether everything has been taken and nothing follows."""
        with self._changed:
            return self._ended and not self._pieces

    def refuse(self) -> None:
        """Nothing more will be taken."""
        with self._changed:
            self._closed = True
            self._pieces.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """The same, and nobody waits for the bell."""
        self.refuse()
        self.bell.close()
