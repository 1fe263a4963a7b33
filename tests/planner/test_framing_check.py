"""What WinHttpSendRequest refuses with 87: semantics B3, B5."""

from __future__ import annotations

import pytest

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.plan import Body, BytesPart, Header, StdinPart
from winhttp_cli.planner.framing_check import Version, check_framing

THREE = Body((BytesPart(b"abc"),))
STREAM = Body((StdinPart(),))
CHUNKED = ("Transfer-Encoding", "chunked")


def check(*headers: Header, body: Body | None = None, version: str = "1.1") -> None:
    check_framing(headers, body, Version(version, "--http-version"), "-H")


def refusal(*headers: Header, body: Body | None = None, version: str = "1.1") -> str:
    with pytest.raises(UsageFault) as caught:
        check(*headers, body=body, version=version)
    assert caught.value.code is Code.ERROR_INVALID_PARAMETER
    return caught.value.message


def test_what_agrees_passes() -> None:
    check()
    check(body=STREAM)
    check(CHUNKED, body=THREE)
    check(("Transfer-Encoding", " Chunked "))
    check(("content-length", "3"), body=THREE)
    check(("Content-Length", "0"))
    check(("Content-Length", "5000000000"), body=STREAM)
    check(("Content-Length", "7"), body=STREAM, version="1.0")
    check(body=THREE, version="1.0")
    check(version="1.0")
    check(("Content-Length", "9" * 19), body=STREAM)


def test_both_framings_exclude_each_other() -> None:
    assert "exclude each other" in refusal(CHUNKED, ("content-length", "3"), body=THREE)


@pytest.mark.parametrize("length", ["2", "4", "0"])
def test_a_length_that_is_not_the_bodys_is_refused(length: str) -> None:
    assert f"says {length}, and the body has 3" in refusal(("Content-Length", length), body=THREE)


def test_a_length_without_a_body_is_refused() -> None:
    assert "says 5, and the body has 0" in refusal(("Content-Length", "5"))


@pytest.mark.parametrize("text", ["", "x", "+3", "-3", "3, 3", "0x3", "3.0", "³", "9" * 20])
def test_a_length_that_is_no_number_is_refused(text: str) -> None:
    assert "not one number" in refusal(("Content-Length", text), body=THREE)


def test_two_lengths_are_refused_even_where_they_agree() -> None:
    length = ("Content-Length", "3")
    assert "not one number" in refusal(length, length, body=THREE)


@pytest.mark.parametrize("coding", ["gzip", "gzip, chunked", "", "identity", "chunked, chunked"])
def test_no_other_transfer_coding_can_be_sent(coding: str) -> None:
    assert "chunked" in refusal(("Transfer-Encoding", coding), body=THREE)
    assert "chunked" in refusal(CHUNKED, CHUNKED, body=THREE)


def test_http_1_0_has_neither_chunks_nor_streams() -> None:
    assert refusal(CHUNKED, body=THREE, version="1.0").startswith("-H: ")
    assert refusal(body=STREAM, version="1.0") == (
        "--http-version: HTTP/1.0 needs a body of known length, and this one is a stream"
    )
    assert refusal(body=Body((BytesPart(b""),), chunked=True), version="1.0")
