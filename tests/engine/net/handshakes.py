"""TLS handshakes for tests: our side with a policy, the other side the lab's raw server.

Promise: `shake` runs exactly one handshake and gives what was heard; a refusal is in `fault`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.engine.net.sockets import Heard
from tests.lab.certificates import Identity
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context
from winhttp_cli.engine.net.dial import dial
from winhttp_cli.engine.net.tls import Fetch, secure
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.engine.net.tls_stream import TlsStream
from winhttp_cli.errors import ExchangeFault
from winhttp_cli.events import CertificateCheck, CertificateChecked, CheckVerdict, TlsDone, TlsFailed
from winhttp_cli.plan import NetworkPolicy, Timeouts, TlsPolicy, TrustStore

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass(slots=True)
class Outcome:
    """One handshake. `stream` is None when it was refused, `fault` None when it was not."""

    heard: Heard = field(default_factory=Heard)
    stream: TlsStream | None = None
    fault: ExchangeFault | None = None

    @property
    def checked(self) -> CertificateChecked:
        (only,) = [event for event in self.heard if isinstance(event, CertificateChecked)]
        return only

    @property
    def done(self) -> TlsDone:
        (only,) = [event for event in self.heard if isinstance(event, TlsDone)]
        return only

    @property
    def failed(self) -> TlsFailed:
        (only,) = [event for event in self.heard if isinstance(event, TlsFailed)]
        return only

    @property
    def code(self) -> int:
        """WinHTTP's number; 0 where the handshake was not refused."""
        return int(self.fault.code or 0) if self.fault else 0

    @property
    def failing(self) -> dict[str, str]:
        """The failed checks and their details."""
        return {c.name: c.detail for c in self.checked.checks if c.verdict is CheckVerdict.FAIL}

    def line(self, name: str) -> CertificateCheck:
        """One check of the eight."""
        (only,) = [check for check in self.checked.checks if check.name == name]
        return only

    def exchange(self) -> bytes:
        """One request over the stream, which is closed afterwards."""
        assert self.stream is not None, self.fault
        try:
            self.stream.write(REQUEST, 5.0)
            return self.stream.read(1000, 5.0)
        finally:
            self.stream.close()


def trusting(authority: Identity, folder: Path, **fields: object) -> TlsPolicy:
    """A policy whose only root is `authority`; `fields` are those of TlsPolicy."""
    file = folder / "root.pem"
    file.write_bytes(authority.pem)
    return TlsPolicy(trust=TrustStore("root.pem (--ca-file)", ca_file=file), **fields)  # type: ignore[arg-type]


def shake(
    port: int,
    policy: TlsPolicy,
    *,
    host: str = "localhost",
    alpn: tuple[str, ...] = ("http/1.1",),
    timeouts: Timeouts | None = None,
    deadline: float | None = None,
    sessions: TlsSessions | None = None,
    fetch: Fetch | None = None,
) -> Outcome:
    """Connect to 127.0.0.1 and begin TLS."""
    outcome = Outcome()
    timeouts = timeouts or Timeouts(connect=10.0)
    stream = dial(
        "127.0.0.1", port, network=NetworkPolicy(), timeouts=timeouts, emit=Heard(), deadline=None
    )
    try:
        outcome.stream = secure(
            stream,
            host,
            policy=policy,
            timeouts=timeouts,
            alpn=alpn,
            emit=outcome.heard,
            deadline=deadline,
            sessions=sessions,
            port=port,
            fetch=fetch,
        )
    except ExchangeFault as fault:
        outcome.fault = fault
    return outcome


def meet(identity: Identity, policy: TlsPolicy, *, host: str = "localhost", **server: object) -> Outcome:
    """`shake` with a server that shows `identity`; the stream is used once and closed."""
    context = server_context(identity, **server)  # type: ignore[arg-type]
    with RawServer(ANSWER, tls=context) as peer:
        outcome = shake(peer.port, policy, host=host)
        if outcome.stream is not None:
            assert outcome.exchange() == ANSWER
        peer.settle()
    assert len(peer.connections) == 1, "one handshake on the wire"
    assert bool(peer.requests) is (outcome.fault is None), "nothing goes to a server that was refused"
    return outcome
