"""What a failure on a kept HTTP/2 connection says of it, and which requests are sent again then."""

from __future__ import annotations

import socket

import pytest

from tests.engine.http1.clients import Client
from tests.engine.http1.peers import peer
from tests.engine.http2.peers import RST_STREAM, Talk, frame, goaway, speaking
from winhttp_cli.engine.connection import ServerConnection
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream, Origin
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import ExchangeFault
from winhttp_cli.events import Event, Note
from winhttp_cli.plan import Body, BytesPart, RequestPlan, SessionPlan, Target


class OverHttp2(SocketStream):
    """As if ALPN had agreed on h2."""

    def get_extra_info(self, info: str) -> object:
        return "h2" if info == "alpn" else super().get_extra_info(info)


def second_failure(end_second: bytes) -> ExchangeFault:
    """The first request is answered; the second ends with these bytes, or none and a TCP reset."""

    def act(talk: Talk) -> None:
        talk.answer(talk.hear(), body=b"ok")
        talk.hear()
        if end_second:
            talk.line.say(end_second)
        else:
            talk.line.reset()

    def open_stream(context: Context) -> NetworkStream:
        return OverHttp2(socket.create_connection(("127.0.0.1", server.port)))

    with peer(speaking(act)) as server:
        connection = ServerConnection(Origin(b"http", b"127.0.0.1", server.port), 1, open_stream, 60.0)
        ours = Client(connection, server.port)
        assert ours.fetch().content == b"ok"
        with pytest.raises(ExchangeFault) as caught:
            ours.fetch()
        connection.close()
    return caught.value


def test_a_reset_stream_is_an_answer_and_not_a_kept_connection_that_was_gone() -> None:
    fault = second_failure(frame(RST_STREAM, 0, 3, b"\0\0\0\x02"))
    assert (fault.code, fault.on_kept) == (12030, False)
    assert "INTERNAL_ERROR 0x2" in fault.message


def test_a_connection_that_is_reset_under_a_request_was_gone() -> None:
    fault = second_failure(b"")
    assert (fault.code, fault.on_kept) == (12030, True)


class OverHttp2Session(Session):
    """Speaks HTTP/2 to http servers."""

    def _stream(self, number: int, route: Route, target: Target, context: Context) -> NetworkStream:
        return OverHttp2(socket.create_connection((target.host, target.port)), number=number)


def sent_twice(refuse_second: bytes, method: str = "POST") -> tuple[list[bytes], list[Event]]:
    """Two requests of a session, the second refused so on the connection that answered the first. What
    each connection has had as bodies in all, and what was told."""
    talks: list[Talk] = []

    def refusing(talk: Talk) -> None:
        talk.answer(talk.hear())
        talk.hear()
        talk.line.say(refuse_second)

    def answering(talk: Talk) -> None:
        talk.answer(talk.hear())

    events: list[Event] = []
    with peer(speaking(refusing, talks), speaking(answering, talks)) as server:
        body = Body((BytesPart(b"hello"),))
        plan = RequestPlan(method, Target("http", "127.0.0.1", server.port, "/"), body=body)
        session = OverHttp2Session(SessionPlan())
        try:
            for _ in range(2):
                session.send(plan, events.append, lambda piece: None)
        finally:
            session.close()
    return [b"".join(talk.bodies.values()) for talk in talks], events


@pytest.mark.parametrize(
    "refusal", [frame(RST_STREAM, 0, 3, b"\0\0\0\x07"), goaway(1, 0)], ids=["REFUSED_STREAM", "GOAWAY"]
)
def test_a_request_that_the_server_has_not_looked_at_is_sent_again_whatever_it_is(
    refusal: bytes,
) -> None:
    """RFC 9113 section 8.7."""
    bodies, events = sent_twice(refusal)
    assert bodies == [b"hello" * 2, b"hello"]
    notes = [event.text for event in events if isinstance(event, Note)]
    assert notes == ["the server did not look at the request; sent again on a new connection"]


@pytest.mark.parametrize(
    "ending",
    [frame(RST_STREAM, 0, 3, b"\0\0\0\x02"), goaway(3, 0) + frame(RST_STREAM, 0, 3, b"\0\0\0\x02")],
)
def test_a_post_that_the_server_has_looked_at_is_not_sent_again(ending: bytes) -> None:
    with pytest.raises(ExchangeFault, match="INTERNAL_ERROR 0x2"):
        sent_twice(ending)
