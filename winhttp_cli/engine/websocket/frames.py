"""Frames in and out: bytes to checked pieces, pieces to masked frames. No I/O, no clock.

Promise: what RFC 6455 forbids a server (a masked frame, a reserved bit or opcode, a fragmented or long
control frame, bad UTF-8, a close code that may not be sent) raises `Violation` with the close code that
answers it. A data frame of any length comes out in the pieces in which it arrives, so that memory does
not grow with it. wsproto's frame decoder does the parsing; no extension is spoken.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.engine.websocket.corewsproto import (
    Frame,
    FrameDecoder,
    FrameProtocol,
    Header,
    MessageDecoder,
    Opcode,
    ParseFailed,
)
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.record import dataclass
from winhttp_cli.websocket import INVALID_DATA, NO_CODE, PROTOCOL_ERROR, FrameKind, may_be_sent

_KINDS = {
    Opcode.CONTINUATION: FrameKind.CONTINUATION,
    Opcode.TEXT: FrameKind.TEXT,
    Opcode.BINARY: FrameKind.BINARY,
    Opcode.CLOSE: FrameKind.CLOSE,
    Opcode.PING: FrameKind.PING,
    Opcode.PONG: FrameKind.PONG,
}


class Violation(Exception):
    """The server broke the protocol; `code` is what the close frame says of it."""

    def __init__(self, message: str, code: int = PROTOCOL_ERROR) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True, slots=True)
class Came:
    """A frame, or a part of one: `kind` is the frame's own, `is_text` its message's. `size` is the length
    of the whole frame. `data` is UTF-8 cut between characters where `is_text`; `code` and `reason` are
    a close frame's."""

    kind: FrameKind
    data: bytes
    size: int
    ends_frame: bool
    ends_message: bool
    is_text: bool = False
    code: int = 0
    reason: str = ""


class Inbound:
    """What the server sends."""

    def __init__(self) -> None:
        self._decoder = FrameDecoder(client=True)
        self._message = MessageDecoder()
        self._opcode = Opcode.CONTINUATION
        self._is_text = False
        self.is_closed = False

    @property
    def is_inside_frame(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._decoder.header is not None or len(self._decoder.buffer) > 0

    def receive(self, data: bytes) -> Iterator[Came]:
        """What `data` brings. Behind a close frame nothing is read any more. Raises Violation."""
        self._decoder.receive_bytes(data)
        try:
            while not self.is_closed and (came := self._next()) is not None:
                yield came
        except ParseFailed as failed:
            raise Violation(str(failed), int(failed.code)) from None

    def _next(self) -> Came | None:
        header = self._header()
        if header is None:
            return None
        size = header.payload_len
        frame = self._decoder.process_buffer()
        if frame is None:
            return None
        return self._control(frame, size) if self._opcode.iscontrol() else self._data(frame, size)

    def _header(self) -> Header | None:
        """Of the frame that has begun, None before. The decoder forgets it when the frame ends."""
        if self._decoder.header is None:
            self._decoder.parse_header()
        header = self._begun()
        if header is not None:
            self._opcode = header.opcode
        return header

    def _begun(self) -> Header | None:
        return self._decoder.header

    def _data(self, frame: Frame, size: int) -> Came:
        decoded = self._message.process_frame(frame)
        if self._opcode is not Opcode.CONTINUATION:
            self._is_text = self._opcode is Opcode.TEXT
        payload = decoded.payload
        data = payload.encode("utf-8") if isinstance(payload, str) else _octets(payload)
        return Came(
            _KINDS[self._opcode],
            data,
            size,
            decoded.frame_finished,
            decoded.message_finished,
            self._is_text,
        )

    def _control(self, frame: Frame, size: int) -> Came:
        data = _octets(frame.payload)
        code, reason = 0, ""
        if self._opcode is Opcode.CLOSE:
            self.is_closed = True
            code, reason = _close_status(data)
        kind = _KINDS[self._opcode]
        return Came(kind, data, size, ends_frame=True, ends_message=True, code=code, reason=reason)


def _octets(payload: object) -> bytes:
    assert isinstance(payload, bytes | bytearray)
    return bytes(payload)


def _close_status(data: bytes) -> tuple[int, str]:
    """The code and reason of a close frame (section 5.5.1)."""
    if not data:
        return NO_CODE, ""
    if len(data) == 1:
        raise Violation("a close frame with half a code")
    code = int.from_bytes(data[:2], "big")
    if not may_be_sent(code):
        raise Violation(f"a close frame with code {code}, which may not be sent")
    try:
        return code, data[2:].decode("utf-8")
    except UnicodeDecodeError:
        raise Violation("the reason of the close frame is not UTF-8", INVALID_DATA) from None


# --- what we send -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message to send. `source` is where it comes from, for a complaint ("standard input,
    line 3")."""

    data: bytes
    is_text: bool
    ends: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A frame, masked and ready."""

    kind: FrameKind
    wire: bytes
    size: int
    is_last: bool = True
    code: int = 0
    reason: str = ""


class Outbound:
    """Makes frames of at most `limit` payload bytes; a message that fits goes out in one."""

    def __init__(self, limit: int) -> None:
        self._protocol = FrameProtocol(client=True, extensions=[])
        self._limit = limit
        self._carried = b""
        self._is_first = True

    def data(self, piece: Piece) -> Iterator[Made]:
        """The frames of `piece`. Raises ExchangeFault, status 14, for text that is not UTF-8."""
        data = self._carried + piece.data
        self._carried = b""
        while len(data) > self._limit:
            cut = boundary(data, self._limit) if piece.is_text else self._limit
            yield self._frame(data[:cut], piece, ends=False)
            data = data[cut:]
        if piece.ends:
            yield self._frame(data, piece, ends=True)
        else:
            self._carried = data

    def _frame(self, data: bytes, piece: Piece, *, ends: bool) -> Made:
        wire = self._protocol.send_data(_text(data, piece) if piece.is_text else data, fin=ends)
        kind = FrameKind.TEXT if piece.is_text else FrameKind.BINARY
        kind, self._is_first = kind if self._is_first else FrameKind.CONTINUATION, ends
        return Made(kind, bytes(wire), len(data), is_last=ends)

    def ping(self) -> Made:
        return Made(FrameKind.PING, bytes(self._protocol.ping()), 0)

    def pong(self, data: bytes) -> Made:
        return Made(FrameKind.PONG, bytes(self._protocol.pong(data)), len(data))

    def close(self, code: int, reason: str) -> Made:
        """1005 stands for a frame without a code, and so without a reason."""
        said = None if code == NO_CODE else code
        wire = bytes(self._protocol.close(said, reason if said is not None else None))
        size = 0 if said is None else 2 + len(reason.encode("utf-8"))
        return Made(FrameKind.CLOSE, wire, size, code=code, reason=reason)


def boundary(data: bytes | bytearray, limit: int) -> int:
    """The last place at or before `limit` that is not inside a character of UTF-8; `limit` where there
    is none."""
    cut = limit
    while cut > max(limit - 4, 0) and data[cut] & 0xC0 == 0x80:
        cut -= 1
    return cut or limit


def _text(data: bytes, piece: Piece) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ExchangeFault(
            f"{piece.source}: not UTF-8, so it cannot be sent as a text message",
            None,
            Phase.FILE,
            status=ExitStatus.FILE,
            hint="--binary sends bytes as they are",
        ) from None
