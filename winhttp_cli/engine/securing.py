"""TLS on a stream, for whoever has one: the session, a fetch, a probe.

Promise: the TLS code is loaded by the first use, not before; contexts and resumable TLS sessions are
remembered by the object, per policy. Knows no pool and no message.
"""

from __future__ import annotations

from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.plan import TlsPolicy

HTTP1_ONLY = ("http/1.1",)


class Securing:
    """Begins TLS. Raises ExchangeFault."""

    def __init__(self) -> None:
        self._sessions = TlsSessions()

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
        )
