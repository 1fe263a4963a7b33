"""One request and its response on an HTTP/2 stream, told as events.

Promise: the same events, timers and early-answer rule as over HTTP/1: a refusal ends the upload, a
success lets it go on (RFC 9113 section 8.1). Knows no pool.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from winhttp_cli.engine.http1.writer import BodyWriter, LengthWriter, RequestHead, body_writer
from winhttp_cli.engine.http2.conversation import Conversation
from winhttp_cli.engine.http2.fields import Head, request_fields
from winhttp_cli.engine.http2.inbox import WITHOUT_CONTENT, Inbox
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import ExchangeFault, Timer
from winhttp_cli.events import (
    BodyReceived,
    BodySent,
    InterimResponse,
    Note,
    RequestHeadSent,
    RequestSent,
    ResponseDone,
    ResponseHead,
)
from winhttp_cli.headers import as_text


class Exchange:
    """`begin`, `send_body`, `receive_head`, then `pieces`; `release` in every case."""

    def __init__(self, conversation: Conversation, wire: Wire, head: RequestHead, scheme: bytes) -> None:
        self._conversation = conversation
        self._wire = wire
        self._emit = wire.context.emit
        self._request = head
        self._fields = request_fields(head, scheme)
        self._writer: BodyWriter = body_writer(head)
        self._inbox: Inbox | None = None
        self._sent = 0
        self._received = 0

    # --- the request ---------------------------------------------------------------------------

    def begin(self) -> bool:
        """Send the head; False where the connection takes no more streams. Raises UsageFault or
        ExchangeFault."""
        self._request.check()
        ends = self._writer.total == 0
        self._inbox = self._conversation.open(
            self._wire, self._fields, ends=ends, limits=self._wire.context.plan.limits
        )
        if self._inbox is None:
            return False
        self._emit(
            RequestHeadSent(
                method=self._request.method.decode("ascii"),
                target=self._request.target.decode("latin-1"),
                protocol="HTTP/2",
                headers=as_text(self._fields),
                size=self._wire.sent,
            )
        )
        return True

    @property
    def has_begun(self) -> bool:
        """Whether the head is out."""
        return self._inbox is not None

    @property
    def inbox(self) -> Inbox:
        """The stream's, once `begin` has opened it."""
        if self._inbox is None:
            raise RuntimeError("the stream has not been opened")
        return self._inbox

    def send_body(self, stream: Iterable[bytes]) -> None:
        """All of it, or as much as the server wants. Raises UsageFault or ExchangeFault."""
        is_whole = all(self._send_piece(piece) for piece in stream)
        if is_whole and self._writer.total != 0:
            if isinstance(self._writer, LengthWriter):
                self._writer.finish()
            self._conversation.end(self._wire, self.inbox)
        if is_whole:
            self._emit(RequestSent(size=self._wire.sent))

    def _send_piece(self, piece: bytes) -> bool:
        """Whether the server wants to go on."""
        if isinstance(self._writer, LengthWriter):
            self._writer.encode(piece)
        left = memoryview(piece)
        while left:
            self._conversation.glance(self._wire)
            if self._is_refused():
                return False
            try:
                left = left[self._send_some(left) :]
            except ExchangeFault as fault:
                self._look_for_an_answer(fault)
                return False
        if piece:
            self._sent += len(piece)
            self._emit(BodySent(sent=self._sent, total=self._writer.total))
        return True

    def _send_some(self, left: memoryview) -> int:
        sent = self._conversation.send(self._wire, self.inbox, left)
        if not sent:
            self._conversation.wait_for_window(self._wire, self.inbox)
        return sent

    def _is_refused(self) -> bool:
        """Whether the rest of the body is not wanted: refused, or answered to the end, or cut off."""
        inbox = self.inbox
        status = inbox.head.status if inbox.head is not None else 0
        if status < 300 and not inbox.is_ended and inbox.fault is None:
            return False
        if status:
            self._note("the server answered")
        return True

    def _look_for_an_answer(self, fault: ExchangeFault) -> None:
        """Only where no answer has come is the failure to write the outcome."""
        if fault.timer is not Timer.TOTAL and self.inbox.head is None:
            self._conversation.glance(self._wire)
        if fault.timer is Timer.TOTAL:
            raise fault
        if self.inbox.head is None:
            raise self.inbox.fault or fault
        self._note("the server stopped reading")

    def _note(self, what: str) -> None:
        total = self._writer.total
        size = f"{self._sent} bytes" if total is None else f"{self._sent} of {total} bytes"
        self._emit(Note(text=f"{what} after {size} of the body were sent"))

    # --- the response --------------------------------------------------------------------------

    def receive_head(self) -> Head:
        """Raises ExchangeFault."""
        self._wire.begin_response()
        while True:
            self._conversation.wait_for_head(self._wire, self.inbox)
            while self.inbox.interim:
                self._tell_interim(self.inbox.interim.popleft())
            if self.inbox.head is not None:
                self._tell_head(self.inbox.head)
                return self.inbox.head

    def pieces(self) -> Iterator[bytes]:
        """The body as it comes. Raises ExchangeFault."""
        is_done = False
        while not is_done:
            self._conversation.wait_for_content(self._wire, self.inbox)
            content = self._conversation.fetch(self._wire, self.inbox)
            is_done = self.inbox.is_ended and not self.inbox.content
            if content:
                self._received += len(content)
                self._emit(BodyReceived(received=self._received))
            if is_done:
                self._tell_done()
            if content:
                yield content

    @property
    def was_refused_unseen(self) -> bool:
        """Whether the server says that it has not looked at the request: then it may be sent again as it
        is, whatever it is (RFC 9113 section 8.7). One with a body is not as it was: a piece of the body
        may have been taken from its source, though none is out."""
        return self._inbox is not None and self._inbox.is_unprocessed and self._writer.total == 0

    def release(self, *, suspect: bool) -> None:
        """The exchange is over, complete or not."""
        if self._inbox is not None:
            self._conversation.release(self._wire, self._inbox, suspect=suspect)

    # --- what is told --------------------------------------------------------------------------

    def _tell_interim(self, head: Head) -> None:
        self._emit(InterimResponse(status=head.status, reason="", headers=as_text(head.fields)))

    def _tell_done(self) -> None:
        trailers, size = as_text(self.inbox.trailers), self._received
        self._emit(ResponseDone(received=size, delivered=size, trailers=trailers))

    def _tell_head(self, head: Head) -> None:
        has_body = self._request.method != b"HEAD" and head.status not in WITHOUT_CONTENT
        self._emit(
            ResponseHead(
                protocol="HTTP/2",
                status=head.status,
                reason="",
                headers=as_text(head.fields),
                length=head.length if has_body else 0,
                size=head.size,
            )
        )
