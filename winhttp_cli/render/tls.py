"""`whttp tls` on a terminal or in a pipe: what was agreed, the chain, every check, who has to act.

Promise: a half-filled report gives the sections whose facts exist, a failed handshake included; texts
of servers are made printable. Judges nothing: verdicts and standings come with the report.
"""

from __future__ import annotations

from collections.abc import Iterable

from winhttp_cli.errors import ExitStatus, WhttpError
from winhttp_cli.events import CheckVerdict
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.render.certificate_panel import check_lines, owner
from winhttp_cli.render.columns import cells, wrapped
from winhttp_cli.render.failure import detail_lines, sentence
from winhttp_cli.render.screen import Row, counted, laid_out, phases_text, route_row, security_row
from winhttp_cli.render.section import labelled, section_title
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.render.tls_chain import chain_lines
from winhttp_cli.render.tls_releases import release_lines
from winhttp_cli.report.model import CertificateReport
from winhttp_cli.report.printable import printable
from winhttp_cli.report.security import SecureFailure, names_of
from winhttp_cli.report.tls import (
    ClientFacts,
    ExpiryFact,
    GivenCertificate,
    HandshakeFacts,
    Inspection,
    Standing,
    StoreFact,
    TlsReport,
)
from winhttp_cli.settings.settings import Settings

_SHOWN_ISSUERS = 10
_INDENT = 2
_LABEL = 10


def report_lines(report: TlsReport, settings: Settings, out: Outlet) -> list[str]:
    """Everything about one server, line by line."""
    if report.releases:
        sections = [release_lines(report.releases, out)]
    else:
        sections = _sections(report, settings, out)
    ending = expiry_lines(report.expiry, out) + note_lines(report.warnings, out)
    if report.failure is not None:
        ending += failure_lines(report.failure, settings, out)
    return spaced([_headline(report, out), *sections, ending])


def _sections(report: TlsReport, settings: Settings, out: Outlet) -> list[list[str]]:
    certificate = _certificate(report)
    return [
        _handshake(report, settings, out),
        _proxy_checks(report, settings, out),
        chain_lines(report.chain, report.chain_length, out),
        [] if certificate is None else _checks(certificate, settings, out),
        store_lines(report.stores, out),
        [] if report.inspection is None else _inspection(report.inspection, out),
        _client(report.client, out),
        [] if report.given is None else _given(report.given, settings, out),
    ]


def spaced(sections: Iterable[list[str]]) -> list[str]:
    """The sections that hold anything, an empty line between them."""
    lines: list[str] = []
    for section in sections:
        lines += ["", *section] if lines and section else section
    return lines


def _certificate(report: TlsReport) -> CertificateReport | None:
    return report.report.last.certificate if report.report.last is not None else None


def _headline(report: TlsReport, out: Outlet) -> list[str]:
    """ "TLS 1.3 with localhost:9445, the certificate is accepted"."""
    certificate, version = _certificate(report), report.handshake.version
    spoken = f"{version} with {report.target}" if version else f"no TLS with {report.target}"
    style = Style.GREEN if report.report.failure is None else Style.RED
    text = printable(f"{spoken}, {_verdict(report, certificate)}")
    return [out.paint(line, style, Style.BOLD) for line in wrapped(text, width=out.width, indent=2)]


def _verdict(report: TlsReport, certificate: CertificateReport | None) -> str:
    if certificate is None:
        return "no certificate was seen"
    if certificate.faults & ~certificate.forgiven:
        failed = sum(check.verdict is CheckVerdict.FAIL for check in certificate.checks)
        return f"the certificate is rejected: {failed} of {len(certificate.checks)} checks failed"
    passed = " by what is ignored" if certificate.forgiven else ""
    accepted = f"the certificate is accepted{passed}"
    failure = report.report.failure
    if failure is None:
        return accepted
    if failure.status is ExitStatus.CLIENT_CERTIFICATE:
        is_ours = report.client.sent and report.client.standing is Standing.REFUSED
        refused = "the client certificate sent is refused"
        return f"{accepted}, {refused if is_ours else 'a client certificate is needed'}"
    return f"{accepted}, but the handshake failed"


# --- the handshake ------------------------------------------------------------------------------------


def _handshake(report: TlsReport, settings: Settings, out: Outlet) -> list[str]:
    facts, exchange = report.handshake, report.report.last
    rows = _agreed_rows(facts)
    if exchange is not None:
        rows.append(security_row(report.report, exchange, settings))
        rows += [("client", _standing(report.client), "")] if facts.version else []
        rows.append(route_row(exchange, show_secrets=settings[SHOW_SECRETS]))
        rows.append(("time", phases_text(exchange.timing), ""))
    lines = section_title("HANDSHAKE", "", out)
    lines += laid_out([row for row in rows if row[1]], out.width)
    return lines + _binding_lines(facts, out)


def _agreed_rows(facts: HandshakeFacts) -> list[Row]:
    offered = f"offered: {', '.join(facts.offered_alpn)}"
    bits = f"SECURITY_KEY_BITNESS {facts.bits}" if facts.bits else ""
    resumed = {True: "yes", False: "no", None: ""}[facts.resumes]
    rows = [
        ("version", facts.version, ""),
        ("cipher", printable(facts.cipher), bits),
        ("group", printable(facts.group), ""),
        ("ALPN", printable(facts.alpn) or "none", offered) if facts.version else ("", "", ""),
        ("SNI", printable(facts.server_name) or "none sent", ""),
        ("resumed", resumed, "by a second handshake" if resumed else ""),
    ]
    return list(rows)


def _binding_lines(facts: HandshakeFacts, out: Outlet) -> list[str]:
    """The channel bindings; a hash goes on a line of its own."""
    lines: list[str] = []
    for number, binding in enumerate(facts.bindings):
        label = "binding" if number == 0 else ""
        remark = "SERVER_CBT" if binding.name == "tls-server-end-point" else ""
        lines += laid_out([(label, binding.name, remark)], out.width)
        lines.append(" " * (_INDENT + _LABEL) + out.paint(binding.value.hex(), Style.DIM))
    return lines


# --- the checks ---------------------------------------------------------------------------------------


def _checks(certificate: CertificateReport, settings: Settings, out: Outlet) -> list[str]:
    """The panel of a rejected certificate, for an accepted one as well, and who has to act on what."""
    lines = section_title("CHECKS", f"of the certificate, for {certificate.host}", out)
    lines += check_lines(certificate.checks, settings, out)
    bits = SecureFailure(certificate.secure_failure)
    named = f"{' | '.join(names_of(bits))} = " if bits else ""
    lines += _row("bits", f"SECURE_FAILURE {named}0x{int(bits):X}", out)
    for check in certificate.checks:
        if check.verdict is CheckVerdict.FAIL:
            lines += _row("owner", f"({check.name}) {owner(check.fault, certificate)}", out)
    return lines


def _row(label: str, text: str, out: Outlet) -> list[str]:
    return labelled(label, text, indent=_INDENT, width=_LABEL, out=out)


def _proxy_checks(report: TlsReport, settings: Settings, out: Outlet) -> list[str]:
    """What is wrong with the certificate of an https proxy, which no flag passes."""
    last = report.report.last
    shown = last.proxy_certificate if last is not None else None
    if shown is None or not shown.faults:
        return []
    lines = section_title("PROXY", f"the checks of its certificate, for {shown.host}", out)
    return lines + check_lines(shown.checks, settings, out, of_proxy=True)


# --- stores, inspection -------------------------------------------------------------------------------


def store_lines(stores: tuple[StoreFact, ...], out: Outlet) -> list[str]:
    """What each store says of the chain."""
    if not stores:
        return []
    lines = section_title("STORES", "does a path lead to one of their roots?", out)
    width = max(cells(printable(store.store)) for store in stores) + 2
    for store in stores:
        answer = "yes" if store.trusted else "no"
        text = f"{answer:<5}{store.detail}"
        painted = labelled(store.store, text, indent=_INDENT, width=width, out=out)
        lines += [out.paint(line, Style.GREEN if store.trusted else Style.YELLOW) for line in painted]
    return lines


def _inspection(inspection: Inspection, out: Outlet) -> list[str]:
    """A suspicion, named as one, with what speaks for it."""
    likely = f"likely: {inspection.product} opens this connection" if inspection.product else ""
    possible = f"possible: {inspection.authority} may sign certificates on the fly"
    lines = section_title("INSPECTED?", likely or possible, out)
    for sign in inspection.evidence:
        lines += wrapped(f"  - {printable(sign)}", width=out.width, indent=4)
    return lines


# --- the client certificate ---------------------------------------------------------------------------


def _standing(client: ClientFacts) -> str:
    """One or two words; what is refused without a certificate is the request, not a certificate."""
    without = " without one" if client.standing is Standing.REFUSED and not client.sent else ""
    return client.standing.value + without


def _client(client: ClientFacts, out: Outlet) -> list[str]:
    if client.standing is Standing.NOT_REQUESTED:
        return []
    lines = section_title("CLIENT", f"a certificate is asked for: {_standing(client)}", out)
    if client.detail:
        lines += wrapped(f"  {printable(client.detail)}", width=out.width, indent=2)
    if not client.issuers:
        return [*lines, "  the server names no authority (CLIENT_CERT_ISSUER_LIST is empty)"]
    lines.append(f"  accepted: {counted(len(client.issuers), 'authority', 'authorities')}")
    for issuer in client.issuers[:_SHOWN_ISSUERS]:
        lines += wrapped(f"    {printable(issuer)}", width=out.width, indent=6)
    more = len(client.issuers) - _SHOWN_ISSUERS
    return [*lines, f"    and {more} more; --json has them all"] if more > 0 else lines


def _given(given: GivenCertificate, settings: Settings, out: Outlet) -> list[str]:
    fits = "would do" if given.fits else "would not do"
    facts = given.certificate
    about = f"{given.file} {fits}: {facts.title}, issued by {facts.issuer_title}"
    return section_title("GIVEN", about, out) + check_lines(given.checks, settings, out)


# --- the end ------------------------------------------------------------------------------------------


def expiry_lines(expiry: ExpiryFact | None, out: Outlet) -> list[str]:
    """The certificate that ends first, where --expires-in asked."""
    if expiry is None:
        return []
    verdict = "within the time asked about" if expiry.expires else "later than asked about"
    text = f"{expiry.title} on {expiry.not_after:%Y-%m-%d %H:%M}Z, {verdict}"
    style = Style.RED if expiry.expires else Style.GREEN
    return [out.paint(line, style) for line in section_title("EXPIRES", text, out)]


def note_lines(notes: tuple[str, ...], out: Outlet) -> list[str]:
    """Remarks of the engine: small keys, versions that were not offered."""
    lines: list[str] = []
    for note in notes:
        lines += section_title("NOTE", note, out)
    return lines


def failure_lines(failure: WhttpError, settings: Settings, out: Outlet) -> list[str]:
    """What the command ends with, in the words of any other command."""
    lines = section_title("FAILED", sentence(failure, settings), out)
    for line in detail_lines(failure, settings):
        lines += wrapped(" " * 8 + line, width=out.width, indent=8)
    return lines
