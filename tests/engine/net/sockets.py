"""Loopback sockets for the tests of engine/net; plain `socket`, nothing of the engine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from winhttp_cli.events import Event


@contextmanager
def listening(host: str = "127.0.0.1", backlog: int = 16) -> Iterator[socket.socket]:
    """A listener on a free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sock:
        sock.bind((host, 0))
        sock.listen(backlog)
        yield sock


@contextmanager
def silent_to_newcomers(host: str = "127.0.0.66") -> Iterator[int]:
    """The port of a listener whose queue is full: it drops every further SYN."""
    with listening(host, backlog=0) as server:
        queued = []
        try:
            for _ in range(8):
                client = socket.socket()
                queued.append(client)
                client.settimeout(0.1)
                client.connect(server.getsockname())
        except TimeoutError:
            yield server.getsockname()[1]
        else:
            raise AssertionError("the queue of the listener does not fill")
        finally:
            for client in queued:
                client.close()


def closed_port(host: str = "127.0.0.1") -> int:
    """A port on which nothing listens."""
    with listening(host) as sock:
        return int(sock.getsockname()[1])


@contextmanager
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two connected TCP sockets: (ours, the peer's)."""
    with listening() as server:
        ours = socket.create_connection(server.getsockname())
        theirs, _ = server.accept()
    try:
        yield ours, theirs
    finally:
        for sock in (ours, theirs):
            with suppress(OSError):
                sock.close()


class Heard(list[Event]):
    """An `Emit` that keeps what it hears."""

    def __call__(self, event: Event) -> None:
        self.append(event)

    @property
    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self]
