"""A planned body turned into bytes, piece by piece, anew for each send.

Promise: memory stays at one piece whatever the size; a file that cannot be read, has shrunk or has
vanished ends with status 14 and names itself, and so does a stream of another length than announced:
status 2 would say that nothing was sent. A pipe that says nothing is waited for until --max-time is
over. Knows no framing: the connection adds it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from winhttp_cli.engine.net.timers import Countdown
from winhttp_cli.engine.net.waiting import readable
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase, Timer
from winhttp_cli.plan import Body, BodyPart, BytesPart, FilePart, StdinPart

#: Uploads are fastest in pieces of 256 KiB to 1 MiB.
PIECE = 256 * 1024


def pieces(body: Body | None, deadline: float | None = None) -> Iterator[bytes]:
    """The bytes of `body` in order. `deadline` is a `time.monotonic()` value (--max-time). Raises
    ExchangeFault with status 14, or 12002."""
    if body is None:
        return
    of_parts = (piece for part in body.parts for piece in _of_part(part, deadline))
    yield from of_parts if body.announced is None else _exactly(body.announced, of_parts)


def _exactly(length: int, of_parts: Iterator[bytes]) -> Iterator[bytes]:
    """A stream that must come to the length given for it. What it comes to is seen when part of the
    request is out: the caller's arithmetic may be right and the stream cut."""
    left = length
    for piece in of_parts:
        if len(piece) > left:
            raise _unreadable(f"it is longer than its Content-Length, {length}")
        left -= len(piece)
        yield piece
    if left:
        raise _unreadable(f"it ended {left} bytes before its Content-Length, {length}")


def _of_part(part: BodyPart, deadline: float | None) -> Iterator[bytes]:
    if isinstance(part, BytesPart):
        for start in range(0, len(part.data), PIECE):
            yield part.data[start : start + PIECE]
    elif isinstance(part, FilePart):
        yield from _of_file(part, deadline)
    else:
        yield from _of_stdin(part, deadline)


def _of_file(part: FilePart, deadline: float | None) -> Iterator[bytes]:
    left = part.length
    try:
        with part.path.open("rb", buffering=0) as file:
            if part.offset:
                file.seek(part.offset)
            while (size := _next_size(left)) and (data := _read(file.fileno(), size, deadline)):
                left = left - len(data) if left is not None else None
                yield data
    except OSError as error:
        raise _unreadable(f"{part.path}: {error.strerror or error}") from None
    if left:
        raise _unreadable(f"{part.path}: {left} bytes shorter than when the request was made")


def _next_size(left: int | None) -> int:
    return PIECE if left is None else min(PIECE, left)


def _of_stdin(part: StdinPart, deadline: float | None) -> Iterator[bytes]:
    left = part.length
    while (size := _next_size(left)) and (data := _read(sys.stdin.fileno(), size, deadline)):
        left = left - len(data) if left is not None else None
        yield data
    if left:
        raise _unreadable(f"standard input: {left} bytes shorter than its Content-Length")


def _read(descriptor: int, size: int, deadline: float | None) -> bytes:
    """At most `size` bytes. No timer of WinHTTP's runs while the program fetches its own bytes, ours
    does; Windows has no wait for a pipe."""
    if deadline is not None and os.name != "nt":
        countdown = Countdown(None, Timer.TOTAL, deadline=deadline)
        if not readable(descriptor, countdown.left()):
            raise countdown.fault("waiting for the body of the request", Phase.SEND)
    return os.read(descriptor, size)


def _unreadable(message: str) -> ExchangeFault:
    return ExchangeFault(f"cannot read the body: {message}", None, Phase.FILE, status=ExitStatus.FILE)
