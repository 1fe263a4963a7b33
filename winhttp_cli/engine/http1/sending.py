"""Sends one request, and stops when the server has answered before it is complete.

Promise: the head goes out as composed, a small body with it in one write, a large one in pieces. Between
pieces the wire is looked at: an answer that is not a success ends the upload (RFC 9112 section 9.5),
a success or an interim response lets it go on. Nobody waits for 100 (Continue): WinHTTP sends the
body at once (behaviour a23).
"""

from __future__ import annotations

from collections.abc import Iterable

from winhttp_cli.engine.http1.machine import Http1Machine
from winhttp_cli.engine.http1.receiving import Receiver
from winhttp_cli.engine.http1.writer import RequestHead
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import ExchangeFault, Timer
from winhttp_cli.events import BodySent, Note, RequestHeadSent, RequestSent
from winhttp_cli.plan import Header

#: A body up to this size travels with its head.
_TOGETHER = 16 * 1024


class Sender:
    """The request of one exchange. `lines` are its fields as text."""

    def __init__(
        self, wire: Wire, machine: Http1Machine, receiver: Receiver, lines: tuple[Header, ...]
    ) -> None:
        self._lines = lines
        self._wire = wire
        self._machine = machine
        self._receiver = receiver
        self._emit = wire.context.emit
        self._sent = 0

    def send(self, head: RequestHead, stream: Iterable[bytes]) -> None:
        """Raises UsageFault before a byte is out, or ExchangeFault."""
        wire_head = self._machine.start(head, self._wire.context.plan.limits)
        total = self._machine.total
        if total is not None and total <= _TOGETHER:
            self._send_together(head, wire_head, stream)
        else:
            self._send_apart(head, wire_head, stream)

    def _send_together(self, head: RequestHead, wire_head: bytes, stream: Iterable[bytes]) -> None:
        body = b"".join([self._machine.body(piece) for piece in stream])
        ending = self._machine.finish()
        if not self._write(wire_head + body + ending):
            return
        self._tell_head(head, len(body))
        if body:
            self._tell_body(len(body))
        self._emit(RequestSent(size=self._wire.sent))

    def _send_apart(self, head: RequestHead, wire_head: bytes, stream: Iterable[bytes]) -> None:
        if not self._write(wire_head):
            return
        self._tell_head(head)
        for piece in stream:
            if not self._write_watching(self._machine.body(piece)):
                return
            self._tell_body(len(piece))
        if not self._write(self._machine.finish()):
            return
        self._emit(RequestSent(size=self._wire.sent))

    # --- early answers -------------------------------------------------------------------------

    def _write(self, data: bytes) -> bool:
        """Whether it went out; False where an answer has come instead."""
        try:
            if data:
                self._wire.write(data)
        except ExchangeFault as fault:
            self._look_for_an_answer(fault)
            return False
        return True

    def _write_watching(self, data: bytes) -> bool:
        """The same for a piece of the body, looking for an answer before and between."""
        left, looked_in_vain = memoryview(data), False
        while left:
            if self._is_answered():
                return False
            try:
                count = self._wire.write_some(left, self._is_waiting and not looked_in_vain)
            except ExchangeFault as fault:
                self._look_for_an_answer(fault)
                return False
            left, looked_in_vain = left[count:], count == 0
        return True

    @property
    def _is_waiting(self) -> bool:
        return self._receiver.final is None

    def _is_answered(self) -> bool:
        """Whether the server has answered that it does not want the rest."""
        if self._is_waiting:
            came = self._wire.glance()
            if came is not None:
                self._receiver.take(came)
        final = self._receiver.final
        if final is None or final.head.status < 300:
            return False
        self._note("the server answered")
        return True

    def _look_for_an_answer(self, fault: ExchangeFault) -> None:
        """A server may answer, close, and so break our writing (RFC 9112 section 9.6). Only where
        it did not is the failure to write the outcome."""
        try:
            self._take_answer()
        except ExchangeFault:
            raise fault from None
        if self._is_waiting or fault.timer is Timer.TOTAL:
            raise fault
        self._note("the server stopped reading")

    def _take_answer(self) -> None:
        """The head of an answer as far as it has come, without waiting for more."""
        while self._is_waiting and (came := self._wire.glance()):
            self._receiver.take(came)

    def _note(self, what: str) -> None:
        total = self._machine.total
        size = f"{self._sent} bytes" if total is None else f"{self._sent} of {total} bytes"
        self._emit(Note(text=f"{what} after {size} of the body were sent"))

    # --- what is told --------------------------------------------------------------------------

    def _tell_head(self, head: RequestHead, with_body: int = 0) -> None:
        self._emit(
            RequestHeadSent(
                method=head.method.decode("ascii"),
                target=head.target.decode("latin-1"),
                protocol=head.version.decode("ascii"),
                headers=self._lines,
                size=self._wire.sent,
                with_body=with_body,
            )
        )

    def _tell_body(self, size: int) -> None:
        self._sent += size
        self._emit(BodySent(sent=self._sent, total=self._machine.total))
