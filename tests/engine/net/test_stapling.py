"""OCSP answers that the server brings along, and certificates that insist on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.x509.ocsp import OCSPCertStatus

from tests.engine.net.handshakes import Outcome, shake, trusting
from tests.engine.net.revocations import OCSP, Check, said, unknown_because
from tests.engine.net.web import Web
from tests.lab.certificates import DAY, Identity, leaf
from tests.lab.peers.nginx import OLD_TLS, Nginx
from tests.lab.revocation import (
    GOOD,
    REVOKED,
    ocsp_answer,
)


@pytest.fixture
def stapling(
    revoking_root: Identity, nginx_showing: Callable[..., Nginx], tmp_path: Path
) -> Callable[..., Outcome]:
    """`stapling(identity, answer, version)`: a handshake with an nginx that staples `answer`."""

    def run(
        identity: Identity,
        answer: bytes,
        web: Web | None = None,
        version: str = "TLSv1.2 TLSv1.3",
        **fields: object,
    ) -> Outcome:
        # nginx believes the file: it need not be of now, or good.
        chain = Identity(identity.certificate, identity.key, identity.issuer)
        staple, trusted = tmp_path / "staple.der", tmp_path / "trusted.pem"
        staple.write_bytes(answer)
        trusted.write_bytes(revoking_root.pem)
        directives = (
            f"{OLD_TLS.format(version)} ssl_stapling on; ssl_stapling_file {staple};"
            f"ssl_trusted_certificate {trusted};"
        )
        server = nginx_showing(chain, directives)
        policy = trusting(revoking_root, tmp_path, **{"check_revocation": True, **fields})
        outcome = shake(server.ports["tls"], policy, fetch=web)
        if outcome.stream is not None:
            outcome.exchange()
        return outcome

    return run


@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_a_stapled_answer_needs_no_fetch(
    by_ocsp: Identity, stapling: Callable[..., Outcome], version: str
) -> None:
    web = Web({})
    outcome = stapling(by_ocsp, ocsp_answer(by_ocsp), web, version)
    assert (outcome.fault, web.asked) == (None, [])
    assert outcome.line("revocation").detail == "localhost good (stapled OCSP)"


@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_a_stapled_revocation_is_12170(
    by_ocsp: Identity, stapling: Callable[..., Outcome], version: str
) -> None:
    assert stapling(by_ocsp, ocsp_answer(by_ocsp, REVOKED), None, version).code == 12170


def test_a_stapled_answer_that_does_not_count_is_asked_for(
    by_ocsp: Identity, stapling: Callable[..., Outcome]
) -> None:
    old = ocsp_answer(by_ocsp, updated=-9 * DAY, next_update=-2 * DAY)
    web = Web({OCSP: ocsp_answer(by_ocsp)})
    outcome = stapling(by_ocsp, old, web)
    assert said(outcome) == [("good", "OCSP http://ocsp.test")]


def test_must_staple_with_a_staple_passes(
    revoking_root: Identity, stapling: Callable[..., Outcome]
) -> None:
    strict = leaf(revoking_root, "localhost", ocsp_url=OCSP, must_staple=True)
    assert stapling(strict, ocsp_answer(strict)).fault is None


@pytest.mark.parametrize("status", [GOOD, REVOKED])
def test_a_staple_can_be_shown_without_deciding(
    by_ocsp: Identity, stapling: Callable[..., Outcome], status: OCSPCertStatus
) -> None:
    outcome = stapling(by_ocsp, ocsp_answer(by_ocsp, status), check_revocation=False, show_staple=True)
    assert outcome.fault is None
    assert said(outcome) == [(status.name.lower(), "stapled OCSP")]


def test_a_staple_that_does_not_come_is_told(by_ocsp: Identity, check: Check) -> None:
    outcome = check(by_ocsp, None, check_revocation=False, show_staple=True)
    (answer,) = outcome.checked.revocation
    assert (answer.status, answer.detail) == ("unknown", "the server stapled no answer")


def test_must_staple_without_a_staple_is_12057_whatever_the_responder_says(
    revoking_root: Identity, check: Check
) -> None:
    strict = leaf(revoking_root, "localhost", ocsp_url=OCSP, must_staple=True)
    reason = unknown_because(check(strict, Web({OCSP: ocsp_answer(strict)})))
    assert reason == "localhost: it must come with a stapled OCSP answer, and none came"
