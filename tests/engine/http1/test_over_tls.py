"""The same connection over TLS, where a readable socket may hold nothing for us."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine.http1.clients import Client
from tests.engine.http1.peers import Line, peer
from tests.lab.certificates import Identity
from tests.lab.tls import server_context
from winhttp_cli.engine.context import nowhere
from winhttp_cli.engine.corehttp import Origin
from winhttp_cli.engine.http1.connection import Http1Connection
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.engine.net.tls import secure
from winhttp_cli.plan import Timeouts, TlsPolicy, TrustStore

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
UNTIL_CLOSE = b"HTTP/1.1 200 OK\r\n\r\nhello"
CHUNKED = ((b"Transfer-Encoding", b"chunked"),)
BIG = b"x" * (4 << 20)

Secured = Callable[[ssl.SSLSocket, Line], None]


@contextlib.contextmanager
def over_tls(act: Secured, identity: Identity, ca_file: Path) -> Iterator[Client]:
    """A client of ours, securely connected to a peer that runs `act`."""
    context = server_context(identity)

    def script(line: Line) -> None:
        with (
            contextlib.suppress(ssl.SSLError),
            context.wrap_socket(line.socket, server_side=True) as secured,
        ):
            act(secured, line)

    with peer(script) as server:
        connection = _connected(server.port, ca_file)
        try:
            yield Client(connection, server.port)
        finally:
            connection.close()
            for line in server.lines:
                line.released.set()


def _connected(port: int, ca_file: Path) -> Http1Connection:
    stream = secure(
        SocketStream(socket.create_connection(("127.0.0.1", port))),
        "localhost",
        policy=TlsPolicy(trust=TrustStore("--ca-file", ca_file=ca_file)),
        timeouts=Timeouts(),
        alpn=("http/1.1",),
        emit=nowhere,
        deadline=None,
    )
    return Http1Connection(Origin(b"http", b"127.0.0.1", port), stream, 1)


def hear(secured: ssl.SSLSocket, until: bytes = b"\r\n\r\n", at_least: int = 0) -> bytes:
    heard = bytearray()
    while (until not in heard or len(heard) < at_least) and (data := secured.recv(65536)):
        heard += data
    return bytes(heard)


@pytest.fixture
def tls(
    localhost: Identity, lab_ca_file: Path
) -> Callable[[Secured], contextlib.AbstractContextManager[Client]]:
    return lambda act: over_tls(act, localhost, lab_ca_file)


Tls = Callable[[Secured], contextlib.AbstractContextManager[Client]]


def test_session_tickets_neither_answer_an_upload_nor_end_an_idle_connection(tls: Tls) -> None:
    """A TLS 1.3 server sends its tickets after the handshake: the socket is readable, the stream is
    not."""

    def act(secured: ssl.SSLSocket, line: Line) -> None:
        for _ in range(2):
            hear(secured, at_least=len(BIG))
            secured.sendall(HELLO)
        hear(secured, b"never said")

    with tls(act) as ours:
        for _ in range(2):
            length = ((b"Content-Length", b"%d" % len(BIG)),)
            assert ours.fetch(b"PUT", length, [BIG[:65536]] * 64).content == b"hello"
            assert ours.connection.is_idle()
            assert not ours.connection.has_expired()


def test_an_early_refusal_over_tls_ends_the_upload(tls: Tls) -> None:
    def act(secured: ssl.SSLSocket, line: Line) -> None:
        hear(secured)
        secured.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
        line.released.wait(20)

    def forever() -> Iterator[bytes]:
        while True:
            yield b"x" * 262_144

    with tls(act) as ours:
        response = ours.fetch(b"POST", CHUNKED, forever())
        assert (response.status, response.content) == (413, b"no")
        assert ours.connection.is_closed()


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_body_that_ends_with_the_connection_is_noted_if_tls_did_not_announce_the_end(
    tls: Tls, is_announced: bool
) -> None:
    def act(secured: ssl.SSLSocket, line: Line) -> None:
        hear(secured)
        secured.sendall(UNTIL_CLOSE)
        if is_announced:
            with contextlib.suppress(OSError):
                secured.unwrap()
        else:
            secured.shutdown(socket.SHUT_WR)
            line.released.wait(5)

    with tls(act) as ours:
        assert ours.fetch().content == b"hello"
        assert any("TLS did not announce" in note for note in ours.notes) is not is_announced


def test_a_truncated_body_over_tls_is_a_failure_as_without(tls: Tls) -> None:
    def act(secured: ssl.SSLSocket, line: Line) -> None:
        hear(secured)
        secured.sendall(HELLO[:-1])

    with tls(act) as ours, pytest.raises(Exception, match="4 of 5 bytes came"):
        ours.fetch()


def test_a_large_body_over_tls_arrives_whole(tls: Tls) -> None:
    def act(secured: ssl.SSLSocket, line: Line) -> None:
        hear(secured)
        secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BIG) + BIG)
        hear(secured, b"never said")

    with tls(act) as ours:
        assert ours.fetch().content == BIG
        assert ours.connection.is_idle()
