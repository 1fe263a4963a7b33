"""A TCP relay that can spoil what passes: late, in pieces, cut, reset, stalled or changed.

Promise: without faults every byte arrives unchanged, both ways. Each direction has its own faults and is
recorded as it was passed on. Knows no protocol.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field

from tests.lab.listener import Listener, Server, reset, shut


@dataclass(frozen=True, slots=True)
class Faults:
    """What happens in one direction. `latency` seconds before each piece; `slice_size` bytes per segment;
    the first `calm` bytes pass without either;
    after `cut_after` bytes the connection ends (with a reset if `reset`); after `stall_after` bytes
    nothing more passes, the connection stays; the byte at `flip_at` has its lowest bit changed."""

    latency: float = 0.0
    slice_size: int | None = None
    calm: int = 0
    cut_after: int | None = None
    reset: bool = False
    stall_after: int | None = None
    flip_at: int | None = None


@dataclass(slots=True)
class Passed:
    """What one connection passed on: `up` from the client to the target, `down` back."""

    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)


class Relay(Server):
    """Listens on loopback and passes each connection on to `target` (host, port)."""

    def __init__(self, target: tuple[str, int], up: Faults = Faults(), down: Faults = Faults()) -> None:
        self.target = target
        self.up = up
        self.down = down
        self.connections: list[Passed] = []
        self.listener = Listener(self._serve)

    def __enter__(self) -> Relay:
        return self

    def _serve(self, client: socket.socket) -> None:
        passed = Passed()
        self.connections.append(passed)
        with socket.create_connection(self.target, 10) as target:
            target.settimeout(None)
            target.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.listener.watch(target)
            back = threading.Thread(
                target=self._pass, args=(target, client, self.down, passed.down), daemon=True
            )
            back.start()
            self._pass(client, target, self.up, passed.up)
            back.join()

    def _pass(
        self, source: socket.socket, sink: socket.socket, faults: Faults, record: bytearray
    ) -> None:
        """Passes bytes on until the source ends or a fault ends both directions."""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                for piece in _pieces(_flipped(data, len(record), faults), len(record), faults):
                    is_late = faults.latency and len(record) >= faults.calm
                    if is_late and self.listener.stopping.wait(faults.latency):
                        return
                    allowed = _allowed(piece, len(record), faults)
                    sink.sendall(allowed)
                    record += allowed
                    if faults.cut_after is not None and len(record) >= faults.cut_after:
                        _end(source, sink, faults.reset)
                        return
            sink.shutdown(socket.SHUT_WR)


def _end(source: socket.socket, sink: socket.socket, with_reset: bool) -> None:
    if with_reset:
        reset(sink)
    shut(sink)
    shut(source)


def _flipped(data: bytes, before: int, faults: Faults) -> bytes:
    """`data`, which follows `before` bytes, with the chosen bit changed."""
    if faults.flip_at is None or not 0 <= faults.flip_at - before < len(data):
        return data
    changed = bytearray(data)
    changed[faults.flip_at - before] ^= 1
    return bytes(changed)


def _pieces(data: bytes, before: int, faults: Faults) -> list[bytes]:
    """`data`, which follows `before` bytes, in the segments it leaves in."""
    size = faults.slice_size or len(data)
    calm = data[: max(0, faults.calm - before)]
    rest = range(len(calm), len(data), size)
    return [piece for piece in (calm, *(data[start : start + size] for start in rest)) if piece]


def _allowed(piece: bytes, before: int, faults: Faults) -> bytes:
    """What of `piece`, which follows `before` bytes, may pass."""
    ends = [end for end in (faults.cut_after, faults.stall_after) if end is not None]
    return piece[: max(0, min(ends) - before)] if ends else piece
