"""DER read strictly: what X.690 allows, and each way to break it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.engine.net import der
from winhttp_cli.engine.net.der import Element, Malformed

Read = Callable[[Element], object]


def element(tag: int, content: bytes) -> Element:
    return der.only(bytes([tag, len(content)]) + content, tag)


def test_an_element_is_taken_apart() -> None:
    found = der.within(der.only(bytes.fromhex("3006020101020102"), der.SEQUENCE))
    assert [der.integer(one) for one in found] == [1, 2]
    assert found[1].whole == bytes.fromhex("020102")


def test_a_long_length_is_read() -> None:
    assert der.only(b"\x04\x82\x01\x00" + bytes(256), der.OCTET_STRING).content == bytes(256)


MALFORMED_ELEMENTS = {
    "nothing": b"",
    "a tag alone": b"\x04",
    "cut off": b"\x04\x02a",
    "bytes after the end": b"\x04\x01ab",
    "another tag": b"\x02\x01a",
    "a tag of two bytes": b"\x1f\x01\x00",
    "an indefinite length": b"\x04\x80a\x00\x00",
    "a short length written long": b"\x04\x81\x01a",
    "a length with a leading zero": b"\x04\x82\x00\x80" + bytes(128),
    "a length of five bytes": b"\x04\x85\x01\x00\x00\x00\x00",
    "a length that is cut off": b"\x04\x82\x01",
}


@pytest.mark.parametrize("case", MALFORMED_ELEMENTS)
def test_what_is_no_element_is_refused(case: str) -> None:
    with pytest.raises(Malformed):
        der.only(MALFORMED_ELEMENTS[case], der.OCTET_STRING)


def test_an_inner_element_may_not_reach_beyond_the_outer_one() -> None:
    with pytest.raises(Malformed, match="longer than what holds it"):
        der.within(der.only(bytes.fromhex("3003020201"), der.SEQUENCE))


VALUES: list[tuple[Read, int, bytes, object]] = [
    (der.integer, der.INTEGER, b"\x00", 0),
    (der.integer, der.INTEGER, b"\x00\x80", 128),
    (der.integer, der.INTEGER, b"\x80", -128),
    (der.boolean, der.BOOLEAN, b"\xff", True),
    (der.boolean, der.BOOLEAN, b"\x00", False),
    (der.identifier, der.IDENTIFIER, bytes.fromhex("2a864886f70d01010b"), "1.2.840.113549.1.1.11"),
    (der.identifier, der.IDENTIFIER, bytes.fromhex("551d11"), "2.5.29.17"),
    (der.identifier, der.IDENTIFIER, bytes.fromhex("883703"), "2.999.3"),
    (der.whole_bytes, der.BIT_STRING, b"\x00ab", b"ab"),
    (der.moment, der.UTC_TIME, b"491231235959Z", datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
    (der.moment, der.UTC_TIME, b"500101000000Z", datetime(1950, 1, 1, tzinfo=UTC)),
    (
        der.moment,
        der.GENERALIZED_TIME,
        b"99991231235959Z",
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ),
    (der.text, 0x0C, "bücher".encode(), "bücher"),
    (der.text, 0x13, b"Contoso", "Contoso"),
    (der.text, 0x1E, "bücher".encode("utf-16-be"), "bücher"),
    (der.text, 0x1C, "bücher".encode("utf-32-be"), "bücher"),
]


@pytest.mark.parametrize(("read", "tag", "content", "value"), VALUES)
def test_a_value_is_read(read: Read, tag: int, content: bytes, value: object) -> None:
    assert read(element(tag, content)) == value


MALFORMED_VALUES: list[tuple[Read, int, bytes]] = [
    (der.integer, der.INTEGER, b""),
    (der.integer, der.INTEGER, b"\x00\x7f"),
    (der.integer, der.INTEGER, b"\xff\x80"),
    (der.integer, der.OCTET_STRING, b"\x01"),
    (der.boolean, der.BOOLEAN, b"\x01"),
    (der.boolean, der.BOOLEAN, b"\xff\xff"),
    (der.identifier, der.IDENTIFIER, b""),
    (der.identifier, der.IDENTIFIER, b"\x2a\x86"),
    (der.identifier, der.IDENTIFIER, b"\x2a\x80\x01"),
    (der.whole_bytes, der.BIT_STRING, b""),
    (der.whole_bytes, der.BIT_STRING, b"\x01\x80"),
    (der.moment, der.UTC_TIME, b"2501010000Z"),
    (der.moment, der.UTC_TIME, b"250101000000"),
    (der.moment, der.UTC_TIME, b"250101000000+0100"),
    (der.moment, der.UTC_TIME, b"251301000000Z"),
    (der.moment, der.UTC_TIME, b"20250101000000Z"),
    (der.moment, der.GENERALIZED_TIME, b"20250101000000.5Z"),
    (der.moment, der.GENERALIZED_TIME, b"20250230000000Z"),
    (der.moment, der.OCTET_STRING, b"250101000000Z"),
    (der.text, 0x0C, b"\xff"),
    (der.text, 0x1E, b"a"),
    (der.text, der.INTEGER, b"1"),
    (der.ascii_text, 0x82, b"b\xfccher"),
]


@pytest.mark.parametrize(("read", "tag", "content"), MALFORMED_VALUES)
def test_a_malformed_value_is_refused(read: Read, tag: int, content: bytes) -> None:
    with pytest.raises(Malformed):
        read(element(tag, content))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        outer = der.only(data, der.SEQUENCE)
        inner = der.within(outer)
    except Malformed:
        return
    assert b"".join(one.whole for one in inner) == outer.content


@given(st.integers())
def test_every_integer_is_read_as_it_was_written(number: int) -> None:
    size = (number if number >= 0 else ~number).bit_length() // 8 + 1
    content = number.to_bytes(size, "big", signed=True)
    assert der.integer(element(der.INTEGER, content)) == number
