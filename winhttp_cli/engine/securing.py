"""TLS on a stream, for whoever has one: the session, a fetch, a probe.

Promise: the TLS code is loaded by the first use, not before; contexts and resumable TLS sessions are
remembered by the object, per policy. Knows no pool and no message.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.plan import RequestPlan, TlsPolicy

if TYPE_CHECKING:
    from winhttp_cli.engine.net.tls import Fetch
    from winhttp_cli.engine.proxy.autoproxy import Document

HTTP1_ONLY = ("http/1.1",)


class Fetches(Protocol):
    """A bounded fetch of the engine's own; `engine/fetch.py` has it."""

    def fetch(self, url: str, limit: int, seconds: float | None = None) -> Document: ...


FetcherOf = Callable[[Context], Fetches]


def offered_alpn(plan: RequestPlan) -> tuple[str, ...]:
    """The protocols a request offers by ALPN, the preferred one first."""
    return ("h2", *HTTP1_ONLY) if plan.allow_http2 else HTTP1_ONLY


class Securing:
    """Begins TLS. Raises ExchangeFault."""

    def __init__(self) -> None:
        self._sessions = TlsSessions()
        #: How OCSP answers, CRLs and missing issuers are fetched; None: not at all.
        self.fetcher: FetcherOf | None = None

    def __call__(
        self,
        stream: NetworkStream,
        host: str,
        policy: TlsPolicy,
        context: Context,
        alpn: tuple[str, ...] = HTTP1_ONLY,
        port: int = 0,
    ) -> NetworkStream:
        """`stream` in TLS for `host`, offering `alpn`."""
        from winhttp_cli.engine.net.tls import secure

        return secure(
            stream,
            host,
            policy=policy,
            timeouts=context.plan.timeouts,
            alpn=alpn,
            emit=context.emit,
            deadline=context.deadline,
            sessions=self._sessions,
            port=port,
            fetch=self._fetch(context),
        )

    def _fetch(self, context: Context) -> Fetch | None:
        fetcher = self.fetcher
        if fetcher is None:
            return None
        return lambda url, limit, seconds: fetcher(context).fetch(url, limit, seconds).body
