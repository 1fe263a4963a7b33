"""A NetworkStream under WinHTTP's timers, for one exchange at a time.

Promise: every wait is bounded by the timer it belongs to or by what is left of --max-time, and a wait
that runs out is a 12002 that names which. Send is per write; receive is the longest silence; receive
response is looked at only when bytes of the head arrive, be they a part of a TLS record, so a silent
server ends at the receive timer (semantics T4). Every read and write can be shown as RawBytes. Knows
no HTTP.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from winhttp_cli.engine.corehttp import NetworkError, ReadTimeout, WriteTimeout
from winhttp_cli.engine.failures import translate
from winhttp_cli.engine.net.timers import Countdown
from winhttp_cli.engine.net.waiting import either, writable
from winhttp_cli.errors import ExchangeFault, Phase, Timer, WhttpError
from winhttp_cli.events import RawBytes

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from winhttp_cli.engine.context import Context
    from winhttp_cli.engine.corehttp import NetworkStream

    Take = Callable[[int, float | None], bytes | None]
    TakeInto = Callable[[memoryview, float | None], int | None]

#: A TLS record is 16 KiB, so that larger reads only allocate; a plain socket fills whatever is given.
_SECURE_READ = 64 * 1024
_PLAIN_READ = 512 * 1024
#: One record: what a socket with room for any takes without blocking, in all likelihood.
_SECURE_WRITE = 16 * 1024
#: How long a look at a readable stream may take: it may hold no more than a TLS session ticket, or
#: half a record.
_GLANCE = 0.001

_FAULTS = (ReadTimeout, WriteTimeout, NetworkError)

_WAITING = {
    Phase.PROXY: "waiting for the proxy",
    Phase.SEND: "sending the request",
    Phase.RECEIVE: "waiting for the response",
    Phase.BODY: "waiting for the rest of the body",
}


@runtime_checkable
class ReadsInto(Protocol):
    """A stream that can fill a buffer of ours."""

    def read_into(self, buffer: memoryview, timeout: float | None) -> int: ...


@runtime_checkable
class ReadsSome(Protocol):
    """A stream on which something may come that is not a byte for us yet: that is told by None."""

    def read_some(self, max_bytes: int, timeout: float | None) -> bytes | None: ...

    def read_some_into(self, buffer: memoryview, timeout: float | None) -> int | None: ...


@runtime_checkable
class WritesSome(Protocol):
    """A stream that can write a part and say how much it was."""

    def write_some(self, data: memoryview, timeout: float | None) -> int: ...


class Wire:
    """`begin` an exchange, then read and write. `sent` and `received` count its bytes."""

    def __init__(self, stream: NetworkStream, context: Context) -> None:
        self.stream = stream
        is_secure = stream.get_extra_info("ssl_object") is not None
        self._read_size = _SECURE_READ if is_secure else _PLAIN_READ
        self._buffer: memoryview | None = None
        self._take, self._take_into = _ways_to_read(stream)
        self._some = stream if isinstance(stream, WritesSome) else None
        self.begin(context)

    def begin(self, context: Context) -> None:
        self.context = context
        self.sent = 0
        self.received = 0
        self._timeouts = context.plan.timeouts
        self._shows_bytes = context.plan.raw_bytes
        self._response_end: float | None = None

    def hush(self) -> None:
        """Between exchanges nobody is told what goes over the wire, and nothing large is held."""
        self._shows_bytes = False
        self._buffer = None

    # --- writing -------------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        """Raises ExchangeFault 12002 (send, max-time) or 12030."""
        countdown, wait = self._begun(Timer.SEND, Phase.SEND)
        try:
            self.stream.write(data, wait)
        except _FAULTS as error:
            raise self._fault(error, countdown or self.countdown(Timer.SEND), Phase.SEND) from None
        self._wrote(data)

    def write_some(self, data: memoryview, watch: bool) -> int:
        """Write what the stream takes of `data` and return how much that was: 0 where, with
        `watch`, something has come to read instead. Raises as `write` does."""
        connected = self.stream.get_extra_info("socket")
        countdown = self.countdown(Timer.SEND)
        wait = self._limit(countdown, Phase.SEND)
        try:
            if connected is not None and _is_readable_first(connected, watch, wait):
                return 0
            count = self._write_part(data, wait)
        except _FAULTS as error:
            raise self._fault(error, countdown, Phase.SEND) from None
        self._wrote(data[:count])
        return count

    def _write_part(self, data: memoryview, wait: float | None) -> int:
        """TLS takes all it is given or blocks: so it is given little at a time."""
        if self._some is not None:
            return self._some.write_some(data, wait)
        part = data[:_SECURE_WRITE]
        self.stream.write(bytes(part), wait)
        return len(part)

    def _wrote(self, data: bytes | memoryview) -> None:
        self.sent += len(data)
        if self._shows_bytes:
            self.context.emit(RawBytes(direction=">", data=bytes(data)))

    # --- reading -------------------------------------------------------------------------------

    def read(self, phase: Phase, most: int = _SECURE_READ) -> bytes:
        """At most `most` bytes, b"" at the end. Raises ExchangeFault 12002 (receive, max-time) or
        12030."""
        while (data := self._read_some(*self._begun(Timer.RECEIVE, phase), phase, most)) is None:
            pass
        return data

    def read_by(self, countdown: Countdown, phase: Phase) -> bytes:
        """The same, until `countdown` is over rather than the receive timer."""
        while (data := self._read_some(countdown, self._limit(countdown, phase), phase)) is None:
            pass
        return data

    def _read_some(
        self, countdown: Countdown | None, wait: float | None, phase: Phase, most: int = _SECURE_READ
    ) -> bytes | None:
        try:
            data = self._take(most, wait)
        except _FAULTS as error:
            raise self._fault(error, countdown or self.countdown(Timer.RECEIVE), phase) from None
        if data is None:
            self._check(phase)
        else:
            self._came(data)
        return data

    def read_view(self, phase: Phase, most: int | None) -> memoryview | bytes:
        """Like `read`, in larger pieces where the stream can; good until the next read."""
        size = self._read_size if most is None else min(most, self._read_size)
        if self._take_into is None or size < _SECURE_READ:
            return self.read(phase, min(size, _SECURE_READ))
        if self._buffer is None:
            self._buffer = memoryview(bytearray(self._read_size))
        while (count := self._fill(self._take_into, self._buffer[:size], phase)) is None:
            pass
        data = self._buffer[:count]
        self._came(data)
        return data

    def _fill(self, take_into: TakeInto, buffer: memoryview, phase: Phase) -> int | None:
        countdown = self.countdown(Timer.RECEIVE)
        wait = self._limit(countdown, phase)
        try:
            return take_into(buffer, wait)
        except _FAULTS as error:
            raise self._fault(error, countdown, phase) from None

    def glance(self) -> bytes | None:
        """What has come already, without waiting for more: None is nothing, b"" the end. A socket
        may be readable for no more than a TLS session ticket; then there is nothing. Raises
        ExchangeFault 12030."""
        if not self.stream.get_extra_info("is_readable"):
            return None
        try:
            data = self._take(_SECURE_READ, _GLANCE)
        except ReadTimeout:
            return None
        except NetworkError as error:
            raise translate(error, Phase.SEND) from None
        if data is not None:
            self._came(data)
        return data

    def _came(self, data: bytes | memoryview) -> None:
        self.received += len(data)
        if self._shows_bytes and data:
            self.context.emit(RawBytes(direction="<", data=bytes(data)))

    # --- timers --------------------------------------------------------------------------------

    def begin_response(self) -> None:
        """The request is out: the receive-response timer runs from here."""
        limit = self._timeouts.receive_response
        self._response_end = None if limit is None else time.monotonic() + limit

    def check_response(self) -> None:
        """Called when bytes of the head have arrived. Raises ExchangeFault 12002."""
        if self._response_end is not None and time.monotonic() >= self._response_end:
            limit = self._timeouts.receive_response
            raise self.expired(Countdown(limit, Timer.RECEIVE_RESPONSE, deadline=None), Phase.RECEIVE)

    def _check(self, phase: Phase) -> None:
        """Something arrived that is no byte of the message yet."""
        if phase is Phase.RECEIVE:
            self.check_response()

    def countdown(self, timer: Timer) -> Countdown:
        """From now on, as long as the plan says for `timer` (send or receive) and --max-time lets."""
        seconds = self._timeouts.send if timer is Timer.SEND else self._timeouts.receive
        return Countdown(seconds, timer, deadline=self.context.deadline)

    def _begun(self, timer: Timer, phase: Phase) -> tuple[Countdown | None, float | None]:
        """A countdown and the seconds that an operation may take by it. Without --max-time nothing has
        to be counted: the operation's own limit is the timer."""
        if self.context.deadline is None:
            return None, self._timeouts.send if timer is Timer.SEND else self._timeouts.receive
        countdown = self.countdown(timer)
        return countdown, self._limit(countdown, phase)

    def expired(self, countdown: Countdown, phase: Phase) -> ExchangeFault:
        """The 12002 of a countdown that is over."""
        return countdown.fault(_WAITING[phase], phase)

    def _limit(self, countdown: Countdown, phase: Phase) -> float | None:
        """The seconds that an operation may take. Raises the 12002 of a countdown that is over."""
        left = countdown.left()
        if left == 0.0:
            raise self.expired(countdown, phase)
        return left

    def _fault(self, error: Exception, countdown: Countdown, phase: Phase) -> WhttpError:
        """What an operation raised, as ours."""
        if isinstance(error, ReadTimeout | WriteTimeout):
            return self.expired(countdown, phase)
        return translate(error, phase)


def _ways_to_read(stream: NetworkStream) -> tuple[Take, TakeInto | None]:
    if isinstance(stream, ReadsSome):
        return stream.read_some, stream.read_some_into
    return stream.read, stream.read_into if isinstance(stream, ReadsInto) else None


def _is_readable_first(connected: socket.socket, watch: bool, wait: float | None) -> bool:
    """Wait for room to write, or with `watch` for something to read; whether the latter came. Raises
    WriteTimeout."""
    is_readable, is_writable = either(connected, wait) if watch else (False, writable(connected, wait))
    if not is_readable and not is_writable:
        raise WriteTimeout
    return is_readable
