"""What goes out: exact bytes, or nothing at all."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.http1.machine import Http1Machine
from winhttp_cli.engine.http1.writer import RequestFields, RequestHead, body_writer
from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.plan import Limits

HOST = (b"Host", b"example.test")


def head(
    *fields: tuple[bytes, bytes], method: bytes = b"POST", version: bytes = b"HTTP/1.1"
) -> RequestHead:
    return RequestHead(method, b"/a%20b?c", version, RequestFields(fields))


def test_the_lines_go_out_in_their_order_and_spelling() -> None:
    lines = ((b"Connection", b"Keep-Alive"), (b"x-ODD", b"  a\tb "), (b"Empty", b""), HOST)
    assert head(*lines, method=b"gEt", version=b"HTTP/1.0").serialised() == (
        b"gEt /a%20b?c HTTP/1.0\r\nConnection: Keep-Alive\r\nx-ODD:   a\tb \r\nEmpty: \r\n"
        b"Host: example.test\r\n\r\n"
    )


@pytest.mark.parametrize("value", [b"a\r\nb: c", b"a\rb", b"a\nb", b"a\0b", b"\n", b"a\r\n"])
def test_a_header_value_cannot_start_another_line(value: bytes) -> None:
    with pytest.raises(UsageFault) as refused:
        head((b"X", value)).serialised()
    assert refused.value.code == Code.ERROR_WINHTTP_INVALID_HEADER


@pytest.mark.parametrize("value", [b"a\tb", b"\xc3\xa9", b"\x01", b"a: b"])
def test_a_header_value_that_stays_on_its_line_goes_out_as_given(value: bytes) -> None:
    assert b"X: " + value + b"\r\n" in head((b"X", value)).serialised()


@pytest.mark.parametrize("name", [b"", b"a b", b"a:", b"a\r\nb", b"a\n", b"a\0", b" a", b"a\t"])
def test_a_header_name_that_could_be_read_as_another_is_refused(name: bytes) -> None:
    with pytest.raises(UsageFault) as refused:
        head((name, b"x")).serialised()
    assert refused.value.code == Code.ERROR_WINHTTP_INVALID_HEADER


@pytest.mark.parametrize("name", [b"a", b"A-b_c", b"(odd)"])
def test_a_header_name_on_one_line_goes_out_as_given(name: bytes) -> None:
    assert name + b": x\r\n" in head((name, b"x")).serialised()


@pytest.mark.parametrize("method", [b"", b"GET /x HTTP/1.1\r\nA:", b"G ET", b"GET\n"])
def test_a_method_that_is_not_one_word_is_refused(method: bytes) -> None:
    with pytest.raises(UsageFault) as refused:
        head(method=method).serialised()
    assert refused.value.code == Code.ERROR_WINHTTP_INVALID_HEADER


@pytest.mark.parametrize("target", [b"", b"/a b", b"/a\r\nb", b"/\n", b"/\0", b"/\x7f"])
def test_a_target_that_could_end_the_request_line_is_refused(target: bytes) -> None:
    with pytest.raises(UsageFault) as refused:
        RequestHead(b"GET", target, b"HTTP/1.1", RequestFields((HOST,))).serialised()
    assert refused.value.code == Code.ERROR_WINHTTP_INVALID_URL


def test_a_body_of_known_length_goes_out_untouched() -> None:
    writer = body_writer(head((b"Content-Length", b"5")))
    assert (writer.total, writer.encode(b"hel"), writer.encode(b"lo"), writer.finish()) == (
        5, b"hel", b"lo", b""
    )  # fmt: skip


def test_a_chunked_body_is_framed_and_an_empty_piece_does_not_end_it() -> None:
    writer = body_writer(head((b"Transfer-Encoding", b"chunked")))
    wire = writer.encode(b"x" * 26) + writer.encode(b"") + writer.encode(b"y") + writer.finish()
    assert wire == b"1a\r\n" + b"x" * 26 + b"\r\n1\r\ny\r\n0\r\n\r\n"
    assert writer.total is None


@pytest.mark.parametrize("pieces", [[b"hello!"], [b"hello", b"!"]])
def test_a_body_longer_than_announced_is_stopped_before_the_excess_goes_out(pieces: list[bytes]) -> None:
    writer = body_writer(head((b"Content-Length", b"5")))
    for piece in pieces[:-1]:
        writer.encode(piece)
    with pytest.raises(UsageFault) as refused:
        writer.encode(pieces[-1])
    assert refused.value.code == Code.ERROR_INVALID_PARAMETER


def test_a_body_shorter_than_announced_is_an_error_at_its_end() -> None:
    writer = body_writer(head((b"Content-Length", b"5")))
    writer.encode(b"hell")
    with pytest.raises(UsageFault) as refused:
        writer.finish()
    assert refused.value.code == Code.ERROR_INVALID_PARAMETER


def test_a_request_without_framing_has_no_body() -> None:
    writer = body_writer(head())
    assert writer.encode(b"") + writer.finish() == b""
    with pytest.raises(UsageFault):
        writer.encode(b"x")


@pytest.mark.parametrize(
    "fields",
    [
        ((b"Content-Length", b"5"), (b"Transfer-Encoding", b"chunked")),
        ((b"Content-Length", b"5"), (b"content-length", b"6")),
        ((b"Content-Length", b"+5"),),
        ((b"Content-Length", b"5,5"),),
        ((b"Transfer-Encoding", b"gzip"),),
        ((b"Transfer-Encoding", b"chunked, gzip"),),
    ],
)
def test_a_head_that_leaves_the_length_in_doubt_does_not_go_out(
    fields: tuple[tuple[bytes, bytes], ...],
) -> None:
    with pytest.raises(UsageFault) as refused:
        Http1Machine().start(head(*fields), Limits())
    assert refused.value.code == Code.ERROR_INVALID_PARAMETER


def test_a_coding_that_ends_in_chunked_is_framed_in_chunks() -> None:
    assert body_writer(head((b"Transfer-Encoding", b"gzip, Chunked"))).total is None


def test_http_1_0_knows_no_chunks() -> None:
    with pytest.raises(UsageFault):
        body_writer(head((b"Transfer-Encoding", b"chunked"), version=b"HTTP/1.0"))
