"""The WinHTTP status notifications: one rendering of the engine's events.

Promise: a `RequestNotices` is an `Emit` that tells each event as the notifications a program would have
been called with, in WinHTTP's order (behaviour c1 to c14). A command line is synchronous use;
`asynchronous` adds the notices that bring the results of calls. Handles are numbered, as no memory is
behind them. Knows no sink and no text: see `notice_text.py`.

Where Microsoft's pages are silent the reimplementation's order stands: HANDLE_CREATED is told on the
parent's handle, RESPONSE_RECEIVED counts the head, then each further read.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from typing import Any

from winhttp_cli import events
from winhttp_cli.errors import Code, ExchangeFault, Phase, WhttpError
from winhttp_cli.events import Sink
from winhttp_cli.events_websocket import WebSocketClosed, WebSocketFrame, WebSocketOpened
from winhttp_cli.render.notice import BY_NAME, CallFailed, Info, Notice, NoticeHandle, Tell
from winhttp_cli.render.notices_websocket import WebSocketNotices
from winhttp_cli.report.security import SecureFailure, secure_failure

_SEND_REQUEST, _WRITE_DATA, _RECEIVE_RESPONSE, _QUERY_DATA_AVAILABLE = 5, 4, 1, 2


class SessionNotices:
    """The notifications of one session handle. `context` is CONTEXT_VALUE as the session has it."""

    def __init__(self, tell: Tell, context: int, *, asynchronous: bool) -> None:
        self.tell = tell
        self.asynchronous = asynchronous
        self._numbers = count(1)
        self.session = self.handle("session", context)

    def handle(self, kind: str, context: int) -> NoticeHandle:
        return NoticeHandle(kind, next(self._numbers), context)

    def close(self) -> None:
        """The session handle is closed, the last of all."""
        self.tell(Notice(BY_NAME["HANDLE_CLOSING"], self.session, self.session, time.perf_counter()))


class RequestNotices:
    """The notifications of one request. `context` is CONTEXT_VALUE as the request has it; `shown` makes a
    URL fit to be seen. Use it as a context manager: the end closes the handles."""

    def __init__(self, session: SessionNotices, context: int, shown: Callable[[str], str]) -> None:
        self._session = session
        self._context = context
        self._shown = shown
        self._connect: NoticeHandle | None = None
        self._request: NoticeHandle | None = None
        self._web_socket: NoticeHandle | None = None
        self._talk: WebSocketNotices | None = None
        self._at = 0.0
        self._begin_attempt()

    def _begin_attempt(self) -> None:
        self._is_sent = False
        self._is_repeated = False
        self._is_head_told = False
        self._has_failed = False
        self._bits = SecureFailure(0)
        self._unread: int | None = None
        self._begin_exchange()

    def _begin_exchange(self) -> None:
        self._is_tunnel = False
        self._is_sending = False
        self._is_receiving = False
        self._is_answered = False
        self._with_head = 0
        self._written = 0
        self._received = 0

    def __enter__(self) -> RequestNotices:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._at = time.perf_counter()
        self._end(complete=kind is None)

    def __call__(self, event: events.Event) -> None:
        """Tells the notices of one event."""
        handler = _HANDLERS.get(type(event))
        if handler is None:
            return
        self._at = event.at
        if self._unread is not None and not isinstance(event, _BEFORE_READ_COMPLETE):
            self._complete_read()
        handler(self, event)

    def tapped(self, sink: Sink) -> Sink:
        """`sink`, whose pieces are what asynchronous reads bring."""
        if not self._session.asynchronous:
            return sink

        def take(piece: bytes) -> None:
            self._at = time.perf_counter()
            self._complete_read()
            self._tell_head()
            self._tell("DATA_AVAILABLE", len(piece))
            self._unread = len(piece)
            sink(piece)

        return take

    # --- telling --------------------------------------------------------------------------------------

    def _tell(self, name: str, info: Info = None, on: NoticeHandle | None = None) -> None:
        """One notice on the request's handle, or on another; none for a handle that is closed. What is
        told of a connection is told on the WebSocket's, once there is one."""
        notification = BY_NAME[name]
        handle = on or self._request or self._web_socket
        if handle is not None and (notification.synchronous or self._session.asynchronous):
            self._session.tell(Notice(notification, handle, info, self._at))

    def _tell_sent(self) -> None:
        """WinHttpSendRequest is done; it is called once, whatever redirects and repeats follow."""
        if not self._is_sent:
            self._is_sent = True
            self._tell("SENDREQUEST_COMPLETE")

    def _tell_receiving(self) -> None:
        if not self._is_receiving:
            self._is_receiving = True
            self._tell("RECEIVING_RESPONSE")

    def _tell_head(self) -> None:
        """WinHttpReceiveResponse is done: the answer is the one that is handed over."""
        if self._is_answered and not self._is_head_told:
            self._is_head_told = True
            self._tell_sent()
            self._tell("HEADERS_AVAILABLE")

    def _complete_read(self) -> None:
        """The piece that was handed over last. It is told late, so that the end of a connection that
        came with its last byte stands before it (behaviour c13)."""
        if self._unread is not None:
            size, self._unread = self._unread, None
            self._tell("READ_COMPLETE", size)

    # --- handles --------------------------------------------------------------------------------------

    def _open(self) -> None:
        """Both handles are made with their parent's context; the request's own, if it has one, is set
        on it afterwards (behaviour c16)."""
        session = self._session
        self._connect = session.handle("connect", session.session.context)
        self._tell("HANDLE_CREATED", self._connect, session.session)
        self._request = session.handle("request", self._context)
        self._tell("HANDLE_CREATED", self._request, self._connect)

    def _end(self, *, complete: bool) -> None:
        """The results that are still to come, then the end of both handles."""
        if self._connect is None:
            return
        self._complete_read()
        if complete and not self._has_failed and self._talk is None:
            self._tell_head()
            self._tell("DATA_AVAILABLE", 0)
        for handle in (self._request, self._web_socket, self._connect):
            if handle is not None:
                self._tell("HANDLE_CLOSING", handle, handle)
        self._request = self._web_socket = self._connect = self._talk = None

    def _exchange_started(self, event: events.ExchangeStarted) -> None:
        """--retry makes a new request, as a program would."""
        if event.reason is events.Reason.INITIAL:
            self._end(complete=True)
            self._begin_attempt()
            self._open()
        else:
            self._is_repeated = True
        self._begin_exchange()

    # --- names and connections ------------------------------------------------------------------------

    def _detecting(self, event: events.ProxyDetectionStarted) -> None:
        self._tell("DETECTING_PROXY")

    def _resolve_started(self, event: events.ResolveStarted) -> None:
        self._tell("RESOLVING_NAME", event.host)

    def _resolve_done(self, event: events.ResolveDone) -> None:
        self._tell("NAME_RESOLVED", ", ".join(event.addresses))

    def _connect_started(self, event: events.ConnectStarted) -> None:
        self._tell("CONNECTING_TO_SERVER", _address(event.address))

    def _connect_done(self, event: events.ConnectDone) -> None:
        self._bits = SecureFailure(0)
        self._tell("CONNECTED_TO_SERVER", _address(event.remote))

    def _connection_closed(self, event: events.ConnectionClosed) -> None:
        """One that was kept until the session's end outlives its request, and is not notified."""
        if event.why != events.SESSION_CLOSED:
            self._tell("CLOSING_CONNECTION")
            self._tell("CONNECTION_CLOSED")

    def _certificate_checked(self, event: events.CertificateChecked) -> None:
        self._bits = secure_failure(event.faults & ~event.forgiven)
        if self._bits:
            self._tell("SECURE_FAILURE", int(self._bits))

    def _with_proxy(self, event: events.WithProxy) -> None:
        if isinstance(event.event, events.CertificateChecked):
            self._certificate_checked(event.event)

    # --- request and response -------------------------------------------------------------------------

    def _request_head_sent(self, event: events.RequestHeadSent) -> None:
        """A CONNECT is WinHTTP's own business and is not notified (behaviour c11)."""
        self._is_tunnel = event.method == "CONNECT"
        if self._is_tunnel:
            return
        self._tell_sending()
        self._with_head = event.with_body
        self._tell("REQUEST_SENT", event.size)
        self._tell_sent()

    def _tell_sending(self) -> None:
        if not self._is_sending:
            self._is_sending = True
            self._tell("SENDING_REQUEST")

    def _body_sent(self, event: events.BodySent) -> None:
        """What goes out behind the head is what WinHttpWriteData sends (behaviour c12)."""
        size, self._written = event.sent - self._written, event.sent
        if not self._is_tunnel and event.sent > self._with_head:
            self._tell("WRITE_COMPLETE", size)

    def _request_sent(self, event: events.RequestSent) -> None:
        if not self._is_tunnel:
            self._tell_receiving()

    def _interim_response(self, event: events.InterimResponse) -> None:
        self._tell_receiving()
        self._tell("INTERMEDIATE_RESPONSE", event.status)

    def _response_head(self, event: events.ResponseHead) -> None:
        self._is_answered = True
        if not event.from_proxy:
            self._tell_receiving()
            self._tell("RESPONSE_RECEIVED", event.size)

    def _body_received(self, event: events.BodyReceived) -> None:
        size, self._received = event.received - self._received, event.received
        if not event.with_head:
            self._tell_head()
            self._tell("RECEIVING_RESPONSE")
            self._tell("RESPONSE_RECEIVED", size)

    def _handed_over(self, event: events.Event) -> None:
        self._tell_head()

    def _redirect_followed(self, event: events.RedirectFollowed) -> None:
        self._tell("REDIRECT", self._shown(event.url))

    # --- WebSocket ------------------------------------------------------------------------------------

    def _opened(self, event: WebSocketOpened) -> None:
        """WinHttpWebSocketCompleteUpgrade makes the handle; the request's is not needed any more
        (semantics H3, Q1)."""
        self._tell_head()
        self._web_socket = self._session.handle("websocket", self._context)
        self._tell("HANDLE_CREATED", self._web_socket, self._connect)
        self._tell("HANDLE_CLOSING", self._request)
        self._request = None
        self._talk = WebSocketNotices(self._tell)

    def _frame(self, event: WebSocketFrame) -> None:
        if self._talk is not None:
            self._talk.frame(event)

    def _closed(self, event: WebSocketClosed) -> None:
        if self._talk is not None:
            self._talk.closed(event)

    # --- failure --------------------------------------------------------------------------------------

    def _failed(self, event: events.Failed) -> None:
        error = event.error
        self._has_failed = True
        phase = error.phase if isinstance(error, ExchangeFault) else Phase.SETUP
        if phase is Phase.SEND:
            self._tell_sending()
        if phase is Phase.BODY:
            self._tell_head()
        if error.code is Code.ERROR_WINHTTP_SECURE_CHANNEL_ERROR and not self._bits:
            self._tell("SECURE_FAILURE", int(SecureFailure.SECURITY_CHANNEL_ERROR))
        if error.code is not None and self._talk is not None:
            self._talk.failed(int(error.code))
        elif error.code is not None:
            self._tell("REQUEST_ERROR", CallFailed(self._call(error), int(error.code)))

    def _call(self, error: WhttpError) -> int:
        """The call that the failure would have ended."""
        if not self._is_sent:
            return _SEND_REQUEST
        is_sending = isinstance(error, ExchangeFault) and error.phase is Phase.SEND
        if is_sending and not self._is_repeated:
            return _WRITE_DATA
        return _QUERY_DATA_AVAILABLE if self._is_head_told else _RECEIVE_RESPONSE


def _address(text: str) -> str:
    """The address alone (behaviour c14): "192.0.2.1" of "192.0.2.1:443", "::1" of "[::1]:443"; the path
    of a socket stays."""
    host, colon, port = text.rpartition(":")
    return host.strip("[]") if colon and port.isdigit() else text


#: What may still come between a piece and the notice that it was read.
_BEFORE_READ_COMPLETE = (events.ConnectionClosed,)

# Any: each handler takes the one event type it is listed under
_HANDLERS: dict[type[events.Event], Callable[[RequestNotices, Any], None]] = {
    events.ExchangeStarted: RequestNotices._exchange_started,
    events.ProxyDetectionStarted: RequestNotices._detecting,
    events.ResolveStarted: RequestNotices._resolve_started,
    events.ResolveDone: RequestNotices._resolve_done,
    events.ConnectStarted: RequestNotices._connect_started,
    events.ConnectDone: RequestNotices._connect_done,
    events.ConnectionClosed: RequestNotices._connection_closed,
    events.CertificateChecked: RequestNotices._certificate_checked,
    events.WithProxy: RequestNotices._with_proxy,
    events.RequestHeadSent: RequestNotices._request_head_sent,
    events.BodySent: RequestNotices._body_sent,
    events.RequestSent: RequestNotices._request_sent,
    events.InterimResponse: RequestNotices._interim_response,
    events.ResponseHead: RequestNotices._response_head,
    events.BodyReceived: RequestNotices._body_received,
    events.DecodingStarted: RequestNotices._handed_over,
    events.RedirectReturned: RequestNotices._handed_over,
    events.RedirectFollowed: RequestNotices._redirect_followed,
    WebSocketOpened: RequestNotices._opened,
    WebSocketFrame: RequestNotices._frame,
    WebSocketClosed: RequestNotices._closed,
    events.Failed: RequestNotices._failed,
}
