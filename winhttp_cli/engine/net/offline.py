"""Certificates judged without a server: a file's chain, and a client certificate held against what a
server accepts.

Promise: the checks of a handshake where they make sense, in the same words; what needs a host or a
store that nobody named is skipped, and says so. Must not do network I/O.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime

from OpenSSL import crypto

from winhttp_cli.engine.net import checks
from winhttp_cli.engine.net.agreement import name_text
from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.certificate_file import CertificateFile, KeyState
from winhttp_cli.engine.net.checks import Case
from winhttp_cli.engine.net.dates import date_text, trouble_text
from winhttp_cli.engine.net.printable import listed
from winhttp_cli.engine.net.stores import ask
from winhttp_cli.engine.net.verification import EXPIRED, NOT_YET_VALID, Complaint, Verification
from winhttp_cli.events import CertificateCheck, CheckVerdict
from winhttp_cli.plan import CertFault, TlsPolicy

_WRONG_SIGNATURE = 7  # X509_V_ERR_CERT_SIGNATURE_FAILURE of <openssl/x509_vfy.h>
_NO_HOST = "no host to compare with; --sni NAME names one"
_FITTING = frozenset({"clientAuth", "anyExtendedKeyUsage"})


# --- a file -----------------------------------------------------------------------------------------


def judge_file(
    found: CertificateFile, policy: TlsPolicy, now: datetime, *, store_named: bool
) -> tuple[CertificateCheck, ...]:
    """chain, trust, name, date, usage, signature and key. A chain that no named store leads to a root
    is no fault of the file: with certifi alone it is skipped. The name is that of `policy`."""
    chain = tuple(Certificate(der) for der in found.chain)
    case = Case(
        host=policy.server_name or "",
        presented=chain,
        built=chain,
        verification=_complaints(chain, now),
        policy=policy,
        version="",
        now=now,
    )
    by_name = {check.name: check for check in checks.judge(case).checks}
    name = by_name["name"] if policy.server_name else _skipped("name", _NO_HOST)
    trust = _trust_check(found.chain, policy, store_named=store_named)
    return (
        _chain_check(chain),
        trust,
        name,
        by_name["date"],
        _usage_line(chain[0]),
        _signature_check(by_name["signature"], chain, trust),
        _key_check(found.key, chain[0]),
    )


def _complaints(chain: Sequence[Certificate], now: datetime) -> Verification:
    """What OpenSSL would complain of in a walk along this chain: dates and signatures."""
    walk = Verification()
    for depth, certificate in enumerate(chain):
        if certificate.validity is None or now > certificate.validity[1]:
            walk.complaints.append(Complaint(EXPIRED, depth, certificate))
        elif now < certificate.validity[0]:
            walk.complaints.append(Complaint(NOT_YET_VALID, depth, certificate))
        issuer = _issuer_of(certificate, chain)
        if issuer is not None and not certificate.is_signed_by(issuer):
            walk.complaints.append(Complaint(_WRONG_SIGNATURE, depth, certificate))
    return walk


def _issuer_of(certificate: Certificate, chain: Sequence[Certificate]) -> Certificate | None:
    """Its issuer in the file: one whose key made the signature, else one of the right name."""
    named = [
        other for other in chain if other.subject_der and other.subject_der == certificate.issuer_der
    ]
    signers = [other for other in named[:10] if certificate.is_signed_by(other)]
    return next(iter(signers or named), None)


def _chain_check(chain: Sequence[Certificate]) -> CertificateCheck:
    """A file may be a chain, leaf first, or a heap of certificates."""
    broken = [certificate for certificate in chain if certificate.problem]
    if broken:
        detail = f"{_count(len(broken))} cannot be read: {broken[0].problem}"
        return CertificateCheck("chain", CheckVerdict.FAIL, detail, CertFault.INVALID)
    for lower, upper in itertools.pairwise(chain):
        if lower.issuer_der != upper.subject_der:
            detail = f"{_count(len(chain))}, no chain: {lower.label} is not issued by {upper.label}"
            return _skipped("chain", detail)
    path = " < ".join(certificate.label for certificate in chain[:10])
    top = chain[-1]
    above = "" if top.is_self_issued else f" < {top.issuer_label} (not in the file)"
    return CertificateCheck("chain", CheckVerdict.OK, path + above)


def _count(number: int) -> str:
    return "1 certificate" if number == 1 else f"{number} certificates"


def _trust_check(chain: tuple[bytes, ...], policy: TlsPolicy, *, store_named: bool) -> CertificateCheck:
    answer = ask(policy.trust, chain)
    if answer.trusted:
        return CertificateCheck("trust", CheckVerdict.OK, f"root found in {answer.store}: {answer.root}")
    detail = f"{answer.detail}: no path to a root in {answer.store}"
    if not store_named:
        return _skipped("trust", f"{detail}; --ca-file FILE names another store")
    return CertificateCheck("trust", CheckVerdict.FAIL, detail, CertFault.UNKNOWN_CA)


def _usage_line(own: Certificate) -> CertificateCheck:
    """What the certificate may be used for; a file is for neither side until somebody uses it."""
    usages = "not restricted" if own.usages is None else listed(list(own.usages)) or "nothing"
    detail = f"{usages}; an authority" if own.is_authority else usages
    return CertificateCheck("usage", CheckVerdict.OK, detail)


def _signature_check(
    judged: CertificateCheck, chain: Sequence[Certificate], trust: CertificateCheck
) -> CertificateCheck:
    """A signature whose signer is neither in the file nor in the store is not verified."""
    unsigned = [certificate for certificate in chain if _issuer_of(certificate, chain) is None]
    if judged.verdict is not CheckVerdict.OK or trust.verdict is CheckVerdict.OK or not unsigned:
        return judged
    missing = unsigned[0].issuer_label
    return _skipped("signature", f"{judged.detail}; not verified, {missing} is not there")


def _key_check(state: KeyState, own: Certificate) -> CertificateCheck:
    if state is KeyState.ABSENT:
        return _skipped("key", f"{own.key_text or 'an unknown kind'}; {state.value}")
    verdict = CheckVerdict.OK if state is KeyState.MATCHES else CheckVerdict.FAIL
    return CertificateCheck("key", verdict, state.value)


def _skipped(name: str, detail: str) -> CertificateCheck:
    return CertificateCheck(name, CheckVerdict.SKIP, detail)


# --- a client certificate ---------------------------------------------------------------------------


def judge_client(
    found: CertificateFile, accepted: Sequence[str] | None, now: datetime
) -> tuple[CertificateCheck, ...]:
    """issuer, key, usage and date: a server's business, so that none has a number of WinHTTP's.
    `accepted` are the authorities that the server named, as text, ()
    where it named none; None where it did not ask for a certificate at all."""
    chain = tuple(Certificate(der) for der in found.chain)
    return (
        _issuer_check(chain, accepted),
        _client_key_check(found.key),
        _client_usage_check(chain[0]),
        _client_date_check(chain[0], now),
    )


def _issuer_check(chain: Sequence[Certificate], accepted: Sequence[str] | None) -> CertificateCheck:
    if accepted is None:
        return _skipped("issuer", "the server asked for no certificate")
    if not accepted:
        return _skipped("issuer", "the server names no authority: it judges when it sees one")
    wanted = {_folded(name): name for name in accepted}
    issuers = [text for text in (_issuer_text(certificate) for certificate in chain) if text]
    for text in issuers:
        if _folded(text) in wanted:
            detail = f"issued under {wanted[_folded(text)]}, which the server accepts"
            return CertificateCheck("issuer", CheckVerdict.OK, detail)
    own = issuers[-1] if issuers else "nobody that can be read"
    detail = f"issued by {own}; the server accepts {listed(list(accepted))}"
    return CertificateCheck("issuer", CheckVerdict.FAIL, detail)


def _issuer_text(certificate: Certificate) -> str:
    """The issuer's name in the words of the list, which are OpenSSL's."""
    try:
        parsed = crypto.load_certificate(crypto.FILETYPE_ASN1, certificate.der)
    except crypto.Error:
        return ""
    return name_text(parsed.get_issuer().get_components())


def _folded(name: str) -> str:
    """RFC 5280 section 7.1: names are compared without regard to case and to runs of blanks."""
    return " ".join(name.split()).casefold()


def _client_key_check(state: KeyState) -> CertificateCheck:
    verdict = CheckVerdict.OK if state is KeyState.MATCHES else CheckVerdict.FAIL
    hint = "; --client-cert-key FILE names it" if state is KeyState.ABSENT else ""
    return CertificateCheck("key", verdict, state.value + hint)


def _client_usage_check(own: Certificate) -> CertificateCheck:
    if own.usages is None:
        return CertificateCheck("usage", CheckVerdict.OK, "not restricted")
    detail = listed(list(own.usages)) or "no usage"
    if _FITTING.isdisjoint(own.usages):
        return CertificateCheck("usage", CheckVerdict.FAIL, f"has {detail}, needs clientAuth")
    return CertificateCheck("usage", CheckVerdict.OK, detail)


def _client_date_check(own: Certificate, now: datetime) -> CertificateCheck:
    if own.validity is None or not own.validity[0] <= now <= own.validity[1]:
        return CertificateCheck("date", CheckVerdict.FAIL, trouble_text(own, now))
    return CertificateCheck("date", CheckVerdict.OK, date_text(own, now))
