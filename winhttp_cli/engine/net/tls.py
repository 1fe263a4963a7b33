"""The door to TLS: everything behind it loads OpenSSL, this file does not.

Promise: `secure` turns a connected stream into a TLS stream under a policy, or raises an
`ExchangeFault` with WinHTTP's number: 12175 (certificate; also 12170 and 12057), 12157 (handshake),
12044 (client certificate needed), 12002 (time). A plain http exchange never pays for OpenSSL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.events import Emit
from winhttp_cli.later import postpone
from winhttp_cli.plan import Timeouts, TlsPolicy
from winhttp_cli.record import dataclass

#: One bounded GET: URL, most bytes and most seconds (None: as long as any fetch may take) in, body out.
#: Raises `ExchangeFault`.
Fetch = Callable[[str, int, float | None], bytes]

if TYPE_CHECKING:
    from winhttp_cli.engine.net.tls_stream import TlsStream


@dataclass(frozen=True, slots=True)
class Handshake:
    """What one handshake is about. `host` is the name or IP literal the certificate must speak for;
    with `port` it says which TLS sessions may be resumed. `deadline` is a `time.monotonic()` value."""

    host: str
    port: int
    policy: TlsPolicy
    timeouts: Timeouts
    alpn: tuple[str, ...]
    emit: Emit
    deadline: float | None
    sessions: TlsSessions
    fetch: Fetch | None = None


def secure(
    stream: NetworkStream,
    host: str,
    *,
    policy: TlsPolicy,
    timeouts: Timeouts,
    alpn: tuple[str, ...],
    emit: Emit,
    deadline: float | None,
    sessions: TlsSessions | None = None,
    port: int = 0,
    fetch: Fetch | None = None,
) -> TlsStream:
    """TLS over `stream`, which may itself be a TLS stream (https through an https proxy).

    `fetch` gets what the policy asks to be fetched (OCSP answers, CRLs, missing issuers); without it
    nothing is.

    The whole handshake has the connect timeout. Events: TlsStarted, CertificateChecked, then TlsDone
    or TlsFailed. `stream` is closed when it fails. Raises `ExchangeFault`.
    """
    # pyOpenSSL imports it for its annotations; it costs as much as all of OpenSSL's binding
    postpone("cryptography.x509")
    from winhttp_cli.engine.net.handshake import shake_hands

    about = Handshake(
        host, port, policy, timeouts, alpn, emit, deadline, sessions or TlsSessions(), fetch
    )
    return shake_hands(stream, about)
