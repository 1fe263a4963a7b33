"""Every fault of a certificate in one handshake, each named, each passed by its own flag only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.net.handshakes import Outcome, meet, trusting
from tests.lab.certificates import CLIENT, DAY, SERVER, Identity, KeyKind, intermediate, leaf, root
from tests.lab.signatures import Digest
from winhttp_cli.errors import Code, ExitStatus
from winhttp_cli.events import CheckVerdict
from winhttp_cli.plan import FORGIVABLE, NO_FAULT, CertFault, TlsPolicy

Policy = Callable[..., TlsPolicy]


@pytest.fixture
def policy(lab_ca: Identity, tmp_path: Path) -> Policy:
    """`policy(forgiven=...)`: a policy that trusts `lab_ca` only."""
    return lambda **fields: trusting(lab_ca, tmp_path, **fields)


@pytest.fixture(scope="module")
def rsa_root() -> Identity:
    return root("Lab RSA Root", kind=KeyKind.RSA_2048)


@pytest.fixture(scope="module")
def faulty(lab_issuer: Identity, rsa_root: Identity) -> dict[CertFault, Identity]:
    """One certificate per fault, with that fault and no other."""
    limited = intermediate(lab_issuer, "Lab Limited CA", permitted=("only.test",))
    return {
        CertFault.UNKNOWN_CA: leaf(None, "localhost"),
        CertFault.NAME: leaf(lab_issuer, "www.other.test"),
        CertFault.DATE: leaf(lab_issuer, "localhost", starts=-20 * DAY, ends=-5 * DAY),
        CertFault.WRONG_USAGE: leaf(lab_issuer, "localhost", usages=(CLIENT,)),
        CertFault.WEAK_SIGNATURE: leaf(rsa_root, "localhost", digest=Digest.SHA1),
        CertFault.BAD_SIGNATURE: leaf(lab_issuer, "localhost", tamper=True),
        CertFault.CONSTRAINTS: leaf(limited, "localhost"),
    }


@pytest.fixture
def meeting(
    faulty: dict[CertFault, Identity], rsa_root: Identity, policy: Policy, tmp_path: Path
) -> Callable[[CertFault, CertFault], Outcome]:
    """`meeting(fault, forgiven)`: a handshake with the certificate that has just that fault."""

    def run(fault: CertFault, forgiven: CertFault) -> Outcome:
        if fault is CertFault.WEAK_SIGNATURE:
            return meet(faulty[fault], trusting(rsa_root, tmp_path, forgiven=forgiven))
        return meet(faulty[fault], policy(forgiven=forgiven))

    return run


FAULTS = [
    CertFault.UNKNOWN_CA,
    CertFault.NAME,
    CertFault.DATE,
    CertFault.WRONG_USAGE,
    CertFault.WEAK_SIGNATURE,
    CertFault.BAD_SIGNATURE,
    CertFault.CONSTRAINTS,
]
NAMED = {fault: fault.name for fault in FAULTS}


def test_a_good_certificate_passes_all_checks(localhost: Identity, policy: Policy) -> None:
    outcome = meet(localhost, policy())
    assert outcome.checked.faults is NO_FAULT
    assert [(c.name, c.verdict.value) for c in outcome.checked.checks] == [
        ("chain", "ok"),
        ("trust", "ok"),
        ("name", "ok"),
        ("date", "ok"),
        ("usage", "ok"),
        ("signature", "ok"),
        ("revocation", "skip"),
        ("version", "ok"),
    ]


def test_a_good_certificate_reads_as_in_the_product_description(
    localhost: Identity, policy: Policy
) -> None:
    outcome = meet(localhost, policy())
    details = {check.name: check.detail for check in outcome.checked.checks}
    assert details.pop("date").endswith(", 29 days left")
    assert details == {
        "chain": "localhost < Lab Issuing CA 3 < Lab Root R1",
        "trust": "root found in root.pem (--ca-file)",
        "name": '"localhost" matched',
        "usage": "serverAuth",
        "signature": "ECDSA P-256 with SHA-256",
        "revocation": "off",
        "version": "TLS 1.3 is allowed",
    }


@pytest.mark.parametrize("fault", FAULTS, ids=NAMED.get)
def test_a_fault_is_found_alone_and_refused(
    fault: CertFault, meeting: Callable[[CertFault, CertFault], Outcome]
) -> None:
    outcome = meeting(fault, NO_FAULT)
    assert (outcome.checked.faults, outcome.checked.forgiven) == (fault, NO_FAULT)
    assert outcome.fault is not None
    assert (outcome.fault.code, outcome.fault.status) == (
        Code.ERROR_WINHTTP_SECURE_FAILURE,
        ExitStatus.CERTIFICATE,
    )
    assert outcome.failed.message == "certificate rejected: 1 of 8 checks failed"


@pytest.mark.parametrize("forgiven", FAULTS, ids=NAMED.get)
@pytest.mark.parametrize("fault", FAULTS, ids=NAMED.get)
def test_a_fault_is_passed_by_its_own_flag_and_by_no_other(
    fault: CertFault, forgiven: CertFault, meeting: Callable[[CertFault, CertFault], Outcome]
) -> None:
    outcome = meeting(fault, forgiven)
    passes = fault is forgiven and bool(fault & FORGIVABLE)
    assert (outcome.fault is None) is passes
    assert outcome.checked.faults is fault


@pytest.mark.parametrize("fault", FAULTS, ids=NAMED.get)
def test_all_flags_together_pass_only_faults_that_have_one(
    fault: CertFault, meeting: Callable[[CertFault, CertFault], Outcome]
) -> None:
    outcome = meeting(fault, ~NO_FAULT)
    assert (outcome.fault is None) is bool(fault & FORGIVABLE)
    verdicts = {check.verdict for check in outcome.checked.checks}
    expected = CheckVerdict.FORGIVEN if fault & FORGIVABLE else CheckVerdict.FAIL
    assert verdicts == {CheckVerdict.OK, CheckVerdict.SKIP, expected}


def three_faults(issuer: Identity) -> Identity:
    return leaf(issuer, "www.other.test", usages=(CLIENT,), starts=-50 * DAY, ends=-5 * DAY)


def test_three_faults_are_three_lines_of_one_handshake(lab_issuer: Identity, policy: Policy) -> None:
    outcome = meet(three_faults(lab_issuer), policy())
    assert outcome.checked.faults == CertFault.NAME | CertFault.DATE | CertFault.WRONG_USAGE
    assert set(outcome.failing) == {"name", "date", "usage"}
    assert outcome.failing["name"] == "localhost is not www.other.test"
    assert outcome.failing["date"].startswith("expired 5 days ago, 20")
    assert outcome.failing["date"].endswith("Z")
    assert outcome.failing["usage"] == "has clientAuth, needs serverAuth"
    assert outcome.failed.message == "certificate rejected: 3 of 8 checks failed"


def test_two_flags_leave_the_third_fault_standing(lab_issuer: Identity, policy: Policy) -> None:
    outcome = meet(three_faults(lab_issuer), policy(forgiven=CertFault.NAME | CertFault.DATE))
    assert list(outcome.failing) == ["usage"]
    assert outcome.checked.forgiven == CertFault.NAME | CertFault.DATE


def test_the_chain_is_shown_when_it_is_refused(lab_issuer: Identity, policy: Policy) -> None:
    identity = three_faults(lab_issuer)
    assert meet(identity, policy()).checked.chain == (identity.der, lab_issuer.der)


def test_an_untrusted_root_is_a_matter_of_trust(policy: Policy) -> None:
    stranger = intermediate(root("Stranger Root"), "Stranger CA")
    outcome = meet(leaf(stranger, "localhost"), policy())
    assert outcome.failing == {"trust": "Stranger Root was not sent and is not in root.pem (--ca-file)"}


def test_an_untrusted_root_that_was_sent_is_named(policy: Policy) -> None:
    stranger = root("Stranger Root")
    known = leaf(stranger, "localhost")
    sent = Identity(known.certificate, known.key, Identity(stranger.certificate, stranger.key, stranger))
    outcome = meet(sent, policy())
    assert outcome.failing == {"trust": "Stranger Root is not in root.pem (--ca-file)"}


def test_a_missing_intermediate_is_a_matter_of_the_chain(
    lab_ca: Identity, lab_issuer: Identity, policy: Policy
) -> None:
    whole = leaf(lab_issuer, "localhost", issuer_url="http://ca.test/3.crt")
    alone = Identity(whole.certificate, whole.key, lab_ca)
    outcome = meet(alone, policy())
    assert outcome.failing == {
        "chain": "incomplete: localhost < ?; Lab Issuing CA 3 was not sent and is not in "
        "root.pem (--ca-file); Windows would fetch it from http://ca.test/3.crt"
    }
    assert outcome.line("trust").verdict is CheckVerdict.SKIP


def test_a_self_signed_certificate_is_called_that(policy: Policy) -> None:
    outcome = meet(leaf(None, "localhost"), policy())
    assert outcome.failing == {"trust": "self-signed, and not in root.pem (--ca-file)"}


def test_a_self_signed_certificate_that_is_its_own_root_is_good(tmp_path: Path) -> None:
    own = leaf(None, "localhost")
    assert meet(own, trusting(own, tmp_path)).fault is None


def test_an_expired_intermediate_is_named(lab_ca: Identity, policy: Policy) -> None:
    expired = intermediate(lab_ca, "Old CA", starts=-30 * DAY, ends=-2 * DAY)
    outcome = meet(leaf(expired, "localhost"), policy())
    assert outcome.checked.faults is CertFault.DATE
    assert outcome.failing["date"].startswith("Old CA expired 2 days ago, ")


def test_a_certificate_of_the_future_says_when(lab_issuer: Identity, policy: Policy) -> None:
    outcome = meet(leaf(lab_issuer, "localhost", starts=3 * DAY, ends=9 * DAY), policy())
    assert outcome.failing["date"].startswith("not valid before 20")
    assert outcome.failing["date"].endswith(", 2 days from now")


def test_an_issuer_that_is_no_authority_is_a_constraint(lab_issuer: Identity, policy: Policy) -> None:
    no_authority = leaf(lab_issuer, "issuer.test")
    outcome = meet(leaf(no_authority, "localhost"), policy(forgiven=FORGIVABLE))
    assert CertFault.CONSTRAINTS in outcome.checked.faults
    assert outcome.code == 12175


def test_a_path_longer_than_allowed_is_a_constraint(lab_ca: Identity, policy: Policy) -> None:
    short = intermediate(lab_ca, "Short CA", path_length=0)
    below = intermediate(short, "Below CA")
    outcome = meet(leaf(below, "localhost"), policy())
    assert outcome.checked.faults is CertFault.CONSTRAINTS
    assert "path length" in outcome.failing["chain"]


def test_a_root_may_be_signed_with_sha1(tmp_path: Path) -> None:
    old = root("Old Root", kind=KeyKind.RSA_2048, digest=Digest.SHA1)
    assert meet(leaf(old, "localhost"), trusting(old, tmp_path)).fault is None


def test_md5_is_weak_and_named(rsa_root: Identity, tmp_path: Path) -> None:
    outcome = meet(leaf(rsa_root, "localhost", digest=Digest.MD5), trusting(rsa_root, tmp_path))
    assert outcome.failing == {"signature": "localhost is signed with MD5"}


def test_a_small_key_is_a_remark_and_no_fault(policy: Policy, lab_issuer: Identity) -> None:
    outcome = meet(leaf(lab_issuer, "localhost", kind=KeyKind.RSA_1024), policy())
    assert outcome.fault is None
    assert [e.text for e in outcome.heard if hasattr(e, "text")] == [
        "the key of localhost is small: RSA 1024"
    ]


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        (KeyKind.P384, "ECDSA P-384 with SHA-256"),
        (KeyKind.RSA_2048, "RSA 2048 with SHA-256"),
        (KeyKind.ED25519, "Ed25519"),
    ],
)
def test_every_common_key_works(kind: KeyKind, detail: str, tmp_path: Path) -> None:
    top = root(kind=kind)
    outcome = meet(leaf(top, "localhost", kind=kind), trusting(top, tmp_path))
    assert outcome.fault is None
    assert outcome.line("signature").detail.startswith(
        {KeyKind.P384: "ECDSA P-384 with", KeyKind.RSA_2048: "RSA 2048 with", KeyKind.ED25519: "Ed25519"}[
            kind
        ]
    )


def test_usages_that_include_the_server_are_good(lab_issuer: Identity, policy: Policy) -> None:
    both = leaf(lab_issuer, "localhost", usages=(CLIENT, SERVER))
    assert meet(both, policy()).line("usage").detail == "clientAuth, serverAuth"
