"""Receives one answer: drives the codec with what comes off the wire and tells what it read.

Promise: interim heads, the head, the body and the trailers are emitted as they become known, each
tolerated oddity as a note; the body comes out in pieces, in bounded memory. Knows no pool.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator

from winhttp_cli.engine.context import nowhere
from winhttp_cli.engine.http1.machine import (
    Broken,
    CodecEvent,
    Data,
    Done,
    Final,
    Http1Machine,
    Interim,
    State,
)
from winhttp_cli.engine.http1.policy import Rule
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import ExchangeFault, Phase
from winhttp_cli.events import BodyReceived, InterimResponse, Note, ResponseDone, ResponseHead
from winhttp_cli.headers import as_text
from winhttp_cli.plan import Header


class Receiver:
    """The answer of one exchange. `final` is its head once that has come, `lines` its fields as text."""

    def __init__(self, wire: Wire, machine: Http1Machine, method: bytes) -> None:
        self._wire = wire
        self._machine = machine
        self._emit = wire.context.emit
        self._is_connect = method == b"CONNECT"
        self._waiting: deque[bytes] = deque()
        self._received = 0
        self._reads_head = True
        self._fault: ExchangeFault | None = None
        self.final: Final | None = None
        self.lines: tuple[Header, ...] = ()

    # --- the head ------------------------------------------------------------------------------

    def head(self) -> Final:
        """Reads until the final head is there. Raises ExchangeFault."""
        self._wire.begin_response()
        while self.final is None:
            data = self._wire.read(Phase.RECEIVE)
            if data:
                self._wire.check_response()
            self.take(data)
        return self.final

    def take(self, data: bytes) -> None:
        """What was read while waiting for a head, b"" being the end. Raises ExchangeFault; a fault
        behind the head is kept for after the body bytes that came before it."""
        for event in self._machine.receive(data) if data else self._machine.receive_end():
            if isinstance(event, Broken) and self.final is not None:
                self._fault = event.fault
                break
            piece = self._told(event)
            if piece:
                self._waiting.append(piece)

    # --- the body ------------------------------------------------------------------------------

    def pieces(self) -> Iterator[bytes]:
        """The rest of the body, piece by piece. Raises ExchangeFault."""
        self._reads_head = False
        while self._waiting:
            yield self._waiting.popleft()
        if self._fault is not None:
            raise self._fault
        while self._machine.state is State.BODY:
            data = self._wire.read_view(Phase.BODY, self._machine.missing)
            for event in self._machine.receive(data) if data else self._ended():
                piece = self._told(event)
                if piece:
                    yield piece

    def _ended(self) -> list[CodecEvent]:
        """The peer closed. Over TLS a close may be told from a cut, if the server announced it."""
        if self._wire.stream.get_extra_info("ended_cleanly") is False:
            return self._machine.receive_end(Rule.CLOSED_WITHOUT_NOTIFY)
        return self._machine.receive_end()

    @property
    def unread(self) -> int:
        """Body bytes that have come and that nobody has asked for."""
        return sum(map(len, self._waiting))

    def drained(self) -> Iterator[int]:
        """The sizes of what is left of the body, which nobody wants any more."""
        emit, self._emit = self._emit, nowhere
        delivered = self._received - self.unread
        for piece in self.pieces():
            yield len(piece)
        emit(ResponseDone(received=self._received, delivered=delivered))

    # --- what is told --------------------------------------------------------------------------

    def _told(self, event: CodecEvent) -> bytes:
        """Emit what `event` says; the content it brings, in bytes of its own."""
        if isinstance(event, Data):
            return self._body(event)
        if isinstance(event, Interim):
            self._interim(event)
        elif isinstance(event, Final):
            self._final(event)
        elif isinstance(event, Done):
            self._done(event)
        else:
            raise event.fault
        return b""

    def _body(self, event: Data) -> bytes:
        piece = _bytes(event.pieces)
        self._received += len(piece)
        self._emit(BodyReceived(received=self._received, with_head=self._reads_head))
        return piece

    def _interim(self, event: Interim) -> None:
        head = event.head
        self._emit(
            InterimResponse(
                status=head.status, reason=head.reason.decode("latin-1"), headers=as_text(head.fields)
            )
        )
        self._note(head.tolerated)

    def _final(self, event: Final) -> None:
        self.final = event
        head = event.head
        self.lines = as_text(head.fields)
        self._emit(
            ResponseHead(
                protocol=head.version.decode("ascii"),
                status=head.status,
                reason=head.reason.decode("latin-1"),
                headers=self.lines,
                length=event.framing.length,
                size=head.size,
                from_proxy=self._is_connect,
            )
        )
        if event.tolerated:
            self._note(event.tolerated)

    def _done(self, event: Done) -> None:
        if event.tolerated:
            self._note(event.tolerated)
        trailers = as_text(event.trailers) if event.trailers else ()
        received = self._received
        self._emit(ResponseDone(received=received, delivered=received, trailers=trailers))

    def _note(self, tolerated: Collection[Rule]) -> None:
        for rule in sorted(tolerated, key=lambda rule: rule.name):
            self._emit(Note(text=rule.note))


def _bytes(pieces: tuple[memoryview, ...]) -> bytes:
    """The content in bytes of its own; without a copy where one piece is the whole of some bytes."""
    whole = pieces[0].obj
    if len(pieces) == 1 and isinstance(whole, bytes) and len(whole) == len(pieces[0]):
        return whole
    return b"".join(pieces)
