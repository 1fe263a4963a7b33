"""Missing issuers fetched as Windows would (AIA), and the walk along a chain no server sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization.pkcs7 import serialize_certificates

from tests.engine.net.handshakes import ANSWER, Outcome, shake, trusting
from tests.engine.net.web import Web
from tests.lab.certificates import CLIENT, DAY, Identity, KeyKind, intermediate, leaf, root
from tests.lab.raw_server import RawServer
from tests.lab.revocation import revocation_list
from tests.lab.tls import server_context
from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.engine.net.walk import walk
from winhttp_cli.events import Note
from winhttp_cli.plan import CertFault

ISSUER = "http://ca.test/issuer.crt"
UPPER = "http://ca.test/upper.crt"


@pytest.fixture(scope="module")
def top() -> Identity:
    return root("AIA Root")


@pytest.fixture(scope="module")
def middle(top: Identity) -> Identity:
    return intermediate(top, "AIA Issuing CA")


@pytest.fixture
def meeting(top: Identity, tmp_path: Path) -> Callable[..., Outcome]:
    """`meeting(identity, web)`: a handshake with a server that sends its own certificate alone."""

    def run(
        identity: Identity, web: Web | None, sessions: TlsSessions | None = None, **fields: object
    ) -> Outcome:
        alone = Identity(identity.certificate, identity.key, top)
        policy = trusting(top, tmp_path, **{"fetch_missing_issuers": True, **fields})
        with RawServer(ANSWER, tls=server_context(alone)) as server:
            outcome = shake(server.port, policy, fetch=web, sessions=sessions)
            if outcome.stream is not None:
                outcome.exchange()
        return outcome

    return run


Meeting = Callable[..., Outcome]


def notes(outcome: Outcome) -> list[str]:
    return [event.text for event in outcome.heard if isinstance(event, Note)]


def test_a_missing_issuer_is_fetched_and_the_chain_is_good(middle: Identity, meeting: Meeting) -> None:
    web = Web({ISSUER: middle.der})
    outcome = meeting(leaf(middle, "localhost", issuer_url=ISSUER), web)
    assert outcome.fault is None
    assert outcome.line("chain").detail == "localhost < AIA Issuing CA < AIA Root"
    assert notes(outcome) == [f"fetched the missing issuer AIA Issuing CA from {ISSUER}"]
    assert len(outcome.checked.chain) == 1, "the chain shown is what the server sent"


def test_without_the_policy_it_is_not_fetched(middle: Identity, meeting: Meeting) -> None:
    web = Web({ISSUER: middle.der})
    outcome = meeting(leaf(middle, "localhost", issuer_url=ISSUER), web, fetch_missing_issuers=False)
    assert (outcome.code, web.asked) == (12175, [])
    assert f"Windows would fetch it from {ISSUER}" in outcome.failing["chain"]


def pem(identity: Identity) -> bytes:
    return identity.pem


def bundle(identity: Identity) -> bytes:
    others = [root("Another").certificate, identity.certificate]
    return serialize_certificates(others, serialization.Encoding.DER)


@pytest.mark.parametrize("form", [pem, bundle])
def test_pem_and_pkcs7_are_understood(
    middle: Identity, meeting: Meeting, form: Callable[[Identity], bytes]
) -> None:
    web = Web({ISSUER: form(middle)})
    assert meeting(leaf(middle, "localhost", issuer_url=ISSUER), web).fault is None


def test_two_levels_are_fetched(top: Identity, meeting: Meeting) -> None:
    upper = intermediate(top, "Upper CA")
    lower = intermediate(upper, "Lower CA", issuer_url=UPPER)
    web = Web({ISSUER: lower.der, UPPER: upper.der})
    outcome = meeting(leaf(lower, "localhost", issuer_url=ISSUER), web)
    assert outcome.line("chain").detail == "localhost < Lower CA < Upper CA < AIA Root"


@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"-----BEGIN CERTIFICATE-----\n"])
def test_what_is_no_certificate_changes_nothing(middle: Identity, meeting: Meeting, body: bytes) -> None:
    outcome = meeting(leaf(middle, "localhost", issuer_url=ISSUER), Web({ISSUER: body}))
    assert outcome.checked.faults is CertFault.UNKNOWN_CA
    assert notes(outcome) == [f"what {ISSUER} gives is not the missing issuer AIA Issuing CA"]


def test_a_certificate_of_the_right_name_and_the_wrong_key_changes_nothing(
    top: Identity, middle: Identity, meeting: Meeting
) -> None:
    impostor = intermediate(top, "AIA Issuing CA")
    outcome = meeting(leaf(middle, "localhost", issuer_url=ISSUER), Web({ISSUER: impostor.der}))
    assert outcome.checked.faults is CertFault.UNKNOWN_CA


def test_a_fetch_that_fails_is_told_and_changes_nothing(middle: Identity, meeting: Meeting) -> None:
    outcome = meeting(leaf(middle, "localhost", issuer_url=ISSUER), Web({}))
    assert outcome.checked.faults is CertFault.UNKNOWN_CA
    assert notes(outcome) == [f"cannot fetch the missing issuer AIA Issuing CA: {ISSUER}: refused"]


def test_a_fetched_root_is_not_thereby_trusted(meeting: Meeting) -> None:
    stranger = root("Stranger Root")
    lower = intermediate(stranger, "Stranger CA", issuer_url=UPPER)
    web = Web({ISSUER: lower.der, UPPER: stranger.der})
    outcome = meeting(leaf(lower, "localhost", issuer_url=ISSUER), web)
    assert outcome.failing == {"trust": "Stranger Root is not in root.pem (--ca-file)"}


def test_the_faults_of_the_longer_chain_are_all_found(top: Identity, meeting: Meeting) -> None:
    expired = intermediate(top, "Expired CA", starts=-9 * DAY, ends=-2 * DAY)
    outcome = meeting(leaf(expired, "other.test", issuer_url=ISSUER), Web({ISSUER: expired.der}))
    assert outcome.checked.faults == CertFault.DATE | CertFault.NAME
    assert outcome.failing["date"].startswith("Expired CA expired 2 days ago")


def test_a_fetched_issuer_is_kept(middle: Identity, meeting: Meeting, tmp_path: Path) -> None:
    web, sessions = Web({ISSUER: middle.der}), TlsSessions()
    identity = leaf(middle, "localhost", issuer_url=ISSUER)
    for memory in (sessions, sessions, TlsSessions()):
        assert meeting(identity, web, memory, fetch_cache=tmp_path / "cache").fault is None
    assert len(web.asked) == 1


def test_an_endless_ladder_of_issuers_ends(meeting: Meeting) -> None:
    web = Web({})
    current = intermediate(root("Far Away"), "CA 0", issuer_url="http://ca.test/x")
    for number in range(1, 12):
        web.pages[f"http://ca.test/{number}."] = current.der
        current = intermediate(current, f"CA {number}", issuer_url=f"http://ca.test/{number}.crt")
    outcome = meeting(leaf(current, "localhost", issuer_url=ISSUER), web)
    assert outcome.checked.faults is CertFault.UNKNOWN_CA
    assert len(web.asked) <= 6


def test_revocation_is_asked_along_the_completed_chain(top: Identity, meeting: Meeting) -> None:
    list_url = "http://crl.test/root.crl"
    revoked = intermediate(top, "Revoked CA", crl_url=list_url)
    last = leaf(revoked, "localhost", issuer_url=ISSUER, crl_url="http://crl.test/leaf.crl")
    web = Web(
        {
            ISSUER: revoked.der,
            list_url: revocation_list(top, revoked),
            "http://crl.test/leaf.crl": revocation_list(revoked),
        }
    )
    assert meeting(last, web, check_revocation=True).code == 12170


# --- the walk ---


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.RSA_2048, KeyKind.ED25519])
def test_a_walk_finds_what_a_handshake_finds(kind: KeyKind, tmp_path: Path) -> None:
    above = root("Walk Root", kind=kind)
    faulty = leaf(above, "localhost", kind=kind, usages=(CLIENT,), starts=-9 * DAY, ends=-2 * DAY)
    policy = trusting(above, tmp_path, forgiven=CertFault.DATE | CertFault.WRONG_USAGE)
    found = walk((Certificate(faulty.der),), policy, TlsSessions())
    assert found.verification.is_complete
    assert {complaint.number for complaint in found.verification.complaints} == {10, 26}
    assert [certificate.label for certificate in found.built] == ["localhost", "Walk Root"]


def test_a_walk_along_a_good_chain_has_no_complaints(
    localhost: Identity, lab_issuer: Identity, lab_ca: Identity, tmp_path: Path
) -> None:
    chain = (Certificate(localhost.der), Certificate(lab_issuer.der))
    found = walk(chain, trusting(lab_ca, tmp_path), TlsSessions())
    assert (found.verification.complaints, found.verification.is_complete) == ([], True)


def test_a_walk_along_nothing_is_not_complete(lab_ca: Identity, tmp_path: Path) -> None:
    for chain in ((), (Certificate(b"junk"),)):
        found = walk(chain, trusting(lab_ca, tmp_path), TlsSessions())
        assert not found.verification.is_complete


def test_a_walk_along_a_chain_of_many_records(lab_ca: Identity, tmp_path: Path) -> None:
    current = top = root("Long Root")
    chain = []
    for number in range(60):
        current = intermediate(current, f"CA {number}")
        chain.insert(0, Certificate(current.der))
    last = Certificate(leaf(current, "localhost").der)
    found = walk((last, *chain), trusting(top, tmp_path), TlsSessions())
    assert found.verification.complaints == []
    assert len(found.built) == 62
    assert isinstance(last.parsed, x509.Certificate)
