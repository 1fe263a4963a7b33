"""PEM blocks: found whatever is around them, and in time that grows with the file only."""

from __future__ import annotations

import base64

import pytest

from winhttp_cli.engine.net.pem import blocks, is_pem


def block(label: str, data: bytes, end: bytes = b"\n") -> bytes:
    lines = (f"-----BEGIN {label}-----", base64.b64encode(data).decode(), f"-----END {label}-----", "")
    return end.join(line.encode() for line in lines)


def found(content: bytes) -> list[tuple[str, bytes | None]]:
    return [(one.label, one.der) for one in blocks(content)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_blocks_in_order_whatever_ends_a_line(end: bytes) -> None:
    content = (
        b"text" + end + block("CERTIFICATE", b"one", end) + b"between" + end + block("X", b"two", end)
    )
    assert found(content) == [("CERTIFICATE", b"one"), ("X", b"two")]


def test_headers_inside_a_block_are_passed_over() -> None:
    text = b"-----BEGIN KEY-----\nProc-Type: 4,ENCRYPTED\n\nb25l\n-----END KEY-----\n"
    (only,) = blocks(text)
    assert (only.der, only.text) == (b"one", text)


@pytest.mark.parametrize(
    "content",
    [
        b"-----BEGIN CERTIFICATE-----\nb25l\n",
        b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----\nb25\n-----END CERTIFICATE-----\n",
    ],
    ids=["cut off", "no base64", "too short"],
)
def test_a_block_that_cannot_be_read_has_no_content(content: bytes) -> None:
    assert found(content) == [("CERTIFICATE", None)]


def test_a_block_in_a_block_ends_the_outer_one() -> None:
    content = b"-----BEGIN A-----\nb25l\n" + block("B", b"two")
    assert found(content) == [("A", None), ("B", b"two")]


def test_beginnings_without_end_are_read_once() -> None:
    content = b"-----BEGIN A-----\n" * 200_000
    assert len(found(content)) == 200_000


def test_no_block_no_pem() -> None:
    assert found(b"\x30\x03abc") == []
    assert not is_pem(b"\x30\x03abc")
    assert is_pem(block("A", b"x"))
