"""One connection over a real socket: what goes out, what comes in, what is told, what is kept."""

from __future__ import annotations

from collections.abc import Iterator

import httpcore
import pytest

from tests.engine.http1.clients import Client, client
from tests.engine.http1.peers import Line, answering, peer, serving
from winhttp_cli.errors import Code, ExchangeFault, Phase, UsageFault
from winhttp_cli.events import (
    BodyReceived,
    BodySent,
    ConnectionClosed,
    InterimResponse,
    RequestHeadSent,
    RequestSent,
    ResponseDone,
    ResponseHead,
)

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"
LENGTH_5 = ((b"Content-Length", b"5"),)
CHUNKED = ((b"Transfer-Encoding", b"chunked"),)
UPGRADE = ((b"Connection", b"Upgrade"), (b"Upgrade", b"raw"))
BIG = b"x" * (4 << 20)
BIG_LENGTH = ((b"Content-Length", b"%d" % len(BIG)),)


def test_a_get_goes_out_byte_for_byte_and_its_answer_comes_back() -> None:
    with peer(answering(HELLO)) as server, client(server.port) as ours:
        response = ours.fetch(fields=((b"Connection", b"Keep-Alive"), (b"x-Odd", b"a  b")))
    assert server.heard == (
        b"GET / HTTP/1.1\r\nConnection: Keep-Alive\r\nx-Odd: a  b\r\nHost: example.test\r\n\r\n"
    )
    assert (response.status, response.content) == (200, b"hello")
    assert response.extensions["reason_phrase"] == b"OK"


def test_the_version_of_the_plan_is_on_the_request_line() -> None:
    with peer(answering(HELLO)) as server, client(server.port) as ours:
        ours.version = "1.0"
        ours.fetch()
    assert server.heard.startswith(b"GET / HTTP/1.0\r\n")


def test_a_small_body_and_its_head_are_told_and_counted() -> None:
    with peer(serving(HELLO)) as server, client(server.port) as ours:
        ours.fetch(b"POST", LENGTH_5, [b"hel", b"lo"])
    assert ours.story == [
        "RequestHeadSent", "BodySent", "RequestSent", "ResponseHead", "BodyReceived", "ResponseDone",
        "ConnectionClosed",
    ]  # fmt: skip
    head, body, sent, answer, received, done = ours.events[:6]
    assert isinstance(head, RequestHeadSent)
    assert (head.method, head.target, head.protocol) == ("POST", "/", "HTTP/1.1")
    assert head.headers == (("Content-Length", "5"), ("Host", "example.test"))
    assert isinstance(body, BodySent)
    assert (body.sent, body.total) == (5, 5)
    assert isinstance(sent, RequestSent)
    assert sent.size == len(b"POST / HTTP/1.1\r\nContent-Length: 5\r\nHost: example.test\r\n\r\nhello")
    assert isinstance(answer, ResponseHead)
    assert (answer.length, answer.size, answer.from_proxy) == (5, len(HELLO) - 5, False)
    assert isinstance(received, BodyReceived)
    assert isinstance(done, ResponseDone)
    assert (received.received, done.received) == (5, 5)


def test_a_chunked_upload_is_framed_piece_by_piece() -> None:
    def script(line: Line) -> None:
        line.hear(until=b"0\r\n\r\n")
        line.say(EMPTY)

    with peer(script) as server, client(server.port) as ours:
        ours.fetch(b"PUT", CHUNKED, [b"hello", b"", b"world!"])
    assert server.heard.endswith(b"\r\n\r\n5\r\nhello\r\n6\r\nworld!\r\n0\r\n\r\n")


def test_a_large_upload_arrives_whole_and_its_progress_is_told() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.hear_bytes(line.heard.index(b"\r\n\r\n") + 4 + len(BIG))
        line.say(EMPTY)

    with peer(script) as server, client(server.port) as ours:
        ours.fetch(b"PUT", BIG_LENGTH, [BIG[: 1 << 20]] * 4)
    assert server.heard.endswith(BIG)
    progress = [event.sent for event in ours.events if isinstance(event, BodySent)]
    assert progress == [1 << 20, 2 << 20, 3 << 20, 4 << 20]


def test_a_body_goes_out_without_waiting_for_100_continue() -> None:
    def script(line: Line) -> None:
        line.hear(until=b"hello")
        line.say(EMPTY)

    with peer(script) as server, client(server.port) as ours:
        assert ours.fetch(b"POST", (*LENGTH_5, (b"Expect", b"100-continue")), [b"hello"]).status == 204


def test_interim_responses_are_told_and_the_final_one_is_returned() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    with (
        peer(answering(b"HTTP/1.1 100 Continue\r\n\r\n", early, HELLO)) as server,
        client(server.port) as ours,
    ):
        assert ours.fetch().content == b"hello"
    told = [event for event in ours.events if isinstance(event, InterimResponse)]
    assert [(event.status, event.headers) for event in told] == [(100, ()), (103, (("Link", "</a>"),))]


def test_trailers_are_told() -> None:
    wire = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nDigest: a\r\n\r\n"
    with peer(answering(wire)) as server, client(server.port) as ours:
        assert ours.fetch().content == b"hello"
    (done,) = ours.told(ResponseDone)
    assert isinstance(done, ResponseDone)
    assert done.trailers == (("Digest", "a"),)


def test_a_tolerated_oddity_leaves_a_note() -> None:
    with peer(answering(HELLO.replace(b"\r\n", b"\n"))) as server, client(server.port) as ours:
        assert ours.fetch().content == b"hello"
    assert ours.notes == ["a line ended by LF alone: read as the end of the line (RFC 9112 section 2.2)"]


def test_raw_bytes_are_told_when_asked_for() -> None:
    with peer(answering(HELLO)) as server, client(server.port) as ours:
        ours.raw_bytes = True
        ours.fetch(b"POST", LENGTH_5, [b"hello"])
    assert ours.raw(">") == server.heard
    assert ours.raw("<") == HELLO


def test_raw_bytes_are_not_told_when_not_asked_for() -> None:
    with peer(answering(HELLO)) as server, client(server.port) as ours:
        ours.fetch()
    assert ours.raw(">") + ours.raw("<") == b""


def test_many_requests_share_one_connection() -> None:
    with peer(serving(*[HELLO] * 20)) as server, client(server.port) as ours:
        for _ in range(20):
            assert ours.fetch().content == b"hello"
            assert ours.connection.is_idle()
            assert not ours.connection.has_expired()
    assert len(server.lines) == 1


def test_a_connection_the_server_closes_is_not_offered_again() -> None:
    with peer(answering(HELLO)) as server, client(server.port) as ours:
        ours.fetch()
        server.close()
        assert ours.connection.has_expired()


def test_bytes_nobody_asked_for_end_an_idle_connection() -> None:
    with peer(serving(HELLO + b"HTTP/1.1 200 Smuggled\r\n\r\n")) as server, client(server.port) as ours:
        ours.fetch()
        assert ours.connection.is_closed() or ours.connection.has_expired()


def test_an_idle_connection_expires() -> None:
    with peer(serving(HELLO)) as server, client(server.port, idle_seconds=-1) as ours:
        ours.fetch()
        assert ours.connection.has_expired()


def test_connection_close_closes_and_says_why() -> None:
    wire = HELLO.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with peer(serving(wire)) as server, client(server.port) as ours:
        ours.fetch()
        assert ours.connection.is_closed()
    (closed,) = ours.told(ConnectionClosed)
    assert isinstance(closed, ConnectionClosed)
    assert (closed.connection, closed.why) == (1, "the server said Connection: close")


def test_a_connection_in_use_is_not_available_to_another_request() -> None:
    with peer(serving(HELLO)) as server, client(server.port) as ours:
        response = ours.open()
        with pytest.raises(httpcore.ConnectionNotAvailable):
            ours.open()
        response.close()


def test_another_origin_is_turned_away() -> None:
    with peer(serving(HELLO)) as server, client(server.port) as ours:
        elsewhere = httpcore.Origin(b"http", b"127.0.0.2", server.port)
        assert not ours.connection.can_handle_request(elsewhere)


def test_a_switch_of_protocols_hands_over_the_stream_with_what_followed_the_head() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: raw\r\nConnection: Upgrade\r\n\r\nfirst")
        line.hear(until=b"ping")
        line.say(b"pong")

    with peer(script) as server, client(server.port) as ours:
        response = ours.open(fields=UPGRADE)
        stream = response.extensions["network_stream"]
        assert (response.status, stream.read(3, 5), stream.read(9, 5)) == (101, b"fir", b"st")
        stream.write(b"ping", 5)
        assert stream.read(9, 5) == b"pong"
        response.close()
        assert ours.connection.is_closed()


def test_the_answer_of_a_proxy_to_connect_is_told_as_such() -> None:
    with peer(serving(b"HTTP/1.1 200 Tunnel\r\n\r\n")) as server, client(server.port) as ours:
        ours.open(b"CONNECT").close()
    (answer,) = ours.told(ResponseHead)
    assert isinstance(answer, ResponseHead)
    assert answer.from_proxy


# --- early answers ----------------------------------------------------------------------------------


def refusing(line: Line) -> None:
    """Refuse a large body after its first bytes, and read no further."""
    line.hear()
    line.say(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
    line.socket.settimeout(10)
    line.hear(until=b"never said")


def forever() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


def test_an_early_refusal_ends_the_upload_and_the_connection() -> None:
    with peer(refusing) as server, client(server.port) as ours:
        response = ours.fetch(b"POST", CHUNKED, forever())
        assert (response.status, response.content) == (413, b"no")
        assert ours.connection.is_closed()
    assert any("the server answered after" in note for note in ours.notes)
    assert ours.told(RequestSent) == []


def test_an_early_success_does_not_end_the_upload() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(HELLO)
        line.hear_bytes(line.heard.index(b"\r\n\r\n") + 4 + len(BIG))
        line.hear_all()

    with peer(script) as server, client(server.port) as ours:
        assert ours.fetch(b"POST", BIG_LENGTH, [BIG]).content == b"hello"
        assert ours.connection.is_idle()
    assert len(ours.told(RequestSent)) == 1


def test_an_interim_response_during_the_upload_does_not_end_it() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(b"HTTP/1.1 100 Continue\r\n\r\n")
        line.hear_bytes(line.heard.index(b"\r\n\r\n") + 4 + len(BIG))
        line.say(HELLO)

    with peer(script) as server, client(server.port) as ours:
        assert ours.fetch(b"POST", BIG_LENGTH, [BIG[:65536]] * 64).content == b"hello"


def test_an_answer_before_a_broken_write_is_still_the_answer() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(b"HTTP/1.1 401 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")

    with peer(script) as server, client(server.port) as ours:
        assert ours.fetch(b"POST", CHUNKED, forever()).status == 401


def test_a_reset_during_the_upload_is_a_connection_error() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.reset()

    with peer(script) as server, client(server.port) as ours, pytest.raises(ExchangeFault) as failed:
        ours.fetch(b"POST", CHUNKED, forever())
    assert failed.value.code == Code.ERROR_WINHTTP_CONNECTION_ERROR
    assert ours.connection.is_closed()


def test_an_early_answer_to_an_empty_body_is_just_the_answer() -> None:
    with peer(serving(HELLO)) as server, client(server.port) as ours:
        assert ours.fetch(b"POST", ((b"Content-Length", b"0"),)).content == b"hello"
        assert ours.connection.is_idle()
    assert len(ours.told(RequestSent)) == 1


# --- failures ---------------------------------------------------------------------------------------


def failure(ours: Client, method: bytes = b"GET") -> ExchangeFault:
    with pytest.raises(ExchangeFault) as failed:
        ours.fetch(method)
    assert ours.connection.is_closed()
    return failed.value


def test_a_truncated_body_is_a_connection_error_in_the_body() -> None:
    with peer(answering(HELLO[:-1])) as server, client(server.port) as ours:
        fault = failure(ours)
    assert (fault.code, fault.phase) == (Code.ERROR_WINHTTP_CONNECTION_ERROR, Phase.BODY)
    assert fault.message.endswith("4 of 5 bytes came")


def test_a_reset_instead_of_an_answer_keeps_its_winsock_number() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.reset()

    with peer(script) as server, client(server.port) as ours:
        fault = failure(ours)
    assert (fault.code, fault.extended) == (Code.ERROR_WINHTTP_CONNECTION_ERROR, 10054)


def test_a_request_that_cannot_be_written_leaves_nothing_on_the_wire() -> None:
    with peer(serving(HELLO)) as server, client(server.port) as ours:
        ours.raw_bytes = True
        with pytest.raises(UsageFault) as refused:
            ours.fetch(fields=((b"X", b"a\r\nEvil: b"),))
    assert refused.value.code == Code.ERROR_WINHTTP_INVALID_HEADER
    assert ours.raw(">") == b""
