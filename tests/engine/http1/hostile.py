"""Hostile behaviours of a server, one script each, and the outcome each must have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.engine.http1.peers import Line, Script, answering
from winhttp_cli.errors import Code, Timer
from winhttp_cli.plan import Limits, Timeouts

LIMITS = Limits()
SHORT = 0.08
PATIENT = Timeouts(send=20, receive=20, receive_response=20)
IMPATIENT = Timeouts(send=SHORT, receive=SHORT, receive_response=20)
OK = b"HTTP/1.1 200 OK\r\n"
FIVE = OK + b"Content-Length: 5\r\n"
HELLO = FIVE + b"\r\nhello"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ONE_CHUNK = CHUNKED + b"5\r\nhello\r\n0\r\n\r\n"

BROKEN = Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE
CUT = Code.ERROR_WINHTTP_CONNECTION_ERROR
SIZE = Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW
COUNT = Code.ERROR_WINHTTP_HEADER_COUNT_EXCEEDED
CHUNK = Code.ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW
LATE = Code.ERROR_WINHTTP_TIMEOUT


@dataclass(frozen=True)
class Hostile:
    """`script` is what the server does. The exchange ends with `code`, by `timer` where it is a
    timeout; or, with neither, well: with `status` and `body`, the connection kept or not."""

    script: Script
    code: Code | None = None
    timer: Timer | None = None
    status: int = 200
    body: bytes = b"hello"
    is_kept: bool = False
    method: bytes = b"GET"
    upload: bool = False
    timeouts: Timeouts = field(default=PATIENT)
    max_time: float | None = None


def saying(*pieces: bytes) -> Script:
    """Answer and keep the line open."""

    def script(line: Line) -> None:
        line.hear()
        line.say(*pieces)
        line.hear_all()

    return script


def resetting(wire: bytes) -> Script:
    """Answer, wait until that has been read, and reset."""

    def script(line: Line) -> None:
        line.hear()
        if wire:
            line.say(wire)
            line.released.wait(20)
        line.reset()

    return script


def endless(beginning: bytes, piece: bytes) -> Script:
    """Say `piece` for ever."""

    def script(line: Line) -> None:
        line.hear()
        line.say(beginning)
        while True:
            line.say(piece)

    return script


def first(wire: bytes) -> Script:
    """Speak before the client does, end that direction, then listen."""

    def script(line: Line) -> None:
        line.say(wire)
        line.hear_all()

    return script


def deaf(line: Line) -> None:
    line.hear()
    line.released.wait(20)


def refusing(line: Line) -> None:
    line.hear()
    line.say(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
    line.hear(until=b"never said")


def upload() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


def padded(size: int) -> bytes:
    """A head of `size` bytes and a body."""
    filler = size - len(FIVE + b"X: \r\n\r\n")
    return FIVE + b"X: " + b"a" * filler + b"\r\n\r\nhello"


WAIT = b"HTTP/1.1 102 Wait\r\n\r\n"
MAXIMUM = LIMITS.header_bytes

SILENCE = {
    "says nothing": Hostile(saying(), LATE, Timer.RECEIVE, timeouts=IMPATIENT),
    "goes silent in the head": Hostile(saying(FIVE), LATE, Timer.RECEIVE, timeouts=IMPATIENT),
    "goes silent after 100": Hostile(saying(WAIT), LATE, Timer.RECEIVE, timeouts=IMPATIENT),
    "goes silent in the body": Hostile(saying(HELLO[:-1]), LATE, Timer.RECEIVE, timeouts=IMPATIENT),
    "goes silent in a chunk": Hostile(
        saying(CHUNKED + b"5\r\nhe"), LATE, Timer.RECEIVE, timeouts=IMPATIENT
    ),
    "goes silent in a chunk size": Hostile(
        saying(CHUNKED + b"5"), LATE, Timer.RECEIVE, timeouts=IMPATIENT
    ),
    "goes silent in the trailers": Hostile(
        saying(CHUNKED + b"0\r\nT: x\r\n"), LATE, Timer.RECEIVE, timeouts=IMPATIENT
    ),
    "drips a head": Hostile(
        endless(OK + b"X: ", b"a"),
        LATE,
        Timer.RECEIVE_RESPONSE,
        timeouts=Timeouts(send=20, receive=20, receive_response=0.01),
    ),
    "drips a body for ever": Hostile(endless(OK + b"\r\n", b"a"), LATE, Timer.TOTAL, max_time=SHORT),
    "pours a body for ever": Hostile(
        endless(OK + b"\r\n", b"a" * 65536), LATE, Timer.TOTAL, max_time=SHORT
    ),
    "pours chunks for ever": Hostile(
        endless(CHUNKED, b"1;" + b"e" * 4000 + b"\r\na\r\n"), LATE, Timer.TOTAL, max_time=SHORT
    ),
    "takes no upload": Hostile(deaf, LATE, Timer.SEND, upload=True, timeouts=IMPATIENT),
}

CUTS = {
    "closes at once": Hostile(lambda line: line.socket.close(), CUT),
    "closes after the request": Hostile(answering(), CUT),
    "closes after an interim response": Hostile(answering(WAIT), CUT),
    "closes in the status line": Hostile(answering(OK[:10]), BROKEN),
    "closes in a header line": Hostile(answering(FIVE[:-8]), BROKEN),
    "closes before the empty line": Hostile(answering(FIVE), BROKEN),
    "closes in the body": Hostile(answering(HELLO[:-1]), CUT),
    "closes before the body": Hostile(answering(FIVE + b"\r\n"), CUT),
    "closes in a chunk size": Hostile(answering(CHUNKED + b"5"), CUT),
    "closes in a chunk": Hostile(answering(CHUNKED + b"5\r\nhell"), CUT),
    "closes before the last chunk": Hostile(answering(CHUNKED + b"5\r\nhello\r\n"), CUT),
    "closes in the trailers": Hostile(answering(CHUNKED + b"0\r\nT: x\r\n"), CUT),
    "promises 10^19 bytes and closes": Hostile(
        answering(OK + b"Content-Length: 10000000000000000000\r\n\r\nhello"), CUT
    ),
    "resets at once": Hostile(lambda line: line.reset(), CUT),
    "resets in the head": Hostile(resetting(b""), CUT),
    "resets in the body": Hostile(resetting(HELLO[:-1]), CUT),
    "resets in a chunk": Hostile(resetting(CHUNKED + b"5\r\nhe"), CUT),
    "closes during an upload": Hostile(answering(), CUT, upload=True),
    "resets during an upload": Hostile(resetting(b""), CUT, upload=True),
}

TOO_MUCH = {
    "an endless status line": Hostile(endless(b"HTTP/1.1 200 ", b"a" * 4096), SIZE),
    "an endless header line": Hostile(endless(OK + b"X: ", b"a" * 4096), SIZE),
    "an endless header name": Hostile(endless(OK, b"a" * 4096), SIZE),
    "endless header lines": Hostile(endless(OK, b"X: y\r\n" * 100), SIZE),
    "an endless fold": Hostile(endless(OK + b"X: y\r\n", b" z\r\n" * 100), SIZE),
    "a head of the limit and one byte in one segment": Hostile(saying(padded(MAXIMUM + 1)), SIZE),
    "a head of the limit to the byte": Hostile(saying(padded(MAXIMUM)), is_kept=True),
    "10000 header lines": Hostile(saying(OK + b"a:b\r\n" * 10000 + b"\r\n"), COUNT),
    "1000 interim responses": Hostile(saying(WAIT * 1000 + HELLO), BROKEN),
    "11 interim responses": Hostile(saying(WAIT * 11 + HELLO), BROKEN),
    "10 interim responses": Hostile(saying(WAIT * 10 + HELLO), is_kept=True),
    "endless large interim responses": Hostile(
        endless(b"", b"HTTP/1.1 103 Hints\r\nLink: " + b"a" * 60000 + b"\r\n\r\n"), BROKEN
    ),
    "endless trailers": Hostile(endless(CHUNKED + b"0\r\n", b"X: y\r\n" * 100), SIZE),
    "10000 trailer lines": Hostile(saying(CHUNKED + b"0\r\n" + b"a:b\r\n" * 10000 + b"\r\n"), COUNT),
    "an endless chunk size": Hostile(endless(CHUNKED, b"0" * 4096), CHUNK),
    "an endless chunk extension": Hostile(endless(CHUNKED + b"5;", b"e" * 4096), CHUNK),
    "a chunk size beyond every disk": Hostile(saying(CHUNKED + b"f" * 21 + b"\r\n"), CHUNK),
    "20000 chunks of one byte": Hostile(
        saying(CHUNKED + b"1\r\na\r\n" * 20000 + b"0\r\n\r\n"), body=b"a" * 20000, is_kept=True
    ),
}

NOT_HTTP = {
    "an HTML page without a head": Hostile(saying(b"<html>hello"), BROKEN),
    "a TLS alert": Hostile(saying(b"\x15\x03\x03\x00\x02\x02\x28"), BROKEN),
    "an SSH banner": Hostile(first(b"SSH-2.0-OpenSSH_9.2\r\n"), BROKEN),
    "a mail banner": Hostile(first(b"220 mail.example ESMTP\r\n"), BROKEN),
    "HTTP/2 frames": Hostile(first(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00"), BROKEN),
    "endless noise": Hostile(endless(b"", b"\xff" * 4096), BROKEN),
    "an empty line": Hostile(saying(b"\r\n\r\n"), BROKEN),
    "a status of two digits": Hostile(saying(b"HTTP/1.1 20 OK\r\n\r\n"), BROKEN),
    "status 000": Hostile(saying(b"HTTP/1.1 000 No\r\n\r\n"), BROKEN),
    "two status lines": Hostile(saying(OK + OK + b"\r\n"), BROKEN),
}

MALFORMED = {
    "NUL in a value": Hostile(saying(FIVE + b"X: a\0b\r\n\r\nhello"), BROKEN),
    "NUL in a name": Hostile(saying(FIVE + b"X\0: a\r\n\r\nhello"), BROKEN),
    "CR in a value": Hostile(saying(FIVE + b"X: a\rContent-Length: 0\r\n\r\nhello"), BROKEN),
    "a blank before the colon": Hostile(saying(OK + b"Content-Length : 5\r\n\r\nhello"), BROKEN),
    "a line without a colon": Hostile(saying(OK + b"nonsense\r\n\r\n"), BROKEN),
    "a fold before the first field": Hostile(saying(OK + b" X: y\r\n\r\n"), BROKEN),
    "a chunk size that is no number": Hostile(saying(CHUNKED + b"zz\r\n"), BROKEN),
    "a negative chunk size": Hostile(saying(CHUNKED + b"-1\r\n"), BROKEN),
    "a chunk shorter than its size": Hostile(saying(CHUNKED + b"6\r\nhello\r\n0\r\n\r\n"), BROKEN),
    "a chunk longer than its size": Hostile(saying(CHUNKED + b"4\r\nhello\r\n0\r\n\r\n"), BROKEN),
    "LF alone after a chunk size": Hostile(saying(CHUNKED + b"5\nhello\r\n0\r\n\r\n"), BROKEN),
    "a negative length": Hostile(saying(OK + b"Content-Length: -5\r\n\r\n"), BROKEN),
    "two lengths": Hostile(saying(FIVE + b"Content-Length: 6\r\n\r\nhello!"), BROKEN),
    "an unknown transfer coding": Hostile(saying(OK + b"Transfer-Encoding: br\r\n\r\n"), BROKEN),
    "chunked twice": Hostile(saying(CHUNKED[:-2] + b"Transfer-Encoding: chunked\r\n\r\n"), BROKEN),
    "101 nobody asked for": Hostile(saying(b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\n\r\n"), BROKEN),
}

ODD_BUT_READ = {
    "a folded header": Hostile(saying(FIVE + b"X: a\r\n b\r\n\r\nhello"), is_kept=True),
    "lines ended by LF": Hostile(saying(HELLO.replace(b"\r\n", b"\n")), is_kept=True),
    "control bytes in the reason": Hostile(
        saying(b"HTTP/1.1 200 \x1b[2J\r\n" + HELLO[17:]), is_kept=True
    ),
    "status 999": Hostile(saying(b"HTTP/1.1 999 Odd\r\n" + HELLO[17:]), status=999, is_kept=True),
    "HTTP/9.9": Hostile(saying(b"HTTP/9.9 200 OK\r\n" + HELLO[17:])),
    "both length framings": Hostile(saying(FIVE + ONE_CHUNK[17:])),
    "the same length twice": Hostile(saying(FIVE + b"Content-Length: 5\r\n\r\nhello"), is_kept=True),
    "garbage after the body": Hostile(saying(HELLO + b"\0garbage")),
    "a second response behind the first": Hostile(saying(HELLO + HELLO.replace(b"hello", b"smugg"))),
    "a body on 204": Hostile(
        saying(b"HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nhello"), status=204, body=b""
    ),
    "a body on HEAD": Hostile(saying(HELLO), method=b"HEAD", body=b""),
    "an answer before the request": Hostile(first(HELLO), is_kept=True),
    "a refusal during an upload": Hostile(refusing, status=413, body=b"no", upload=True),
    "a page of 50 KB on an error": Hostile(
        saying(b"HTTP/1.1 500 No\r\nContent-Length: 50000\r\n\r\n" + b"e" * 50000),
        status=500,
        body=b"e" * 50000,
        is_kept=True,
    ),
}

HOSTILE = {**SILENCE, **CUTS, **TOO_MUCH, **NOT_HTTP, **MALFORMED, **ODD_BUT_READ}
