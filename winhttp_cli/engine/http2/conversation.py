"""One HTTP/2 connection, shared by the exchanges on it.

Promise: whoever waits for its stream reads for all; every wait is bounded by the timers of the one
that waits. What arrives is bounded: content by flow control, heads by the limit of the first request,
frames that bring nothing by a count. Bytes go out in the order in which h2 made them. Knows no
httpcore request and emits nothing.

Two locks: `_state` guards h2 and the inboxes and is never held while waiting for the network;
`_writing` is taken first and held while bytes go out, so that their order is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Lock

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    DataReceived,
    Event,
    InformationalResponseReceived,
    ResponseReceived,
    StreamEnded,
    StreamReset,
    TrailersReceived,
)
from h2.exceptions import DenialOfServiceError, ProtocolError
from h2.settings import SettingCodes, Settings

from winhttp_cli.engine.http1.fields import Fields
from winhttp_cli.engine.http1.policy import Rule, refusal, shown
from winhttp_cli.engine.http2.fields import response_head
from winhttp_cli.engine.http2.frames import Frame, FrameReader, FrameType, GoAway
from winhttp_cli.engine.http2.inbox import Inbox
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import Code, ExchangeFault, Phase, Timer
from winhttp_cli.plan import Limits

#: What a server may send ahead of us, on a stream and on the connection.
WINDOW = 1 << 24
_INITIAL_CONNECTION_WINDOW = 65535
#: So many frames in a row that bring no exchange forward (SETTINGS, PING, empty DATA ...) are a flood
#: (RFC 9113 section 10.5).
MOST_IDLE_FRAMES = 2000
#: Content written at once, in frames of the size the server takes.
_BURST = 256 * 1024


class Conversation:
    """`completed` counts exchanges that came to their end; `is_open` is whether more may begin."""

    def __init__(self, limits: Limits) -> None:
        self._state = Condition(Lock())
        self._writing = Lock()
        self._h2 = _h2_connection(limits)
        self._frames = FrameReader()
        self._inboxes: dict[int, Inbox] = {}
        self._is_reading = False
        self._idle_frames = 0
        self._fault: ExchangeFault | None = None
        self._goaway: GoAway | None = None
        self._is_suspect = False
        self._outgoing = bytearray()
        self._unwritable: ExchangeFault | None = None
        self.completed = 0

    # --- what the connection asks --------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        return not self._inboxes

    @property
    def is_open(self) -> bool:
        return self._fault is None and self._goaway is None and not self._is_suspect

    @property
    def has_room(self) -> bool:
        """Whether the server lets one more stream begin (section 5.1.2)."""
        return self.is_open and len(self._inboxes) < self._h2.remote_settings.max_concurrent_streams

    @property
    def why_closing(self) -> str:
        if self._fault is not None:
            return self._fault.message
        if self._goaway is not None:
            return f"the server announced the end of the connection ({_name(self._goaway.code)})"
        return "an exchange on it was given up" if self._is_suspect else ""

    # --- sending -------------------------------------------------------------------------------

    def open(self, wire: Wire, fields: Fields, *, ends: bool, limits: Limits) -> Inbox | None:
        """Begin a stream with its head; None where the connection takes no more. Raises
        ExchangeFault."""
        with self._sending(wire):
            if not self.has_room:
                return None
            stream_id = self._h2.get_next_available_stream_id()
            self._h2.send_headers(stream_id, list(fields), end_stream=ends)
            inbox = self._inboxes[stream_id] = Inbox(stream_id, limits, is_sent=ends)
        return inbox

    def send(self, wire: Wire, inbox: Inbox, data: memoryview) -> int:
        """Send what flow control allows of `data`; returns how much that was."""
        with self._sending(wire):
            return self._frame_content(inbox, data)

    def _frame_content(self, inbox: Inbox, data: memoryview) -> int:
        window = min(len(data), self._window(inbox), _BURST)
        most, sent = self._h2.max_outbound_frame_size, 0
        while sent < window:
            piece = data[sent : min(window, sent + most)]
            self._h2.send_data(inbox.stream_id, bytes(piece))
            sent += len(piece)
        self._idle_frames = 0
        return sent

    def _window(self, inbox: Inbox) -> int:
        """What may be sent now; 0 where the server has ended or reset the stream."""
        try:
            return max(0, self._h2.local_flow_control_window(inbox.stream_id))
        except ProtocolError:
            return 0

    def end(self, wire: Wire, inbox: Inbox) -> None:
        """The request is complete."""
        with self._sending(wire), suppress(ProtocolError):
            self._h2.end_stream(inbox.stream_id)
            inbox.is_sent = True

    def wait_for_window(self, wire: Wire, inbox: Inbox) -> None:
        """Until something may be sent or an answer begins or ends. Raises 12002 by the send timer."""
        had_head = inbox.head is not None
        self._wait(
            wire,
            inbox,
            lambda: self._window(inbox) > 0 or inbox.is_ended or had_head != (inbox.head is not None),
            Timer.SEND,
            Phase.SEND,
        )

    @contextmanager
    def _sending(self, wire: Wire) -> Iterator[None]:
        """Under the state lock, with what h2 made of it written afterwards."""
        with self._writing:
            with self._state:
                yield
            self._write(wire)
        if self._has_outgoing():
            self.flush(wire)

    def _write(self, wire: Wire) -> None:
        """Everything h2 has to say. `_writing` is held, `_state` is not. After a failure nothing is
        written any more: the peer may have half a frame."""
        while self._has_outgoing():
            if self._unwritable is not None:
                raise self._unwritable
            with self._state:
                data = bytes(self._outgoing)
                self._outgoing.clear()
            try:
                wire.write(data)
            except ExchangeFault as fault:
                self._unwritable, self._is_suspect = fault, True
                raise

    def _has_outgoing(self) -> bool:
        with self._state:
            self._outgoing += self._h2.data_to_send()
            return bool(self._outgoing)

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

    def wait_for_head(self, wire: Wire, inbox: Inbox) -> None:
        """Until an interim head or the head has come. Raises ExchangeFault."""
        self._wait(
            wire,
            inbox,
            lambda: bool(inbox.interim) or inbox.head is not None,
            Timer.RECEIVE,
            Phase.RECEIVE,
        )

    def wait_for_content(self, wire: Wire, inbox: Inbox) -> None:
        """Until content or the end of the stream has come. Raises ExchangeFault."""
        self._wait(wire, inbox, lambda: bool(inbox.content) or inbox.is_ended, Timer.RECEIVE, Phase.BODY)

    def _wait(
        self, wire: Wire, inbox: Inbox, is_ready: Callable[[], bool], timer: Timer, phase: Phase
    ) -> None:
        countdown, progress = wire.countdown(timer), inbox.progress
        while True:
            with self._state:
                if is_ready():
                    return
                if inbox.fault is not None:
                    raise inbox.fault
                if inbox.progress != progress:
                    countdown, progress = wire.countdown(timer), inbox.progress
                must_read = not self._is_reading
                if must_read:
                    self._is_reading = True
                elif countdown.is_over:
                    raise wire.expired(countdown, phase)
                else:
                    self._state.wait(countdown.left())
                    continue
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
            raise self._broken_by(fault) from None
        finally:
            with self._state:
                self._is_reading = False
                self._state.notify_all()

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

    def _receive(self, data: bytes) -> None:
        """What was read, b"" being the end of the connection."""
        if not data:
            raise _closed()
        with self._state:
            for frame in self._frames.take(data):
                self._take(frame)
            self._touch(self._frames.partial_stream)

    def _take(self, frame: Frame) -> None:
        self._idle_frames += 1
        if self._idle_frames > MOST_IDLE_FRAMES:
            raise _broken(f"a flood of {MOST_IDLE_FRAMES} frames that bring nothing")
        self._touch(frame.stream_id)
        if frame.type == FrameType.GOAWAY:
            self._take_goaway(GoAway.of(frame))
            return
        try:
            events = self._h2.receive_data(frame.data)
        except DenialOfServiceError as error:
            raise refusal(Rule.HEAD_SIZE, Phase.RECEIVE, _words(error)) from None
        except ProtocolError as error:
            raise _broken(f"the server broke HTTP/2: {_words(error)}") from None
        for event in events:
            self._dispatch(event)

    def _touch(self, stream_id: int | None) -> None:
        inbox = self._inboxes.get(stream_id or 0)
        if inbox is not None:
            inbox.progress += 1

    def _dispatch(self, event: Event) -> None:
        if isinstance(event, DataReceived):
            self._take_data(event)
            return
        inbox = self._inboxes.get(getattr(event, "stream_id", None) or 0)
        if inbox is None:
            return
        if isinstance(event, InformationalResponseReceived):
            self._idle_frames = 0
            inbox.put_interim(response_head(event.headers))
        elif isinstance(event, ResponseReceived):
            self._idle_frames = 0
            inbox.put_head(response_head(event.headers))
        elif isinstance(event, TrailersReceived):
            inbox.trailers = tuple((bytes(name), bytes(value)) for name, value in event.headers)
        elif isinstance(event, StreamEnded):
            inbox.is_ended = True
        elif isinstance(event, StreamReset):
            inbox.is_unprocessed = event.error_code == ErrorCodes.REFUSED_STREAM
            inbox.fail(_reset(event.error_code))

    def _take_data(self, event: DataReceived) -> None:
        if event.data:
            self._idle_frames = 0
        inbox = self._inboxes.get(event.stream_id)
        if inbox is None:
            self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            return
        inbox.content += event.data
        inbox.unacknowledged += event.flow_controlled_length

    def fetch(self, wire: Wire, inbox: Inbox) -> bytes:
        """The content that has come, which lets the server send as much again."""
        with self._state:
            content = inbox.take_content()
            self._acknowledge(inbox)
        self.flush(wire)
        return content

    def _acknowledge(self, inbox: Inbox) -> None:
        size, inbox.unacknowledged = inbox.unacknowledged, 0
        if size and self._fault is None:
            self._h2.acknowledge_received_data(size, inbox.stream_id)

    # --- ends ----------------------------------------------------------------------------------

    def release(self, wire: Wire, inbox: Inbox, *, suspect: bool) -> None:
        """The exchange is over. What the server still wants to send is cancelled, which costs the
        connection nothing; `suspect` says that it should carry no other exchange."""
        with self._state:
            if self._inboxes.pop(inbox.stream_id, None) is None:
                return
            self._is_suspect |= suspect
            self.completed += inbox.is_ended
            self._acknowledge(inbox)
            if inbox.fault is None and not (inbox.is_sent and inbox.is_ended):
                with suppress(ProtocolError):
                    self._h2.reset_stream(inbox.stream_id, ErrorCodes.CANCEL)
        self.flush(wire)

    def _take_goaway(self, goaway: GoAway) -> None:
        """Streams the server will not process fail; the others may still be answered (6.8)."""
        self._goaway = goaway
        for inbox in self._inboxes.values():
            if inbox.stream_id > goaway.last_stream:
                inbox.is_unprocessed = True
                inbox.fail(_gone(goaway))

    def _broken_by(self, fault: ExchangeFault) -> ExchangeFault:
        """Every stream fails; a connection that breaks after GOAWAY breaks for the reason given."""
        if self._goaway is not None and fault.code is Code.ERROR_WINHTTP_CONNECTION_ERROR:
            fault = _gone(self._goaway)
        with self._state:
            self._fault = self._fault or fault
            for inbox in self._inboxes.values():
                inbox.fail(fault)
        return fault


def _h2_connection(limits: Limits) -> H2Connection:
    """An h2 connection that has said its preface; heads are bounded as the first request's are."""
    connection = H2Connection(H2Configuration(client_side=True, header_encoding=None))
    connection.local_settings = Settings(
        client=True,
        initial_values={
            SettingCodes.ENABLE_PUSH: 0,
            SettingCodes.INITIAL_WINDOW_SIZE: WINDOW,
            SettingCodes.MAX_CONCURRENT_STREAMS: 100,
            SettingCodes.MAX_HEADER_LIST_SIZE: limits.header_bytes,
        },
    )
    del connection.local_settings[SettingCodes.ENABLE_CONNECT_PROTOCOL]
    connection.decoder.max_header_list_size = limits.header_bytes
    connection.initiate_connection()
    connection.increment_flow_control_window(WINDOW - _INITIAL_CONNECTION_WINDOW)
    return connection


def _name(code: int | None) -> str:
    """An error code as RFC 9113 section 7 names it."""
    try:
        return f"{ErrorCodes(code or 0).name} {code or 0:#x}"
    except ValueError:
        return f"unknown code {code:#x}"


def _closed() -> ExchangeFault:
    return ExchangeFault(
        "the server closed the connection", Code.ERROR_WINHTTP_CONNECTION_ERROR, Phase.RECEIVE
    )


def _words(error: Exception) -> str:
    """What h2 says of what the server said, fit for a message."""
    return str(error).encode("unicode_escape").decode("ascii")[:200]


def _broken(message: str) -> ExchangeFault:
    return ExchangeFault(message, Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE, Phase.RECEIVE)


def _reset(code: int | None) -> ExchangeFault:
    return ExchangeFault(
        f"the server reset the stream ({_name(code)})",
        Code.ERROR_WINHTTP_CONNECTION_ERROR,
        Phase.RECEIVE,
        hint="try without --http2" if code == ErrorCodes.HTTP_1_1_REQUIRED else "",
    )


def _gone(goaway: GoAway) -> ExchangeFault:
    said = f": {shown(goaway.debug)}" if goaway.debug else ""
    return ExchangeFault(
        f"the server ended the connection ({_name(goaway.code)}){said}",
        Code.ERROR_WINHTTP_CONNECTION_ERROR,
        Phase.RECEIVE,
    )
