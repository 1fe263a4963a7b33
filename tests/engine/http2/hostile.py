"""Hostile behaviours of an HTTP/2 server, as frames made by hand, and the outcome each must have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hpack import Encoder

from tests.engine.http1.peers import Line, Script
from tests.engine.http2.peers import (
    CONTINUATION,
    DATA,
    END_HEADERS,
    END_STREAM,
    HEADERS,
    PING,
    PUSH,
    RST_STREAM,
    SETTINGS,
    WINDOW_UPDATE,
    frame,
    goaway,
)
from winhttp_cli.errors import Code, Timer
from winhttp_cli.plan import Timeouts

SHORT = 0.08
PATIENT = Timeouts(send=20, receive=20, receive_response=20)
IMPATIENT = Timeouts(send=SHORT, receive=SHORT, receive_response=20)
BROKEN = Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE
CUT = Code.ERROR_WINHTTP_CONNECTION_ERROR
SIZE = Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW
LATE = Code.ERROR_WINHTTP_TIMEOUT

HELLO_SETTINGS = frame(SETTINGS, 0, 0)
#: The end of the frame header of the client's first HEADERS.
REQUEST = b"\x00\x00\x00\x01"


@dataclass(frozen=True)
class Hostile:
    """As for HTTP/1: how the exchange ends, and words its message must hold."""

    script: Script
    code: Code | None
    words: str = ""
    timer: Timer | None = None
    upload: bool = False
    timeouts: Timeouts = field(default=PATIENT)
    max_time: float | None = None


def block(*fields: tuple[str, str], status: str | None = "200") -> bytes:
    """A header block, as a fresh connection's encoder makes it."""
    pseudo = [(":status", status)] if status is not None else []
    return bytes(Encoder().encode([*pseudo, *fields], huffman=False))


def head(*fields: tuple[str, str], status: str | None = "200", flags: int = END_HEADERS) -> bytes:
    return frame(HEADERS, flags, 1, block(*fields, status=status))


def data(content: bytes, flags: int = 0, stream_id: int = 1) -> bytes:
    return frame(DATA, flags, stream_id, content)


def saying(*pieces: bytes) -> Script:
    """Once the request has come: say `pieces`, then listen."""

    def script(line: Line) -> None:
        line.hear(until=REQUEST)
        line.say(HELLO_SETTINGS, *pieces)
        line.hear_all()

    return script


def hanging_up(*pieces: bytes) -> Script:
    """The same, then close."""

    def script(line: Line) -> None:
        line.hear(until=REQUEST)
        line.say(HELLO_SETTINGS, *pieces)

    return script


def endless(beginning: bytes, piece: bytes) -> Script:
    def script(line: Line) -> None:
        line.hear(until=REQUEST)
        line.say(HELLO_SETTINGS, beginning)
        while True:
            line.say(piece)

    return script


def cut(whole: bytes) -> list[bytes]:
    """A header block over as many frames as it needs."""
    parts = [whole[at : at + 16384] for at in range(0, len(whole), 16384)]
    last = len(parts) - 1
    return [
        frame(CONTINUATION if at else HEADERS, END_HEADERS if at == last else 0, 1, part)
        for at, part in enumerate(parts)
    ]


def dripping(line: Line) -> None:
    """A head of one large frame, a byte at a time."""
    line.hear(until=REQUEST)
    line.say(HELLO_SETTINGS, head(("x", "y" * 16000))[:20])
    while not line.released.wait(SHORT / 50):
        line.say(b"y")


def deaf(line: Line) -> None:
    """Reads all and never opens a window."""
    line.hear(until=REQUEST)
    line.say(HELLO_SETTINGS)
    line.hear_all()


def reset(code: int) -> bytes:
    return frame(RST_STREAM, 0, 1, code.to_bytes(4, "big"))


def upload() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


#: One large entry put into the table, then named 10000 times: 40 MB of headers in 14 KB.
BOMB = block(("x", "y" * 4000)) + b"\xbe" * 10_000
INTERIM = head(status="103")

ENDS = {
    "GOAWAY at once": Hostile(saying(goaway(0, 0)), CUT, "NO_ERROR 0x0"),
    "GOAWAY before the request": Hostile(lambda line: line.say(HELLO_SETTINGS, goaway(0, 0xB)), CUT),
    "GOAWAY with a message": Hostile(
        saying(goaway(0, 0xB, b"too \x1b[2J much")), CUT, "ENHANCE_YOUR_CALM 0xb"
    ),
    "GOAWAY with a code nobody knows": Hostile(saying(goaway(0, 0xABCD)), CUT, "unknown code 0xabcd"),
    "GOAWAY that promises an answer, then a close": Hostile(
        hanging_up(goaway(1, 2)), CUT, "INTERNAL_ERROR 0x2"
    ),
    "GOAWAY too short": Hostile(saying(frame(7, 0, 0, b"\0\0\0")), BROKEN),
    "a reset": Hostile(saying(reset(2)), CUT, "INTERNAL_ERROR 0x2"),
    "a refusal": Hostile(saying(reset(7)), CUT, "REFUSED_STREAM 0x7"),
    "a wish for HTTP/1.1": Hostile(saying(reset(13)), CUT, "HTTP_1_1_REQUIRED 0xd"),
    "a reset in the body": Hostile(saying(head(), data(b"he"), reset(8)), CUT, "CANCEL 0x8"),
    "a close at once": Hostile(lambda line: line.socket.close(), CUT),
    "a close before the head": Hostile(hanging_up(), CUT),
    "a close in a frame": Hostile(hanging_up(head()[:-2]), CUT),
    "a close in the body": Hostile(hanging_up(head(), data(b"he")), CUT),
    "a TCP reset": Hostile(lambda line: line.reset(), CUT),
}

FLOODS = {
    "SETTINGS flood": Hostile(endless(b"", HELLO_SETTINGS * 100), BROKEN, "flood"),
    "PING flood": Hostile(endless(b"", frame(PING, 0, 0, b"12345678") * 100), BROKEN, "flood"),
    "empty DATA flood": Hostile(endless(head(), data(b"") * 100), BROKEN, "flood"),
    "padded DATA flood": Hostile(
        endless(head(), frame(DATA, 8, 1, b"\x10" + b"\0" * 16) * 100), BROKEN, "flood"
    ),
    "WINDOW_UPDATE flood": Hostile(
        endless(b"", frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\1") * 100), BROKEN, "flood"
    ),
    "PRIORITY flood": Hostile(endless(b"", frame(2, 0, 1, b"\0\0\0\0\1") * 100), BROKEN, "flood"),
    "unknown frames flood": Hostile(endless(b"", frame(0x77, 0, 0, b"?") * 100), BROKEN, "flood"),
    "CONTINUATION flood": Hostile(endless(head(flags=0), frame(CONTINUATION, 0, 1) * 100), BROKEN),
    "interim flood": Hostile(endless(b"", INTERIM * 100), BROKEN, "interim"),
    "11 interim responses": Hostile(saying(INTERIM * 11 + head(flags=END_HEADERS | END_STREAM)), BROKEN),
    "HPACK bomb": Hostile(saying(frame(HEADERS, END_HEADERS, 1, BOMB)), SIZE),
    "a head beyond the limit": Hostile(saying(*cut(block(("x", "y" * 65_600)))), SIZE),
    "a RST storm on streams that do not exist": Hostile(
        endless(b"", frame(RST_STREAM, 0, 77, b"\0\0\0\2") * 100), BROKEN
    ),
}

SILENCE = {
    "silence": Hostile(saying(), LATE, timer=Timer.RECEIVE, timeouts=IMPATIENT),
    "silence in the body": Hostile(
        saying(head(), data(b"he")), LATE, timer=Timer.RECEIVE, timeouts=IMPATIENT
    ),
    "silence in a frame": Hostile(saying(head()[:-1]), LATE, timer=Timer.RECEIVE, timeouts=IMPATIENT),
    "a dripping head": Hostile(
        dripping,
        LATE,
        timer=Timer.RECEIVE_RESPONSE,
        timeouts=Timeouts(send=20, receive=20, receive_response=SHORT),
    ),
    "a body without end": Hostile(
        endless(head(), data(b"x" * 16384)), LATE, timer=Timer.TOTAL, max_time=SHORT
    ),
    "a body a byte at a time": Hostile(
        endless(head(), data(b"x")), LATE, timer=Timer.TOTAL, max_time=SHORT
    ),
    "no window for the upload": Hostile(deaf, LATE, timer=Timer.SEND, upload=True, timeouts=IMPATIENT),
    "no window for the upload until max-time": Hostile(
        deaf, LATE, timer=Timer.TOTAL, upload=True, max_time=SHORT
    ),
}

MALFORMED = {
    "HTTP/1.1": Hostile(saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"), BROKEN, "not HTTP/2"),
    "an oversized frame": Hostile(saying(b"\x00\x40\x01\x00\x00\x00\x00\x00\x01"), BROKEN, "16385 bytes"),
    "DATA before the head": Hostile(saying(data(b"hello")), BROKEN),
    "DATA on stream 0": Hostile(saying(head(), data(b"hello", stream_id=0)), BROKEN),
    "DATA on a stream never opened": Hostile(saying(data(b"hello", stream_id=99)), BROKEN),
    "a push": Hostile(saying(frame(PUSH, END_HEADERS, 1, b"\0\0\0\2" + block(status=None))), BROKEN),
    "a name in capitals": Hostile(saying(head(("X-Bad", "y"))), BROKEN),
    "a connection header": Hostile(saying(head(("connection", "close"))), BROKEN),
    "a transfer coding": Hostile(saying(head(("transfer-encoding", "chunked"))), BROKEN),
    "a NUL in a value": Hostile(saying(head(("x", "a\0b"))), BROKEN),
    "no status": Hostile(saying(head(("x", "y"), status=None)), BROKEN),
    "a status that is no number": Hostile(saying(head(status="abc")), BROKEN),
    "a status of two digits": Hostile(saying(head(status="20")), BROKEN),
    "a shorter body than announced": Hostile(
        saying(head(("content-length", "9")), data(b"hello", END_STREAM)), BROKEN
    ),
    "a longer body than announced": Hostile(
        saying(head(("content-length", "2")), data(b"hello")), BROKEN
    ),
    "content in a 204": Hostile(
        saying(head(status="204"), data(b"hello", END_STREAM)), BROKEN, "content in a response"
    ),
    "content in a 304": Hostile(saying(head(status="304"), data(b"hello")), BROKEN),
    "a window beyond 2^31": Hostile(saying(frame(WINDOW_UPDATE, 0, 0, b"\x7f\xff\xff\xff")), BROKEN),
    "a window update of nothing": Hostile(saying(frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\0")), BROKEN),
    "a setting out of range": Hostile(saying(frame(SETTINGS, 0, 0, b"\0\5\0\0\0\1")), BROKEN),
    "SETTINGS of a wrong length": Hostile(saying(frame(SETTINGS, 0, 0, b"\0")), BROKEN),
    "padding longer than the frame": Hostile(saying(head(), frame(DATA, 8, 1, b"\xff")), BROKEN),
    "a header block that cannot be decoded": Hostile(
        saying(frame(HEADERS, END_HEADERS, 1, b"\xff" * 9)), BROKEN
    ),
    "another frame inside a header block": Hostile(saying(head(flags=0), data(b"hello")), BROKEN),
}

HOSTILE = {**ENDS, **FLOODS, **SILENCE, **MALFORMED}
