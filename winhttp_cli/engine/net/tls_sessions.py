"""What one session of ours remembers between TLS handshakes: contexts, resumable TLS sessions, and
what was fetched about certificates.

Promise: a context is made once per policy; a TLS session is offered only to the same host, port,
policy and ALPN it came from, and comes with the verdict its certificate got, since OpenSSL does not
verify again when it resumes. A TLS session is offered once (RFC 8446, appendix C.4). Safe for
threads. Must not judge, and loads no OpenSSL, so that any session may own one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from winhttp_cli.engine.net.fetched import Fetched
from winhttp_cli.events import CertificateChecked
from winhttp_cli.plan import TlsPolicy
from winhttp_cli.record import dataclass

if TYPE_CHECKING:
    from OpenSSL import SSL

_MOST = 256


@dataclass(frozen=True, slots=True)
class Key:
    """Who may resume: nobody who differs in any of these."""

    host: str
    port: int
    policy: TlsPolicy
    alpn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resumable:
    """A TLS session and what was found about the certificate behind it."""

    session: SSL.Session
    checked: CertificateChecked


class TlsSessions:
    """One per whttp session."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contexts: dict[tuple[TlsPolicy, tuple[str, ...]], SSL.Context] = {}
        self._resumable: dict[Key, Resumable] = {}
        self.fetched = Fetched()

    def context(
        self,
        policy: TlsPolicy,
        alpn: tuple[str, ...],
        make: Callable[[TlsPolicy, tuple[str, ...]], SSL.Context],
    ) -> SSL.Context:
        """The context for `policy`, by `make` when first asked for. Raises what `make` raises."""
        with self._lock:
            found = self._contexts.get((policy, alpn))
            if found is None:
                found = self._contexts[(policy, alpn)] = make(policy, alpn)
            return found

    def take(self, key: Key) -> Resumable | None:
        """The TLS session to offer for `key`; it is not offered a second time."""
        with self._lock:
            return self._resumable.pop(key, None)

    def keep(self, key: Key, resumable: Resumable) -> None:
        with self._lock:
            self._resumable.pop(key, None)
            self._resumable[key] = resumable
            while len(self._resumable) > _MOST:
                del self._resumable[next(iter(self._resumable))]
