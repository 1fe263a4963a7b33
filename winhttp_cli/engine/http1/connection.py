"""One HTTP/1 connection as httpcore's pools know it: one request at a time over any NetworkStream.

Promise: a `ConnectionInterface` like httpcore's own, with our codec and timers inside. What ends an
exchange early closes the connection; an answer left unread is drained up to the plan's bound, in
bounded time, to keep it (semantics K5), and failing to is never an error. Opens nothing: the stream is
handed in.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from enum import Enum
from threading import Lock
from typing import cast

from winhttp_cli.engine.context import Context, context_of, nowhere
from winhttp_cli.engine.corehttp import (
    ConnectionInterface,
    ConnectionNotAvailable,
    NetworkStream,
    Origin,
    Request,
    Response,
)
from winhttp_cli.engine.http1.handover import HandedOver
from winhttp_cli.engine.http1.machine import Final, Http1Machine, State
from winhttp_cli.engine.http1.receiving import Receiver
from winhttp_cli.engine.http1.sending import Sender
from winhttp_cli.engine.http1.writer import RequestHead
from winhttp_cli.engine.request_response import LINES, OwnResponse, fields_of
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import ExchangeFault
from winhttp_cli.events import SESSION_CLOSED, ConnectionClosed
from winhttp_cli.headers import as_text
from winhttp_cli.record import replace

#: How long draining may take in all, whatever the receive timer allows between two bytes.
DRAIN_SECONDS = 2.0


class Status(Enum):
    """Where in its life the connection is."""

    NEW = "new"
    ACTIVE = "active"
    IDLE = "idle"
    CLOSED = "closed"


class Http1Connection(ConnectionInterface):
    """`number` names the connection in events, 0 for none; `idle_seconds` is how long it may be
    kept unused."""

    def __init__(
        self, origin: Origin, stream: NetworkStream, number: int = 0, idle_seconds: float | None = None
    ) -> None:
        self._origin = origin
        self._stream = stream
        self._number = number
        self._idle_seconds = idle_seconds
        self._machine = Http1Machine()
        self._wire: Wire | None = None
        self._status = Status.NEW
        self._status_lock = Lock()
        self._expires: float | None = None
        self._why_over = ""
        self._requests = 0

    # --- one exchange --------------------------------------------------------------------------

    def handle_request(self, request: Request) -> Response:
        """Sends `request` and returns the response with its head read. Raises WhttpError;
        ConnectionNotAvailable where the pool should use another connection."""
        self._acquire(request)
        try:
            receiver = self._exchange(request, self._begin(context_of(request)))
            return self._response(receiver, receiver.head())
        except BaseException as error:
            self._close(_why(error))
            raise

    def _acquire(self, request: Request) -> None:
        url, own = request.url, self._origin
        same = (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port)
        if not same and not self.can_handle_request(url.origin):
            raise RuntimeError(f"a request to {request.url.origin} on a connection to {self._origin}")
        with self._status_lock:
            if self._status not in (Status.NEW, Status.IDLE):
                raise ConnectionNotAvailable
            self._status = Status.ACTIVE
            self._requests += 1

    def _begin(self, context: Context) -> Wire:
        if self._wire is None:
            self._wire = Wire(self._stream, context)
        else:
            self._wire.begin(context)
        return self._wire

    def _exchange(self, request: Request, wire: Wire) -> Receiver:
        receiver = Receiver(wire, self._machine, request.method)
        version = b"HTTP/" + wire.context.plan.http_version.encode("ascii")
        head = RequestHead(request.method, request.url.target, version, fields_of(request))
        lines = request.extensions.get(LINES) or as_text(request.headers)
        # what the pools of httpcore's synchronous half are given can be iterated
        stream = cast("Iterable[bytes]", request.stream)
        Sender(wire, self._machine, receiver, lines).send(head, stream)
        return receiver

    def _response(self, receiver: Receiver, final: Final) -> Response:
        stream: NetworkStream = self._stream
        if self._machine.state is State.TUNNEL:
            stream = HandedOver(self._stream, self._machine.rest)
        head = final.head
        about = {
            "http_version": head.version,
            "reason_phrase": head.reason,
            "network_stream": stream,
            LINES: receiver.lines,
        }
        return OwnResponse(head.status, head.fields, BodyStream(self, receiver), about)

    # --- its end -------------------------------------------------------------------------------

    def release(self, receiver: Receiver | None, why: str = "") -> None:
        """The response is done with: back to the pool, or closed. `receiver` is None after a
        failure, which is told by `why`, when there is nothing worth draining."""
        is_drained = receiver is None or self._is_drained(receiver)
        with self._status_lock:
            if is_drained and self._machine.is_reusable and self._status is Status.ACTIVE:
                self._status = Status.IDLE
                if self._wire is not None:
                    self._wire.hush()
                if self._idle_seconds is not None:
                    self._expires = time.monotonic() + self._idle_seconds
                return
        self._close(why or self._machine.why_closing or "the response was not read to its end")

    def _is_drained(self, receiver: Receiver) -> bool:
        """Reads the rest of an unread body, if it is short enough to be worth a connection. What had
        come already counts as well: the bound does not depend on how the answer was cut."""
        wire, missing = self._wire, self._machine.missing
        if wire is None or self._machine.why_closing:
            return False
        most = wire.context.plan.limits.drain_bytes
        if receiver.unread + (missing or 0) > most:
            return False
        return self._machine.state is not State.BODY or self._drain(receiver, wire, most)

    @staticmethod
    def _drain(receiver: Receiver, wire: Wire, most: int) -> bool:
        context = wire.context
        wire.begin(_quiet(context))
        try:
            for size in receiver.drained():
                most -= size
                if most < 0:
                    return False
        except ExchangeFault:
            return False
        finally:
            wire.begin(context)
        return True

    def close(self) -> None:
        """Closes at once."""
        self._close(self._why_over or SESSION_CLOSED)

    def _close(self, why: str) -> None:
        with self._status_lock:
            was, self._status = self._status, Status.CLOSED
        if was is Status.CLOSED:
            return
        self._stream.close()
        if self._number and self._wire is not None:
            self._wire.context.emit(ConnectionClosed(connection=self._number, why=why))

    # --- what the pool asks --------------------------------------------------------------------

    def can_handle_request(self, origin: Origin) -> bool:
        return origin == self._origin

    def is_available(self) -> bool:
        return self._status is Status.IDLE

    def has_expired(self) -> bool:
        """Whether it has been idle too long or the server has ended it. Bytes that nobody asked for
        end it as well; a TLS session ticket does not."""
        with self._status_lock:
            if self._status is Status.IDLE and self._wire is not None:
                self._why_over = self._expiry(self._wire)
        return bool(self._why_over)

    def _expiry(self, wire: Wire) -> str:
        """Why an idle connection must not be used again, or ""."""
        if self._expires is not None and time.monotonic() > self._expires:
            return "it was unused for too long"
        try:
            came = wire.glance()
        except ExchangeFault as fault:
            return fault.message
        if came is None:
            return ""
        return "the server sent what nobody asked for" if came else "the server closed it"

    def is_idle(self) -> bool:
        return self._status is Status.IDLE

    def is_closed(self) -> bool:
        return self._status is Status.CLOSED

    def info(self) -> str:
        return f"{self._origin}, HTTP/1, {self._status.value}, requests: {self._requests}"


class BodyStream:
    """The body of one response, read as it is iterated. `close` releases the connection."""

    def __init__(self, connection: Http1Connection, receiver: Receiver) -> None:
        self._connection = connection
        self._receiver = receiver
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._receiver.pieces()
        except GeneratorExit:
            self.close()
            raise
        except BaseException as error:
            self._end(None, _why(error))
            raise

    def close(self) -> None:
        self._end(self._receiver)

    def _end(self, receiver: Receiver | None, why: str = "") -> None:
        if not self._is_closed:
            self._is_closed = True
            self._connection.release(receiver, why)


def _quiet(context: Context) -> Context:
    """The same request, unheard and with little time left."""
    end = time.monotonic() + DRAIN_SECONDS
    deadline = end if context.deadline is None else min(end, context.deadline)
    return replace(context, emit=nowhere, deadline=deadline)


def _why(error: BaseException) -> str:
    return error.message if isinstance(error, ExchangeFault) else "the exchange was given up"
