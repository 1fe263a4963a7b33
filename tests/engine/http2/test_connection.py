"""HTTP/2 over a real socket against h2 on the server side: the same facts told as over HTTP/1."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import httpcore
import pytest
from h2.events import RequestReceived, WindowUpdated

from tests.engine.http1.clients import Client
from tests.engine.http1.peers import peer
from tests.engine.http2.clients import client
from tests.engine.http2.peers import Talk, echoing, goaway, speaking
from winhttp_cli.engine.corehttp import Origin
from winhttp_cli.engine.http2.connection import Http2Connection
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.errors import Code, ExchangeFault, UsageFault
from winhttp_cli.events import (
    BodySent,
    ConnectionClosed,
    InterimResponse,
    RequestHeadSent,
    RequestSent,
    ResponseDone,
    ResponseHead,
)

LENGTH_5 = ((b"Content-Length", b"5"),)
CHUNKED = ((b"Transfer-Encoding", b"chunked"),)
BIG = b"x" * (3 << 20)
BIG_LENGTH = ((b"Content-Length", b"%d" % len(BIG)),)


def test_a_request_goes_out_with_pseudo_fields_and_without_those_of_http_1() -> None:
    talks: list[Talk] = []
    fields = (
        (b"Connection", b"Keep-Alive, X-Hop"), (b"X-Hop", b"1"), (b"X-Mixed", b"Case"),
        (b"TE", b"gzip, trailers"),
    )  # fmt: skip
    with peer(speaking(echoing, talks)) as server, client(server.port) as ours:
        ours.fetch(fields=fields)
    expected = [
        (":method", "GET"), (":authority", "example.test"), (":scheme", "http"), (":path", "/"),
        ("x-mixed", "Case"), ("te", "trailers"),
    ]  # fmt: skip
    assert talks[0].requests[1] == [(name.encode(), value.encode()) for name, value in expected]
    (told,) = ours.told(RequestHeadSent)
    assert isinstance(told, RequestHeadSent)
    assert (told.protocol, list(told.headers)) == ("HTTP/2", expected)


def test_an_exchange_is_told_as_over_http_1() -> None:
    with peer(speaking(echoing)) as server, client(server.port) as ours:
        response = ours.fetch(b"POST", LENGTH_5, [b"he", b"llo"])
    assert (response.status, response.content) == (200, b"hello")
    assert response.extensions["http_version"] == b"HTTP/2"
    assert ours.story == [
        "RequestHeadSent", "BodySent", "BodySent", "RequestSent", "ResponseHead", "BodyReceived",
        "ResponseDone", "ConnectionClosed",
    ]  # fmt: skip
    (head,) = ours.told(ResponseHead)
    assert isinstance(head, ResponseHead)
    assert (head.protocol, head.headers) == ("HTTP/2", (("x-served", "yes"),))
    assert head.size == sum(len(text) + 16 for text in (":status", "200", "x-served", "yes"))


def test_many_requests_share_one_connection() -> None:
    with peer(speaking(echoing)) as server, client(server.port) as ours:
        for _ in range(10):
            assert ours.fetch().content == b"hello"
            assert ours.connection.is_idle()
            assert ours.connection.is_available()
            assert not ours.connection.has_expired()
    assert len(server.lines) == 1


def test_a_large_body_passes_the_windows_both_ways() -> None:
    with peer(speaking(echoing)) as server, client(server.port) as ours:
        assert ours.fetch(b"PUT", BIG_LENGTH, [BIG[: 1 << 20]] * 3).content == BIG
    progress = [event.sent for event in ours.events if isinstance(event, BodySent)]
    assert progress == [1 << 20, 2 << 20, 3 << 20]


def test_a_body_of_unknown_length_is_sent_without_chunks() -> None:
    talks: list[Talk] = []
    with peer(speaking(echoing, talks)) as server, client(server.port) as ours:
        assert ours.fetch(b"PUT", CHUNKED, [b"abc", b"", b"de"]).content == b"abcde"
    assert (b"transfer-encoding", b"chunked") not in talks[0].requests[1]


def test_a_head_without_a_body_ends_the_stream_at_once() -> None:
    talks: list[Talk] = []
    with peer(speaking(echoing, talks)) as server, client(server.port) as ours:
        ours.fetch(b"POST", ((b"Content-Length", b"0"),))
    assert (b"content-length", b"0") in talks[0].requests[1]
    assert ours.told(BodySent) == []


def test_interim_responses_and_trailers_are_told() -> None:
    def act(talk: Talk) -> None:
        stream_id = talk.hear()
        talk.h2.send_headers(stream_id, [(":status", "103"), ("link", "</a>")])
        talk.h2.send_headers(stream_id, [(":status", "200")])
        talk.h2.send_data(stream_id, b"hello")
        talk.h2.send_headers(stream_id, [("digest", "a")], end_stream=True)
        talk.flush()

    with peer(speaking(act)) as server, client(server.port) as ours:
        assert ours.fetch().content == b"hello"
    (interim,), (done,) = ours.told(InterimResponse), ours.told(ResponseDone)
    assert isinstance(interim, InterimResponse)
    assert isinstance(done, ResponseDone)
    assert (interim.status, interim.headers) == (103, (("link", "</a>"),))
    assert done.trailers == (("digest", "a"),)


def test_exchanges_of_several_threads_share_the_connection() -> None:
    def act(talk: Talk) -> None:
        """Answer in reverse order once all four requests are there."""
        while len(talk.requests) < 4:
            talk.hear(RequestReceived)
        for stream_id in sorted(talk.requests, reverse=True):
            talk.answer(stream_id, 200, b"%d" % stream_id * 50_000)

    bodies: list[bytes] = []
    with peer(speaking(act)) as server, client(server.port) as ours:
        threads = [threading.Thread(target=lambda: bodies.append(ours.fetch().content)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert sorted(bodies) == [b"%d" % stream_id * 50_000 for stream_id in (1, 3, 5, 7)]
    assert len(server.lines) == 1


def test_no_more_streams_begin_than_the_server_allows() -> None:
    def act(talk: Talk) -> None:
        talk.hear()
        talk.answer(1, 200, b"hello", ends=False)
        while talk.events():
            pass

    with peer(speaking(act, MAX_CONCURRENT_STREAMS=1)) as server, client(server.port) as ours:
        response = ours.open()
        assert not ours.connection.is_available()
        with pytest.raises(httpcore.ConnectionNotAvailable):
            ours.open()
        response.close()
        assert ours.connection.is_available()


def test_a_response_left_unread_is_cancelled_and_the_connection_kept() -> None:
    talks: list[Talk] = []

    def act(talk: Talk) -> None:
        talk.hear()
        talk.answer(1, 200, b"x" * 100_000, ends=False)
        echoing(talk)

    with peer(speaking(act, talks)) as server, client(server.port) as ours:
        ours.open().close()
        assert ours.fetch().content == b"hello"
    assert talks[0].resets == {1: 8}


def test_an_announced_end_lets_the_exchange_finish() -> None:
    def act(talk: Talk) -> None:
        talk.hear()
        talk.line.say(goaway(1, 0))
        talk.answer(1, 200, b"hello")

    with peer(speaking(act)) as server, client(server.port) as ours:
        assert ours.fetch().content == b"hello"
        assert ours.connection.is_closed()
    (closed,) = ours.told(ConnectionClosed)
    assert isinstance(closed, ConnectionClosed)
    assert closed.why == "the server announced the end of the connection (NO_ERROR 0x0)"


def test_a_request_the_server_has_not_looked_at_may_go_to_another_connection() -> None:
    def act(talk: Talk) -> None:
        talk.hear()
        talk.answer(1, 200, b"hello")
        talk.hear()
        talk.line.say(goaway(1, 0))

    with peer(speaking(act)) as server, client(server.port) as ours:
        ours.fetch()
        with pytest.raises(httpcore.ConnectionNotAvailable):
            ours.fetch(b"POST")
        assert ours.connection.is_closed()


class ClosedInTheAct(SocketStream):
    """As if the pool closed the connection in the moment in which a request is written."""

    closing: Http2Connection | None = None

    def write(self, buffer: bytes | bytearray | memoryview, timeout: float | None = None) -> None:
        if self.closing is not None:
            self.closing.close()
        super().write(buffer, timeout)


def test_a_connection_closed_under_a_request_that_has_not_begun_is_not_available() -> None:
    with peer(speaking(echoing)) as server:
        stream = ClosedInTheAct(socket.create_connection(("127.0.0.1", server.port)))
        connection = Http2Connection(Origin(b"http", b"127.0.0.1", server.port), stream, 1, 60.0)
        ours = Client(connection, server.port)
        assert ours.fetch().content == b"hello"
        stream.closing = connection
        with pytest.raises(httpcore.ConnectionNotAvailable):
            ours.fetch(b"POST")


def test_one_whose_body_has_been_taken_from_its_source_does_not_go_there_as_it_is() -> None:
    """None of it is out, but it is not to be had a second time: who has the source sends it again."""

    def act(talk: Talk) -> None:
        talk.hear()
        talk.answer(1, 200, b"hello")
        talk.hear(RequestReceived)
        talk.line.say(goaway(1, 0))

    body = iter([b"hello"])
    with peer(speaking(act, INITIAL_WINDOW_SIZE=0)) as server, client(server.port) as ours:
        ours.fetch()
        with pytest.raises(ExchangeFault) as caught:
            ours.fetch(b"POST", LENGTH_5, body)
    assert caught.value.unseen
    assert list(body) == []


def test_what_a_server_says_to_an_idle_connection_is_answered() -> None:
    def act(talk: Talk) -> None:
        talk.hear()
        talk.answer(1, 200, b"hello")
        talk.h2.ping(b"12345678")
        talk.flush()
        echoing(talk)

    with peer(speaking(act)) as server, client(server.port) as ours:
        ours.fetch()
        assert not ours.connection.has_expired()
        assert ours.fetch().content == b"hello"


def test_an_idle_connection_that_the_server_closed_has_expired() -> None:
    with peer(speaking(echoing)) as server, client(server.port) as ours:
        ours.fetch()
        server.close()
        assert ours.connection.has_expired()


def test_an_idle_connection_expires() -> None:
    with peer(speaking(echoing)) as server, client(server.port, idle_seconds=-1) as ours:
        ours.fetch()
        assert ours.connection.has_expired()


def test_raw_bytes_are_told_when_asked_for() -> None:
    with peer(speaking(echoing)) as server, client(server.port) as ours:
        ours.raw_bytes = True
        ours.fetch()
    assert ours.raw(">").startswith(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    assert ours.raw("<").endswith(b"hello")


def test_a_head_that_cannot_be_written_leaves_no_stream_behind() -> None:
    class Unwritable(httpcore.NetworkStream):
        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            raise httpcore.WriteError("broken")

        def close(self) -> None:
            pass

        def get_extra_info(self, info: str) -> None:
            return None

    origin = httpcore.Origin(b"http", b"127.0.0.1", 80)
    ours = Client(Http2Connection(origin, Unwritable()), 80)
    with pytest.raises(ExchangeFault) as failed:
        ours.fetch()
    assert failed.value.code == Code.ERROR_WINHTTP_CONNECTION_ERROR
    assert ours.connection.is_closed()


# --- uploads ----------------------------------------------------------------------------------------


def forever() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


def test_an_early_refusal_ends_the_upload() -> None:
    def act(talk: Talk) -> None:
        talk.hear(RequestReceived)
        talk.answer(1, 413, b"no")
        talk.h2.reset_stream(1, 0)
        talk.flush()

    with peer(speaking(act)) as server, client(server.port) as ours:
        response = ours.fetch(b"POST", CHUNKED, forever())
    assert (response.status, response.content) == (413, b"no")
    assert any("the server answered after" in note for note in ours.notes)
    assert ours.told(RequestSent) == []


def test_an_early_success_does_not_end_the_upload() -> None:
    def act(talk: Talk) -> None:
        talk.hear(RequestReceived)
        talk.answer(1, 200, b"so far", ends=False)
        talk.hear()
        talk.h2.send_data(1, b", so good", end_stream=True)
        talk.flush()

    with peer(speaking(act)) as server, client(server.port) as ours:
        assert ours.fetch(b"POST", BIG_LENGTH, [BIG]).content == b"so far, so good"
    assert len(ours.told(RequestSent)) == 1


def test_a_reset_during_the_upload_ends_it_with_the_code_named() -> None:
    def act(talk: Talk) -> None:
        talk.hear(RequestReceived)
        talk.h2.reset_stream(1, 0xB)
        talk.flush()

    with (
        peer(speaking(act)) as server,
        client(server.port) as ours,
        pytest.raises(ExchangeFault) as failed,
    ):
        ours.fetch(b"POST", CHUNKED, forever())
    assert failed.value.message == "the server reset the stream (ENHANCE_YOUR_CALM 0xb)"
    assert failed.value.code == Code.ERROR_WINHTTP_CONNECTION_ERROR


def test_a_window_that_opens_a_byte_at_a_time_is_used() -> None:
    size = 65535 + 5

    def act(talk: Talk) -> None:
        talk.window = False
        while len(talk.bodies.get(1, b"")) < 65535:
            talk.events()
        while len(talk.bodies[1]) < size:
            talk.h2.increment_flow_control_window(1)
            talk.h2.increment_flow_control_window(1, stream_id=1)
            talk.flush()
            talk.events()
        talk.answer(1, 200, talk.bodies[1])

    with peer(speaking(act)) as server, client(server.port) as ours:
        body = ours.fetch(b"POST", ((b"Content-Length", b"%d" % size),), [b"x" * size]).content
    assert len(body) == size


def test_a_body_that_breaks_its_length_cancels_the_stream() -> None:
    with peer(speaking(echoing)) as server, client(server.port) as ours:
        with pytest.raises(UsageFault) as refused:
            ours.fetch(b"POST", LENGTH_5, [b"hell"])
        assert ours.connection.is_available()
    assert refused.value.code == Code.ERROR_INVALID_PARAMETER


def test_a_line_break_in_a_header_leaves_nothing_on_the_wire() -> None:
    with peer(speaking(echoing)) as server, client(server.port) as ours:
        ours.raw_bytes = True
        with pytest.raises(UsageFault) as refused:
            ours.fetch(fields=((b"X", b"a\r\nEvil: b"),))
    assert refused.value.code == Code.ERROR_WINHTTP_INVALID_HEADER
    assert ours.raw(">") == b""


def test_reading_gives_the_window_back() -> None:
    def act(talk: Talk) -> None:
        talk.hear()
        talk.h2.send_headers(1, [(":status", "200")])
        for at in range(40):
            while talk.h2.local_flow_control_window(1) < 1 << 20:
                talk.hear(WindowUpdated)
            for _ in range(64):
                talk.h2.send_data(1, b"x" * 16384)
            if at == 39:
                talk.h2.end_stream(1)
            talk.flush()

    with peer(speaking(act)) as server, client(server.port) as ours:
        assert len(ours.fetch().content) == 40 << 20
