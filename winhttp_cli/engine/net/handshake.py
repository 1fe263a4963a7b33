"""One TLS handshake: the offer, the walk along the chain, the verdict, what was agreed.

Promise: `shake_hands` looks at everything the server shows and forms one verdict before any answer to
it leaves this machine: no client certificate, no Finished, no byte of a request goes to a server that
is refused. A chain that was not walked to its end is refused. Each of these events at most once:
TlsStarted, CertificateChecked (accepted or not), TlsDone or TlsFailed.
"""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime

from OpenSSL import SSL

from winhttp_cli.engine.corehttp import (
    NetworkStream,
    ReadError,
    ReadTimeout,
    WriteError,
    WriteTimeout,
)
from winhttp_cli.engine.net import checks, names, tls_context
from winhttp_cli.engine.net.agreement import (
    accepted_issuers,
    exporter_binding,
    settled,
    unique_binding,
    version_text,
)
from winhttp_cli.engine.net.certificate import Certificate, end_point_binding, small_key_remarks
from winhttp_cli.engine.net.checks import Case, Judgement
from winhttp_cli.engine.net.printable import listed
from winhttp_cli.engine.net.timers import Countdown
from winhttp_cli.engine.net.tls import Handshake
from winhttp_cli.engine.net.tls_context import ConnectionState, versions_text
from winhttp_cli.engine.net.tls_failures import (
    Circumstances,
    broken_fault,
    closed_fault,
    handshake_fault,
)
from winhttp_cli.engine.net.tls_sessions import Key, Resumable
from winhttp_cli.engine.net.tls_stream import TlsStream, TlsWire
from winhttp_cli.engine.net.verification import Verification, presented_chain, verified_chain
from winhttp_cli.engine.net.winsock import winsock_number
from winhttp_cli.errors import Code, ExchangeFault, Phase, Timer
from winhttp_cli.events import CertificateChecked, Note, TlsDone, TlsFailed, TlsStarted
from winhttp_cli.plan import FORGIVABLE, CertFault
from winhttp_cli.record import replace


def shake_hands(stream: NetworkStream, about: Handshake) -> TlsStream:
    """See `tls.secure`."""
    about.emit(TlsStarted(host=about.host))
    attempt: _Attempt | None = None
    try:
        attempt = _Attempt(stream, about)
        attempt.run()
        return attempt.stream()
    except ExchangeFault as fault:
        about.emit(attempt.failed(fault) if attempt else TlsFailed(message=fault.message))
        stream.close()
        raise
    except BaseException:
        stream.close()
        raise


class _Attempt:
    """The handshake under way, and afterwards what guards its connection."""

    def __init__(self, stream: NetworkStream, about: Handshake) -> None:
        self.about = about
        self.connection = _connection(about)
        self.state = ConnectionState()
        self.connection.set_app_data(self.state)
        self.wire = TlsWire(stream, self.connection)
        self.checked: CertificateChecked | None = None
        self.resumed = False
        self.request_told = True  # during the handshake none is late
        self.key = Key(about.host.lower(), about.port, about.policy, about.alpn)
        self.offered = about.sessions.take(self.key)
        if self.offered is not None:
            self.connection.set_session(self.offered.session)

    def run(self) -> None:
        """To the end of the handshake, or `ExchangeFault`."""
        self._note_versions()
        countdown = Countdown(self.about.timeouts.connect, Timer.CONNECT, deadline=self.about.deadline)
        done = False
        while not done:
            done = self._step(countdown)
            with countdown.paused():
                self.review(flight_is_in=done)
            if done:
                self._require_verdict()
            self._flush(countdown)
            if not done and not self._fill(countdown):
                raise closed_fault(self.circumstances())
        self.request_told = self.state.certificate_requested
        self.about.emit(self._agreed())

    def _step(self, countdown: Countdown) -> bool:
        """As far as OpenSSL comes with what it has; True when the handshake is done."""
        try:
            self.connection.do_handshake()
        except SSL.WantReadError:
            return False
        except SSL.Error as error:
            self._send_alert()
            self._show_what_came()
            raise handshake_fault(error, self.circumstances()) from error
        return True

    def _flush(self, countdown: Countdown) -> None:
        try:
            self.wire.flush(countdown.left())
        except WriteTimeout as error:
            raise self._too_late(countdown) from error
        except WriteError as error:
            raise self._broken(error) from error

    def _fill(self, countdown: Countdown) -> bool:
        try:
            return self.wire.fill(countdown.left())
        except ReadTimeout as error:
            raise self._too_late(countdown) from error
        except ReadError as error:
            raise self._broken(error) from error

    def _send_alert(self) -> None:
        """What OpenSSL has to say about its error, if that goes out without waiting."""
        with contextlib.suppress(WriteError, WriteTimeout):
            self.wire.flush(0.0)

    # --- the verdict ---

    def review(self, flight_is_in: bool = True) -> None:
        """Judge a chain that OpenSSL has walked since the last review. Raises `ExchangeFault`. A stapled
        answer is awaited: it is known when the server's flight is in."""
        verification = self.state.verification
        asked = tls_context.wants_staple(self.about.policy)
        awaited = asked and self.state.staple is None and not flight_is_in
        if verification.is_complete and not awaited:
            self.state.verification = Verification()
            self._pronounce(verification)
        self._note_late_request()
        needed = self.state.certificate_requested and self.about.policy.client_certificate is None
        if needed and self.checked is not None:
            raise _certificate_needed(self.about.host, accepted_issuers(self.connection))

    def _show_what_came(self) -> None:
        """A walk that OpenSSL broke off: its complaints are facts all the same."""
        if self.state.verification.complaints:
            self._pronounce(self.state.verification)

    def _pronounce(self, verification: Verification) -> None:
        presented = tuple(presented_chain(self.connection))
        if not presented:
            raise _unverified(self.about.host)
        if self.checked is not None:
            self._note_renegotiation()
        judgement = checks.judge(self._completed(self._case(presented, verification)))
        checked = CertificateChecked(
            host=_named_host(self.about),
            chain=tuple(certificate.der for certificate in presented),
            checks=judgement.checks,
            faults=judgement.faults,
            forgiven=judgement.forgiven,
            revocation=judgement.revocation,
        )
        self.checked = checked
        self.about.emit(checked)
        for remark in small_key_remarks(presented):
            self.about.emit(Note(text=remark))
        self._require_version()
        if judgement.refused:
            raise _rejected(judgement)

    def _case(self, presented: tuple[Certificate, ...], verification: Verification) -> Case:
        return Case(
            host=_named_host(self.about),
            presented=presented,
            built=tuple(verified_chain(self.connection)) or presented,
            verification=verification,
            policy=self.about.policy,
            version=version_text(self.connection),
            now=datetime.now(UTC),
        )

    def _completed(self, case: Case) -> Case:
        """With the evidence that has to be fetched, where the policy asks for it."""
        if not (tls_context.wants_staple(case.policy) or case.policy.fetch_missing_issuers):
            return case
        from winhttp_cli.engine.net.evidence import gather  # loads OCSP, CRL and PKCS#7, seldom needed

        return gather(case, self.about, self.state.staple or b"")

    def _require_version(self) -> None:
        """A mask may have holes, a ClientHello cannot: what the server chose is held against it here."""
        chosen, allowed = version_text(self.connection), self.about.policy.versions
        if not tls_context.is_allowed(chosen, allowed):
            raise _version_refused(self.about.host, chosen, versions_text(allowed))

    def _require_verdict(self) -> None:
        """The last guard. OpenSSL verifies nothing only when it resumes, and then the verdict of the
        handshake the session came from stands, under the same policy. Without a verdict, or with a
        fault beyond what was forgiven, nothing goes on."""
        if self.checked is None and self.offered is not None:
            self.resumed = True
            self.checked = replace(self.offered.checked, at=time.perf_counter())
            self.about.emit(self.checked)
            self._require_version()
        if self.checked is None or self.checked.faults & ~(self.about.policy.forgiven & FORGIVABLE):
            raise _unverified(self.about.host)

    # --- what was agreed ---

    def stream(self) -> TlsStream:
        return TlsStream(
            self.wire,
            about=self.circumstances,
            recheck=self.review,
            farewell=self._keep_session,
            binding=self._binding,
        )

    def _binding(self) -> bytes:
        own = self.checked.chain[0] if self.checked is not None else b""
        return end_point_binding(Certificate(own))

    def circumstances(self) -> Circumstances:
        return Circumstances(
            self.about.host,
            self.about.policy,
            self.wire.received,
            self.state.certificate_requested,
        )

    def _agreed(self) -> TlsDone:
        connection, circumstances = self.connection, self.circumstances()
        agreed = settled(connection)
        return TlsDone(
            version=agreed.version,
            cipher=agreed.cipher,
            bits=agreed.bits,
            group=agreed.group,
            alpn=agreed.alpn,
            resumed=self.resumed,
            client_certificate_requested=circumstances.certificate_requested,
            client_certificate_sent=circumstances.certificate_sent,
            accepted_issuers=accepted_issuers(connection),
            binding=self._binding(),
            unique=unique_binding(connection, resumed=self.resumed),
            exporter=exporter_binding(connection),
        )

    def failed(self, fault: ExchangeFault) -> TlsFailed:
        """How far it came."""
        agreed = settled(self.connection)
        return TlsFailed(
            message=fault.message,
            accepted_issuers=accepted_issuers(self.connection),
            version=agreed.version,
            cipher=agreed.cipher,
            bits=agreed.bits,
            group=agreed.group,
            alpn=agreed.alpn,
            client_certificate_requested=self.state.certificate_requested,
        )

    def _keep_session(self) -> None:
        session = self.connection.get_session()
        if session is not None and self.checked is not None:
            self.about.sessions.keep(self.key, Resumable(session, self.checked))

    def _note_renegotiation(self) -> None:
        """A second handshake within the first (TLS 1.2): how a server asks for a client certificate for a
        part of its pages."""
        asked = ""
        if self.state.certificate_requested:
            sent = "sent" if self.circumstances().certificate_sent else "none sent"
            asked = f", and asks for a client certificate: {sent}"
        self.about.emit(Note(text=f"{self.about.host} renegotiates TLS{asked}"))

    def _note_late_request(self) -> None:
        """After a handshake of TLS 1.3 (RFC 8446 section 4.6.2): what a renegotiation was before."""
        is_late = self.state.certificate_requested and not self.request_told
        if is_late and version_text(self.connection) == "TLS 1.3":
            self.request_told = True
            sent = "sent" if self.circumstances().certificate_sent else "none sent"
            text = f"{self.about.host} asks for a client certificate after the handshake: {sent}"
            self.about.emit(Note(text=text))

    def _note_versions(self) -> None:
        left_out = tls_context.unspoken(self.about.policy.versions)
        if left_out:
            names = versions_text(left_out)
            self.about.emit(Note(text=f"{names} allowed but not offered: OpenSSL no longer speaks it"))

    # --- faults ---

    def _too_late(self, countdown: Countdown) -> ExchangeFault:
        return countdown.fault(f"in the TLS handshake with {self.about.host}", Phase.TLS)

    def _broken(self, error: Exception) -> ExchangeFault:
        extended = winsock_number(error.__cause__)
        return broken_fault(str(error), self.circumstances(), extended)


def _connection(about: Handshake) -> SSL.Connection:
    context = about.sessions.context(about.policy, about.alpn, tls_context.make)
    connection = SSL.Connection(context, None)
    connection.set_connect_state()
    name = _server_name(about)
    if name:
        connection.set_tlsext_host_name(name)
    if tls_context.wants_staple(about.policy):
        connection.request_ocsp()
    return connection


def _named_host(about: Handshake) -> str:
    """The name the certificate must speak for: the one asked for by SNI, else the host."""
    return about.policy.server_name or about.host


def _server_name(about: Handshake) -> bytes:
    """SNI is a host name without a final dot, never an address: RFC 6066 section 3."""
    asked = about.policy.server_name
    name = about.host if asked is None else asked
    if asked is None and names.ip_address(name) is not None:
        return b""
    return name.removesuffix(".").encode("ascii", "ignore")


def _rejected(judgement: Judgement) -> ExchangeFault:
    """12175, as WinHTTP for whatever was wrong (behaviour d17); revocation alone has its own numbers."""
    only = {
        CertFault.REVOKED: Code.ERROR_WINHTTP_SECURE_CERT_REVOKED,
        CertFault.REVOCATION_UNKNOWN: Code.ERROR_WINHTTP_SECURE_CERT_REV_FAILED,
    }
    code = only.get(judgement.refused, Code.ERROR_WINHTTP_SECURE_FAILURE)
    total = len(judgement.checks)
    message = f"certificate rejected: {judgement.failed} of {total} checks failed"
    return ExchangeFault(message, code, Phase.TLS)


def _unverified(host: str) -> ExchangeFault:
    message = f"the certificate of {host} was not verified to the end"
    return ExchangeFault(message, Code.ERROR_WINHTTP_SECURE_FAILURE, Phase.TLS)


def _version_refused(host: str, chosen: str, allowed: str) -> ExchangeFault:
    message = f"{host} chose {chosen}, which is not allowed: {allowed}"
    return ExchangeFault(message, Code.ERROR_WINHTTP_SECURE_CHANNEL_ERROR, Phase.TLS)


def _certificate_needed(host: str, issuers: tuple[str, ...]) -> ExchangeFault:
    """WinHTTP does not choose a certificate by itself (semantics L17), nor go on without (L15)."""
    accepted = f"; it accepts {listed(list(issuers))}" if issuers else "; it names no issuer"
    return ExchangeFault(
        f"{host} asks for a client certificate, and none was chosen{accepted}",
        Code.ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED,
        Phase.TLS,
        hint="--client-cert-context FILE sends one, --client-cert-context none goes on without",
    )
