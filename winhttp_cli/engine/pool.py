"""One httpcore pool per server: the per-host limit by composition.

Promise: two requests share a connection only if everything that shaped it is equal: server, proxy, TLS
policy, protocol offer and network policy (`ServerKey`). MAX_CONNS_PER_SERVER is the pool's
`max_connections`; idle connections live one minute (semantics K2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from winhttp_cli.engine.corehttp import (
    SOCKET_OPTION,
    ConnectionInterface,
    ConnectionPool,
    NetworkBackend,
    NetworkStream,
    Origin,
)
from winhttp_cli.plan import NetworkPolicy, RequestPlan, Target, TlsPolicy

IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ServerKey:
    """What makes two connections interchangeable."""

    origin: tuple[str, str, int]
    unix_socket: str
    proxy: str
    tls: TlsPolicy | None
    allow_http2: bool
    network: NetworkPolicy

    @classmethod
    def of(cls, plan: RequestPlan, target: Target, proxy: str) -> ServerKey:
        tls = plan.tls if target.is_secure else None
        return cls(
            target.origin,
            target.unix_socket,
            proxy,
            tls,
            plan.allow_http2 and target.is_secure,
            plan.network,
        )


class NoBackend(NetworkBackend):
    """Our connections open their own streams; a pool that asked its backend would be a bug."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: object = None,
    ) -> NetworkStream:
        raise AssertionError("the pool's own backend is never used")


class ServerPool(ConnectionPool):
    """The connections to one server."""

    def __init__(self, create: Callable[[], ConnectionInterface], limit: int | None) -> None:
        super().__init__(
            max_connections=limit, keepalive_expiry=IDLE_SECONDS, network_backend=NoBackend()
        )
        self._create = create

    def create_connection(self, origin: Origin) -> ConnectionInterface:
        return self._create()


__all__ = ["SOCKET_OPTION", "NoBackend", "ServerKey", "ServerPool"]
