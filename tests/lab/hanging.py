"""An address that never answers a connection attempt: a listener whose queue is full.

Promise: while it is open, the kernel drops every further SYN. Linux drops; others may refuse. No
root needed.
"""

from __future__ import annotations

import socket
from types import TracebackType

ADDRESS = "127.0.0.66"
PROBE = 0.3
"""Seconds after which a connection attempt on loopback counts as dropped."""


class HangingTarget:
    """Fills a listener of backlog 0 until an attempt is left without an answer."""

    def __init__(self, address: str = ADDRESS) -> None:
        self._listener = socket.socket()
        self._listener.bind((address, 0))
        self._listener.listen(0)
        self.address = address
        self.port: int = self._listener.getsockname()[1]
        self._queued: list[socket.socket] = []

    def __enter__(self) -> HangingTarget:
        for _ in range(64):
            attempt = socket.socket()
            attempt.settimeout(PROBE)
            self._queued.append(attempt)
            try:
                attempt.connect((self.address, self.port))
            except TimeoutError:
                return self
        raise AssertionError("the listener's queue does not fill here")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for attempt in (*self._queued, self._listener):
            attempt.close()
