"""What a failure on a kept HTTP/2 connection says of it: gone, or only one of its streams."""

from __future__ import annotations

import socket

import pytest

from tests.engine.http1.clients import Client
from tests.engine.http1.peers import peer
from tests.engine.http2.peers import RST_STREAM, Talk, frame, speaking
from winhttp_cli.engine.connection import ServerConnection
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream, Origin
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.errors import ExchangeFault


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
