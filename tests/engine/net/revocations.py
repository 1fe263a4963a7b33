"""What the tests of revocation share: places to ask, and what a handshake said about them."""

from __future__ import annotations

from collections.abc import Callable

from tests.engine.net.handshakes import Outcome
from winhttp_cli.errors import ExitStatus
from winhttp_cli.events import RevocationAnswered
from winhttp_cli.plan import CertFault

OCSP = "http://ocsp.test"
CRL = "http://crl.test/root.crl"


Check = Callable[..., Outcome]


def said(outcome: Outcome) -> list[tuple[str, str]]:
    """Status and source of each answer, as they came; the verdict's event has the same."""
    answers = [event.answer for event in outcome.heard if isinstance(event, RevocationAnswered)]
    assert outcome.checked.revocation == tuple(answers)
    return [(answer.status, answer.source) for answer in answers]


def unknown_because(outcome: Outcome) -> str:
    """Why nobody could say; asserts that this ended the handshake with 12057."""
    assert outcome.fault is not None
    assert (outcome.code, outcome.fault.status) == (12057, ExitStatus.CERTIFICATE)
    assert outcome.checked.faults is CertFault.REVOCATION_UNKNOWN
    return outcome.failing["revocation"]
