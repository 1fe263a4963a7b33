"""The state of one HTTP/2 connection: h2, the streams' inboxes, what is still to be written. No I/O.

Promise: what arrives is bounded: content by flow control, heads by the limit of the first request,
frames that bring nothing by a count (RFC 9113 section 10.5). A GOAWAY is kept from h2, which would end
its state at once, so that the exchanges the server announced to finish can do so (section 6.8). Not
safe for threads: the conversation holds its lock.
"""

from __future__ import annotations

from contextlib import suppress

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
from winhttp_cli.engine.http1.policy import Rule, refusal
from winhttp_cli.engine.http2 import faults
from winhttp_cli.engine.http2.fields import response_head
from winhttp_cli.engine.http2.frames import Frame, FrameReader, FrameType, GoAway
from winhttp_cli.engine.http2.inbox import Inbox
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.plan import Limits

#: What a server may send ahead of us, on a stream and on the connection.
WINDOW = 1 << 24
_INITIAL_CONNECTION_WINDOW = 65535
#: So many frames in a row that bring no exchange forward (SETTINGS, PING, empty DATA ...) are a flood.
MOST_IDLE_FRAMES = 2000
#: Content framed at once, in frames of the size the server takes.
_BURST = 256 * 1024


class Http2Protocol:
    """`fault` is what broke the connection, `goaway` its announced end."""

    def __init__(self, limits: Limits) -> None:
        self._h2 = _h2_connection(limits)
        self._frames = FrameReader()
        self._outgoing = bytearray()
        self._idle_frames = 0
        self.inboxes: dict[int, Inbox] = {}
        self.goaway: GoAway | None = None
        self.fault: ExchangeFault | None = None

    # --- sending -------------------------------------------------------------------------------

    @property
    def has_room(self) -> bool:
        """Whether the server lets one more stream begin (section 5.1.2)."""
        is_open = self.fault is None and self.goaway is None
        return is_open and len(self.inboxes) < self._h2.remote_settings.max_concurrent_streams

    def open(self, fields: Fields, *, ends: bool, limits: Limits) -> Inbox:
        """A new stream, its head on the way out."""
        stream_id = self._h2.get_next_available_stream_id()
        self._h2.send_headers(stream_id, list(fields), end_stream=ends)
        inbox = self.inboxes[stream_id] = Inbox(stream_id, limits, is_sent=ends)
        return inbox

    def window(self, inbox: Inbox) -> int:
        """What may be sent now; 0 where the server has ended or reset the stream, or the connection is
        broken."""
        if self.fault is not None or inbox.fault is not None or inbox.is_reset:
            return 0
        try:
            return max(0, self._h2.local_flow_control_window(inbox.stream_id))
        except ProtocolError:
            return 0

    def frame_content(self, inbox: Inbox, data: memoryview) -> int:
        """Frame what flow control allows of `data`; returns how much that was."""
        size = min(len(data), self.window(inbox), _BURST)
        most = self._h2.max_outbound_frame_size
        for at in range(0, size, most):
            self._h2.send_data(inbox.stream_id, bytes(data[at : min(size, at + most)]))
        self._idle_frames = 0
        return size

    def end(self, inbox: Inbox) -> None:
        """The request is complete; nothing where the server has reset the stream."""
        with suppress(ProtocolError):
            self._h2.end_stream(inbox.stream_id)
            inbox.is_sent = True

    def has_outgoing(self) -> bool:
        self._outgoing += self._h2.data_to_send()
        return bool(self._outgoing)

    def take_outgoing(self) -> bytes:
        """Everything there is to write, once."""
        data = bytes(self._outgoing)
        self._outgoing.clear()
        return data

    # --- receiving -----------------------------------------------------------------------------

    def receive(self, data: bytes) -> None:
        """What was read, b"" being the end. Raises ExchangeFault where the connection is broken, which
        it is from that moment on: h2 has closed its state and takes no more streams. What comes later
        is not looked at: the first reason stands."""
        if self.fault is not None:
            raise self.fault
        try:
            self._receive(data)
        except ExchangeFault as fault:
            raise self.break_all(fault) from None

    def _receive(self, data: bytes) -> None:
        if not data:
            raise faults.closed()
        for frame in self._frames.take(data):
            self._take(frame)
        self._touch(self._frames.partial_stream)

    def _take(self, frame: Frame) -> None:
        self._idle_frames += 1
        if self._idle_frames > MOST_IDLE_FRAMES:
            raise faults.broken(f"a flood of {MOST_IDLE_FRAMES} frames that bring nothing")
        self._touch(frame.stream_id)
        if frame.type == FrameType.GOAWAY:
            self._take_goaway(GoAway.of(frame))
            return
        try:
            events = self._h2.receive_data(frame.data)
        except DenialOfServiceError as error:
            raise refusal(Rule.HEAD_SIZE, Phase.RECEIVE, faults.words(error)) from None
        except ProtocolError as error:
            raise faults.broken(f"the server broke HTTP/2: {faults.words(error)}") from None
        for event in events:
            self._dispatch(event)

    def _touch(self, stream_id: int | None) -> None:
        inbox = self.inboxes.get(stream_id or 0)
        if inbox is not None:
            inbox.progress += 1

    def _dispatch(self, event: Event) -> None:
        if isinstance(event, DataReceived):
            self._take_data(event)
            return
        inbox = self.inboxes.get(getattr(event, "stream_id", None) or 0)
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
            inbox.is_ended = inbox.fault is None
        elif isinstance(event, StreamReset):
            self._take_reset(inbox, event)

    @staticmethod
    def _take_reset(inbox: Inbox, event: StreamReset) -> None:
        """The server's own, or h2's for what the server did to one stream (section 5.4.2)."""
        inbox.is_reset = True
        if event.remote_reset:
            inbox.is_unprocessed = event.error_code == ErrorCodes.REFUSED_STREAM
            inbox.fail(faults.reset(event.error_code, unseen=inbox.is_unprocessed))
        else:
            name = faults.code_name(event.error_code)
            inbox.fail(faults.broken(f"the server broke HTTP/2 on the stream ({name})"))

    def _take_data(self, event: DataReceived) -> None:
        if event.data:
            self._idle_frames = 0
        inbox = self.inboxes.get(event.stream_id)
        if inbox is None:
            self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            return
        if event.data and inbox.is_without_content:
            inbox.fail(faults.broken("content in a response that has none (204, 304)"))
        else:
            inbox.content += event.data
        inbox.unacknowledged += event.flow_controlled_length

    def _take_goaway(self, goaway: GoAway) -> None:
        """Streams the server will not process fail; the others may still be answered."""
        self.goaway = goaway
        for inbox in self.inboxes.values():
            if inbox.stream_id > goaway.last_stream:
                inbox.is_unprocessed = True
                inbox.fail(faults.gone(goaway, unseen=True))

    def fetch(self, inbox: Inbox) -> bytes:
        """The content that has come, which lets the server send as much again."""
        content = inbox.take_content()
        self._acknowledge(inbox)
        return content

    def _acknowledge(self, inbox: Inbox) -> None:
        size, inbox.unacknowledged = inbox.unacknowledged, 0
        if size and self.fault is None:
            self._h2.acknowledge_received_data(size, inbox.stream_id)

    # --- ends ----------------------------------------------------------------------------------

    def drop(self, inbox: Inbox) -> bool:
        """The exchange is over; what the server still wants to send is cancelled. False where it was
        over already."""
        if self.inboxes.pop(inbox.stream_id, None) is None:
            return False
        self._acknowledge(inbox)
        is_over = inbox.is_reset or inbox.is_unprocessed or (inbox.is_sent and inbox.is_ended)
        if not is_over and self.fault is None:
            with suppress(ProtocolError):
                self._h2.reset_stream(inbox.stream_id, ErrorCodes.CANCEL)
        return True

    def break_all(self, fault: ExchangeFault) -> ExchangeFault:
        """Every stream fails; a connection that breaks after GOAWAY breaks for the reason given."""
        if self.goaway is not None and fault.code is Code.ERROR_WINHTTP_CONNECTION_ERROR:
            fault = faults.gone(self.goaway)
        self.fault = self.fault or fault
        for inbox in self.inboxes.values():
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
