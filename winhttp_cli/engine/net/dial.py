"""One connection: the name resolved, the addresses tried in order, each with its own timer.

Promise: `dial` returns a connected stream or raises 12007, 12029 or 12002 that names every address
tried. At most CONNECT_RETRIES addresses are tried, each once and each with the whole connect timeout
(semantics K6, T3). --connect-to changes where the connection goes, nothing else. Must not know TLS
or HTTP.
"""

from __future__ import annotations

import errno
import itertools
import os
import socket
import time
from collections.abc import Callable

from winhttp_cli.engine.net.binding import LocalBinding, local_binding
from winhttp_cli.engine.net.resolve import Address, resolve
from winhttp_cli.engine.net.stream import SocketStream, Upgrade
from winhttp_cli.engine.net.timers import Countdown, milliseconds
from winhttp_cli.engine.net.waiting import writable
from winhttp_cli.engine.net.winsock import TIMED_OUT, winsock_number
from winhttp_cli.errors import Code, ExchangeFault, Phase, Timer
from winhttp_cli.events import ConnectDone, ConnectFailed, ConnectStarted, Emit
from winhttp_cli.plan import NetworkPolicy, Timeouts
from winhttp_cli.record import dataclass

_UNDER_WAY = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1)})

#: Seconds between two attempts to get into the full queue of a unix socket.
_QUEUE_PAUSE = 0.01

#: Numbers connections where the caller, a session, has no counter of its own.
_of_the_process = itertools.count(1)

NextNumber = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connection goes: host and port, or the path of a unix socket."""

    host: str
    port: int
    unix_socket: str = ""


@dataclass(frozen=True, slots=True)
class _Failure:
    """One attempt that did not connect."""

    address: str
    reason: str
    extended: int

    @property
    def timed_out(self) -> bool:
        return self.extended == TIMED_OUT


def dial(
    host: str,
    port: int,
    *,
    network: NetworkPolicy,
    timeouts: Timeouts,
    emit: Emit,
    deadline: float | None,
    unix_socket: str = "",
    next_number: NextNumber = _of_the_process.__next__,
    upgrade: Upgrade | None = None,
) -> SocketStream:
    """A stream connected to `host` and `port`, or to `unix_socket` where that is not "".

    Events: ResolveStarted, ResolveDone, then ConnectStarted and ConnectFailed or ConnectDone per
    address. Raises `ExchangeFault`.
    """
    binding = local_binding(network.interface)
    place = _place(Place(host, port, unix_socket), network)
    addresses = _addresses(place, binding, network, timeouts, emit, deadline)
    failures: list[_Failure] = []
    for address in addresses[: max(1, network.connect_retries)]:
        countdown = Countdown(timeouts.connect, Timer.CONNECT, deadline=deadline)
        emit(ConnectStarted(address=address.text))
        try:
            sock = _connect(address, binding, countdown)
        except OSError as error:
            failures.append(_failed(address, error, timeouts, emit))
            if countdown.is_total and countdown.is_over:
                raise countdown.fault(f"connecting to {address.text}", Phase.CONNECT) from error
            continue
        stream = SocketStream(sock, number=next_number(), upgrade=upgrade)
        remote = stream.remote or address.text
        emit(ConnectDone(connection=stream.number, local=stream.local, remote=remote))
        return stream
    raise _no_connection(place, failures, left_out=len(addresses) - len(failures))


def _place(wanted: Place, network: NetworkPolicy) -> Place:
    """Where --connect-to sends `wanted`: the first entry that matches decides, as in curl."""
    if wanted.unix_socket:
        return wanted
    for entry in network.connect_to:
        same_host = entry.from_host.lower() in ("", wanted.host.lower())
        if same_host and entry.from_port in (None, wanted.port):
            return Place(entry.to_host or wanted.host, entry.to_port or wanted.port)
    return wanted


def _addresses(
    place: Place,
    binding: LocalBinding,
    network: NetworkPolicy,
    timeouts: Timeouts,
    emit: Emit,
    deadline: float | None,
) -> tuple[Address, ...]:
    if place.unix_socket:
        return (_unix_address(place.unix_socket),)
    found = resolve(
        place.host, place.port, network=network, timeouts=timeouts, emit=emit, deadline=deadline
    )
    usable = tuple(address for address in found if binding.allows(address.family))
    if not usable:
        listed = ", ".join(address.host for address in found)
        raise _cannot_connect(
            f"no address of {place.host} can be reached from {network.interface}: {listed}"
        )
    return usable


def _unix_address(path: str) -> Address:
    if not hasattr(socket, "AF_UNIX"):
        raise _cannot_connect("this system's Python has no unix sockets")
    return Address(socket.AF_UNIX, path)


def _connect(address: Address, binding: LocalBinding, countdown: Countdown) -> socket.socket:
    """Raises `OSError`, a `TimeoutError` when the countdown ended."""
    sock = socket.socket(address.family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        if address.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            binding.apply(sock)
        _finish_connect(sock, address, countdown)
    except BaseException:
        sock.close()
        raise
    return sock


def _finish_connect(sock: socket.socket, address: Address, countdown: Countdown) -> None:
    number = sock.connect_ex(address.sockaddr)
    while number == errno.EAGAIN and isinstance(address.sockaddr, str):
        # Linux: a unix socket whose queue is full; nothing is under way and nothing tells of room
        if countdown.is_over:
            raise TimeoutError
        time.sleep(_QUEUE_PAUSE)
        number = sock.connect_ex(address.sockaddr)
    if number in _UNDER_WAY:
        if not writable(sock, countdown.left()):
            raise TimeoutError
        number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if number:
        raise OSError(number, os.strerror(number))


def _failed(address: Address, error: OSError, timeouts: Timeouts, emit: Emit) -> _Failure:
    if isinstance(error, TimeoutError) and error.errno is None and timeouts.connect is not None:
        reason = f"timed out after {milliseconds(timeouts.connect)} ms"
    else:
        text = error.strerror or str(error) or "timed out"
        reason = text if text[1:2].isupper() else text[:1].lower() + text[1:]
    failure = _Failure(address.text, reason, winsock_number(error))
    emit(ConnectFailed(address=failure.address, message=reason, extended=failure.extended))
    return failure


def _no_connection(place: Place, failures: list[_Failure], left_out: int) -> ExchangeFault:
    """12002 when every attempt timed out (behaviour d3), by our timer or by TCP's own (semantics T5),
    else 12029."""
    tried = ", ".join(f"{failure.address} {failure.reason}" for failure in failures)
    more = f"; {left_out} more not tried, the limit is {len(failures)}" if left_out else ""
    name = place.unix_socket or place.host
    if all(failure.timed_out for failure in failures):
        return ExchangeFault(
            f"timed out connecting to {name}: {tried}{more}",
            Code.ERROR_WINHTTP_TIMEOUT,
            Phase.CONNECT,
            timer=Timer.CONNECT,
            extended=TIMED_OUT,
        )
    return _cannot_connect(f"cannot connect to {name}: {tried}{more}", failures[-1].extended)


def _cannot_connect(message: str, extended: int = 0) -> ExchangeFault:
    return ExchangeFault(message, Code.ERROR_WINHTTP_CANNOT_CONNECT, Phase.CONNECT, extended=extended)
