"""The certificate panel: every check in one go, its number, the narrowest flag that passes it.

Promise: one line per check of the handshake, in its order; each FAIL with the WinHTTP number and the
`--ignore` word, or the statement that no flag passes it; then the SECURE_FAILURE bits and who has to
act. Judges nothing: verdicts and details come with the report.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from winhttp_cli.events import CertificateCheck, CheckVerdict
from winhttp_cli.options.tls import IGNORE_EVERYTHING, SECURITY_FLAGS
from winhttp_cli.plan import NO_FAULT, CertFault
from winhttp_cli.render.columns import cells, padded, wrapped
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.report.model import CertificateReport, Report
from winhttp_cli.report.printable import printable
from winhttp_cli.report.security import SecureFailure, facts_of, names_of
from winhttp_cli.settings.settings import Settings

_WORDS = {
    CheckVerdict.OK: "ok",
    CheckVerdict.FAIL: "FAIL",
    CheckVerdict.FORGIVEN: "forgiven",
    CheckVerdict.SKIP: "skip",
}
_STYLES = {
    CheckVerdict.OK: (Style.GREEN,),
    CheckVerdict.FAIL: (Style.RED, Style.BOLD),
    CheckVerdict.FORGIVEN: (Style.YELLOW,),
    CheckVerdict.SKIP: (Style.DIM,),
}
_NAME_WIDTH = 11
_HOW_TO_ASK = "off; turn on with --enable-feature ssl-revocation"
_FOOTER_INDENT = 8
#: Where the numbers begin when the details are short, as in the documented look.
_NUMBER_COLUMN = 58

#: Faults that only a new certificate cures.
_OF_THE_CERTIFICATE = (
    CertFault.NAME
    | CertFault.DATE
    | CertFault.WRONG_USAGE
    | CertFault.WEAK_SIGNATURE
    | CertFault.BAD_SIGNATURE
    | CertFault.REVOKED
    | CertFault.CONSTRAINTS
    | CertFault.INVALID
)


def panel_title(certificate: CertificateReport) -> str:
    """ "certificate rejected: 3 of 8 checks failed"."""
    failed = sum(check.verdict is CheckVerdict.FAIL for check in certificate.checks)
    whose = "the proxy's " if certificate.proxy else ""
    return f"{whose}certificate rejected: {failed} of {len(certificate.checks)} checks failed"


def panel(certificate: CertificateReport, url: str, settings: Settings, out: Outlet) -> list[str]:
    """The lines under the title and the number; `url` is what was asked for."""
    lines = check_lines(certificate.checks, settings, out, of_proxy=bool(certificate.proxy))
    return lines + _footer(certificate, certificate.proxy or url, out)


def check_lines(
    checks: tuple[CertificateCheck, ...], settings: Settings, out: Outlet, *, of_proxy: bool = False
) -> list[str]:
    """A line for each check: its verdict, what was found, its number and flag."""
    remarks = [_remark(check, settings, of_proxy) for check in checks]
    verdict_width = max((len(_WORDS[check.verdict]) for check in checks), default=0)
    start = max(4, verdict_width) + _NAME_WIDTH + 4
    column = _number_column(checks, remarks, start, out.width)
    lines: list[str] = []
    for check, remark in zip(checks, remarks, strict=True):
        lines += _check_lines(check, remark, max(4, verdict_width), column, out)
    return lines


def _check_lines(
    check: CertificateCheck, remark: str, verdict_width: int, column: int, out: Outlet
) -> list[str]:
    name = "revoked?" if check.name == "revocation" else check.name
    word = _WORDS[check.verdict]
    start = f"  {padded(word, verdict_width)}  {padded(printable(name), _NAME_WIDTH)}"
    painted = f"  {out.paint(word, *_STYLES[check.verdict])}" + start[2 + len(word) :]
    is_off = check.name == "revocation" and check.detail == "off"
    detail = _HOW_TO_ASK if is_off else printable(check.detail)
    indent = " " * cells(start)
    if remark and column:
        return [painted + padded(detail, column - cells(start)) + remark]
    below = [indent + remark] if remark else []
    first, *more = wrapped(detail, width=max(out.width - cells(start), 0), indent=0)
    return [painted + first, *(indent + line for line in more), *below]


def _number_column(
    checks: tuple[CertificateCheck, ...], remarks: list[str], start: int, width: int
) -> int:
    """Where the numbers of all failing lines begin, or 0 where they need lines of their own."""
    marked = [check for check, remark in zip(checks, remarks, strict=True) if remark]
    if not marked:
        return 0
    needed = start + max(cells(printable(check.detail)) for check in marked) + 2
    longest = max(cells(remark) for remark in remarks)
    if not width or max(needed, _NUMBER_COLUMN) + longest <= width:
        return max(needed, _NUMBER_COLUMN)
    return needed if needed + longest <= width else 0


def _remark(check: CertificateCheck, settings: Settings, of_proxy: bool) -> str:
    """The number and the flag: "12038  --ignore cn-invalid". No flag passes a proxy's certificate."""
    if check.fault == NO_FAULT:
        return ""
    facts = facts_of(check.fault)
    if check.verdict is CheckVerdict.FORGIVEN:
        return f"{facts.code:d}  by {printable(settings.origin(SECURITY_FLAGS).text)}"
    passes = facts.ignore and not of_proxy
    hint = f"--ignore {facts.ignore}" if passes else "no flag passes this"
    return f"{facts.code:d}  {hint}"


def hidden_lines(report: Report, settings: Settings) -> list[str]:
    """What the five ignore bits together let pass ("-k let pass name: ... (12038)"); who sets them all
    has not looked. A single bit hides what it names and is not repeated."""
    if IGNORE_EVERYTHING & ~settings[SECURITY_FLAGS]:
        return []
    origin = settings.origin(SECURITY_FLAGS).text
    shown = [exchange.certificate for exchange in report.exchanges if exchange.certificate is not None]
    checks = [check for one in shown for check in one.checks if check.verdict is CheckVerdict.FORGIVEN]
    texts = [f"{check.name}: {check.detail} ({facts_of(check.fault).code:d})" for check in checks]
    return [f"{origin} let pass {text}" for text in dict.fromkeys(texts)]


def _footer(certificate: CertificateReport, url: str, out: Outlet) -> list[str]:
    faults = certificate.faults & ~certificate.forgiven
    bits = SecureFailure(certificate.secure_failure)
    named = f"  bits  {' | '.join(names_of(bits))} = 0x{int(bits):X}"
    responsible = f"  owner {owner(faults, certificate)}"
    details = f"Details: whttp tls {_authority(url)}"
    lines = wrapped(named, width=out.width, indent=_FOOTER_INDENT)
    if out.width and cells(responsible) + 1 + cells(details) > out.width:
        lines += wrapped(responsible, width=out.width, indent=_FOOTER_INDENT)
        lines.append(" " * _FOOTER_INDENT + details)
    else:
        lines.append(f"{responsible} {details}")
    return [out.paint(line, Style.DIM) for line in lines]


def owner(faults: CertFault, certificate: CertificateReport) -> str:
    """Who has to act, in one sentence."""
    party = _party(certificate)
    if faults & CertFault.REVOKED:
        return f"{party}: its certificate was revoked, it needs a new one."
    if faults & _OF_THE_CERTIFICATE:
        if faults == CertFault.DATE:
            return f"{party}: it needs a new certificate, unless the clock here is wrong."
        if faults == CertFault.NAME:
            return f"{party}, or you: the address does not name the host the certificate is for."
        return f"{party}: it needs a new certificate."
    if faults & CertFault.UNKNOWN_CA:
        return _owner_of_unknown_authority(certificate)
    return "the network: the revocation servers must be reachable from here."


def _party(certificate: CertificateReport) -> str:
    return "the proxy" if certificate.proxy else "the server"


def _owner_of_unknown_authority(certificate: CertificateReport) -> str:
    chain_fails = any(
        check.name == "chain" and check.verdict is CheckVerdict.FAIL for check in certificate.checks
    )
    if chain_fails:
        return f"{_party(certificate)}: it does not send the certificates that lead to its root."
    return "you: if you trust this authority, name its root with --ca-file FILE."


def _authority(url: str) -> str:
    """host:port of `url`, for the next command to type."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    host = parts.hostname or ""
    bracketed = f"[{host}]" if ":" in host else host
    return printable(f"{bracketed}:{port or 443}")
