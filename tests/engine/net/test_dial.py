"""Addresses to connections: one attempt each, each with its own timer, everything told."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engine.net.sockets import Heard, closed_port, listening, silent_to_newcomers
from winhttp_cli.engine.net.dial import dial
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Timer
from winhttp_cli.events import ConnectDone, ConnectFailed, Emit
from winhttp_cli.plan import ConnectTo, NetworkPolicy, ResolveOverride, Timeouts

SHORT = Timeouts(connect=0.05)


def names(*addresses: str, **more: object) -> NetworkPolicy:
    return NetworkPolicy(resolve=(ResolveOverride("name.test", None, addresses),), **more)


def call(
    network: NetworkPolicy,
    port: int,
    emit: Emit,
    timeouts: Timeouts = SHORT,
    deadline: float | None = None,
    host: str = "name.test",
) -> SocketStream:
    return dial(host, port, network=network, timeouts=timeouts, emit=emit, deadline=deadline)


def refused(
    network: NetworkPolicy, port: int, deadline: float | None = None
) -> tuple[ExchangeFault, Heard]:
    heard = Heard()
    with pytest.raises(ExchangeFault) as caught:
        call(network, port, heard, deadline=deadline)
    return caught.value, heard


def test_three_addresses_with_two_dead_reach_the_third() -> None:
    heard = Heard()
    with listening("127.0.0.1") as server:
        port = server.getsockname()[1]
        stream = call(names("127.0.0.2", "127.0.0.3", "127.0.0.1"), port, heard)
        stream.close()
    attempts = ["ConnectStarted", "ConnectFailed"] * 2 + ["ConnectStarted", "ConnectDone"]
    assert heard.kinds == ["ResolveStarted", "ResolveDone", *attempts]
    assert [e.address for e in heard if isinstance(e, ConnectFailed)] == [
        f"127.0.0.2:{port}",
        f"127.0.0.3:{port}",
    ]


def test_two_retries_do_not_reach_the_third_address() -> None:
    with listening("127.0.0.1") as server:
        port = server.getsockname()[1]
        fault, heard = refused(names("127.0.0.2", "127.0.0.3", "127.0.0.1", connect_retries=2), port)
    assert (fault.code, fault.status) == (Code.ERROR_WINHTTP_CANNOT_CONNECT, ExitStatus.CONNECT)
    assert heard.kinds.count("ConnectStarted") == 2
    assert fault.message.endswith("; 1 more not tried, the limit is 2")


def test_refused_is_12029_with_10061_and_names_every_address() -> None:
    port = closed_port()
    fault, _ = refused(names("127.0.0.2", "127.0.0.1"), port)
    assert fault.message == (
        "cannot connect to name.test: "
        f"127.0.0.2:{port} connection refused, 127.0.0.1:{port} connection refused"
    )
    assert fault.extended == 10061


def test_a_full_queue_ends_in_12002_by_the_connect_timer() -> None:
    with silent_to_newcomers("127.0.0.66") as port:
        fault, heard = refused(names("127.0.0.66"), port)
    assert (fault.code, fault.timer) == (Code.ERROR_WINHTTP_TIMEOUT, Timer.CONNECT)
    assert isinstance(heard[-1], ConnectFailed)
    assert (heard[-1].message, heard[-1].extended) == ("timed out after 50 ms", 10060)


def test_each_address_has_the_whole_connect_timeout() -> None:
    with silent_to_newcomers("127.0.0.66") as port:
        fault, heard = refused(names("127.0.0.66", "127.0.0.66"), port)
    assert heard.kinds.count("ConnectFailed") == 2
    assert fault.message.count("timed out after 50 ms") == 2


def test_one_refusal_among_timeouts_is_12029() -> None:
    with silent_to_newcomers("127.0.0.66") as port:
        fault, _ = refused(names("127.0.0.66", "127.0.0.67"), port)
    assert fault.code is Code.ERROR_WINHTTP_CANNOT_CONNECT


def test_the_end_of_the_whole_time_stops_further_attempts() -> None:
    with silent_to_newcomers("127.0.0.66") as port:
        fault, heard = refused(names("127.0.0.66", "127.0.0.67"), port, deadline=0.0)
    assert (fault.code, fault.timer) == (Code.ERROR_WINHTTP_TIMEOUT, Timer.TOTAL)
    assert heard.kinds.count("ConnectStarted") == 1


def test_the_connection_knows_both_ends_and_its_number() -> None:
    heard = Heard()
    with listening() as server:
        host, port = server.getsockname()
        dial(
            host,
            port,
            network=NetworkPolicy(),
            timeouts=SHORT,
            emit=heard,
            deadline=None,
            next_number=lambda: 7,
        ).close()
        peer, address = server.accept()
        peer.close()
    done = heard[-1]
    assert isinstance(done, ConnectDone)
    assert (done.connection, done.local) == (7, f"127.0.0.1:{address[1]}")
    assert done.remote == f"127.0.0.1:{port}"


def test_connect_to_changes_the_place_and_keeps_what_it_leaves_open() -> None:
    heard = Heard()
    with listening() as server:
        port = server.getsockname()[1]
        network = NetworkPolicy(connect_to=(ConnectTo("name.test", 443, "127.0.0.1", port),))
        call(network, 443, heard).close()
        by_port = NetworkPolicy(connect_to=(ConnectTo("", None, "127.0.0.1", None),))
        call(by_port, port, heard).close()
    assert heard.kinds.count("ConnectDone") == 2


def test_connect_to_for_another_host_does_not_apply() -> None:
    network = names("127.0.0.1", connect_to=(ConnectTo("other.test", None, "192.0.2.1", None),))
    with listening() as server:
        call(network, server.getsockname()[1], Heard()).close()


def test_an_address_to_leave_from_is_seen_by_the_server() -> None:
    with listening() as server:
        call(names("127.0.0.1", interface="127.0.0.77"), server.getsockname()[1], Heard()).close()
        peer, address = server.accept()
        peer.close()
    assert address[0] == "127.0.0.77"


def test_an_interface_name_works() -> None:
    loopback = socket.if_nameindex()[0][1]
    with listening() as server:
        call(names("127.0.0.1", interface=loopback), server.getsockname()[1], Heard()).close()


def test_an_interface_that_does_not_exist_is_named() -> None:
    fault, _ = refused(names("127.0.0.1", interface="eth-none"), 1)
    assert fault.code is Code.ERROR_WINHTTP_CANNOT_CONNECT
    assert "'eth-none'" in fault.message


def test_an_address_to_leave_from_leaves_the_other_family_out() -> None:
    fault, _ = refused(names("::1", interface="127.0.0.1"), 1)
    assert "no address of name.test can be reached from 127.0.0.1: ::1" in fault.message


def test_a_unix_socket_is_connected_without_a_lookup(tmp_path: Path) -> None:
    heard, path = Heard(), str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        stream = dial(
            "name.test",
            80,
            network=NetworkPolicy(),
            timeouts=SHORT,
            emit=heard,
            deadline=None,
            unix_socket=path,
        )
        stream.close()
    assert heard.kinds == ["ConnectStarted", "ConnectDone"]
    assert isinstance(heard[-1], ConnectDone)
    assert heard[-1].remote == path


def test_a_unix_socket_that_is_not_there_is_12029(tmp_path: Path) -> None:
    path = str(tmp_path / "none")
    with pytest.raises(ExchangeFault, match="no such file") as caught:
        dial(
            "h",
            80,
            network=NetworkPolicy(),
            timeouts=SHORT,
            emit=Heard(),
            deadline=None,
            unix_socket=path,
        )
    assert caught.value.code is Code.ERROR_WINHTTP_CANNOT_CONNECT


@contextmanager
def full_queue(path: str) -> Iterator[socket.socket]:
    """A unix socket that takes one connection, and has it."""
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as first:
        server.bind(path)
        server.listen(0)
        first.connect(path)
        yield server


def by_unix_socket(path: str, timeouts: Timeouts) -> SocketStream:
    return dial(
        "h",
        80,
        network=NetworkPolicy(),
        timeouts=timeouts,
        emit=Heard(),
        deadline=None,
        unix_socket=path,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a full queue refuses")
def test_the_full_queue_of_a_unix_socket_ends_in_12002_by_the_connect_timer(tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with full_queue(path), pytest.raises(ExchangeFault, match="timed out connecting") as caught:
        by_unix_socket(path, Timeouts(connect=0.05))
    fault = caught.value
    assert (fault.code, fault.timer) == (Code.ERROR_WINHTTP_TIMEOUT, Timer.CONNECT)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a full queue refuses")
def test_room_in_the_queue_of_a_unix_socket_is_taken(tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with full_queue(path) as server, ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(by_unix_socket, path, Timeouts(connect=20))
        server.accept()[0].close()
        stream = waiting.result(20)
        accepted, _ = server.accept()
        accepted.sendall(b"hello")
        assert stream.read(10, 20) == b"hello"
        accepted.close()
        stream.close()
