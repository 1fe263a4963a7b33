"""WebSocket without a network: the opening, frames in and out, parts."""

from __future__ import annotations

import base64
import subprocess
import sys
import threading

import pytest

from tests.lab.websocket import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, close, frame
from winhttp_cli.engine.websocket.feed import MOST_HELD, Feed
from winhttp_cli.engine.websocket.frames import Came, Inbound, Outbound, Piece, Violation, boundary
from winhttp_cli.engine.websocket.opening import accept_for, agreed_protocol, new_key
from winhttp_cli.engine.websocket.parts import Part, Parts
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus
from winhttp_cli.websocket import FrameKind, may_be_sent

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
RIGHT = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": ACCEPT}
Headers = tuple[tuple[str, str], ...]


def answer(**changes: str | None) -> Headers:
    """The right lines with some changed (underscores for dashes) or left out."""
    lines: dict[str, str | None] = {**RIGHT}
    lines |= {name.replace("_", "-"): value for name, value in changes.items()}
    return tuple((name, value) for name, value in lines.items() if value is not None)


# --- the opening --------------------------------------------------------------------------------------


def test_the_sample_of_rfc_6455_section_1_3() -> None:
    assert accept_for(KEY) == ACCEPT
    assert agreed_protocol(answer(), KEY, ()) == ""


def test_each_key_is_sixteen_random_bytes() -> None:
    keys = {new_key() for _ in range(20)}
    assert len(keys) == 20
    assert {len(base64.b64decode(key)) for key in keys} == {16}


@pytest.mark.parametrize(
    "headers",
    [
        answer(Upgrade=None),
        answer(Upgrade="h2c"),
        answer(Upgrade="websocket, h2c"),
        answer(Connection=None),
        answer(Connection="keep-alive"),
        answer(Sec_WebSocket_Accept=None),
        answer(Sec_WebSocket_Accept=KEY),
        answer(Sec_WebSocket_Accept=ACCEPT.lower()),
        (*answer(), ("sec-websocket-accept", ACCEPT)),
        answer(Sec_WebSocket_Extensions="permessage-deflate"),
        answer(Sec_WebSocket_Protocol="chat"),
    ],
)
def test_a_101_that_is_not_in_order_is_12152(headers: Headers) -> None:
    with pytest.raises(ExchangeFault) as caught:
        agreed_protocol(headers, KEY, ())
    assert caught.value.code is Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (answer(Upgrade=None), "it has no Upgrade header"),
        (answer(Upgrade="h2c"), "it upgrades to 'h2c'"),
        (answer(Sec_WebSocket_Accept=None), "it has no Sec-WebSocket-Accept header"),
        (answer(Sec_WebSocket_Accept=KEY), "does not answer the key that was sent"),
    ],
)
def test_what_is_wrong_with_a_101_is_said(headers: Headers, words: str) -> None:
    with pytest.raises(ExchangeFault, match=words):
        agreed_protocol(headers, KEY, ())


@pytest.mark.parametrize(
    "headers", [answer(Upgrade="WebSocket"), answer(Connection="keep-alive, upgrade")]
)
def test_a_101_in_order_may_be_spelled_otherwise(headers: Headers) -> None:
    assert agreed_protocol(headers, KEY, ()) == ""


def test_a_sub_protocol_must_have_been_offered() -> None:
    offered = (("Sec-WebSocket-Protocol", "mqtt, chat"),)
    assert agreed_protocol(answer(Sec_WebSocket_Protocol="chat"), KEY, offered) == "chat"
    with pytest.raises(ExchangeFault, match="not offered"):
        agreed_protocol(answer(Sec_WebSocket_Protocol="Chat"), KEY, offered)
    capital = (("Sec-WebSocket-Protocol", "Chat"),)
    assert agreed_protocol(answer(Sec_WebSocket_Protocol="Chat"), KEY, capital) == "Chat"


def test_one_sub_protocol_is_chosen() -> None:
    offered = (("Sec-WebSocket-Protocol", "mqtt, chat"),)
    two = (*answer(Sec_WebSocket_Protocol="chat"), ("Sec-WebSocket-Protocol", "mqtt"))
    with pytest.raises(ExchangeFault, match="chat, mqtt"):
        agreed_protocol(two, KEY, offered)


# --- frames that come ---------------------------------------------------------------------------------


def received(data: bytes) -> list[Came]:
    return list(Inbound().receive(data))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(TEXT, b"masked", mask=b"abcd"), 1002),
        (frame(TEXT, b"x", reserved=4), 1002),
        (frame(TEXT, b"x", reserved=1), 1002),
        (frame(3, b"x"), 1002),
        (frame(11, b"x"), 1002),
        (frame(PING, b"x", last=False), 1002),
        (frame(PING, b"x" * 126), 1002),
        (frame(CONTINUATION, b"x"), 1002),
        (frame(TEXT, b"a", last=False) + frame(TEXT, b"b"), 1002),
        (frame(TEXT, b"x", wide=2), 1002),
        (frame(TEXT, b"x", wide=8), 1002),
        (frame(TEXT, length=1 << 63, wide=8), 1002),
        (frame(TEXT, b"\xff"), 1007),
        (frame(TEXT, b"\xed\xa0\x80"), 1007),
        (frame(TEXT, b"caf\xc3"), 1007),
        (frame(TEXT, b"\xc3", last=False) + frame(CONTINUATION, b"x"), 1007),
        (frame(CLOSE, b"\x03"), 1002),
        (close(1000, b"\xff"), 1007),
        *((close(code), 1002) for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535)),
    ],
)
def test_what_a_server_must_not_send(data: bytes, code: int) -> None:
    with pytest.raises(Violation) as caught:
        received(data)
    assert caught.value.code == code


@pytest.mark.parametrize("code", [1000, 1003, 1007, 1011, 1012, 1014, 3000, 4999])
def test_a_close_code_that_may_be_sent(code: int) -> None:
    (came,) = received(close(code, "für immer".encode()))
    assert (came.kind, came.code, came.reason) == (FrameKind.CLOSE, code, "für immer")


def test_a_close_frame_without_a_code_stands_for_1005() -> None:
    (came,) = received(close(None))
    assert (came.code, came.reason) == (1005, "")
    assert not may_be_sent(came.code)


def test_a_control_frame_may_stand_between_the_frames_of_a_message() -> None:
    data = frame(TEXT, b"a", last=False) + frame(PING, b"?") + frame(CONTINUATION, b"b")
    kinds = [(came.kind, came.data, came.ends_message) for came in received(data)]
    assert kinds == [
        (FrameKind.TEXT, b"a", False),
        (FrameKind.PING, b"?", True),
        (FrameKind.CONTINUATION, b"b", True),
    ]


def test_a_character_may_be_cut_between_frames_and_between_bytes() -> None:
    data = frame(TEXT, b"\xf0\x9f", last=False) + frame(CONTINUATION, b"\x98\x80!")
    inbound = Inbound()
    came = [each for byte in data for each in inbound.receive(bytes([byte]))]
    assert b"".join(each.data for each in came).decode() == "\N{GRINNING FACE}!"
    assert [each.ends_message for each in came][-1]


def test_nothing_is_read_behind_a_close_frame() -> None:
    assert [came.kind for came in received(close() + frame(3) + frame(TEXT, b"x"))] == [FrameKind.CLOSE]


def test_a_frame_of_any_length_is_handed_on_as_it_comes() -> None:
    inbound = Inbound()
    list(inbound.receive(frame(BINARY, length=1 << 40, wide=8)))
    for _ in range(100):
        (came,) = inbound.receive(b"x" * 65536)
        assert (len(came.data), came.ends_frame, came.size) == (65536, False, 1 << 40)
    assert inbound.is_inside_frame


@pytest.mark.parametrize(
    "data", [frame(TEXT, b"abc")[:1], frame(TEXT, b"abc")[:2], frame(TEXT, b"abc")[:4]]
)
def test_a_frame_has_begun_with_its_first_byte(data: bytes) -> None:
    inbound = Inbound()
    assert not inbound.is_inside_frame
    list(inbound.receive(data))
    assert inbound.is_inside_frame
    list(inbound.receive(frame(TEXT, b"abc")[len(data) :]))
    assert not inbound.is_inside_frame


def test_only_a_close_frame_has_a_code() -> None:
    assert [came.code for came in received(frame(TEXT, b"a") + frame(PING) + close(1001))] == [0, 0, 1001]


def test_a_control_frame_is_whole() -> None:
    (came,) = received(frame(PING, b"abc"))
    assert (came.data, came.size, came.ends_frame, came.ends_message) == (b"abc", 3, True, True)
    assert (came.code, came.reason, came.is_text) == (0, "", False)


# --- frames that go -----------------------------------------------------------------------------------


def test_a_message_that_fits_goes_out_in_one_frame_and_a_longer_one_in_several() -> None:
    outbound = Outbound(16)
    (whole,) = outbound.data(Piece(b"x" * 16, True, ends=True))
    assert (whole.kind, whole.size, whole.is_last) == (FrameKind.TEXT, 16, True)
    parts = list(outbound.data(Piece(b"x" * 33, True, ends=True)))
    assert [part.size for part in parts] == [16, 16, 1]
    assert [part.kind for part in parts] == [
        FrameKind.TEXT,
        FrameKind.CONTINUATION,
        FrameKind.CONTINUATION,
    ]
    assert [part.is_last for part in parts] == [False, False, True]


def test_text_is_cut_between_characters() -> None:
    data, outbound = "ä€😀".encode() * 5, Outbound(16)
    made = [
        frame
        for piece in (Piece(data[:4], True, ends=False), Piece(data[4:], True, ends=True))
        for frame in outbound.data(piece)
    ]
    assert sum(frame.size for frame in made) == len(data)
    assert {frame.size for frame in made} <= {13, 14, 15, 16}


def test_text_that_is_not_utf_8_is_not_sent() -> None:
    with pytest.raises(ExchangeFault, match=r"line 3: not UTF-8") as caught:
        list(Outbound(64).data(Piece(b"caf\xe9", True, ends=True, source="line 3")))
    assert caught.value.status is ExitStatus.FILE
    assert list(Outbound(64).data(Piece(b"caf\xe9", False, ends=True)))


@pytest.mark.parametrize("limit", [4, 5, 6, 7])
def test_a_boundary_is_between_characters(limit: int) -> None:
    data = "a€😀b€".encode()
    assert data[: boundary(data, limit)].decode()


@pytest.mark.parametrize("limit", range(4, 16))
def test_what_is_no_utf_8_has_a_boundary_too(limit: int) -> None:
    assert 0 < boundary(b"\x80" * 20, limit) <= limit


@pytest.mark.parametrize(
    ("code", "reason", "payload"),
    [(1000, "", b"\x03\xe8"), (4000, "bye €", b"\x0f\xa0bye \xe2\x82\xac"), (1005, "", b"")],
)
def test_a_close_frame_has_its_code_and_reason(code: int, reason: str, payload: bytes) -> None:
    made = Outbound(16).close(code, reason)
    assert (made.kind, made.size, made.code, made.reason) == (FrameKind.CLOSE, len(payload), code, reason)
    masked, key = made.wire[6:], made.wire[2:6]
    assert bytes(byte ^ key[index % 4] for index, byte in enumerate(masked)) == payload


def test_a_pong_carries_what_the_ping_did() -> None:
    made = Outbound(16).pong(b"payload")
    assert (made.kind, made.size) == (FrameKind.PONG, 7)
    assert made.wire[0] == 0x80 | PONG


def test_a_ping_carries_nothing() -> None:
    made = Outbound(16).ping()
    assert (made.kind, made.size, made.is_last, made.code) == (FrameKind.PING, 0, True, 0)


# --- parts --------------------------------------------------------------------------------------------


def handed_over(limit: int, data: bytes) -> list[Part]:
    parts: list[Part] = []
    collecting = Parts(limit, parts.append)
    for came in received(data):
        collecting.take(came)
    return parts


def test_a_part_is_a_fragment_until_the_last_of_its_message() -> None:
    parts = handed_over(4, frame(TEXT, b"abcdefghi"))
    assert [part.data for part in parts] == [b"abcd", b"efgh", b"i"]
    assert [part.buffer_type for part in parts] == ["utf8-fragment", "utf8-fragment", "utf8-message"]


def test_a_message_that_fills_the_buffer_is_one_message() -> None:
    (part,) = handed_over(4, frame(BINARY, b"abcd"))
    assert part.buffer_type == "binary-message"


def test_a_frame_of_an_unfinished_message_is_handed_over_when_it_ends() -> None:
    parts = handed_over(100, frame(TEXT, b"a", last=False) + frame(CONTINUATION, b""))
    assert [(part.data, part.ends) for part in parts] == [(b"a", False), (b"", True)]


def test_an_empty_frame_brings_no_part_until_its_message_ends() -> None:
    empty = frame(TEXT, b"", last=False)
    assert handed_over(4, empty) == []
    assert handed_over(4, empty + frame(CONTINUATION, b"")) == [Part(b"", True, True)]


def test_what_came_of_a_frame_waits_for_its_end_or_a_full_buffer() -> None:
    assert handed_over(4, frame(TEXT, b"abc", length=9)) == []
    assert handed_over(4, frame(TEXT, b"abcd", length=9)) == [Part(b"abcd", True, False)]
    assert handed_over(4, frame(TEXT, b"abcde", length=9)) == [Part(b"abcd", True, False)]


def test_no_part_cuts_a_character() -> None:
    parts = handed_over(4, frame(TEXT, "€€😀a".encode()))
    assert "".join(part.data.decode() for part in parts) == "€€😀a"


# --- the feed -----------------------------------------------------------------------------------------


def test_a_full_feed_makes_the_reader_wait_until_it_is_over() -> None:
    feed, outcomes = Feed(), list[bool]()

    def read() -> None:
        while not outcomes or outcomes[-1]:
            outcomes.append(feed.put(Piece(b"x", True, ends=True)))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    feed.bell.sock.settimeout(10)
    assert feed.bell.sock.recv(1)
    assert feed.take() is not None
    feed.close()
    reader.join(10)
    assert outcomes[-1] is False
    assert len(outcomes) - 1 <= MOST_HELD + 1


# --- the door to wsproto ------------------------------------------------------------------------------


def printed(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_frames_are_loaded_without_the_http_half() -> None:
    load = "import sys, winhttp_cli.engine.websocket.frames; "
    assert printed(load + "print({'h11', 'wsproto'} & set(sys.modules))") == "set()"


def test_the_classes_are_the_real_ones_and_a_plain_import_still_works() -> None:
    code = (
        "from winhttp_cli.engine.websocket.corewsproto import FrameDecoder\n"
        "import wsproto; from wsproto.frame_protocol import FrameDecoder as theirs\n"
        "print(FrameDecoder is theirs, wsproto.WSConnection.__name__)"
    )
    assert printed(code) == "True WSConnection"


def test_what_was_imported_before_is_used() -> None:
    code = (
        "import wsproto\n"
        "from winhttp_cli.engine.websocket.corewsproto import FrameDecoder\n"
        "print(FrameDecoder is wsproto.frame_protocol.FrameDecoder)"
    )
    assert printed(code) == "True"
