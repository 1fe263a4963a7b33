"""Our sockets inside stock httpcore."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpcore
import pytest

from tests.engine.net.sockets import closed_port, listening, silent_to_newcomers
from winhttp_cli.engine.failures import translate
from winhttp_cli.engine.net.backend import WhttpBackend
from winhttp_cli.errors import Code, Phase
from winhttp_cli.plan import NetworkPolicy, ResolveOverride

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@contextmanager
def answering(server: socket.socket) -> Iterator[None]:
    """Answers one connection of `server`."""

    def answer() -> None:
        peer, _ = server.accept()
        with peer:
            received = b""
            while b"\r\n\r\n" not in received:
                received += peer.recv(1000)
            peer.sendall(ANSWER)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield
    thread.join(5)


def test_a_stock_pool_over_our_backend_gets_its_answer() -> None:
    network = NetworkPolicy(resolve=(ResolveOverride("name.test", None, ("127.0.0.1",)),))
    with (
        listening() as server,
        answering(server),
        httpcore.ConnectionPool(network_backend=WhttpBackend(network)) as pool,
    ):
        answer = pool.request("GET", f"http://name.test:{server.getsockname()[1]}/")
    assert (answer.status, answer.content) == (200, b"ok")


def test_a_stock_pool_over_a_unix_socket(tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        with (
            answering(server),
            httpcore.ConnectionPool(network_backend=WhttpBackend(), uds=path) as pool,
        ):
            assert pool.request("GET", "http://name.test/").content == b"ok"


def test_refused_is_a_connect_error_that_translates_to_12029() -> None:
    with pytest.raises(httpcore.ConnectError) as caught:
        WhttpBackend().connect_tcp("127.0.0.1", closed_port(), 1.0)
    fault = translate(caught.value, Phase.CONNECT)
    assert fault.code is Code.ERROR_WINHTTP_CANNOT_CONNECT


def test_a_silent_listener_is_a_connect_timeout() -> None:
    with silent_to_newcomers("127.0.0.66") as port, pytest.raises(httpcore.ConnectTimeout):
        WhttpBackend().connect_tcp("127.0.0.66", port, 0.05)


def test_socket_options_and_the_local_address_are_applied() -> None:
    with listening() as server:
        stream = WhttpBackend().connect_tcp(
            "127.0.0.1",
            server.getsockname()[1],
            1.0,
            local_address="127.0.0.78",
            socket_options=[(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)],
        )
    sock = stream.get_extra_info("socket")
    assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    assert stream.get_extra_info("client_addr")[0] == "127.0.0.78"
    stream.close()
