"""A bell that one thread rings and another waits for beside a socket.

Promise: ringing never blocks and may happen any number of times before it is heard; `silence` takes
all of it. A pair of sockets, since Windows can wait for nothing else beside a socket.
"""

from __future__ import annotations

import contextlib
import socket


class Bell:
    """`sock` is readable while it rings."""

    def __init__(self) -> None:
        self.sock, self._cord = socket.socketpair()
        self.sock.setblocking(False)
        self._cord.setblocking(False)

    def ring(self) -> None:
        """From any thread, also after `close`."""
        # a full pair is ringing already
        with contextlib.suppress(OSError):
            self._cord.send(b"\0")

    def silence(self) -> None:
        """Heard: it may ring again."""
        with contextlib.suppress(OSError):
            while self.sock.recv(4096):
                continue

    def close(self) -> None:
        self.sock.close()
        self._cord.close()
