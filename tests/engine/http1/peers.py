"""A raw-socket peer for one test: a script per connection, no HTTP parser anywhere.

A script gets the connected socket and says what the peer does. What came in is recorded in `heard`.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Script = Callable[["Line"], None]


@dataclass
class Line:
    """The peer's end of one connection. A test may release a script that waits for it."""

    socket: socket.socket
    heard: bytearray = field(default_factory=bytearray)
    released: threading.Event = field(default_factory=threading.Event)

    def hear(self, *, until: bytes = b"\r\n\r\n") -> None:
        """Read until `until` has been heard or the client has gone."""
        while until not in self.heard and (data := self.socket.recv(65536)):
            self.heard += data

    def hear_bytes(self, count: int) -> None:
        """Read until `count` bytes in all have been heard or the client has gone."""
        while len(self.heard) < count and (data := self.socket.recv(65536)):
            self.heard += data

    def hear_all(self) -> None:
        """Read until the client closes."""
        while data := self.socket.recv(65536):
            self.heard += data

    def say(self, *data: bytes) -> None:
        for piece in data:
            self.socket.sendall(piece)

    def reset(self) -> None:
        """Close so that the client sees a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class Peer:
    """Listens on loopback; the n-th connection runs the n-th script, later ones the last."""

    def __init__(self, scripts: tuple[Script, ...]) -> None:
        self._scripts = scripts
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.port: int = self._listener.getsockname()[1]
        self.lines: list[Line] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def heard(self) -> bytes:
        """What came in on the first connection. Complete once the peer has been left."""
        return bytes(self.lines[0].heard)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connected, _ = self._listener.accept()
                script = self._scripts[min(len(self.lines), len(self._scripts) - 1)]
                self.lines.append(Line(connected))
                thread = threading.Thread(target=self._run, args=(script, self.lines[-1]), daemon=True)
                self._threads.append(thread)
                thread.start()

    @staticmethod
    def _run(script: Script, line: Line) -> None:
        with line.socket, contextlib.suppress(OSError):
            script(line)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(5)
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)


@contextlib.contextmanager
def peer(*scripts: Script) -> Iterator[Peer]:
    """A peer for the length of a test."""
    server = Peer(scripts)
    try:
        yield server
    finally:
        server.close()


def answering(*pieces: bytes) -> Script:
    """Hear a head, say `pieces` each in a segment of its own, close."""

    def script(line: Line) -> None:
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.hear()
        line.say(*pieces)

    return script


def serving(*answers: bytes) -> Script:
    """Answer one request after another on the same connection, then wait for the client to go."""

    def script(line: Line) -> None:
        for answer in answers:
            line.heard.clear()
            line.hear()
            line.say(answer)
        line.hear_all()

    return script
