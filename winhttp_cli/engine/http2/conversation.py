"""One HTTP/2 connection, shared by the exchanges on it: who reads, who writes, who waits.

Promise: whoever waits for its stream reads for all; every wait is bounded by the timers of the one
that waits. Bytes go out in the order in which they were made. Knows no httpcore request and emits
nothing.

Two locks: `_state` guards the protocol and is never held while waiting for the network; `_writing` is
taken first and held while bytes go out, so that their order is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Lock

from winhttp_cli.engine.http1.fields import Fields
from winhttp_cli.engine.http2 import faults
from winhttp_cli.engine.http2.inbox import Inbox
from winhttp_cli.engine.http2.protocol import Http2Protocol
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import ExchangeFault, Phase, Timer
from winhttp_cli.plan import Limits


class Conversation:
    """`completed` counts exchanges that came to their end."""

    def __init__(self, limits: Limits) -> None:
        self._state = Condition(Lock())
        self._writing = Lock()
        self._protocol = Http2Protocol(limits)
        self._is_reading = False
        self._is_suspect = False
        self._unwritable: ExchangeFault | None = None
        self.completed = 0

    # --- what the connection asks --------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        return not self._protocol.inboxes

    @property
    def is_open(self) -> bool:
        """Whether more exchanges may begin, now or later."""
        protocol = self._protocol
        return protocol.fault is None and protocol.goaway is None and not self._is_suspect

    @property
    def has_room(self) -> bool:
        """Whether one may begin now."""
        return self._protocol.has_room and not self._is_suspect

    @property
    def why_closing(self) -> str:
        protocol = self._protocol
        if protocol.fault is not None:
            return protocol.fault.message
        if protocol.goaway is not None:
            name = faults.code_name(protocol.goaway.code)
            return f"the server announced the end of the connection ({name})"
        return "an exchange on it was given up" if self._is_suspect else ""

    # --- sending -------------------------------------------------------------------------------

    def open(self, wire: Wire, fields: Fields, *, ends: bool, limits: Limits) -> Inbox | None:
        """Begin a stream with its head; None where the connection takes no more. Raises
        ExchangeFault."""
        inbox: Inbox | None = None
        try:
            with self._sending(wire):
                if self.has_room:
                    inbox = self._protocol.open(fields, ends=ends, limits=limits)
        except BaseException:
            if inbox is not None:
                self.release(wire, inbox, suspect=True)
            raise
        return inbox

    def send(self, wire: Wire, inbox: Inbox, data: memoryview) -> int:
        """Send what flow control allows of `data`; returns how much that was."""
        with self._sending(wire):
            return self._protocol.frame_content(inbox, data)

    def end(self, wire: Wire, inbox: Inbox) -> None:
        """The request is complete."""
        with self._sending(wire):
            self._protocol.end(inbox)

    @contextmanager
    def _sending(self, wire: Wire) -> Iterator[None]:
        """Under the state lock, with what was made of it written afterwards."""
        with self._writing:
            with self._state:
                yield
            self._write(wire)
        if self._has_outgoing():
            self.flush(wire)

    def _write(self, wire: Wire) -> None:
        """Everything there is to say. `_writing` is held, `_state` is not. After a failure nothing is
        written any more: the peer may have half a frame."""
        while self._has_outgoing():
            if self._unwritable is not None:
                raise self._unwritable
            with self._state:
                data = self._protocol.take_outgoing()
            try:
                wire.write(data)
            except ExchangeFault as fault:
                self._unwritable, self._is_suspect = fault, True
                raise

    def _has_outgoing(self) -> bool:
        with self._state:
            return self._protocol.has_outgoing()

    def flush(self, wire: Wire) -> None:
        """Acknowledgements and window updates; left to the one that is writing, if there is one. A
        server that has answered and gone takes none, which is no failure: nothing is raised."""
        while self._unwritable is None and self._has_outgoing():
            if not self._writing.acquire(blocking=False):
                return
            try:
                with suppress(ExchangeFault):
                    self._write(wire)
            finally:
                self._writing.release()

    # --- receiving -----------------------------------------------------------------------------

    def wait_for_window(self, wire: Wire, inbox: Inbox) -> None:
        """Until something may be sent or an answer begins or ends. Raises 12002 by the send timer."""
        had_head = inbox.head is not None

        def is_ready() -> bool:
            has_head = inbox.head is not None
            return self._protocol.window(inbox) > 0 or inbox.is_ended or had_head != has_head

        self._wait(wire, inbox, is_ready, Timer.SEND, Phase.SEND)

    def wait_for_head(self, wire: Wire, inbox: Inbox) -> None:
        """Until an interim head or the head has come. Raises ExchangeFault."""

        def is_ready() -> bool:
            return bool(inbox.interim) or inbox.head is not None

        self._wait(wire, inbox, is_ready, Timer.RECEIVE, Phase.RECEIVE)

    def wait_for_content(self, wire: Wire, inbox: Inbox) -> None:
        """Until content or the end of the stream has come. Raises ExchangeFault."""

        def is_ready() -> bool:
            return bool(inbox.content) or inbox.is_ended

        self._wait(wire, inbox, is_ready, Timer.RECEIVE, Phase.BODY)

    def _wait(
        self, wire: Wire, inbox: Inbox, is_ready: Callable[[], bool], timer: Timer, phase: Phase
    ) -> None:
        """A sign of life of the stream starts the timer anew; what others receive does not."""
        countdown, progress = wire.countdown(timer), inbox.progress
        while True:
            with self._state:
                if is_ready():
                    return
                if inbox.fault is not None:
                    raise inbox.fault
                if inbox.progress != progress:
                    countdown, progress = wire.countdown(timer), inbox.progress
                if self._is_reading:
                    if countdown.is_over:
                        raise wire.expired(countdown, phase)
                    self._state.wait(countdown.left())
                    continue
                self._is_reading = True
            with self._reading():
                self._receive(wire.read_by(countdown, phase))
            self.flush(wire)
            if phase is Phase.RECEIVE:
                wire.check_response()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """The turn of the one that reads; a broken connection is everybody's fault."""
        try:
            yield
        except ExchangeFault as fault:
            if fault.timer is not None:
                raise
            with self._state:
                fault = self._protocol.break_all(fault)
            raise fault from None
        finally:
            with self._state:
                self._is_reading = False
                self._state.notify_all()

    def _receive(self, data: bytes) -> None:
        with self._state:
            self._protocol.receive(data)

    def glance(self, wire: Wire) -> None:
        """Take in what has arrived already, if nobody else is reading."""
        with self._state:
            if self._is_reading:
                return
            self._is_reading = True
        with self._reading():
            data = wire.glance()
            if data is None:
                return
            self._receive(data)
        self.flush(wire)

    def fetch(self, wire: Wire, inbox: Inbox) -> bytes:
        """The content that has come, which lets the server send as much again."""
        with self._state:
            content = self._protocol.fetch(inbox)
        self.flush(wire)
        return content

    # --- ends ----------------------------------------------------------------------------------

    def release(self, wire: Wire, inbox: Inbox, *, suspect: bool) -> None:
        """The exchange is over. What the server still wants to send is cancelled, which costs the
        connection nothing; `suspect` says that it should carry no other exchange."""
        with self._state:
            if not self._protocol.drop(inbox):
                return
            self._is_suspect |= suspect
            self.completed += inbox.is_ended
        self.flush(wire)
