"""TLS as httpcore's stream: bytes, ends, idle timers, session tickets, and TLS inside TLS."""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpcore
import pytest
from OpenSSL import SSL

from tests.engine.net.handshakes import ANSWER, shake, trusting
from tests.engine.net.sockets import Heard
from tests.lab.certificates import Identity
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import Peer, RawServer
from tests.lab.relay import Faults, Relay
from tests.lab.service import free_port, need
from tests.lab.tls import server_context
from winhttp_cli.engine.corehttp import ReadError, ReadTimeout, WriteTimeout
from winhttp_cli.engine.failures import translate
from winhttp_cli.engine.net.backend import WhttpBackend
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.engine.net.tls import secure
from winhttp_cli.engine.net.tls_stream import TlsStream, TlsWire
from winhttp_cli.errors import Phase
from winhttp_cli.plan import Timeouts, TlsPolicy


@pytest.fixture
def policy(lab_ca: Identity, tmp_path: Path) -> TlsPolicy:
    return trusting(lab_ca, tmp_path)


@pytest.fixture
def serving(localhost: Identity, policy: TlsPolicy) -> Callable[..., object]:
    """`with serving(behaviour) as stream`: a TLS stream to a server that behaves so at once."""

    @contextmanager
    def start(behaviour: Callable[[Peer], None], **server: object) -> Iterator[TlsStream]:
        context = server_context(localhost, **server)  # type: ignore[arg-type]
        with RawServer(ANSWER, tls=context, greeting=behaviour) as peer:
            outcome = shake(peer.port, policy)
            assert outcome.stream is not None
            try:
                yield outcome.stream
            finally:
                outcome.stream.close()

    return start


Serving = Callable[..., "contextmanager[TlsStream]"]


def test_bytes_come_as_they_were_sent(serving: Serving) -> None:
    with serving(lambda peer: peer.send(b"hello")) as stream:
        assert stream.read(100, 5.0) == b"hello"


def test_bytes_are_read_into_a_buffer(serving: Serving) -> None:
    buffer = bytearray(8)
    with serving(lambda peer: peer.send(b"hello")) as stream:
        assert stream.read_into(memoryview(buffer)[1:], 5.0) == 5
    assert buffer == b"\0hello\0\0"


def test_a_small_read_leaves_the_rest(serving: Serving) -> None:
    with serving(lambda peer: peer.send(b"hello")) as stream:
        assert [stream.read(2, 5.0) for _ in range(3)] == [b"he", b"ll", b"o"]


def test_two_megabytes_arrive_whole_both_ways(serving: Serving) -> None:
    data = os.urandom(2_000_000)

    def echo(peer: Peer) -> None:
        peer.send(peer.receive_exactly(len(data)))

    with serving(echo) as stream:
        stream.write(data, 10.0)
        got = bytearray()
        while len(got) < len(data):
            got += stream.read(1 << 20, 10.0)
    assert hashlib.sha256(got).digest() == hashlib.sha256(data).digest()


def test_one_thread_reads_while_another_writes(serving: Serving) -> None:
    data = os.urandom(1_000_000)

    def echo(peer: Peer) -> None:
        left = len(data)
        while left:
            piece = peer.receive()
            left -= len(piece)
            peer.send(piece)

    with serving(echo) as stream:
        writer = threading.Thread(target=lambda: stream.write(data, 10.0))
        writer.start()
        got = bytearray()
        while len(got) < len(data):
            got += stream.read(65536, 10.0)
        writer.join(10)
    assert got == data


def test_a_clean_end_is_told_from_a_cut(serving: Serving) -> None:
    with serving(lambda peer: peer.finish()) as stream:
        assert stream.read(1, 5.0) == b""
        assert stream.ended_cleanly is True
    with serving(lambda peer: socket.socket.shutdown(peer.socket, socket.SHUT_WR)) as stream:
        assert stream.read(1, 5.0) == b""
        assert stream.ended_cleanly is False


def test_silence_is_a_read_timeout(serving: Serving) -> None:
    with serving(lambda peer: peer.wait_for_end() and None) as stream, pytest.raises(ReadTimeout):
        stream.read(1, 0.02)


def test_a_peer_that_takes_nothing_is_a_write_timeout(serving: Serving) -> None:
    def sleep(peer: Peer) -> None:
        peer.stopping.wait(5)

    with serving(sleep) as stream:
        with pytest.raises(WriteTimeout):
            stream.write(b"x" * 30_000_000, 0.05)
        stream.transport.close()


def test_bytes_that_are_not_tls_after_the_handshake_are_12157(serving: Serving) -> None:
    def spoil(peer: Peer) -> None:
        os.write(peer.socket.fileno(), b"HTTP/1.1 200 OK\r\n\r\n")
        peer.wait_for_end()

    with serving(spoil) as stream, pytest.raises(ReadError) as caught:
        stream.read(10, 5.0)
    assert int(translate(caught.value, Phase.RECEIVE).code or 0) == 12157


def test_a_session_ticket_does_not_make_the_stream_readable(serving: Serving) -> None:
    """TLS 1.3 servers send tickets after the handshake: the socket is readable, the stream is not."""

    def wait(peer: Peer) -> None:
        peer.receive_exactly(2)
        peer.send(b"ok")

    with serving(wait) as stream:
        assert isinstance(stream.transport, SocketStream)
        assert stream.transport.readable(5.0), "no ticket came"
        assert not stream.readable()
        assert not stream.get_extra_info("is_readable")
        stream.write(b"go", 5.0)
        assert stream.readable(5.0)
        assert stream.read(10, 5.0) == b"ok"


def test_an_end_makes_the_stream_readable(serving: Serving) -> None:
    with serving(lambda peer: peer.finish(), highest=ssl.TLSVersion.TLSv1_2) as stream:
        assert stream.readable(5.0)
        assert stream.read(1, 5.0) == b""


def test_a_key_update_is_answered_and_hidden(
    localhost: Identity, policy: TlsPolicy, tmp_path: Path
) -> None:
    """RFC 8446 section 4.6.3: s_server's command K asks us to change keys too."""
    files, port = localhost.write(tmp_path), free_port()
    command = [need("openssl"), "s_server", "-accept", f"127.0.0.1:{port}"]
    shown = ["-cert", files.certificate, "-cert_chain", files.chain, "-key", files.key]
    process = subprocess.Popen([*command, *shown], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        while b"ACCEPT" not in process.stdout.readline():
            assert process.poll() is None
        stream = shake(port, policy).stream
        assert stream is not None
        assert isinstance(stream.transport, SocketStream)
        for said in (b"before\n", b"K\n", b"after\n"):
            process.stdin.write(said)
            process.stdin.flush()
            assert stream.transport.readable(5.0), said
            if said != b"K\n":
                assert stream.read(100, 5.0) == said
            assert not stream.readable()
        stream.write(b"answer\n", 5.0)
        while process.stdout.readline() != b"answer\n":
            assert process.poll() is None
        stream.close()
    finally:
        process.kill()
        process.communicate()


def test_the_ends_are_those_of_the_socket(serving: Serving) -> None:
    with serving(lambda peer: peer.wait_for_end() and None) as stream:
        assert stream.local.startswith("127.0.0.1:")
        assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
        assert stream.number > 0


def test_closing_twice_does_no_harm_and_says_goodbye(serving: Serving) -> None:
    ends: list[bytes] = []
    with serving(lambda peer: ends.append(peer.receive())) as stream:
        stream.close()
        stream.close()
    assert ends == [b""]


# --- inside stock httpcore ---


@pytest.mark.parametrize("port", ["tls", "http2"])
def test_a_stock_pool_over_our_tls(nginx: Nginx, policy: TlsPolicy, port: str) -> None:
    http2 = port == "http2"
    backend = WhttpBackend(tls=policy, alpn=("h2", "http/1.1") if http2 else ("http/1.1",))
    with httpcore.ConnectionPool(network_backend=backend, http2=http2) as pool:
        answers = [pool.request("GET", nginx.url(port, "/protocol")) for _ in range(3)]
        connections = len(pool.connections)
    expected = b"HTTP/2.0 TLSv1.3\n" if http2 else b"HTTP/1.1 TLSv1.3\n"
    assert [answer.content for answer in answers] == [expected] * 3
    assert connections == 1


def test_a_refused_certificate_in_a_stock_pool_is_a_connect_error(nginx: Nginx) -> None:
    with (
        httpcore.ConnectionPool(network_backend=WhttpBackend()) as pool,
        pytest.raises(httpcore.ConnectError, match="certificate rejected") as caught,
    ):
        pool.request("GET", nginx.url("tls"))
    assert int(translate(caught.value, Phase.TLS).code or 0) == 12175


def test_tls_inside_tls(nginx: Nginx, localhost: Identity, policy: TlsPolicy) -> None:
    """https through an https proxy: the outer TLS ends at a server that passes the inner bytes on."""

    def tunnel(peer: Peer) -> None:
        with socket.create_connection(("127.0.0.1", nginx.ports["tls"])) as target:
            back = threading.Thread(target=_pass_back, args=(target, peer), daemon=True)
            back.start()
            while data := peer.receive():
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)
            back.join(5)

    with RawServer(ANSWER, tls=server_context(localhost), greeting=tunnel) as proxy:
        outer = shake(proxy.port, policy).stream
        assert outer is not None
        heard = Heard()
        inner = secure(
            outer,
            "localhost",
            policy=policy,
            timeouts=Timeouts(),
            alpn=("http/1.1",),
            emit=heard,
            deadline=None,
        )
        inner.write(b"GET /protocol HTTP/1.1\r\nHost: localhost\r\n\r\n", 5.0)
        answer = inner.read(1000, 5.0)
        inner.close()
    assert answer.startswith(b"HTTP/1.1 200")
    assert heard.kinds == ["TlsStarted", "CertificateChecked", "TlsDone"]


class Dripping(httpcore.NetworkStream):
    """A transport on which the bytes of one large record come one at a time."""

    def __init__(self) -> None:
        self.left = b"\x16\x03\x03\x40\x00" + bytes(0x4000)
        self.is_closed = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        piece, self.left = self.left[:1], self.left[1:]
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    def close(self) -> None:
        self.is_closed = True

    def get_extra_info(self, info: str) -> object:
        return info == "is_readable"


def over(transport: httpcore.NetworkStream) -> TlsStream:
    """A TLS stream that has just begun."""
    connection = SSL.Connection(SSL.Context(SSL.TLS_CLIENT_METHOD), None)
    connection.set_connect_state()
    wire = TlsWire(transport, connection)
    return TlsStream(wire, about=_nothing, recheck=_nothing, farewell=_nothing, binding=bytes)


def _nothing() -> Any:
    return None


def test_a_part_of_a_record_is_told_from_plain_bytes_and_from_silence() -> None:
    stream = over(Dripping())
    assert stream.read_some(100, 5.0) is None
    assert stream.read_some_into(bytearray(100), 5.0) is None


def test_a_look_at_the_stream_ends_though_something_comes_all_the_time() -> None:
    transport = Dripping()
    assert not over(transport).readable()
    assert len(transport.left) > 0x3000


class Guarded:
    """OpenSSL's connection, which nobody may touch without its lock."""

    def __init__(self, wire: TlsWire) -> None:
        self.connection, self.lock = wire.connection, wire.openssl
        self.touched: list[str] = []

    def __getattr__(self, name: str) -> object:
        assert self.lock.locked(), name
        self.touched.append(name)
        return getattr(self.connection, name)


def test_openssl_is_touched_by_one_at_a_time_to_the_very_end() -> None:
    """A close from another thread than the one that reads took OpenSSL's memory from under it."""
    connection = SSL.Connection(SSL.Context(SSL.TLS_CLIENT_METHOD), None)
    connection.set_connect_state()
    wire = TlsWire(Dripping(), connection)
    guarded = wire.connection = Guarded(wire)  # type: ignore[assignment]  # a double

    def farewell() -> None:
        guarded.get_session()

    stream = TlsStream(wire, about=_nothing, recheck=_nothing, farewell=farewell, binding=bytes)
    assert stream.read_some(100, 5.0) is None
    stream.close()
    assert {"recv", "bio_write", "get_session", "shutdown"} <= set(guarded.touched)


class Blocked(Dripping):
    """A transport that takes nothing for now."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.released = threading.Event(), threading.Event()

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.entered.set()
        self.released.wait(20)


def test_closing_waits_for_nobody_who_is_sending(serving: Serving) -> None:
    with serving(lambda peer: peer.wait_for_end() and None) as stream:
        blocked = stream._wire.transport = Blocked()
        sending = threading.Thread(target=lambda: stream.write(b"hello", 20))
        sending.start()
        assert blocked.entered.wait(20)
        stream.close()
        assert sending.is_alive()
        blocked.released.set()
        sending.join(20)


def _pass_back(target: socket.socket, peer: Peer) -> None:
    while data := target.recv(65536):
        peer.send(data)


def test_a_relay_in_single_bytes_changes_nothing(nginx: Nginx, policy: TlsPolicy) -> None:
    bytewise = Faults(slice_size=1)
    with Relay(("127.0.0.1", nginx.ports["tls"]), up=bytewise, down=bytewise) as relay:
        assert shake(relay.port, policy).exchange().startswith(b"HTTP/1.1 200")
