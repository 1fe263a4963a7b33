"""The server's side of a WebSocket in raw bytes: a handshake, frames of any shape, what the client sent.

Promise: it frames by itself, right or wrong as it is told, and shares no code with the engine.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.lab.raw_server import Answer, Peer

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def key_of(request: bytes) -> bytes:
    """The key of a handshake."""
    found = re.search(rb"\r\nSec-WebSocket-Key: ([^\r\n]*)", request)
    assert found is not None, request
    return found.group(1)


def accept_of(key: bytes) -> bytes:
    return base64.b64encode(hashlib.sha1(key + MAGIC).digest())


def switching(request: bytes, *lines: bytes, accept: bytes | None = None) -> bytes:
    """A 101 for `request`; `accept` takes the place of the right one, `lines` are added."""
    right = accept_of(key_of(request)) if accept is None else accept
    told = (b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Accept: " + right)
    return b"\r\n".join((b"HTTP/1.1 101 Switching Protocols", *told, *lines, b"", b""))


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    last: bool = True,
    reserved: int = 0,
    mask: bytes = b"",
    length: int | None = None,
    wide: int | None = None,
) -> bytes:
    """One frame. `length` is said in the place of the payload's own; `wide` says it in 2 or 8 bytes."""
    size = len(payload) if length is None else length
    width = wide if wide is not None else 0 if size < 126 else 2 if size < 65536 else 8
    short = {0: size, 2: 126, 8: 127}[width] | (0x80 if mask else 0)
    head = bytes([(0x80 if last else 0) | reserved << 4 | opcode, short])
    extended = size.to_bytes(width, "big") if width else b""
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload)) if mask else payload
    return head + extended + mask + masked


def close(code: int | None = 1000, reason: bytes = b"") -> bytes:
    """A close frame; None has no code."""
    return frame(CLOSE, b"" if code is None else code.to_bytes(2, "big") + reason)


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame of the client's."""

    opcode: int
    payload: bytes
    last: bool
    masked: bool
    key: bytes

    @property
    def code(self) -> int:
        return int.from_bytes(self.payload[:2], "big")


def next_frame(peer: Peer) -> Seen | None:
    """What the client sends next, None at its end."""
    head = peer.receive_exactly(2)
    if len(head) < 2:
        return None
    size = head[1] & 0x7F
    if size >= 126:
        size = int.from_bytes(peer.receive_exactly(2 if size == 126 else 8), "big")
    masked = bool(head[1] & 0x80)
    key = peer.receive_exactly(4) if masked else b"\0\0\0\0"
    payload = peer.receive_exactly(size)
    plain = bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))
    return Seen(head[0] & 0x0F, plain, bool(head[0] & 0x80), masked, key)


class Talk:
    """An answer for a RawServer: upgrades, sends `first` at once, then does `act(peer, talk)`, then reads
    to the end. `seen` are all frames of the client's; with `polite` its close frame is answered."""

    def __init__(
        self,
        *first: bytes,
        act: Callable[[Peer, Talk], None] | None = None,
        polite: bool = True,
        lines: tuple[bytes, ...] = (),
        together: bool = False,
    ) -> None:
        self.first = b"".join(first)
        self.act = act
        self.polite = polite
        self.lines = lines
        self.together = together
        self.seen: list[Seen] = []
        self._over = threading.Event()

    def __call__(self, peer: Peer) -> None:
        try:
            self._talk(peer)
        finally:
            self._over.set()

    def settled(self) -> Talk:
        """When all that the client sent has been read."""
        assert self._over.wait(10)
        return self

    def _talk(self, peer: Peer) -> None:
        head = switching(peer.request, *self.lines)
        if self.together:
            peer.send(head + self.first)
        else:
            peer.send(head)
            if self.first:
                peer.send(self.first)
        if self.act is not None:
            self.act(peer, self)
        while (came := self.read(peer)) is not None:
            if came.opcode == CLOSE and self.polite:
                peer.send(frame(CLOSE, came.payload))

    def read(self, peer: Peer) -> Seen | None:
        """The next frame, remembered."""
        came = next_frame(peer)
        if came is not None:
            self.seen.append(came)
        return came

    def of(self, opcode: int) -> list[Seen]:
        return [each for each in self.seen if each.opcode == opcode]

    @property
    def closed(self) -> Seen:
        """The only close frame the client sent."""
        (only,) = self.settled().of(CLOSE)
        return only


def echo(peer: Peer, talk: Talk) -> None:
    """Sends back each data frame as it came, until the client closes."""
    while (came := talk.read(peer)) is not None:
        if came.opcode == CLOSE:
            peer.send(frame(CLOSE, came.payload))
        elif came.opcode in (CONTINUATION, TEXT, BINARY):
            peer.send(frame(came.opcode, came.payload, last=came.last))


def refusing(status: int, body: bytes) -> Answer:
    """An answer that is no 101."""
    return b"HTTP/1.1 %d Refused\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body
