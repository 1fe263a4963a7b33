"""A small HTTP server for bodies: gives zeros, swallows uploads, keeps connections.

Promise: `GET /N` answers with N bytes of zeros, anything else is read to its end and answered with
204; both without a copy that would show in the figures. In threads of this process, which does
nothing else while a command is measured. Shares no code with the engine.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PIECE = 1 << 20
_ZEROS = bytes(_PIECE)


@contextmanager
def serving() -> Iterator[str]:
    """The URL of a running server, without a path."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        threading.Thread(target=_accept, args=(listener,), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve, args=(connection,), daemon=True).start()


def _serve(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    buffer = bytearray(_PIECE)
    with connection, contextlib.suppress(OSError):
        held = b""
        while True:
            while b"\r\n\r\n" not in held:
                came = connection.recv(65536)
                if not came:
                    return
                held += came
            head, _, held = held.partition(b"\r\n\r\n")
            held = _answer(connection, head, held, buffer)


def _answer(connection: socket.socket, head: bytes, held: bytes, buffer: bytearray) -> bytes:
    """Reads what is left of the request, answers, and gives back what came behind it."""
    wanted = re.match(rb"GET /(\d+)[ ?]", head)
    if wanted:
        _give(connection, int(wanted[1]))
        return held
    if re.search(rb"(?im)^expect: 100-continue\r?$", head):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    held = _swallow(connection, int(length[1]) if length else 0, held, buffer)
    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
    return held


def _give(connection: socket.socket, size: int) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
    for start in range(0, size, _PIECE):
        connection.sendall(_ZEROS[: size - start])


def _swallow(connection: socket.socket, size: int, held: bytes, buffer: bytearray) -> bytes:
    left = size - len(held)
    while left > 0:
        count = connection.recv_into(buffer, min(left, len(buffer)))
        if not count:
            raise ConnectionError
        left -= count
    return held[size:] if left < 0 else b""
