"""The verdict on a server's certificate: eight checks, each with its line and its fault.

Promise: `judge` puts every fault that was found into exactly one check, forgives what the policy
forgives and nothing else, and gives the chain whatever the verdict. A fault without a flag of
WinHTTP's (bad signature, revoked, constraints, invalid) is never forgiven. Must not do I/O, and
knows no option.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from winhttp_cli.engine.net import names
from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.dates import date_text, trouble_text
from winhttp_cli.engine.net.printable import listed, printable
from winhttp_cli.engine.net.revocation_answer import Answer, Status
from winhttp_cli.engine.net.tls_context import is_allowed, versions_text
from winhttp_cli.engine.net.verification import (
    BAD_SIGNATURE,
    EXPIRED,
    NO_AUTHORITY,
    NO_ISSUER,
    NOT_TRUSTED,
    NOT_TRUSTED_ROOT,
    NOT_TRUSTED_SELF_SIGNED,
    NOT_YET_VALID,
    SMALL_KEY,
    WEAK_HASH,
    WRONG_PURPOSE,
    Complaint,
    Verification,
)
from winhttp_cli.events import CertificateCheck, CheckVerdict, RevocationAnswer
from winhttp_cli.plan import FORGIVABLE, NO_FAULT, CertFault, TlsPolicy
from winhttp_cli.record import dataclass

_WEAK_HASHES = frozenset({"MD2", "MD4", "MD5", "SHA-1"})
_SMALLEST_RSA = 1024
_SMALLEST_ELLIPTIC = 160
_REVOCATION_FAULTS = {
    Status.GOOD: NO_FAULT,
    Status.REVOKED: CertFault.REVOKED,
    Status.UNKNOWN: CertFault.REVOCATION_UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its line, and its fault or none."""

    detail: str
    fault: CertFault = NO_FAULT
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the checks look at. `presented` is what the server sent, `built` what OpenSSL made
    of it, both with the server's own certificate first and never empty. `revocation` is None where
    nobody was asked; `stapled` is an answer to show and not to judge by."""

    host: str
    presented: tuple[Certificate, ...]
    built: tuple[Certificate, ...]
    verification: Verification
    policy: TlsPolicy
    version: str
    now: datetime
    revocation: tuple[Answer, ...] | None = None
    stapled: Answer | None = None

    @property
    def own(self) -> Certificate:
        return self.presented[0]


@dataclass(frozen=True, slots=True)
class Judgement:
    """`refused` are the faults the policy does not forgive; none means the handshake may go on."""

    checks: tuple[CertificateCheck, ...]
    faults: CertFault
    forgiven: CertFault
    revocation: tuple[RevocationAnswer, ...] = ()

    @property
    def refused(self) -> CertFault:
        return self.faults & ~self.forgiven

    @property
    def failed(self) -> int:
        """How many checks failed."""
        return sum(check.verdict is CheckVerdict.FAIL for check in self.checks)


def judge(case: Case) -> Judgement:
    """All eight checks, in the order of the report."""
    may_forgive = case.policy.forgiven & FORGIVABLE
    findings = [(name, check(case)) for name, check in _CHECKS.items()]
    faults = NO_FAULT
    for _, finding in findings:
        faults |= finding.fault
    checks = tuple(_line(name, finding, may_forgive) for name, finding in findings)
    return Judgement(checks, faults, faults & may_forgive, _told(case))


def _told(case: Case) -> tuple[RevocationAnswer, ...]:
    stapled = () if case.stapled is None else (case.stapled,)
    return tuple(answer.told for answer in case.revocation or stapled)


def _line(name: str, finding: Finding, may_forgive: CertFault) -> CertificateCheck:
    if finding.skipped:
        verdict = CheckVerdict.SKIP
    elif not finding.fault:
        verdict = CheckVerdict.OK
    else:
        verdict = CheckVerdict.FAIL if finding.fault & ~may_forgive else CheckVerdict.FORGIVEN
    return CertificateCheck(name, verdict, finding.detail, finding.fault)


# --- chain and trust ---


def _check_chain(case: Case) -> Finding:
    """Whether the chain is whole, and every authority in it may do what it did."""
    troubles: list[str] = []
    fault = NO_FAULT
    if _lacks_intermediate(case):
        fault |= CertFault.UNKNOWN_CA
        troubles.append(f"incomplete: {_path(case)} < ?; {_not_found(case)}")
    for complaint in case.verification.others():
        fault |= complaint.fault
        troubles.append(f"{complaint.certificate.label} {complaint.phrase}")
    for certificate in case.presented:
        if certificate.problem:
            fault |= CertFault.INVALID
            troubles.append(f"a certificate cannot be read: {certificate.problem}")
    return Finding("; ".join(troubles[:5]) if troubles else _path(case), fault)


def _check_trust(case: Case) -> Finding:
    store = case.policy.trust.label
    if case.verification.about(NOT_TRUSTED_SELF_SIGNED):
        return Finding(f"self-signed, and not in {store}", CertFault.UNKNOWN_CA)
    untrusted = case.verification.about(NOT_TRUSTED_ROOT)
    if untrusted:
        return Finding(f"{untrusted[-1].certificate.label} is not in {store}", CertFault.UNKNOWN_CA)
    if _lacks_intermediate(case):
        return Finding("no root was reached", skipped=True)
    if case.verification.about(*NO_ISSUER):
        return Finding(_not_found(case), CertFault.UNKNOWN_CA)
    if case.verification.about(NOT_TRUSTED):
        top = case.built[-1].label
        return Finding(f"{top} is not trusted for servers by {store}", CertFault.UNKNOWN_CA)
    return Finding(f"root found in {store}")


def _lacks_intermediate(case: Case) -> bool:
    """An issuer is missing. Servers do not send the root, so above an authority it is most likely the
    root that is unknown; above the server's own certificate, an intermediate that was not sent."""
    missing = bool(case.verification.about(*NO_ISSUER))
    return missing and (len(case.built) == 1 or not case.built[-1].is_authority)


def _path(case: Case) -> str:
    return " < ".join(certificate.label for certificate in case.built[:10])


def _not_found(case: Case) -> str:
    """The missing issuer, and where Windows would get it from."""
    top = case.built[-1]
    missing = f"{top.issuer_label} was not sent and is not in {case.policy.trust.label}"
    if not top.issuer_urls:
        return missing
    return f"{missing}; Windows would fetch it from {printable(top.issuer_urls[0])}"


# --- name, date, usage ---


def _check_name(case: Case) -> Finding:
    verdict = names.match(case.host, case.own)
    return Finding(verdict.detail, NO_FAULT if verdict.matches else CertFault.NAME)


def _check_date(case: Case) -> Finding:
    complaints = case.verification.about(NOT_YET_VALID, EXPIRED)
    if not complaints:
        return Finding(date_text(case.own, case.now))
    troubles = [_whose(c, trouble_text(c.certificate, case.now)) for c in complaints]
    return Finding("; ".join(troubles[:3]), CertFault.DATE)


def _check_usage(case: Case) -> Finding:
    complaints = [c for c in case.verification.about(WRONG_PURPOSE) if not _is_no_authority(case, c)]
    if not complaints:
        usages = case.own.usages
        return Finding("not restricted" if usages is None else listed(list(usages)))
    troubles = [_whose(complaint, _usage_trouble(complaint)) for complaint in complaints]
    return Finding("; ".join(troubles[:3]), CertFault.WRONG_USAGE)


def _is_no_authority(case: Case, complaint: Complaint) -> bool:
    """OpenSSL says twice that an issuer is no authority; the line of the chain has it, unforgivably."""
    about = case.verification.about(NO_AUTHORITY)
    return any(other.certificate == complaint.certificate for other in about)


def _usage_trouble(complaint: Complaint) -> str:
    """Any usage is not the server's: OpenSSL accepts anyExtendedKeyUsage for no purpose."""
    usages = complaint.certificate.usages
    if usages is not None and "serverAuth" not in usages:
        return f"has {listed(list(usages)) or 'no usage'}, needs serverAuth"
    return "its key usage does not allow a TLS server"


def _whose(complaint: Complaint, text: str) -> str:
    """The server's own certificate goes without saying."""
    return text if complaint.depth == 0 else f"{complaint.certificate.label} {text}"


# --- signature and keys ---


def _check_signature(case: Case) -> Finding:
    fault, troubles = NO_FAULT, list[str]()
    for complaint in case.verification.about(*BAD_SIGNATURE):
        fault |= CertFault.BAD_SIGNATURE
        troubles.append(f"the signature of {complaint.certificate.label} is wrong")
    for certificate in _weakly_signed(case):
        fault |= CertFault.WEAK_SIGNATURE
        hash_name = certificate.signature_hash or "a weak hash"
        troubles.append(f"{certificate.label} is signed with {hash_name}")
    for certificate in _small_keys(case):
        fault |= CertFault.INVALID
        troubles.append(f"{certificate.label} has too small a key: {certificate.key_text}")
    return Finding("; ".join(troubles[:5]) if troubles else _signature_text(case), fault)


def _weakly_signed(case: Case) -> list[Certificate]:
    """Every certificate but a root (whose own signature proves nothing) whose hash is broken."""
    top = case.built[-1]
    signed = [c for c in case.built if not (c is top and c.is_self_issued)]
    weak = [c for c in signed if c.signature_hash in _WEAK_HASHES]
    said = [complaint.certificate for complaint in case.verification.about(WEAK_HASH)]
    return list(dict.fromkeys([*weak, *said]))


def _small_keys(case: Case) -> list[Certificate]:
    small = [certificate for certificate in case.built if _is_too_small(certificate)]
    said = [complaint.certificate for complaint in case.verification.about(*SMALL_KEY)]
    return list(dict.fromkeys([*small, *said]))


def _is_too_small(certificate: Certificate) -> bool:
    """Windows refuses RSA keys below 1024 bits; with them fall curves of the same strength."""
    smallest = _SMALLEST_ELLIPTIC if certificate.is_elliptic else _SMALLEST_RSA
    return 0 < certificate.key_bits < smallest


def _signature_text(case: Case) -> str:
    """ "ECDSA P-256 with SHA-256": the key that signed the server's certificate, where it is known."""
    own = case.own
    signer = own if own.is_self_issued else case.built[1] if len(case.built) > 1 else None
    key = signer.key_text if signer is not None else ""
    if own.is_signed_with_pss:
        key = f"{key} PSS".strip()
    if not own.signature_hash:
        return key or "made by an unknown key"
    return f"{key} with {own.signature_hash}" if key else own.signature_hash


# --- revocation and version ---


def _check_revocation(case: Case) -> Finding:
    if not case.policy.check_revocation:
        return Finding("off", skipped=True)
    if case.revocation is None:
        return Finding("not asked: no trusted root was reached", skipped=True)
    if not case.revocation:
        return Finding("only a root, which nobody revokes", skipped=True)
    fault = NO_FAULT
    for answer in case.revocation:
        fault |= _REVOCATION_FAULTS[answer.reading.status]
    troubles = [a.text for a in case.revocation if a.reading.status is not Status.GOOD]
    return Finding("; ".join(troubles or [answer.text for answer in case.revocation]), fault)


def _check_version(case: Case) -> Finding:
    if is_allowed(case.version, case.policy.versions):
        return Finding(f"{case.version} is allowed")
    allowed = versions_text(case.policy.versions)
    return Finding(f"{case.version} is not allowed ({allowed})", CertFault.INVALID)


_CHECKS: dict[str, Callable[[Case], Finding]] = {
    "chain": _check_chain,
    "trust": _check_trust,
    "name": _check_name,
    "date": _check_date,
    "usage": _check_usage,
    "signature": _check_signature,
    "revocation": _check_revocation,
    "version": _check_version,
}
