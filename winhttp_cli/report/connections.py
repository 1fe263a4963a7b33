"""What is known of connections that outlive one request.

Promise: a request that reuses a connection still reports the TLS facts of its handshake, which an
earlier request saw. Shared by the collectors of one session; safe between threads; bounded.
"""

from __future__ import annotations

import threading

from winhttp_cli.record import dataclass
from winhttp_cli.report.model import CertificateReport, Tls

_MOST = 1024


@dataclass(frozen=True, slots=True)
class Handshake:
    """What one handshake agreed on and showed, and the one with an https proxy before it."""

    tls: Tls | None = None
    certificate: CertificateReport | None = None
    accepted_issuers: tuple[str, ...] = ()
    proxy_tls: Tls | None = None
    proxy_certificate: CertificateReport | None = None


class KnownConnections:
    """Handshakes by the number of their connection; the oldest are forgotten beyond 1024."""

    def __init__(self) -> None:
        self._handshakes: dict[int, Handshake] = {}
        self._lock = threading.Lock()

    def remember(self, connection: int, handshake: Handshake) -> None:
        with self._lock:
            self._handshakes[connection] = handshake
            if len(self._handshakes) > _MOST:
                del self._handshakes[next(iter(self._handshakes))]

    def recall(self, connection: int) -> Handshake:
        """The handshake of that connection; an empty one if it had none or is forgotten."""
        with self._lock:
            return self._handshakes.get(connection, Handshake())

    def forget(self, connection: int) -> None:
        with self._lock:
            self._handshakes.pop(connection, None)
