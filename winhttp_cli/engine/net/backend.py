"""Our sockets and our TLS as a stock httpcore NetworkBackend.

Promise: `WhttpBackend` gives any httpcore pool the same names, addresses, timers, verdicts and events
as the session's own connections. Errors cross this border as httpcore's exceptions, ours as their
cause. Must not know HTTP.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from winhttp_cli.engine.context import nowhere
from winhttp_cli.engine.corehttp import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
)
from winhttp_cli.engine.net.dial import dial
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.engine.net.tls import secure
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.errors import Code, ExchangeFault
from winhttp_cli.events import Emit
from winhttp_cli.plan import NetworkPolicy, Timeouts, TlsPolicy
from winhttp_cli.record import replace

_ANY_NETWORK = NetworkPolicy()
_ANY_TLS = TlsPolicy()


class WhttpBackend(NetworkBackend):
    """Hand it to `httpcore.ConnectionPool(network_backend=...)`. `alpn` must name "h2" where the pool
    has `http2=True`: the pool's own offer is in an SSLContext, which cannot be asked."""

    def __init__(
        self,
        network: NetworkPolicy = _ANY_NETWORK,
        *,
        tls: TlsPolicy = _ANY_TLS,
        alpn: tuple[str, ...] = ("http/1.1",),
        emit: Emit = nowhere,
    ) -> None:
        self._network = network
        self._tls = tls
        self._alpn = alpn
        self._emit = emit
        self._sessions = TlsSessions()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """`timeout` bounds the lookup, and each address anew. Raises ConnectError, ConnectTimeout."""
        network = self._network
        if local_address is not None:
            network = replace(network, interface=local_address)
        return self._dial(host, port, network, timeout, socket_options)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """Raises ConnectError, ConnectTimeout."""
        return self._dial("", 0, self._network, timeout, socket_options, unix_socket=path)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def _dial(
        self,
        host: str,
        port: int,
        network: NetworkPolicy,
        timeout: float | None,
        socket_options: Iterable[SOCKET_OPTION] | None,
        unix_socket: str = "",
    ) -> SocketStream:
        timeouts = Timeouts(resolve=timeout, connect=timeout)
        with _as_httpcore():
            stream = dial(
                host,
                port,
                network=network,
                timeouts=timeouts,
                emit=self._emit,
                deadline=None,
                unix_socket=unix_socket,
                upgrade=self._secure,
            )
        for option in socket_options or ():
            stream.sock.setsockopt(*option)
        return stream

    def _secure(self, stream: NetworkStream, host: str, timeout: float | None) -> NetworkStream:
        with _as_httpcore():
            secured = secure(
                stream,
                host,
                policy=self._tls,
                timeouts=Timeouts(connect=timeout),
                alpn=self._alpn,
                emit=self._emit,
                deadline=None,
                sessions=self._sessions,
            )
        secured.upgrade = self._secure
        return secured


@contextmanager
def _as_httpcore() -> Iterator[None]:
    try:
        yield
    except ExchangeFault as fault:
        kind = ConnectTimeout if fault.code is Code.ERROR_WINHTTP_TIMEOUT else ConnectError
        raise kind(fault.message) from fault
