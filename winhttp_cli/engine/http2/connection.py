"""One HTTP/2 connection as httpcore's pools know it: many requests at a time over any NetworkStream.

Promise: a `ConnectionInterface` that offers itself for as many requests as the server allows streams.
What goes wrong with one exchange cancels its stream and, where the connection may be the cause, keeps
others from beginning on it. Opens nothing: the stream is handed in.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from threading import Lock

from winhttp_cli.engine.context import Context, context_of, nowhere
from winhttp_cli.engine.corehttp import (
    ConnectionInterface,
    ConnectionNotAvailable,
    NetworkStream,
    Origin,
    Request,
    Response,
)
from winhttp_cli.engine.http1.writer import RequestHead
from winhttp_cli.engine.http2.conversation import Conversation
from winhttp_cli.engine.http2.exchange import Exchange
from winhttp_cli.engine.http2.fields import Head
from winhttp_cli.engine.request_response import OwnResponse, fields_of
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import ExchangeFault, WhttpError
from winhttp_cli.events import SESSION_CLOSED, ConnectionClosed


class Http2Connection(ConnectionInterface):
    """`number` names the connection in events, 0 for none; `idle_seconds` is how long it may be
    kept unused."""

    def __init__(
        self, origin: Origin, stream: NetworkStream, number: int = 0, idle_seconds: float | None = None
    ) -> None:
        self._origin = origin
        self._stream = stream
        self._number = number
        self._idle_seconds = idle_seconds
        self._conversation: Conversation | None = None
        self._wire: Wire | None = None
        self._lock = Lock()
        self._is_closed = False
        self._expires: float | None = None
        self._why_over = ""
        self._requests = 0

    # --- one exchange --------------------------------------------------------------------------

    def handle_request(self, request: Request) -> Response:
        """Sends `request` and returns the response with its head read. Raises WhttpError;
        ConnectionNotAvailable where the pool should use another connection."""
        if not self.can_handle_request(request.url.origin):
            raise RuntimeError(f"a request to {request.url.origin} on a connection to {self._origin}")
        exchange = self._exchange(request, context_of(request))
        try:
            if not exchange.begin():
                raise ConnectionNotAvailable
            assert isinstance(request.stream, Iterable)
            exchange.send_body(request.stream)
            return self._response(exchange, exchange.receive_head())
        except ExchangeFault as fault:
            may_repeat = exchange.was_refused_unseen and self._has_served
            # an idle connection may be closed in the moment in which a request is about to begin on it
            may_repeat |= self._is_closed and not exchange.has_begun
            self.release(exchange, suspect=True)
            if may_repeat:
                raise ConnectionNotAvailable from fault
            raise
        except BaseException as error:
            self.release(exchange, suspect=not isinstance(error, WhttpError | ConnectionNotAvailable))
            raise

    def _exchange(self, request: Request, context: Context) -> Exchange:
        wire = Wire(self._stream, context)
        with self._lock:
            if self._is_closed:
                raise ConnectionNotAvailable
            if self._conversation is None:
                self._conversation = Conversation(context.plan.limits)
            self._wire, self._expires = wire, None
            self._requests += 1
        head = RequestHead(request.method, request.url.target, b"HTTP/2", fields_of(request))
        return Exchange(self._conversation, wire, head, request.url.scheme)

    def _response(self, exchange: Exchange, head: Head) -> Response:
        about = {
            "http_version": b"HTTP/2",
            "network_stream": self._stream,
            "stream_id": exchange.inbox.stream_id,
        }
        return OwnResponse(head.status, head.fields, BodyStream(self, exchange), about)

    # --- its end -------------------------------------------------------------------------------

    def release(self, exchange: Exchange, *, suspect: bool = False) -> None:
        """An exchange is done with. The last one on a connection that is ending closes it."""
        exchange.release(suspect=suspect)
        conversation = self._conversation
        if conversation is None or not conversation.is_idle:
            return
        if not conversation.is_open:
            self._close(conversation.why_closing)
        elif self._idle_seconds is not None:
            self._expires = time.monotonic() + self._idle_seconds

    def close(self) -> None:
        """Closes at once, whatever is under way."""
        self._close(self._why_over or SESSION_CLOSED)

    def _close(self, why: str) -> None:
        with self._lock:
            was_closed, self._is_closed = self._is_closed, True
        if was_closed:
            return
        self._stream.close()
        if self._number and self._wire is not None:
            self._wire.context.emit(ConnectionClosed(connection=self._number, why=why))

    # --- what the pool asks --------------------------------------------------------------------

    @property
    def _has_served(self) -> bool:
        return self._conversation is not None and self._conversation.completed > 0

    def can_handle_request(self, origin: Origin) -> bool:
        return origin == self._origin

    def is_available(self) -> bool:
        """Whether another request may begin. Not before the first has."""
        return not self._is_closed and self._conversation is not None and self._conversation.has_room

    def has_expired(self) -> bool:
        """Whether it is idle and has been so for too long, or the server has ended it. What a server
        may say meanwhile (PING, SETTINGS) is answered."""
        conversation, wire = self._conversation, self._wire
        if conversation is not None and wire is not None and self.is_idle():
            self._why_over = self._expiry(conversation, wire)
        return bool(self._why_over)

    def _expiry(self, conversation: Conversation, wire: Wire) -> str:
        """Why an idle connection must not be used again, or ""."""
        if self._expires is not None and time.monotonic() > self._expires:
            return "it was unused for too long"
        try:
            conversation.glance(_quiet(wire))
        except ExchangeFault as fault:
            return fault.message
        return "" if conversation.is_open else conversation.why_closing or "the server closed it"

    def is_idle(self) -> bool:
        return not self._is_closed and self._conversation is not None and self._conversation.is_idle

    def is_closed(self) -> bool:
        return self._is_closed

    def info(self) -> str:
        return f"{self._origin}, HTTP/2, requests: {self._requests}"


class BodyStream:
    """The body of one response, read as it is iterated. `close` releases the stream."""

    def __init__(self, connection: Http2Connection, exchange: Exchange) -> None:
        self._connection = connection
        self._exchange = exchange
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._exchange.pieces()
        except ExchangeFault:
            self._end(suspect=True)
            raise
        except BaseException:
            self._end(suspect=False)
            raise

    def close(self) -> None:
        self._end(suspect=False)

    def _end(self, *, suspect: bool) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._connection.release(self._exchange, suspect=suspect)


def _quiet(wire: Wire) -> Wire:
    """The same stream between two exchanges, unheard."""
    quiet = Wire(wire.stream, Context(wire.context.plan, nowhere))
    quiet.hush()
    return quiet
