"""Cuts the bytes of an HTTP/2 connection into frames (RFC 9113 section 4.1).

Promise: a frame larger than we allow is refused at its header, before its payload is held. Frames are
handed on one at a time, so that what came before a bad one is not lost. Knows no stream state.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from winhttp_cli.engine.http1.policy import shown
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.record import dataclass

#: SETTINGS_MAX_FRAME_SIZE as we leave it: the initial value (section 6.5.2).
MAXIMUM_PAYLOAD = 16384
_HEADER = 9
_STREAM_BITS = 0x7FFFFFFF


class FrameType(IntEnum):
    """The frame types this package looks at itself (section 6)."""

    DATA = 0x0
    GOAWAY = 0x7


class Frame:
    """One whole frame; `data` includes its header. There are very many: a plain class is the
    cheapest to make."""

    __slots__ = ("data", "stream_id", "type")

    def __init__(self, kind: int, stream_id: int, data: bytes) -> None:
        self.type = kind
        self.stream_id = stream_id
        self.data = data

    @property
    def payload(self) -> bytes:
        return self.data[_HEADER:]


class FrameReader:
    """`take` bytes, get whole frames."""

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def partial_stream(self) -> int | None:
        """The stream of the frame that has begun to come, None where its header is not complete."""
        if len(self._held) < _HEADER:
            return None
        return int.from_bytes(self._held[5:9], "big") & _STREAM_BITS

    def take(self, data: bytes) -> Iterator[Frame]:
        """The frames that `data` completes. Raises ExchangeFault 12152 for an oversized one."""
        self._held += data
        at = 0
        try:
            while len(self._held) - at >= _HEADER:
                end = at + _HEADER + self._length(at)
                if end > len(self._held):
                    return
                stream_id = int.from_bytes(self._held[at + 5 : at + 9], "big") & _STREAM_BITS
                frame = Frame(self._held[at + 3], stream_id, bytes(self._held[at:end]))
                at = end
                yield frame
        finally:
            del self._held[:at]

    def _length(self, at: int) -> int:
        length = int.from_bytes(self._held[at : at + 3], "big")
        if length <= MAXIMUM_PAYLOAD:
            return length
        start = shown(self._held[at : at + _HEADER])
        raise ExchangeFault(
            f"not HTTP/2, or a frame of {length} bytes where {MAXIMUM_PAYLOAD} are allowed: {start}",
            Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
            Phase.RECEIVE,
        )


@dataclass(frozen=True, slots=True)
class GoAway:
    """The end of a connection, announced (section 6.8). `last_stream` is the highest stream that the
    server has processed or will process."""

    last_stream: int
    code: int
    debug: bytes

    @classmethod
    def of(cls, frame: Frame) -> GoAway:
        """Raises ExchangeFault 12152 where the payload is too short or names a stream (6.8)."""
        payload = frame.payload
        if len(payload) < 8 or frame.stream_id:
            raise ExchangeFault(
                "a GOAWAY frame that cannot be read",
                Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
                Phase.RECEIVE,
            )
        last = int.from_bytes(payload[:4], "big") & _STREAM_BITS
        return cls(last, int.from_bytes(payload[4:8], "big"), payload[8:])
