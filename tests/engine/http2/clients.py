"""Our HTTP/2 connection over a plain stream (prior knowledge), recording what it tells."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

from tests.engine.http1.clients import Client
from winhttp_cli.engine.corehttp import Origin
from winhttp_cli.engine.http2.connection import Http2Connection
from winhttp_cli.engine.net.stream import SocketStream


@contextlib.contextmanager
def client(port: int, *, idle_seconds: float | None = None) -> Iterator[Client]:
    """A client connected to `port`."""
    stream = SocketStream(socket.create_connection(("127.0.0.1", port)))
    connection = Http2Connection(Origin(b"http", b"127.0.0.1", port), stream, 1, idle_seconds)
    try:
        yield Client(connection, port)
    finally:
        connection.close()
