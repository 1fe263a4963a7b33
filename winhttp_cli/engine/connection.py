"""A connection to a server that is opened by its first request.

Promise: the opening steps (name, address, TLS) happen inside the first request's context, so their
events and timers are that request's. What carries the messages afterwards, HTTP/1 or HTTP/2, is an
httpcore connection decided by ALPN.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from winhttp_cli.engine.context import Context, context_of
from winhttp_cli.engine.corehttp import (
    ConnectionInterface,
    ConnectionNotAvailable,
    NetworkStream,
    Origin,
    Request,
    Response,
)
from winhttp_cli.engine.http1.connection import Http1Connection
from winhttp_cli.errors import ExchangeFault
from winhttp_cli.events import ConnectionReused

Opener = Callable[[Context], NetworkStream]

#: The key in a response's extensions under which the connection that carried it is found.
CARRIER = "whttp_connection"


class ServerConnection(ConnectionInterface):
    """Wraps the protocol connection from before it exists until it is closed."""

    def __init__(self, origin: Origin, number: int, open_stream: Opener, idle_seconds: float) -> None:
        self._origin = origin
        self._number = number
        self._open_stream = open_stream
        self._idle_seconds = idle_seconds
        self._inner: ConnectionInterface | None = None
        self._failed = False
        self._is_held = False
        self._opening = Lock()
        self._addresses = ("", "")

    def handle_request(self, request: Request) -> Response:
        if self._is_held:
            raise ConnectionNotAvailable
        return self.carry(request)

    def carry(self, request: Request) -> Response:
        """The same, for the one who holds it."""
        context = context_of(request)
        with self._opening:
            is_kept = self._inner is not None
            if self._inner is None:
                self._inner = self._open(context)
            elif not self._inner.is_available():
                raise ConnectionNotAvailable
            else:
                local, remote = self._addresses
                context.emit(ConnectionReused(connection=self._number, local=local, remote=remote))
        try:
            response = self._inner.handle_request(request)
        except ExchangeFault as fault:
            fault.on_kept = is_kept and (fault.unseen or not fault.of_stream)
            raise
        response.extensions[CARRIER] = self
        return response

    def hold(self) -> None:
        """For the one who has it now: nobody else gets it until `let_go`."""
        self._is_held = True

    def let_go(self) -> None:
        self._is_held = False

    def _open(self, context: Context) -> ConnectionInterface:
        try:
            stream = self._open_stream(context)
        except BaseException:
            self._failed = True
            raise
        self._addresses = (_printable(stream, "client_addr"), _printable(stream, "server_addr"))
        if stream.get_extra_info("alpn") == "h2":
            from winhttp_cli.engine.http2.connection import Http2Connection

            http2: ConnectionInterface = Http2Connection(
                self._origin, stream, self._number, self._idle_seconds
            )
            return http2
        return Http1Connection(self._origin, stream, self._number, self._idle_seconds)

    def close(self) -> None:
        if self._inner is not None:
            self._inner.close()

    def info(self) -> str:
        return self._inner.info() if self._inner is not None else "CONNECTING"

    def can_handle_request(self, origin: Origin) -> bool:
        return origin == self._origin

    def is_available(self) -> bool:
        return self._inner is not None and not self._is_held and self._inner.is_available()

    def has_expired(self) -> bool:
        return self._failed if self._inner is None else not self._is_held and self._inner.has_expired()

    def is_idle(self) -> bool:
        return self._failed if self._inner is None else not self._is_held and self._inner.is_idle()

    def is_closed(self) -> bool:
        return self._failed if self._inner is None else self._inner.is_closed()


def _printable(stream: NetworkStream, which: str) -> str:
    """ "192.0.2.1:443", "[::1]:443", or a socket path."""
    name = stream.get_extra_info(which)
    if not isinstance(name, tuple):
        return str(name or "")
    host, port = name[0], name[1]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def deadline_after(seconds: float | None) -> float | None:
    """The time.monotonic() value at which --max-time ends the exchange."""
    return None if seconds is None else time.monotonic() + seconds
