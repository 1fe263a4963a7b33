"""WebSocket frames, whatever is in them and however they are cut; held against the websockets library."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side, State

from tests.lab.websocket import BINARY, CONTINUATION, PING, TEXT, frame
from winhttp_cli.engine.websocket.frames import Inbound, Outbound, Piece, Violation
from winhttp_cli.engine.websocket.parts import Part, Parts

messages = st.lists(st.one_of(st.text(max_size=300), st.binary(max_size=300)), max_size=5)
cuts = st.lists(st.integers(0, 400), max_size=4)


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """`data` in pieces, none of them lost."""
    at = [0, *sorted(min(place, len(data)) for place in places), len(data)]
    return [data[first:last] for first, last in pairwise(at)]


def in_frames(message: str | bytes, places: Sequence[int]) -> bytes:
    """One message as a server may send it: in fragments, with pings between them."""
    data = message.encode() if isinstance(message, str) else message
    opcodes = [TEXT if isinstance(message, str) else BINARY, *[CONTINUATION] * len(places)]
    pieces = [*zip(opcodes, cut(data, places)[: len(opcodes)], strict=True)]
    last = len(pieces) - 1
    framed = [frame(code, piece, last=number == last) for number, (code, piece) in enumerate(pieces)]
    return frame(PING, b"between").join(framed)


def joined(parts: list[Part]) -> list[str | bytes]:
    """The messages that parts add up to."""
    found: list[str | bytes] = []
    held = b""
    for part in parts:
        held += part.data
        if part.ends:
            found.append(held.decode() if part.is_text else held)
            held = b""
    return found


@given(messages, cuts, cuts, st.integers(4, 64))
def test_messages_come_out_as_they_went_in(
    sent: list[str | bytes], fragments: list[int], segments: list[int], limit: int
) -> None:
    data = b"".join(in_frames(message, fragments) for message in sent)
    parts: list[Part] = []
    inbound, collecting = Inbound(), Parts(limit, parts.append)
    for segment in cut(data, segments):
        for came in inbound.receive(segment):
            if came.data != b"between":
                collecting.take(came)
    assert joined(parts) == [message for message in sent if message != b"between"]
    assert all(len(part.data) <= limit for part in parts)
    assert all(part.data.decode() is not None for part in parts if part.is_text)


@given(st.binary(max_size=400))
def test_what_is_no_frame_is_a_violation_and_nothing_else(data: bytes) -> None:
    with suppress(Violation):
        assert sum(len(came.data) for came in Inbound().receive(data)) <= len(data)


@given(messages, cuts, st.integers(16, 64))
def test_another_implementation_reads_what_we_send(
    sent: list[str | bytes], places: list[int], limit: int
) -> None:
    outbound = Outbound(limit)
    theirs = Protocol(Side.SERVER, state=State.OPEN)
    for message in sent:
        is_text = isinstance(message, str)
        *pieces, last = cut(message.encode() if isinstance(message, str) else message, places)
        for data, ends in [*((piece, False) for piece in pieces), (last, True)]:
            for made in outbound.data(Piece(data, is_text, ends=ends)):
                assert made.size <= limit
                theirs.receive_data(made.wire)
    assert _messages(theirs) == sent


def _messages(theirs: Protocol) -> list[str | bytes]:
    found: list[str | bytes] = []
    held, is_text = b"", False
    for each in theirs.events_received():
        assert isinstance(each, Frame)
        is_text = each.opcode is Opcode.TEXT if each.opcode is not Opcode.CONT else is_text
        held += bytes(each.data)
        if each.fin:
            found.append(held.decode() if is_text else held)
            held = b""
    return found
