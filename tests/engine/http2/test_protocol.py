"""The state of an HTTP/2 connection without I/O: what arrives means the same however it is cut."""

from __future__ import annotations

import pytest

from tests.engine.http2.hostile import block, data, head
from tests.engine.http2.peers import (
    CONTINUATION,
    END_HEADERS,
    END_STREAM,
    HEADERS,
    RST_STREAM,
    SETTINGS,
    WINDOW_UPDATE,
    frame,
    goaway,
)
from winhttp_cli.engine.http2.frames import FrameReader, GoAway
from winhttp_cli.engine.http2.inbox import Inbox
from winhttp_cli.engine.http2.protocol import WINDOW, Http2Protocol
from winhttp_cli.errors import Code, ExchangeFault
from winhttp_cli.plan import Limits

REQUEST = ((b":method", b"GET"), (b":authority", b"x"), (b":scheme", b"http"), (b":path", b"/"))
FIELDS = block(("x", "y" * 100))
ANSWER = (
    frame(SETTINGS, 0, 0)
    + head(status="103")
    + frame(HEADERS, 0, 1, FIELDS[:10])
    + frame(CONTINUATION, END_HEADERS, 1, FIELDS[10:])
    + data(b"he")
    + goaway(1, 0)
    + data(b"llo")
    + frame(HEADERS, END_HEADERS | END_STREAM, 1, block(("t", "z"), status=None))
)


def started() -> tuple[Http2Protocol, Inbox]:
    protocol = Http2Protocol(Limits())
    return protocol, protocol.open(REQUEST, ends=True, limits=Limits())


@pytest.mark.parametrize("size", [1, 2, 7, len(ANSWER)])
def test_an_answer_is_read_the_same_however_it_is_cut(size: int) -> None:
    protocol, inbox = started()
    for at in range(0, len(ANSWER), size):
        protocol.receive(ANSWER[at : at + size])
    assert inbox.head is not None
    assert (inbox.head.status, inbox.head.fields) == (200, ((b"x", b"y" * 100),))
    assert [interim.status for interim in inbox.interim] == [103]
    assert (protocol.fetch(inbox), inbox.trailers, inbox.is_ended) == (b"hello", ((b"t", b"z"),), True)
    assert (inbox.fault, protocol.has_room) == (None, False)


def test_a_frame_in_progress_is_a_sign_of_life_of_its_stream_only() -> None:
    protocol, inbox = started()
    protocol.receive(frame(SETTINGS, 0, 0))
    before = inbox.progress
    protocol.receive(head()[:9])
    assert inbox.progress > before
    unrelated = inbox.progress
    protocol.receive(head()[9:])
    protocol.receive(frame(6, 0, 0, b"12345678")[:12])
    assert inbox.progress == unrelated + 1


def test_the_preface_opens_the_windows_we_promise() -> None:
    protocol, _inbox = started()
    assert protocol.has_outgoing()
    sent = protocol.take_outgoing()
    assert sent.startswith(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    assert (4).to_bytes(2, "big") + WINDOW.to_bytes(4, "big") in sent
    assert not protocol.has_outgoing()


def test_a_frame_is_held_only_up_to_its_allowed_size() -> None:
    reader = FrameReader()
    assert list(reader.take(b"\x00\x40\x00\x00\x00\x00\x00\x00\x01" + b"x" * 100)) == []
    assert reader.partial_stream == 1
    with pytest.raises(ExchangeFault):
        list(FrameReader().take(b"\x00\x40\x01\x00\x00\x00\x00\x00\x01"))


def test_frames_before_a_bad_one_are_handed_on() -> None:
    reader = FrameReader()
    frames = reader.take(data(b"good") + b"\xff" * 9)
    assert next(frames).payload == b"good"
    with pytest.raises(ExchangeFault):
        next(frames)


def test_goaway_is_read_with_its_reason() -> None:
    (found,) = FrameReader().take(goaway(5, 11, b"calm"))
    assert GoAway.of(found) == GoAway(5, 11, b"calm")


def test_a_dropped_stream_gives_its_window_back() -> None:
    """Content nobody fetched would otherwise eat the connection's window for good."""
    protocol, inbox = started()
    protocol.receive(head() + data(b"x" * 16384) * 600)
    protocol.has_outgoing()
    protocol.take_outgoing()
    assert protocol.drop(inbox)
    assert protocol.has_outgoing()
    window_update = frame(8, 0, 0, (16384 * 600).to_bytes(4, "big"))
    assert window_update in protocol.take_outgoing()
    assert not protocol.drop(inbox)


def test_a_stream_that_h2_resets_for_what_the_server_did_is_the_servers_fault() -> None:
    protocol, inbox = started()
    protocol.receive(frame(SETTINGS, 0, 0) + frame(WINDOW_UPDATE, 0, 1, b"\x7f\xff\xff\xff") * 2)
    assert inbox.fault is not None
    assert (inbox.fault.code, inbox.fault.message) == (
        Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
        "the server broke HTTP/2 on the stream (FLOW_CONTROL_ERROR 0x3)",
    )


def test_a_stream_that_the_server_resets_is_cut() -> None:
    protocol, inbox = started()
    protocol.receive(frame(SETTINGS, 0, 0) + frame(RST_STREAM, 0, 1, b"\0\0\0\x03"))
    assert inbox.fault is not None
    assert inbox.fault.code is Code.ERROR_WINHTTP_CONNECTION_ERROR


def test_no_address_of_ours_stands_in_a_message() -> None:
    protocol, _ = started()
    with pytest.raises(ExchangeFault, match="representation from what came") as caught:
        protocol.receive(frame(SETTINGS, 0, 0) + frame(HEADERS, END_HEADERS, 1, b"\xff"))
    assert "0x" not in caught.value.message


ONE_STREAM = frame(SETTINGS, 0, 0, b"\0\3\0\0\0\1")


@pytest.mark.parametrize(
    "broken",
    [
        head(status="204") + data(b"none expected"),
        head(status="103") * 11,
        frame(WINDOW_UPDATE, 0, 1, b"\x7f\xff\xff\xff") * 2,
        frame(RST_STREAM, 0, 1, b"\0\0\0\x02"),
    ],
)
def test_a_stream_that_failed_leaves_room_for_the_next(broken: bytes) -> None:
    protocol, inbox = started()
    protocol.receive(ONE_STREAM + broken)
    assert inbox.fault is not None
    assert protocol.drop(inbox)
    assert protocol.has_room
    assert protocol.open(REQUEST, ends=True, limits=Limits()).stream_id == 3


def test_a_stream_the_server_has_reset_is_not_reset_once_more() -> None:
    """RFC 9113 section 5.4.2."""
    protocol, inbox = started()
    protocol.receive(ONE_STREAM + frame(RST_STREAM, 0, 1, b"\0\0\0\x02"))
    protocol.has_outgoing()
    protocol.take_outgoing()
    protocol.drop(inbox)
    assert not protocol.has_outgoing()


@pytest.mark.parametrize("broken", [data(b"before the head"), b""])
def test_a_broken_connection_takes_no_stream_from_that_moment_on(broken: bytes) -> None:
    protocol, inbox = started()
    protocol.receive(frame(SETTINGS, 0, 0))
    with pytest.raises(ExchangeFault) as caught:
        protocol.receive(broken)
    assert not protocol.has_room
    assert inbox.fault is caught.value


def test_a_broken_connection_takes_no_content() -> None:
    protocol = Http2Protocol(Limits())
    inbox = protocol.open(REQUEST, ends=False, limits=Limits())
    protocol.receive(frame(SETTINGS, 0, 0))
    assert protocol.frame_content(inbox, memoryview(b"hello")) == 5
    with pytest.raises(ExchangeFault):
        protocol.receive(data(b"before the head"))
    assert protocol.frame_content(inbox, memoryview(b"hello")) == 0


def test_a_stream_that_was_reset_takes_no_content() -> None:
    protocol = Http2Protocol(Limits())
    inbox = protocol.open(REQUEST, ends=False, limits=Limits())
    protocol.receive(frame(SETTINGS, 0, 0) + frame(RST_STREAM, 0, 1, b"\0\0\0\0"))
    assert protocol.frame_content(inbox, memoryview(b"hello")) == 0


def test_the_first_thing_that_broke_a_connection_is_the_one_told() -> None:
    protocol, _ = started()
    protocol.receive(frame(SETTINGS, 0, 0))
    for later in (data(b"before the head"), head(), b""):
        with pytest.raises(ExchangeFault, match="cannot receive data before headers"):
            protocol.receive(later)
