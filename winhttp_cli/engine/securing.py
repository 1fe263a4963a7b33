"""TLS over TCP or through a tunnel, begun when it is needed.

Promise: the TLS code is loaded by the first call and not before, so that plain http never pays for it.
Knows no session; fits `proxy.through.Secure`.
"""

from __future__ import annotations

from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.plan import TlsPolicy

HTTP1_ONLY = ("http/1.1",)


def secure_stream(
    stream: NetworkStream,
    host: str,
    policy: TlsPolicy,
    context: Context,
    alpn: tuple[str, ...] = HTTP1_ONLY,
) -> NetworkStream:
    """`stream` in TLS for `host`, offering `alpn`. Raises ExchangeFault."""
    from winhttp_cli.engine.net.tls import secure

    secured: NetworkStream = secure(
        stream,
        host,
        policy=policy,
        timeouts=context.plan.timeouts,
        alpn=alpn,
        emit=context.emit,
        deadline=context.deadline,
    )
    return secured
