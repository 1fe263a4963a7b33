"""What the verdict is formed from, beyond what the server showed: missing issuers and revocation.

Promise: `gather` fetches only what the policy asks for, says so with a `Note` or a
`RevocationAnswered` each, and asks nothing about a chain that no trusted root stands above, unless
that is forgiven: its addresses are a stranger's. Must not judge.
"""

from __future__ import annotations

from winhttp_cli.engine.net import ocsp
from winhttp_cli.engine.net.checks import Case
from winhttp_cli.engine.net.issuers import fetch_missing
from winhttp_cli.engine.net.revocation import STAPLED, Lookup
from winhttp_cli.engine.net.revocation_answer import Answer, unknown
from winhttp_cli.engine.net.tls import Handshake
from winhttp_cli.engine.net.verification import NO_ISSUER
from winhttp_cli.engine.net.walk import walk
from winhttp_cli.events import Note, RevocationAnswered
from winhttp_cli.plan import CertFault
from winhttp_cli.record import replace


def gather(case: Case, about: Handshake, staple: bytes) -> Case:
    """`case` with the evidence its policy asks for. Raises `ExchangeFault` for CRL files that cannot be
    read, and 12002 when --max-time is over; a failed fetch is evidence, not a failure."""
    if case.policy.fetch_missing_issuers and case.verification.about(*NO_ISSUER):
        case = _completed(case, about)
    if case.policy.check_revocation and _is_trusted(case):
        return replace(case, revocation=_revocation(case, about, staple))
    if case.policy.show_staple:
        answer = _stapled(case, staple)
        about.emit(RevocationAnswered(answer=answer.told))
        return replace(case, stapled=answer)
    return case


def _completed(case: Case, about: Handshake) -> Case:
    """The chain with the issuers that were missing, walked again from scratch."""
    if about.fetch is None:
        return case
    fetched = fetch_missing(
        case.built,
        fetch=about.fetch,
        fetched=about.sessions.fetched,
        folder=case.policy.fetch_cache,
        now=case.now,
        note=lambda text: about.emit(Note(text=text)),
    )
    if not fetched:
        return case
    again = walk((*case.presented, *fetched), case.policy, about.sessions)
    if not again.verification.is_complete or not again.built:
        return case
    return replace(case, verification=again.verification, built=again.built)


def _stapled(case: Case, staple: bytes) -> Answer:
    """What the server stapled says, where it is shown and not judged by."""
    if not staple:
        return Answer(case.own, unknown("the server stapled no answer"))
    if len(case.built) == 1:
        return Answer(case.own, unknown("its issuer is not known"), STAPLED)
    return Answer(case.own, ocsp.read(staple, case.own, case.built[1], case.now), STAPLED)


def _is_trusted(case: Case) -> bool:
    faults = {complaint.fault for complaint in case.verification.complaints}
    return CertFault.UNKNOWN_CA not in faults or CertFault.UNKNOWN_CA in case.policy.forgiven


def _revocation(case: Case, about: Handshake, staple: bytes) -> tuple[Answer, ...]:
    lookup = Lookup(
        fetch=about.fetch,
        fetched=about.sessions.fetched,
        folder=case.policy.fetch_cache,
        crl_files=case.policy.crl_files,
        now=case.now,
    )
    answers = lookup.check(case.built, staple)
    for answer in answers:
        about.emit(RevocationAnswered(answer=answer.told))
    return answers
