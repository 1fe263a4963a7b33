"""For every rule of the policy: an answer that breaks it, and its nearest neighbour that does not."""

from __future__ import annotations

from dataclasses import dataclass

from winhttp_cli.engine.http1.policy import MAXIMUM_CHUNK_LINE, MAXIMUM_FIELDS, Rule
from winhttp_cli.plan import Limits

LIMITS = Limits(header_bytes=100_000, interim_responses=2)

_OK = b"HTTP/1.1 200 OK\r\n"
_REST = b"Content-Length: 5\r\n\r\nhello"
_CHUNKED = b"Transfer-Encoding: chunked\r\n"
_LAST = b"0\r\n\r\n"
GOOD = _OK + _REST


def five(lines: bytes) -> bytes:
    """A good answer with more field lines."""
    return _OK + b"Content-Length: 5\r\n" + lines + b"\r\nhello"


def length(value: bytes) -> bytes:
    return _OK + b"Content-Length: " + value + b"\r\n\r\nhello"


def coded(value: bytes, lines: bytes = b"") -> bytes:
    """A body without chunks under some Transfer-Encoding."""
    return _OK + b"Transfer-Encoding: " + value + b"\r\n" + lines + b"\r\n" + _LAST


def chunked(wire: bytes) -> bytes:
    return _OK + _CHUNKED + b"\r\n" + wire


def chunk(size_line: bytes, end: bytes = b"\r\n") -> bytes:
    """One chunk that holds "hello", then the last one."""
    return chunked(size_line + b"hello" + end + _LAST)


NO_CHUNKS = chunked(_LAST)
ONE_CHUNK = chunk(b"5\r\n")
_MANY = b"a: b\r\n" * MAXIMUM_FIELDS
_FULL = b"a" * (LIMITS.header_bytes - len(five(b"x: \r\n")) + len(b"hello"))
_LONG = b";" + b"a" * (MAXIMUM_CHUNK_LINE - 2)
_WAIT = b"HTTP/1.1 102 Wait\r\n\r\n"


@dataclass(frozen=True)
class Case:
    """`broken` breaks `rule`, `twin` does not; `close`: the peer hangs up afterwards."""

    rule: Rule
    broken: bytes
    twin: bytes = GOOD
    close: bool = False


_STATUS_LINES = (
    Case(Rule.NOT_HTTP, b"<html>hello</html>"),
    Case(Rule.NOT_HTTP, b"http/1.1 200 OK\r\n" + _REST),
    Case(Rule.NOT_HTTP, b"\x15\x03\x03\x00\x02\x02\x28"),
    Case(Rule.BLANK_LINE_FIRST, b"\r\n" + GOOD),
    Case(Rule.STATUS_LINE_SHAPE, b"HTTP/1.1  200 OK\r\n" + _REST),
    Case(Rule.STATUS_LINE_SHAPE, b"HTTP/1.1 20 OK\r\n" + _REST),
    Case(Rule.STATUS_LINE_SHAPE, b"HTTP/1.1 2000 OK\r\n" + _REST),
    Case(Rule.STATUS_LINE_SHAPE, b"HTTP/1.10 200 OK\r\n" + _REST),
    Case(Rule.STATUS_LINE_SHAPE, b"HTTP/1.1\t200\tOK\r\n" + _REST),
    Case(Rule.STATUS_BELOW_100, b"HTTP/1.1 099 Low\r\n" + _REST),
    Case(Rule.STATUS_ABOVE_599, b"HTTP/1.1 600 High\r\n" + _REST, b"HTTP/1.1 599 High\r\n" + _REST),
    Case(Rule.REASON_MISSING, b"HTTP/1.1 200\r\n" + _REST, b"HTTP/1.1 200 \r\n" + _REST),
    Case(Rule.OTHER_VERSION, b"HTTP/2.0 200 OK\r\n" + _REST),
    Case(Rule.ICY, b"ICY 200 OK\r\n" + _REST),
)

_LINES = (
    Case(Rule.BARE_LF, b"HTTP/1.1 200 OK\n" + _REST),
    Case(Rule.BARE_LF, _OK + b"Content-Length: 5\r\n\nhello"),
    Case(Rule.BARE_CR, five(b"a: b\rc: d\r\n"), five(b"a: b\r\nc: d\r\n")),
    Case(Rule.BARE_CR, five(b"a: b\r\r\n"), five(b"a: b\r\n")),
    Case(Rule.NUL, five(b"a: b\0c\r\n"), five(b"a: bc\r\n")),
    Case(Rule.NUL, b"HTTP/1.1 200 O\0K\r\n" + _REST),
    Case(Rule.CONTROL_BYTE, five(b"a: \x1b[31m\r\n"), five(b"a: [31m\t.\r\n")),
    Case(Rule.SPACE_BEFORE_FIRST_FIELD, _OK + b" a: b\r\n" + _REST, _OK + b"a: b\r\n" + _REST),
    Case(Rule.OBS_FOLD, five(b"a: b\r\n  c\r\n"), five(b"a: b  c\r\n")),
    Case(Rule.NO_COLON, five(b"nonsense\r\n"), five(b"nonsense:\r\n")),
    Case(Rule.SPACE_BEFORE_COLON, five(b"a : b\r\n"), five(b"a: b\r\n")),
    Case(Rule.FIELD_NAME, five(b": b\r\n"), five(b"a: b\r\n")),
    Case(Rule.FIELD_NAME, five(b"a b: c\r\n"), five(b"a-b: c\r\n")),
    Case(Rule.FIELD_NAME, five(b"\xc3\xa9: c\r\n"), five(b"e: \xc3\xa9\r\n")),
)

_LIMITS = (
    Case(Rule.HEAD_SIZE, five(b"x: a" + _FULL + b"\r\n"), five(b"x: " + _FULL + b"\r\n")),
    Case(Rule.TRAILER_SIZE, chunked(b"0\r\nx: " + _FULL * 2), chunked(b"0\r\nx: " + _FULL + b"\r\n\r\n")),
    Case(Rule.FIELD_COUNT, five(_MANY), five(_MANY[6:])),
    Case(
        Rule.FIELD_COUNT, chunked(b"0\r\na:\r\n" + _MANY + b"\r\n"), chunked(b"0\r\n" + _MANY + b"\r\n")
    ),
    Case(Rule.INTERIM_COUNT, _WAIT * 3 + GOOD, _WAIT * 2 + GOOD),
)

_FRAMING = (
    Case(Rule.LENGTH_INVALID, length(b"+5"), length(b"5")),
    Case(Rule.LENGTH_INVALID, length(b"0x5"), length(b"05")),
    Case(Rule.LENGTH_INVALID, length(b"-1")),
    Case(Rule.LENGTH_INVALID, length(b"")),
    Case(Rule.LENGTH_INVALID, length(b"5 5")),
    Case(Rule.LENGTH_INVALID, length(b"\xb2")),
    Case(Rule.LENGTH_OVERFLOW, length(b"0" * 20 + b"5"), length(b"0" * 19 + b"5")),
    Case(Rule.LENGTHS_DIFFER, five(b"Content-Length: 6\r\n"), five(b"Content-Lengths: 6\r\n")),
    Case(Rule.LENGTHS_DIFFER, length(b"5, 6")),
    Case(Rule.LENGTHS_REPEATED, five(b"content-length: 5\r\n")),
    Case(Rule.LENGTHS_REPEATED, length(b"5, 5")),
    Case(Rule.LENGTH_AND_CODING, coded(b"chunked", b"Content-Length: 5\r\n"), coded(b"chunked")),
    Case(Rule.CODING_UNKNOWN, coded(b"gzip, chunked"), coded(b"Chunked")),
    Case(Rule.CODING_UNKNOWN, coded(b"identity"), coded(b"CHUNKED")),
    Case(Rule.CODING_UNKNOWN, coded(b"xchunked")),
    Case(Rule.CODING_UNKNOWN, coded(b"chunked", _CHUNKED)),
    Case(Rule.CODING_UNKNOWN, coded(b"chunked, chunked")),
    Case(Rule.CODING_IN_1_0, b"HTTP/1.0 200 OK\r\n" + _CHUNKED + b"\r\n" + _LAST, NO_CHUNKS),
    Case(Rule.FRAMING_WITHOUT_BODY, b"HTTP/1.1 204 No\r\n" + _REST[:-5], b"HTTP/1.1 204 No\r\n\r\n"),
)

_CHUNKS = (
    Case(Rule.CHUNK_SIZE, chunk(b"g\r\n"), chunked(b"f\r\n" + b"a" * 15 + b"\r\n" + _LAST)),
    Case(Rule.CHUNK_SIZE, chunk(b"0x5\r\n"), chunk(b"05\r\n")),
    Case(Rule.CHUNK_SIZE, chunk(b"-5\r\n"), ONE_CHUNK),
    Case(Rule.CHUNK_SIZE, chunk(b"5_0\r\n"), ONE_CHUNK),
    Case(Rule.CHUNK_SIZE, chunk(b" 5\r\n"), ONE_CHUNK),
    Case(Rule.CHUNK_SIZE, chunked(b"\r\n" + _LAST), NO_CHUNKS),
    Case(Rule.CHUNK_SIZE_OVERFLOW, chunked(b"0" * 21 + b"\r\n\r\n"), chunked(b"0" * 20 + b"\r\n\r\n")),
    Case(Rule.CHUNK_LINE_LENGTH, chunk(b"05" + _LONG + b"\r\n"), chunk(b"5" + _LONG + b"\r\n")),
    Case(Rule.CHUNK_LINE_END, chunk(b"5\n"), ONE_CHUNK),
    Case(Rule.CHUNK_EXTENSION_CONTROL, chunk(b"5;a\rb\r\n"), chunk(b"5;a=b\r\n")),
    Case(Rule.CHUNK_EXTENSION_CONTROL, chunk(b"5;a\0b\r\n"), chunk(b'5;a="b"\r\n')),
    Case(Rule.CHUNK_SPACE, chunk(b"5 \r\n"), ONE_CHUNK),
    Case(Rule.CHUNK_SPACE, chunk(b"5 ;a\r\n"), chunk(b"5;a\r\n")),
    Case(Rule.CHUNK_END, chunk(b"4\r\n"), ONE_CHUNK),
    Case(Rule.CHUNK_END, chunk(b"5\r\n", end=b"\n"), ONE_CHUNK),
)

_ENDS = (
    Case(Rule.CLOSED_BEFORE_ANSWER, b"", close=True),
    Case(Rule.CLOSED_BEFORE_ANSWER, _WAIT, _WAIT + GOOD, close=True),
    Case(Rule.CLOSED_IN_HEAD, GOOD[:-6], close=True),
    Case(Rule.CLOSED_IN_BODY, GOOD[:-1], close=True),
    Case(Rule.CLOSED_IN_BODY, ONE_CHUNK[:-2], ONE_CHUNK, close=True),
)

CASES = (*_STATUS_LINES, *_LINES, *_LIMITS, *_FRAMING, *_CHUNKS, *_ENDS)
