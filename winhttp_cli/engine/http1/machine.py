"""One connection's codec: bytes and requests in, bytes and codec events out. No I/O, no clock.

Promise: `start`, `body` and `finish` give the bytes to write; `receive` and `receive_end` turn what
came into events and never raise: what came before a refused shape is delivered, then `Broken`.
Request and response run independently, so an answer may come before the request is complete. Held
memory is bounded by the head limit and by the size of the pieces received.
"""

from __future__ import annotations

from enum import Enum

from winhttp_cli.engine.http1.body import BodyReader, LengthReader, reader
from winhttp_cli.engine.http1.fields import Fields
from winhttp_cli.engine.http1.framing import Framing, Kind, framing
from winhttp_cli.engine.http1.head import Head, HeadReader
from winhttp_cli.engine.http1.persistence import why_closing
from winhttp_cli.engine.http1.policy import Rule, refusal
from winhttp_cli.engine.http1.section import Rules
from winhttp_cli.engine.http1.writer import (
    BodyWriter,
    LengthWriter,
    RequestFields,
    RequestHead,
    body_writer,
)
from winhttp_cli.errors import ExchangeFault, Phase
from winhttp_cli.plan import Limits
from winhttp_cli.record import dataclass


@dataclass(frozen=True, slots=True)
class Interim:
    """A 1xx head other than 101."""

    head: Head


@dataclass(frozen=True, slots=True)
class Final:
    """The head of the answer. `tolerated` holds the rules of head and framing."""

    head: Head
    framing: Framing
    tolerated: frozenset[Rule]


@dataclass(frozen=True, slots=True)
class Data:
    """Content bytes: views of the piece handed to `receive`, valid as long as that is."""

    pieces: tuple[memoryview, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is complete. `tolerated` holds the rules the body brought up."""

    trailers: Fields
    tolerated: frozenset[Rule]


@dataclass(frozen=True, slots=True)
class Broken:
    """The policy refused what came, or the end of it. Always the last event."""

    fault: ExchangeFault


CodecEvent = Interim | Final | Data | Done | Broken


class State(Enum):
    """How far the answer has come."""

    IDLE = "idle"
    HEAD = "head"
    BODY = "body"
    DONE = "done"
    TUNNEL = "tunnel"
    BROKEN = "broken"


_NO_BODY = LengthReader(0)
_NO_REQUEST = RequestHead(b"", b"", b"", RequestFields())


class Http1Machine:
    """`state` tells how far the answer has come, `why_closing` is "" while the connection may be
    used again, `rest` holds bytes that came after a hand-over (101, CONNECT)."""

    def __init__(self) -> None:
        self.state = State.IDLE
        self.why_closing = ""
        self.rest = b""
        self._begin(_NO_REQUEST, LengthWriter(0), Limits())
        self.is_sent = True

    def _begin(self, request: RequestHead, writer: BodyWriter, limits: Limits) -> None:
        self._request = request
        self._limits = limits
        self._interim = 0
        self._writer = writer
        self._head = HeadReader(limits.header_bytes)
        self._body: BodyReader = _NO_BODY
        self.is_sent = False

    # --- the request ---------------------------------------------------------------------------

    def start(self, request: RequestHead, limits: Limits) -> bytes:
        """Begin an exchange; the bytes of the head. Raises UsageFault, leaving the state as it was."""
        writer, head = body_writer(request), request.serialised()
        self._begin(request, writer, limits)
        self.state = State.HEAD
        return head

    @property
    def total(self) -> int | None:
        """How many content bytes the request announced; None: chunked."""
        return self._writer.total

    def body(self, piece: bytes) -> bytes:
        """The bytes for one piece of content. Raises UsageFault 87 past the announced length."""
        return self._writer.encode(piece)

    def finish(self) -> bytes:
        """The bytes that end the request. Raises UsageFault 87 short of the announced length."""
        ending = self._writer.finish()
        self.is_sent = True
        return ending

    # --- the answer ----------------------------------------------------------------------------

    @property
    def has_begun(self) -> bool:
        """Whether any byte of an answer has come."""
        return self._interim > 0 or self.state is not State.HEAD or self._head.has_begun

    @property
    def missing(self) -> int | None:
        """Body bytes known to be still to come; None where that is unknown."""
        return self._body.missing

    @property
    def is_reusable(self) -> bool:
        """Whether another request may follow on this connection (RFC 9112 section 9.3)."""
        return self.state is State.DONE and self.is_sent and not self.why_closing

    def receive(self, data: bytes | memoryview) -> list[CodecEvent]:
        """What `data` (never empty) brings, in order."""
        events: list[CodecEvent] = []
        try:
            self.state = self._receive(memoryview(data), self.state, events)
        except ExchangeFault as fault:
            self._break(fault, events)
        return events

    def receive_end(self, tolerated: Rule | None = None) -> list[CodecEvent]:
        """What it means that the peer closed its side: 12030 or 12152 where the answer is not
        complete. `tolerated` is what was wrong with the close, should it be the body's end."""
        events: list[CodecEvent] = []
        self.why_closing = self.why_closing or "the server closed it"
        if self.state is State.HEAD:
            self._break(self._head.end(), events)
        elif self.state is State.BODY:
            self._end_body(events, {tolerated} if tolerated else set())
        return events

    def _end_body(self, events: list[CodecEvent], tolerated: Rules) -> None:
        try:
            self._body.end()
        except ExchangeFault as fault:
            self._break(fault, events)
        else:
            self._body.tolerated |= tolerated
            self.state = self._after_body(events)

    def _break(self, fault: ExchangeFault, events: list[CodecEvent]) -> None:
        self.state = State.BROKEN
        events.append(Broken(fault))

    def _receive(self, data: memoryview, state: State, events: list[CodecEvent]) -> State:
        while state is State.HEAD and data:
            state, data = self._receive_head(data, events)
        if state is State.BODY:
            state, data = self._receive_body(data, events)
        if state is State.TUNNEL:
            self.rest += bytes(data)
        elif data and not self.why_closing:
            self.why_closing = Rule.BYTES_AFTER_END.ruling.shape
        return state

    def _receive_head(self, data: memoryview, events: list[CodecEvent]) -> tuple[State, memoryview]:
        head = self._head.take(data)
        if head is None:
            return State.HEAD, memoryview(b"")
        rest = memoryview(self._head.rest)
        if head.is_interim:
            self._count_interim()
            events.append(Interim(head))
            self._head = HeadReader(self._limits.header_bytes)
            return State.HEAD, rest
        return self._begin_answer(head, events), rest

    def _count_interim(self) -> None:
        self._interim += 1
        if self._interim > self._limits.interim_responses:
            allowed = f"{self._limits.interim_responses} allowed"
            raise refusal(Rule.INTERIM_COUNT, Phase.RECEIVE, allowed)

    def _begin_answer(self, head: Head, events: list[CodecEvent]) -> State:
        framed = framing(head, self._request.method, self._request.asks_upgrade)
        self.why_closing = why_closing(self._request, head, framed)
        events.append(Final(head, framed, head.tolerated | framed.tolerated))
        if framed.kind is Kind.TUNNEL:
            return State.TUNNEL
        self._body = reader(framed, self._limits.header_bytes)
        return State.BODY

    def _receive_body(self, data: memoryview, events: list[CodecEvent]) -> tuple[State, memoryview]:
        pieces: list[memoryview] = []
        taken = 0
        try:
            if data and not self._body.complete:
                taken = self._body.feed(data, pieces)
        finally:
            if pieces:
                events.append(Data(tuple(pieces)))
        return self._after_body(events), data[taken:]

    def _after_body(self, events: list[CodecEvent]) -> State:
        if not self._body.complete:
            return State.BODY
        events.append(Done(self._body.trailers, frozenset(self._body.tolerated)))
        return State.DONE
