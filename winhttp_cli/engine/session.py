"""The session: the only mutable state, and the only thing requests share.

Promise: pools, connection numbers and TLS sessions live here and nowhere else, each member behind its
own lock; `send` ends in success or in one WhttpError, whatever a library raised.
"""

from __future__ import annotations

import time
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

from winhttp_cli.engine.connection import ServerConnection
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.cookies import CookieJar
from winhttp_cli.engine.corehttp import NetworkStream, Origin
from winhttp_cli.engine.failures import FOREIGN, translate
from winhttp_cli.engine.loop import RequestLoop, SinkFailed
from winhttp_cli.engine.pool import IDLE_SECONDS, ServerKey, ServerPool
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.router import Router
from winhttp_cli.engine.proxy.through import Means, connect
from winhttp_cli.engine.securing import Securing, offered_alpn
from winhttp_cli.errors import Phase, WhttpError
from winhttp_cli.events import Emit, Failed, Sink
from winhttp_cli.plan import RequestPlan, SessionPlan, Target

if TYPE_CHECKING:
    from winhttp_cli.engine.auth.passport import Nexus
    from winhttp_cli.engine.websocket.conversation import Dialogue

#: Servers whose idle connections are kept; every connection is an open file.
MOST_SERVERS = 100


class Session:
    """One WinHTTP session: open it, send requests, close it."""

    def __init__(self, plan: SessionPlan) -> None:
        self._plan = plan
        self._pools: dict[ServerKey, ServerPool] = {}
        self._pools_lock = Lock()
        # the pool of the request before, under all that decides it: most requests go where that went
        self._latest: tuple[tuple[object, ...], ServerPool] | None = None
        self._numbers = count(1)
        self.cookies = CookieJar(plan.cookie_jar)
        self.cookies.load(time.time())
        if plan.sign_out is not None:
            self.cookies.forget(plan.sign_out)
        #: what each Passport nexus has answered (semantics P3); an entry is replaced as a whole
        self.nexus: dict[str, Nexus] = {}
        self._secure = Securing()
        self.router = Router(self._secure)
        self._secure.fetcher = self.router.fetcher

    def send(self, plan: RequestPlan, emit: Emit, sink: Sink, dialogue: Dialogue | None = None) -> None:
        """Runs one request: events go to `emit`, body bytes to `sink`; with `dialogue` the conversation
        behind an upgrade is part of it. Raises WhttpError after emitting Failed."""
        try:
            RequestLoop(self, plan, emit, sink, dialogue=dialogue).run()
        except WhttpError as error:
            emit(Failed(error=error))
            raise
        except SinkFailed as failed:
            raise failed.error from None
        except FOREIGN as foreign:
            fault = translate(foreign, Phase.RECEIVE)
            emit(Failed(error=fault))
            raise fault from None

    def pool(self, plan: RequestPlan, target: Target, route: Route) -> ServerPool:
        """The pool for a server, made at its first use."""
        shape = (
            target.scheme,
            target.host,
            target.port,
            target.unix_socket,
            route,
            plan.tls,
            plan.network,
            plan.allow_http2,
            plan.auth,
            plan.proxy.username,
            plan.proxy.password,
        )
        latest = self._latest
        if latest is not None and latest[0] == shape:
            return latest[1]
        pool = self._pool(ServerKey.of(plan, target, route), target)
        self._latest = (shape, pool)
        return pool

    def _pool(self, key: ServerKey, target: Target) -> ServerPool:
        with self._pools_lock:
            pool = self._pools.pop(key, None)
            if pool is None:
                self._make_room()
                pool = ServerPool(
                    lambda: self._connection(key, target),
                    self._plan.connections_per_server,
                    self._plan.connections_per_1_0_server,
                )
            self._pools[key] = pool
            return pool

    def _make_room(self) -> None:
        """Of a run that goes to very many servers, those it has not gone to for longest are left."""
        surplus = len(self._pools) - MOST_SERVERS + 1
        for key in list(self._pools)[: max(surplus, 0)]:
            if self._pools[key].close_idle():
                del self._pools[key]

    def _connection(self, key: ServerKey, target: Target) -> ServerConnection:
        scheme, host, port = key.origin
        number = next(self._numbers)

        def open_stream(context: Context) -> NetworkStream:
            return self._stream(number, key.route, target, context)

        origin = Origin(scheme.encode("ascii"), host.encode("ascii"), port)
        return ServerConnection(origin, number, open_stream, IDLE_SECONDS)

    def open(self, route: Route, target: Target, context: Context) -> NetworkStream:
        """A stream of its own to `target`, in TLS where its scheme asks for it, outside the pools.
        Raises ExchangeFault."""
        return self._stream(next(self._numbers), route, target, context)

    def _stream(self, number: int, route: Route, target: Target, context: Context) -> NetworkStream:
        stream = connect(route, target, context, Means(lambda: number, self._secure))
        if not target.is_secure:
            return stream
        policy, alpn = context.plan.tls, offered_alpn(context.plan)
        return self._secure(stream, target.host, policy, context, alpn, target.port)

    def close(self) -> None:
        """Closes every connection and writes the cookie jar. Raises ExchangeFault, status 14."""
        with self._pools_lock:
            pools, self._pools = list(self._pools.values()), {}
            self._latest = None
        for pool in pools:
            pool.close()
        self.cookies.save(time.time())
