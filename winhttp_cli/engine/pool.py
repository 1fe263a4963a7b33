"""One httpcore pool per server: the per-host limit by composition.

Promise: two requests share a connection only if everything that shaped it is equal: server, proxy, TLS
policy, protocol offer and network policy (`ServerKey`). MAX_CONNS_PER_SERVER is the pool's
`max_connections`, MAX_CONNS_PER_1_0_SERVER once the server has answered in HTTP/1.0 (semantics K4);
idle connections live one minute (semantics K2).
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from winhttp_cli.engine.context import context_of
from winhttp_cli.engine.corehttp import (
    ConnectionInterface,
    ConnectionNotAvailable,
    ConnectionPool,
    NetworkBackend,
    NetworkStream,
    Origin,
    PoolTimeout,
    Request,
    Response,
)
from winhttp_cli.engine.net.timers import Countdown
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.through import speaks_absolute_form
from winhttp_cli.engine.request_response import OwnResponse
from winhttp_cli.errors import Phase, Timer
from winhttp_cli.plan import AuthPolicy, NetworkPolicy, RequestPlan, Target, TlsPolicy
from winhttp_cli.record import dataclass
from winhttp_cli.secret import Secret

IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ServerKey:
    """What makes two connections interchangeable."""

    origin: tuple[str, str, int]
    unix_socket: str
    route: Route
    tls: TlsPolicy | None
    allow_http2: bool
    network: NetworkPolicy
    auth: AuthPolicy
    proxy_login: tuple[str | None, Secret | None]

    @classmethod
    def of(cls, plan: RequestPlan, target: Target, route: Route) -> ServerKey:
        return cls(
            origin=connection_origin(route, target),
            unix_socket=target.unix_socket,
            route=route,
            tls=plan.tls if target.is_secure else None,
            allow_http2=plan.allow_http2 and target.is_secure,
            network=plan.network,
            auth=plan.auth,
            proxy_login=(plan.proxy.username, plan.proxy.password),
        )


def connection_origin(route: Route, target: Target) -> tuple[str, str, int]:
    """(scheme, host, port) of what the connection ends at: the proxy itself where requests go out in
    absolute form, so that one kept connection serves several targets (behaviour e8)."""
    if route.proxy is not None and speaks_absolute_form(route, target):
        return ("http", route.proxy.host.lower(), route.proxy.port)
    return (target.scheme, target.host.lower(), target.port)


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
    """The connections to one server. `limit` of them at once, `limit_1_0` to one that speaks HTTP/1.0;
    None is no limit."""

    def __init__(
        self, create: Callable[[], ConnectionInterface], limit: int | None, limit_1_0: int | None
    ) -> None:
        super().__init__(
            max_connections=limit, keepalive_expiry=IDLE_SECONDS, network_backend=NoBackend()
        )
        self._create = create
        self._limit_1_0 = sys.maxsize if limit_1_0 is None else limit_1_0

    def create_connection(self, origin: Origin) -> ConnectionInterface:
        return self._create()

    def handle_request(self, request: Request) -> Response:
        """As httpcore's; what version a server speaks is known from its first answer on."""
        response = self._by_kept(request)
        if response is None:
            response = self._by_queue(request)
        if response.extensions.get("http_version") == b"HTTP/1.0":
            # httpcore reads its limits anew for every request; the second closes idle ones beyond it
            self._max_connections = self._max_keepalive_connections = self._limit_1_0
        return response

    def close_idle(self) -> bool:
        """Closes what nobody uses; whether that is all there was."""
        with self._optional_thread_lock:
            idle = [connection for connection in self._connections if connection.is_idle()]
            for connection in idle:
                self._connections.remove(connection)
            is_empty = not self._connections and not self._requests
        self._close_connections(idle)
        return is_empty

    def _by_queue(self, request: Request) -> Response:
        """httpcore's way. No timer of WinHTTP's is documented for the wait in its queue, so that only
        --max-time ends it."""
        deadline = context_of(request).deadline
        if deadline is None:
            return super().handle_request(request)
        countdown = Countdown(None, Timer.TOTAL, deadline=deadline)
        request.extensions["timeout"] = {"pool": countdown.left()}
        try:
            return super().handle_request(request)
        except PoolTimeout:
            raise countdown.fault("waiting for a connection to be free", Phase.SETUP) from None

    def _by_kept(self, request: Request) -> Response | None:
        """The short way of the common case, a request after another: on the connection that is kept,
        without httpcore's queue. None where there is none, or where others are waiting for one."""
        kept = self._kept()
        if kept is None:
            return None
        try:
            response = kept.handle_request(request)
        except ConnectionNotAvailable:
            return None
        except BaseException:
            self.serve_waiting()
            raise
        assert isinstance(response, OwnResponse)
        response.then = self.serve_waiting
        return response

    def _kept(self) -> ConnectionInterface | None:
        """Asks without httpcore's lock: a connection takes one request at a time of itself."""
        connections = self._connections[:2]
        if self._requests or len(connections) != 1 or connections[0].has_expired():
            return None
        return connections[0]

    def serve_waiting(self) -> None:
        """A request that came meanwhile stands in httpcore's queue, which looks again only when one
        of its own ends."""
        if not self._requests:
            return
        with self._optional_thread_lock:
            closing = self._assign_requests_to_connections()
        self._close_connections(closing)
