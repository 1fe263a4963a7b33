"""A look at one TLS server: the handshake, and what only further questions can tell.

Promise: goes where a request would go and sends none, but for one HEAD where the server asked for a
client certificate and the handshake went on; what was asked and answered is in the report. Everything
is measured. Raises UsageFault before anything is sent; every other failure is part of the report.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from winhttp_cli.actions.listeners import Listeners
from winhttp_cli.actions.tls_expiry import expiry_failure, expiry_of
from winhttp_cli.actions.tls_facts import Heard, client_facts, handshake_facts, wants_certificate
from winhttp_cli.actions.tls_inspection import suspicion
from winhttp_cli.actions.tls_releases import UNSPOKEN, measuring, offer_fact, release_facts
from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.net.certificate_file import CertificateFile, read_file
from winhttp_cli.engine.net.offline import judge_client
from winhttp_cli.engine.net.stores import ask
from winhttp_cli.engine.probe_tls import TlsProbe
from winhttp_cli.engine.proxy.tunnel import authority_form
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, WhttpError
from winhttp_cli.events import CheckVerdict, Emit, Event, Failed
from winhttp_cli.options.tool_credentials import CLIENT_CERT_PASSWORD
from winhttp_cli.options.tool_network import CLIENT_CERT_KEY
from winhttp_cli.plan import CertFault, ClientCertificate, RequestPlan
from winhttp_cli.planner.connections import session_plan
from winhttp_cli.planner.request import request_plan
from winhttp_cli.planner.trust import CERTIFI, named_stores
from winhttp_cli.record import dataclass, replace
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.certificate import Certificate, read_certificate
from winhttp_cli.report.collect import Collector
from winhttp_cli.report.model import Report
from winhttp_cli.report.tls import (
    GivenCertificate,
    Inspection,
    OfferFact,
    ReleaseFact,
    StoreFact,
    TlsReport,
)
from winhttp_cli.settings.settings import Settings

#: Certificates of a chain that are read; a chain may hold a thousand.
MOST_CERTIFICATES = 20


@dataclass(frozen=True, slots=True)
class Wishes:
    """The command's own flags: --releases, --expires-in, --cert."""

    releases: bool = False
    expires_in: timedelta | None = None
    certificate: str | None = None


class Look:
    """One look. `error` is where a trace or progress goes."""

    def __init__(self, url: str, wishes: Wishes, settings: Settings, error: Outlet) -> None:
        self._settings = settings
        self._wishes = wishes
        self._given = _given(wishes, settings)
        self._file = read_file(self._given) if self._given is not None else None
        self._plan = _plan(request_plan(settings, "HEAD", url), has_given=self._given is not None)
        self._error = error
        self._session = Session(replace(session_plan(settings), cookie_jar=None))
        self._probe = TlsProbe(self._session, self._plan)
        self._collector = Collector()
        self._heard = Heard()
        self._now = datetime.now(UTC)

    def report(self) -> TlsReport:
        """Looks, and tells."""
        try:
            return self._facts(*self._looked())
        finally:
            self._session.close()

    def _looked(self) -> tuple[WhttpError | None, bool | None]:
        """The handshake and what follows it: the failure, and whether a session is resumed."""
        listeners = Listeners(self._collector, self._settings, self._error, shows_body=False)
        with listeners:
            listen = listeners.emit

            def emit(event: Event) -> None:
                listen(event)
                self._heard(event)

            try:
                stream = self._probe.shake(emit)
            except WhttpError as failure:
                self._collector.fail(failure)
                return failure, None
            refusal = self._asked(stream, emit)
            if refusal is None and not self._wishes.releases:
                return None, self._probe.resumes(stream)
            stream.close()
            return refusal, None

    def _asked(self, stream: NetworkStream, emit: Emit) -> WhttpError | None:
        """The HEAD that tells what the server makes of our certificate, where it wanted one."""
        if not wants_certificate(self._heard.ended):
            return None

        def quietly(event: Event) -> None:
            if not isinstance(event, Failed):
                emit(event)

        try:
            self._probe.ask(stream, quietly)
        except WhttpError as failure:
            if failure.status is ExitStatus.CLIENT_CERTIFICATE:
                self._collector.fail(failure)
            return failure
        return None

    # --- facts ---

    def _facts(self, failure: WhttpError | None, resumes: bool | None) -> TlsReport:
        report = self._collector.report()
        ended, plan = self._heard.ended, self._plan
        found = _certificates(report)
        chain = tuple(read_certificate(der) for der in found[:MOST_CERTIFICATES])
        facts = TlsReport(
            target=authority_form(plan.target),
            report=report,
            handshake=handshake_facts(plan, ended, resumes=resumes),
            chain=chain,
            chain_length=len(found),
            client=client_facts(ended, plan, report.response, failure),
            warnings=report.last.notes if report.last is not None else (),
            given=self._judged(),
            inspection=self._inspection(report, found, chain),
            stores=compared(self._settings, found),
            releases=self._releases(report.failure),
        )
        if self._wishes.expires_in is not None:
            facts = replace(facts, expiry=expiry_of(chain, self._wishes.expires_in, self._now))
        return replace(facts, failure=self._failure(facts))

    def _failure(self, facts: TlsReport) -> WhttpError | None:
        """What the command ends with: the handshake's failure comes before its own checks."""
        if facts.report.failure is not None:
            return facts.report.failure
        misfit = facts.given is not None and not facts.given.fits
        if misfit and wants_certificate(self._heard.ended):
            return _misfit(facts.given)
        return expiry_failure(facts.expiry, asked=self._wishes.expires_in is not None)

    def _judged(self) -> GivenCertificate | None:
        """The client certificate that was given, held against what the server accepts."""
        given, found = self._given, self._file
        if found is None:
            given = self._plan.tls.client_certificate
            found = _read_quietly(given)
        if given is None or found is None:
            return None
        ended = self._heard.ended
        accepted = None
        if ended is not None and ended.client_certificate_requested:
            accepted = ended.accepted_issuers
        checks = judge_client(found, accepted, self._now)
        fits = all(check.verdict is not CheckVerdict.FAIL for check in checks)
        return GivenCertificate(str(given.certificate), read_certificate(found.chain[0]), checks, fits)

    def _inspection(
        self, report: Report, found: tuple[bytes, ...], chain: tuple[Certificate, ...]
    ) -> Inspection | None:
        if not found or report.last is None or report.last.certificate is None:
            return None
        certificate = report.last.certificate
        is_public = not certificate.faults & CertFault.UNKNOWN_CA
        if self._plan.tls.trust != CERTIFI:
            is_public = ask(CERTIFI, found).trusted
        return suspicion(chain, certificate.host, is_public=is_public, now=self._now)

    def _releases(self, failure: WhttpError | None) -> tuple[ReleaseFact, ...]:
        """The matrix, where it was asked for and a server was reached."""
        if not self._wishes.releases or self._heard.ended is None:
            return ()
        own = self._plan.tls.versions.value & ~UNSPOKEN
        measure = measuring(self._probe)

        def reusing(mask: int) -> OfferFact:
            return offer_fact(mask, self._heard.ended, failure) if mask == own else measure(mask)

        return release_facts(reusing)


def _given(wishes: Wishes, settings: Settings) -> ClientCertificate | None:
    """What --cert names, with the key and the password of a client certificate."""
    if wishes.certificate is None:
        return None
    key = settings[CLIENT_CERT_KEY]
    password = settings[CLIENT_CERT_PASSWORD]
    return ClientCertificate(Path(wishes.certificate), Path(key) if key else None, password)


def _plan(plan: RequestPlan, *, has_given: bool) -> RequestPlan:
    """--cert judges and does not send: the handshake goes on without a certificate, unless the option
    says otherwise."""
    if not has_given or plan.tls.client_certificate is not None:
        return plan
    return replace(plan, tls=replace(plan.tls, client_certificate=ClientCertificate()))


def _read_quietly(given: ClientCertificate | None) -> CertificateFile | None:
    """The file of the option, unless it cannot be read: then the handshake has said so."""
    if given is None or given.certificate is None:
        return None
    try:
        return read_file(given)
    except ExchangeFault:
        return None


def _certificates(report: Report) -> tuple[bytes, ...]:
    last = report.last
    return last.certificate.chain if last is not None and last.certificate is not None else ()


def compared(settings: Settings, found: tuple[bytes, ...]) -> tuple[StoreFact, ...]:
    """What each of the stores of --stores says of the chain, where there are several."""
    stores = named_stores(settings)
    if len(stores) < 2 or not found:
        return ()
    answers = [ask(store, found) for store in stores]
    return tuple(StoreFact(answer.store, answer.trusted, answer.detail) for answer in answers)


def _misfit(given: GivenCertificate | None) -> WhttpError:
    failing = [check for check in given.checks if check.verdict is CheckVerdict.FAIL] if given else []
    why = ", ".join(check.name for check in failing)
    name = given.file if given else ""
    return WhttpError(f"{name} would not do: its {why}", Code.ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED)
