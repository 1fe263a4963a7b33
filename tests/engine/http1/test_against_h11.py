"""Differential tests: what h11 accepts we read the same; what it refuses we refuse too, or the
deviation has a name in the table below."""

from __future__ import annotations

from dataclasses import dataclass

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.http1.exchanges import Answer, bytewise, read, request
from winhttp_cli.engine.http1.policy import Rule
from winhttp_cli.plan import Limits

#: Where we read what h11 refuses. A fault of h11 is allowed only where one of these rules was noted.
MORE_LENIENT = {
    Rule.ICY: "h11 knows no ICY",
    Rule.CHUNK_SPACE: "RFC 9112 section 7.1.1 allows blanks before an extension; h11 only at the end",
    Rule.CONTROL_BYTE: "h11 refuses vertical tab and form feed, and no other control byte",
}

#: Where we refuse what h11 reads: by rule, with the reason.
STRICTER = {
    Rule.CHUNK_EXTENSION_CONTROL: "h11 takes any byte but LF in a chunk extension",
    Rule.CHUNK_LINE_LENGTH: "h11 bounds the whole event, not the line",
    Rule.FIELD_COUNT: "h11 does not count",
    Rule.INTERIM_COUNT: "h11 does not count",
}

#: Where we refuse at once what h11 refuses only when more has come.
EARLIER = {Rule.NOT_HTTP, Rule.CHUNK_LINE_END}

deterministic = settings(max_examples=300, derandomize=True, deadline=None, database=None)


@dataclass
class Oracle:
    """What h11 makes of an answer."""

    status: int = 0
    reason: bytes = b""
    fields: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    trailers: tuple[tuple[bytes, bytes], ...] = ()
    is_complete: bool = False
    is_refused: bool = False


def oracle(wire: bytes, method: bytes, close: bool) -> Oracle:
    peer = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 20)
    peer.send(h11.Request(method=method, target=b"/", headers=[(b"Host", b"example.test")]))
    peer.send(h11.EndOfMessage())
    result = Oracle()
    try:
        if wire:
            peer.receive_data(wire)
        _pull(peer, result)
        if close and not result.is_complete:
            peer.receive_data(b"")
            _pull(peer, result)
    except h11.RemoteProtocolError:
        result.is_refused = True
    return result


def _pull(peer: h11.Connection, result: Oracle) -> None:
    while not result.is_complete:
        event = peer.next_event()
        if isinstance(event, h11.Response):
            result.status, result.reason = event.status_code, bytes(event.reason)
            result.fields = _normal(event.headers.raw_items())
        elif isinstance(event, h11.Data):
            result.body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            result.is_complete = True
            result.trailers = tuple(event.headers.raw_items())  # type: ignore[attr-defined]  # a list of pairs by annotation, a Headers by construction
        elif not isinstance(event, h11.InformationalResponse):
            return


def _normal(fields: object) -> tuple[tuple[bytes, bytes], ...]:
    """Fields without those h11 rewrites: it merges equal lengths and lowers the coding."""
    rewritten = (b"content-length", b"transfer-encoding")
    assert isinstance(fields, (list, tuple))
    return tuple((bytes(name), bytes(value)) for name, value in fields if name.lower() not in rewritten)


def compare(wire: bytes, method: bytes = b"GET", close: bool = True) -> None:
    """Hold ours against h11's reading, whole and byte by byte."""
    theirs = oracle(wire, method, close)
    limits = Limits(header_bytes=1 << 20)
    for pieces in ([wire], bytewise(wire)) if wire else ([],):
        ours = read(pieces, sent=request(method), limits=limits, close=close)
        if theirs.is_refused:
            assert ours.fault or ours.tolerated & set(MORE_LENIENT), (wire, theirs)
        elif ours.fault:
            allowed = set(STRICTER) if theirs.is_complete else set(STRICTER) | EARLIER
            assert any(ours.fault.message.startswith(rule.ruling.shape) for rule in allowed), wire
        else:
            assert_same(ours, theirs, wire)


def assert_same(ours: Answer, theirs: Oracle, wire: bytes) -> None:
    assert ours.is_complete is theirs.is_complete, wire
    assert ours.body == theirs.body, wire
    if ours.head is None:
        assert theirs.status == 0, wire
        return
    assert (ours.head.status, ours.head.reason) == (theirs.status, theirs.reason), wire
    assert _normal(ours.head.fields) == theirs.fields, wire
    assert ours.trailers == theirs.trailers, wire


TOKENS = st.text("abcXYZ019-_!", min_size=1, max_size=6).map(str.encode)
VALUES = st.text('ab,;= \t"(\u00e9', max_size=12).map(lambda text: text.encode("latin-1"))
LINE_ENDS = st.sampled_from([b"\r\n"] * 6 + [b"\n"])
BODY = st.binary(max_size=40)


@st.composite
def heads(draw: st.DrawFn, framing: bytes) -> bytes:
    status = draw(
        st.sampled_from([b"200 OK", b"404 Not Found", b"200 ", b"200", b"204 None", b"304 Same"])
    )
    version = draw(st.sampled_from([b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0"]))
    extra = draw(st.lists(st.tuples(TOKENS, VALUES), max_size=4))
    fold = draw(st.sampled_from([b""] * 4 + [b"\r\n folded", b"\n\t"]))
    lines = [name + b":" + value + fold for name, value in extra]
    end = draw(LINE_ENDS)
    return end.join([version + b" " + status, *lines, framing, b"", b""] if framing else
                    [version + b" " + status, *lines, b"", b""])  # fmt: skip


@st.composite
def chunked_bodies(draw: st.DrawFn) -> bytes:
    wire = b""
    for data in draw(st.lists(st.binary(min_size=1, max_size=20), max_size=4)):
        extension = draw(st.sampled_from([b"", b"", b";a", b';a="b c"', b" ", b" ;a"]))
        wire += b"%x" % len(data) + extension + b"\r\n" + data + b"\r\n"
    return wire + draw(
        st.sampled_from([b"0\r\n\r\n", b"0\r\nT: x\r\n\r\n", b"00;e\r\n\n", b"0\r\na:b\n\n"])
    )


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    interim = draw(st.sampled_from([b"", b"", b"HTTP/1.1 100 Continue\r\n\r\n"]))
    kind = draw(st.sampled_from(["length", "chunked", "close", "both", "twice"]))
    body = draw(BODY)
    length = b"Content-Length: %d" % len(body)
    coding = b"Transfer-Encoding: chunked"
    if kind in ("chunked", "both"):
        lines = coding if kind == "chunked" else length + b"\r\n" + coding
        return interim + draw(heads(lines)) + draw(chunked_bodies())
    lines = {"length": length, "close": b"", "twice": length + b"\r\n" + length}[kind]
    return interim + draw(heads(lines)) + body


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """An answer with a few bytes changed, cut out or put in."""
    wire = bytearray(draw(answers()))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(wire) - 1)))
        size = draw(st.integers(0, 2))
        odd = draw(
            st.sampled_from([b"", b"\r", b"\n", b"\0", b" ", b":", b"\x0b", b"\r\n", b"0", b"g", b";"])
        )
        wire[at : at + size] = odd
    return bytes(wire)


@given(answers(), st.sampled_from([b"GET", b"HEAD", b"POST"]), st.booleans())
@deterministic
def test_sound_answers_are_read_as_h11_reads_them(wire: bytes, method: bytes, close: bool) -> None:
    compare(wire, method, close)


@given(mutated(), st.sampled_from([b"GET", b"HEAD"]), st.booleans())
@deterministic
def test_mutated_answers_are_read_or_refused_as_h11_does(wire: bytes, method: bytes, close: bool) -> None:
    compare(wire, method, close)


@given(st.binary(max_size=60), st.booleans())
@deterministic
def test_noise_is_refused_as_h11_does(noise: bytes, close: bool) -> None:
    compare(noise, close=close)
    compare(b"HTTP/1.1 200 OK\r\n" + noise, close=close)


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: x\r\n\r\n",
    ],
)
def test_a_cut_at_every_byte_is_judged_as_h11_judges_it(wire: bytes) -> None:
    for at in range(len(wire)):
        compare(wire[:at], close=True)
        compare(wire[:at], close=False)


DEVIATIONS = [
    (Rule.ICY, b"ICY 200 OK\r\n\r\n"),
    (Rule.CHUNK_SPACE, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 ;a\r\nx\r\n0\r\n\r\n"),
    (Rule.CONTROL_BYTE, b"HTTP/1.1 200 OK\r\nX: \x0b\r\n\r\n"),
]


@pytest.mark.parametrize(("rule", "wire"), DEVIATIONS)
def test_a_named_deviation_is_real(rule: Rule, wire: bytes) -> None:
    assert rule in MORE_LENIENT
    assert oracle(wire, b"GET", close=True).is_refused
    assert read(wire, close=True).tolerated == {rule}
