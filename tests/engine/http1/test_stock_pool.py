"""A good httpcore citizen: our connection inside the stock pool, driven by the stock interface."""

from __future__ import annotations

import threading

import httpcore
import pytest

from tests.engine.http1.peers import Line, peer, serving
from winhttp_cli.engine.http1.connection import Http1Connection
from winhttp_cli.errors import Code, ExchangeFault, Timer

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CLOSING = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"


class Pool(httpcore.ConnectionPool):
    """The stock pool with our connections in it."""

    def create_connection(self, origin: httpcore.Origin) -> httpcore.ConnectionInterface:
        stream = httpcore.SyncBackend().connect_tcp(origin.host.decode(), origin.port)
        return Http1Connection(origin, stream)


def test_requests_share_a_connection_of_the_stock_pool() -> None:
    with peer(serving(*[HELLO] * 3)) as server, Pool() as pool:
        for _ in range(3):
            response = pool.request("GET", f"http://127.0.0.1:{server.port}/")
            assert (response.status, response.content) == (200, b"hello")
        assert len(pool.connections) == 1
    assert len(server.lines) == 1


def test_a_closed_connection_leaves_the_stock_pool() -> None:
    def closing(line: Line) -> None:
        line.hear()
        line.say(CLOSING)

    with peer(closing) as server, Pool() as pool:
        for _ in range(2):
            assert pool.request("GET", f"http://127.0.0.1:{server.port}/").content == b"hello"
        assert pool.connections == []
    assert len(server.lines) == 2


def test_the_stock_pool_replaces_a_connection_the_server_dropped() -> None:
    def once(line: Line) -> None:
        line.hear()
        line.say(HELLO)

    with peer(once) as server, Pool() as pool:
        url = f"http://127.0.0.1:{server.port}/"
        assert pool.request("GET", url).content == b"hello"
        server.lines[0].socket.close()
        assert pool.request("GET", url).content == b"hello"
    assert len(server.lines) == 2


def test_httpcore_s_own_timeouts_reach_our_timers() -> None:
    def silent(line: Line) -> None:
        line.hear_all()

    with peer(silent) as server, Pool() as pool:
        url = f"http://127.0.0.1:{server.port}/"
        with pytest.raises(ExchangeFault) as failed:
            pool.request("GET", url, extensions={"timeout": {"read": 0.05}})
    assert (failed.value.code, failed.value.timer) == (Code.ERROR_WINHTTP_TIMEOUT, Timer.RECEIVE)


def test_a_body_given_to_the_stock_pool_arrives() -> None:
    def script(line: Line) -> None:
        line.hear(until=b"0\r\n\r\n")
        line.say(HELLO)

    with peer(script) as server, Pool() as pool:
        pieces = iter([b"abc", b"defg"])
        assert pool.request("PUT", f"http://127.0.0.1:{server.port}/", content=pieces).status == 200
    assert server.heard.endswith(b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")


def test_a_stream_left_half_way_frees_its_place_in_the_stock_pool() -> None:
    wire = b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + b"x" * 200_000
    with peer(serving(wire, HELLO)) as server, Pool(max_connections=1) as pool:
        url = f"http://127.0.0.1:{server.port}/"
        with pool.stream("GET", url) as response:
            for _piece in response.iter_stream():
                break
        assert pool.request("GET", url).content == b"hello"
    assert len(server.lines) == 1


def test_threads_share_the_stock_pool_and_nothing_is_lost() -> None:
    answers: list[bytes] = []

    def work(pool: Pool, url: str) -> None:
        for _ in range(10):
            answers.append(pool.request("GET", url).content)

    with peer(serving(*[HELLO] * 100)) as server, Pool(max_connections=4) as pool:
        url = f"http://127.0.0.1:{server.port}/"
        threads = [threading.Thread(target=work, args=(pool, url)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert answers == [b"hello"] * 80
    assert len(server.lines) <= 4
