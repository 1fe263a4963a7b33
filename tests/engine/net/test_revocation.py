"""Revocation: every source, good, revoked, wrong, silent; and what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.net.handshakes import ANSWER, shake, trusting
from tests.engine.net.revocations import CRL, OCSP, Check, said, unknown_because
from tests.engine.net.web import Web
from tests.lab.certificates import DAY, OCSP_SIGNING, Identity, KeyKind, intermediate, leaf, root
from tests.lab.raw_server import RawServer
from tests.lab.revocation import (
    REVOKED,
    TRY_LATER,
    UNKNOWN,
    ocsp_answer,
    ocsp_refusal,
    revocation_list,
)
from tests.lab.tls import server_context
from winhttp_cli.errors import ExitStatus
from winhttp_cli.events import CheckVerdict
from winhttp_cli.plan import FORGIVABLE, CertFault

# --- OCSP ---


def test_a_good_ocsp_answer_passes(by_ocsp: Identity, check: Check) -> None:
    outcome = check(by_ocsp, Web({OCSP: ocsp_answer(by_ocsp)}))
    assert outcome.fault is None
    assert outcome.line("revocation").detail == "localhost good (OCSP http://ocsp.test)"
    assert said(outcome) == [("good", "OCSP http://ocsp.test")]


def test_a_revoked_certificate_is_12170(by_ocsp: Identity, check: Check) -> None:
    outcome = check(by_ocsp, Web({OCSP: ocsp_answer(by_ocsp, REVOKED)}))
    assert outcome.fault is not None
    assert (outcome.code, outcome.fault.status) == (12170, ExitStatus.CERTIFICATE)
    assert outcome.checked.faults is CertFault.REVOKED
    assert outcome.failing["revocation"].startswith("localhost revoked 20")


@pytest.mark.parametrize("forgiven", [FORGIVABLE, ~CertFault(0)])
@pytest.mark.parametrize("status", [REVOKED, UNKNOWN])
def test_no_flag_passes_a_revoked_or_unknown_certificate(
    by_ocsp: Identity, check: Check, forgiven: CertFault, status: object
) -> None:
    outcome = check(by_ocsp, Web({OCSP: ocsp_answer(by_ocsp, status)}), forgiven=forgiven)
    assert outcome.fault is not None


def test_without_the_policy_nobody_is_asked(by_ocsp: Identity, check: Check) -> None:
    web = Web({OCSP: ocsp_answer(by_ocsp, REVOKED)})
    outcome = check(by_ocsp, web, check_revocation=False)
    assert (outcome.fault, web.asked) == (None, [])
    assert outcome.line("revocation").detail == "off"


def test_the_question_is_the_get_form(by_ocsp: Identity, check: Check) -> None:
    web = Web({OCSP: ocsp_answer(by_ocsp)})
    check(by_ocsp, web)
    (url,) = web.asked
    assert url.startswith("http://ocsp.test/M")
    assert "+" not in url
    assert "=" not in url


def test_the_answers_of_one_handshake_share_twenty_seconds(revoking_root: Identity, check: Check) -> None:
    web = Web({})
    check(leaf(revoking_root, "localhost", ocsp_url=OCSP, crl_url="http://crl.test/list"), web)
    first, second = (seconds for seconds in web.seconds if seconds is not None)
    assert 0 < second <= first <= 20


def test_an_offline_responder_is_12057_and_named(by_ocsp: Identity, check: Check) -> None:
    reason = unknown_because(check(by_ocsp, Web({})))
    assert reason.startswith("localhost: OCSP http://ocsp.test: http://ocsp.test/")
    assert reason.endswith(": refused")


def test_a_responder_of_the_issuers_is_believed(
    revoking_root: Identity, by_ocsp: Identity, check: Check
) -> None:
    responder = leaf(revoking_root, "ocsp.test", usages=(OCSP_SIGNING,))
    web = Web({OCSP: ocsp_answer(by_ocsp, responder=responder)})
    assert check(by_ocsp, web).fault is None


@pytest.mark.parametrize("kind", [KeyKind.RSA_2048, KeyKind.ED25519])
def test_other_keys_sign_answers_too(kind: KeyKind, tmp_path: Path) -> None:
    top = root("Other Root", kind=kind)
    identity = leaf(top, "localhost", ocsp_url=OCSP)
    policy = trusting(top, tmp_path, check_revocation=True)
    with RawServer(ANSWER, tls=server_context(identity)) as server:
        outcome = shake(server.port, policy, fetch=Web({OCSP: ocsp_answer(identity)}))
        assert outcome.exchange() == ANSWER


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        ("refusal", "the responder says try_later"),
        ("unknown", "the responder does not know the certificate"),
        ("other certificate", "its answer is about another certificate"),
        ("stranger", "its answer is not signed by the issuer or on its behalf"),
        ("no ocsp usage", "its answer is not signed by the issuer or on its behalf"),
        ("expired responder", "its answer is not signed by the issuer or on its behalf"),
        ("changed", "its answer is not signed by the issuer or on its behalf"),
        ("old", "its answer ended 20"),
        ("future", "its answer is of the future (20"),
        ("junk", "its answer is malformed"),
        ("empty", "its answer is malformed"),
        ("cut", "its answer is malformed"),
    ],
)
def test_an_answer_that_does_not_count_leaves_the_state_unknown(
    revoking_root: Identity, by_ocsp: Identity, check: Check, make: str, reason: str
) -> None:
    good = ocsp_answer(by_ocsp)
    stranger = root("Revoking Root")
    no_usage = leaf(revoking_root, "ocsp.test")
    expired = leaf(revoking_root, "ocsp.test", usages=(OCSP_SIGNING,), starts=-9 * DAY, ends=-DAY)
    answers = {
        "refusal": lambda: ocsp_refusal(TRY_LATER),
        "unknown": lambda: ocsp_answer(by_ocsp, UNKNOWN),
        "other certificate": lambda: ocsp_answer(by_ocsp, about=leaf(revoking_root, "localhost")),
        "stranger": lambda: ocsp_answer(by_ocsp, responder=stranger),
        "no ocsp usage": lambda: ocsp_answer(by_ocsp, responder=no_usage),
        "expired responder": lambda: ocsp_answer(by_ocsp, responder=expired),
        "changed": lambda: good[:-1] + bytes([good[-1] ^ 1]),
        "old": lambda: ocsp_answer(by_ocsp, updated=-9 * DAY, next_update=-2 * DAY),
        "future": lambda: ocsp_answer(by_ocsp, updated=2 * DAY),
        "junk": lambda: b"<html>no</html>",
        "empty": lambda: b"",
        "cut": lambda: good[:-20],
    }
    outcome = check(by_ocsp, Web({OCSP: answers[make]()}))
    assert reason in unknown_because(outcome)


# --- CRL ---


def test_a_certificate_not_on_the_list_passes(
    revoking_root: Identity, by_list: Identity, check: Check
) -> None:
    web = Web({CRL: revocation_list(revoking_root, leaf(revoking_root, "other.test"))})
    outcome = check(by_list, web)
    assert outcome.fault is None
    assert outcome.line("revocation").detail == f"localhost good (CRL {CRL})"


def test_a_certificate_on_the_list_is_12170(
    revoking_root: Identity, by_list: Identity, check: Check
) -> None:
    assert check(by_list, Web({CRL: revocation_list(revoking_root, by_list)})).code == 12170


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        ("same name", "its list is not signed by the issuer"),
        ("another issuer", "its list is of another issuer"),
        ("old", "its answer ended 20"),
        ("future", "of the future"),
        ("changed", "its list is not signed by the issuer"),
        ("junk", "not a CRL"),
        ("empty", "not a CRL"),
    ],
)
def test_a_list_that_does_not_count_leaves_the_state_unknown(
    revoking_root: Identity, by_list: Identity, check: Check, make: str, reason: str
) -> None:
    good = revocation_list(revoking_root)
    lists = {
        "same name": lambda: revocation_list(root("Revoking Root")),
        "another issuer": lambda: revocation_list(root("Another Root")),
        "old": lambda: revocation_list(revoking_root, updated=-9 * DAY, next_update=-2 * DAY),
        "future": lambda: revocation_list(revoking_root, updated=2 * DAY),
        "changed": lambda: good[:-1] + bytes([good[-1] ^ 1]),
        "junk": lambda: b"nothing",
        "empty": lambda: b"",
    }
    assert reason in unknown_because(check(by_list, Web({CRL: lists[make]()})))


def test_a_list_answers_where_the_responder_does_not(
    revoking_root: Identity, by_both: Identity, check: Check
) -> None:
    outcome = check(by_both, Web({CRL: revocation_list(revoking_root, by_both)}))
    assert outcome.code == 12170
    assert said(outcome) == [("revoked", f"CRL {CRL}")]


def test_every_silent_source_is_named(by_both: Identity, check: Check) -> None:
    reason = unknown_because(check(by_both, Web({OCSP: ocsp_refusal(), CRL: b"junk"})))
    assert reason == (f"localhost: OCSP {OCSP}: the responder says try_later; CRL {CRL}: not a CRL")


def test_a_list_from_a_file_needs_no_network(
    revoking_root: Identity, by_list: Identity, check: Check, tmp_path: Path
) -> None:
    file = tmp_path / "revoked.crl"
    file.write_bytes(revocation_list(revoking_root, by_list))
    assert check(by_list, None, crl_files=(file,)).code == 12170


def test_a_list_file_of_another_issuer_is_passed_over(
    revoking_root: Identity, by_list: Identity, check: Check, tmp_path: Path
) -> None:
    file = tmp_path / "other.crl"
    file.write_bytes(revocation_list(root("Another Root")))
    outcome = check(by_list, Web({CRL: revocation_list(revoking_root)}), crl_files=(file,))
    assert said(outcome) == [("good", f"CRL {CRL}")]


@pytest.mark.parametrize("content", [None, b"junk"])
def test_a_list_file_that_cannot_be_read_is_a_file_fault(
    by_list: Identity, check: Check, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "list.crl"
    if content is not None:
        file.write_bytes(content)
    outcome = check(by_list, None, crl_files=(file,))
    assert outcome.fault is not None
    assert outcome.fault.status is ExitStatus.FILE
    assert str(file) in outcome.fault.message


# --- the whole chain ---


def test_every_certificate_but_the_root_is_looked_up(revoking_root: Identity, check: Check) -> None:
    middle = intermediate(revoking_root, "Middle CA", crl_url=CRL)
    last = leaf(middle, "localhost", ocsp_url=OCSP)
    web = Web({OCSP: ocsp_answer(last), CRL: revocation_list(revoking_root, middle)})
    outcome = check(last, web)
    assert outcome.code == 12170
    assert outcome.failing["revocation"].startswith("Middle CA revoked 20")
    assert [status for status, _ in said(outcome)] == ["good", "revoked"]


def test_a_certificate_that_names_no_place_is_unknown(revoking_root: Identity, check: Check) -> None:
    outcome = check(leaf(revoking_root, "localhost"), Web({}))
    assert unknown_because(outcome) == "localhost: it names no place to ask"


def test_a_root_alone_is_nobodys_business(tmp_path: Path) -> None:
    own = leaf(None, "localhost")
    policy = trusting(own, tmp_path, check_revocation=True)
    with RawServer(ANSWER, tls=server_context(own)) as server:
        outcome = shake(server.port, policy, fetch=Web({}))
        outcome.exchange()
    assert outcome.line("revocation").verdict is CheckVerdict.SKIP


def test_the_addresses_of_an_untrusted_chain_are_not_asked(check: Check) -> None:
    web = Web({})
    outcome = check(leaf(root("Stranger"), "localhost", ocsp_url=OCSP), web)
    assert web.asked == []
    assert outcome.line("revocation").detail == "not asked: no trusted root was reached"
    assert outcome.checked.faults is CertFault.UNKNOWN_CA


def test_addresses_that_are_not_http_or_too_many_are_left(revoking_root: Identity, check: Check) -> None:
    web = Web({})
    check(leaf(revoking_root, "localhost", crl_url="ldap://x.test/cn=crl"), web)
    assert web.asked == []
