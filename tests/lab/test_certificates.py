"""The certificate factory, judged by the openssl command: what was planted is what it finds."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509 import ocsp

from tests.lab.certificates import (
    CLIENT,
    DAY,
    OCSP_SIGNING,
    SERVER,
    Identity,
    KeyKind,
    Wanted,
    client,
    intermediate,
    issue,
    leaf,
    root,
)
from tests.lab.revocation import REVOKED, ocsp_answer, ocsp_refusal, revocation_list
from tests.lab.signatures import Digest


def openssl(*arguments: str | Path, stdin: bytes = b"") -> str:
    """What the openssl command says, on either stream."""
    done = subprocess.run(["openssl", *arguments], input=stdin, capture_output=True, timeout=20)
    return (done.stdout + done.stderr).decode()


def verify(
    folder: Path, ca: Identity, identity: Identity, *more: str | Path, host: str = "a.test"
) -> str:
    (folder / "ca.pem").write_bytes(ca.pem)
    files = identity.write(folder)
    purpose = ("-purpose", "sslserver", "-verify_hostname", host, "-auth_level", "0")
    trusted = ("-CAfile", folder / "ca.pem", "-untrusted", files.chain)
    return openssl("verify", *purpose, *more, *trusted, files.certificate)


@pytest.fixture(scope="module")
def ca() -> Identity:
    return root()


@pytest.mark.parametrize("kind", KeyKind)
def test_a_good_chain_verifies_with_every_kind_of_key(
    tmp_path: Path, ca: Identity, kind: KeyKind
) -> None:
    middle = intermediate(ca, kind=kind)
    assert verify(tmp_path, ca, leaf(middle, "a.test", kind=kind)).endswith(": OK\n")


GOOD = {"common_name": "a", "names": ("a.test",), "usages": (SERVER,)}
FAULTS = [
    ({"ends": -DAY / 2}, "certificate has expired"),
    ({"starts": DAY}, "certificate is not yet valid"),
    ({"names": ("b.test",)}, "hostname mismatch"),
    ({"usages": (CLIENT,)}, "unsuitable certificate purpose"),
    ({"tamper": True}, "certificate signature failure"),
]


@pytest.mark.parametrize(("knobs", "verdict"), FAULTS)
def test_a_planted_fault_is_the_one_found(
    tmp_path: Path, ca: Identity, knobs: dict[str, Any], verdict: str
) -> None:
    assert verdict in verify(tmp_path, ca, issue(Wanted(**{**GOOD, **knobs}), ca))


def test_constraints_and_path_length_are_enforced(tmp_path: Path, ca: Identity) -> None:
    narrow = intermediate(ca, permitted=("b.test",))
    assert "permitted subtree violation" in verify(tmp_path, ca, leaf(narrow, "a.test"))
    short = root(path_length=0)
    deep = leaf(intermediate(short), "a.test")
    assert "path length constraint exceeded" in verify(tmp_path, short, deep)


def test_an_unknown_root_and_a_missing_intermediate_are_told_apart(tmp_path: Path, ca: Identity) -> None:
    assert "unable to get local issuer" in verify(tmp_path, ca, leaf(root("Other"), "a.test"))
    alone = Identity(leaf(intermediate(ca), "a.test").certificate, ca.key)
    assert "unable to get local issuer" in verify(tmp_path, ca, alone)
    assert "self-signed certificate" in verify(tmp_path, ca, leaf(None, "a.test"))


@pytest.mark.parametrize("digest", [Digest.SHA1, Digest.MD5])
def test_weak_signatures_are_weak_and_otherwise_right(tmp_path: Path, digest: Digest) -> None:
    ca = root(kind=KeyKind.RSA_2048)
    weak = leaf(ca, "a.test", digest=digest)
    assert verify(tmp_path, ca, weak).endswith(": OK\n")
    assert f"{digest.value}WithRSAEncryption" in openssl("x509", "-noout", "-text", stdin=weak.pem)
    assert "digest algorithm too weak" in verify(tmp_path, ca, weak, "-auth_level", "2")


def test_pss_signature_and_must_staple(tmp_path: Path) -> None:
    ca = root(kind=KeyKind.RSA_2048)
    identity = leaf(ca, "a.test", pss=True, must_staple=True)
    text = openssl("x509", "-noout", "-text", stdin=identity.pem)
    assert "rsassaPss" in text
    assert "status_request" in text
    assert verify(tmp_path, ca, identity).endswith(": OK\n")


def test_addresses_are_addresses_and_no_names_is_no_san(ca: Identity) -> None:
    text = openssl("x509", "-noout", "-text", stdin=leaf(ca, "127.0.0.1", "::1", "*.a.test").pem)
    assert "IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:*.a.test" in text
    assert "Alternative Name" not in openssl("x509", "-noout", "-text", stdin=leaf(ca).pem)


def test_a_cross_signed_key_verifies_by_either_root(tmp_path: Path) -> None:
    old, new = root("Old"), root("New")
    middle = intermediate(old, "Shared")
    crossed = issue(Wanted("Shared", authority=True), new, middle.key)
    end = leaf(middle, "a.test")
    assert verify(tmp_path, old, end).endswith(": OK\n")
    assert verify(tmp_path, new, Identity(end.certificate, end.key, crossed)).endswith(": OK\n")


def test_pkcs12_opens_with_its_password_only(tmp_path: Path, ca: Identity) -> None:
    store = tmp_path / "alice.p12"
    store.write_bytes(client(intermediate(ca)).p12(b"secret"))
    shown = openssl("pkcs12", "-in", store, "-passin", "pass:secret", "-noenc")
    assert shown.count("BEGIN CERTIFICATE") == 2
    assert "BEGIN PRIVATE KEY" in shown
    assert "invalid password" in openssl("pkcs12", "-in", store, "-passin", "pass:wrong").lower()


def test_an_encrypted_key_needs_its_password(ca: Identity) -> None:
    pem = ca.encrypted_key_pem(b"secret")
    assert "BEGIN PRIVATE KEY" in openssl("pkey", "-passin", "pass:secret", stdin=pem)
    assert "BEGIN PRIVATE KEY" not in openssl("pkey", "-passin", "pass:wrong", stdin=pem)


def test_a_revocation_list_revokes_whom_it_names(tmp_path: Path, ca: Identity) -> None:
    bad, good = leaf(ca, "a.test"), leaf(ca, "a.test")
    crl = tmp_path / "ca.crl"
    crl.write_bytes(revocation_list(ca, bad))
    checked = ("-crl_check", "-CRLfile", crl)
    assert "certificate revoked" in verify(tmp_path, ca, bad, *checked)
    assert verify(tmp_path, ca, good, *checked).endswith(": OK\n")
    crl.write_bytes(revocation_list(ca, next_update=-DAY / 2))
    assert "CRL has expired" in verify(tmp_path, ca, good, *checked)


def ocsp_verdict(folder: Path, identity: Identity, answer: bytes) -> str:
    assert identity.issuer is not None
    (folder / "answer").write_bytes(answer)
    (folder / "ca.pem").write_bytes(identity.issuer.pem)
    (folder / "leaf.pem").write_bytes(identity.pem)
    files = ("-issuer", folder / "ca.pem", "-cert", folder / "leaf.pem", "-CAfile", folder / "ca.pem")
    return openssl("ocsp", "-respin", folder / "answer", *files)


def test_ocsp_answers_say_what_was_asked_for(tmp_path: Path, ca: Identity) -> None:
    identity = leaf(ca, "a.test")
    assert "leaf.pem: good" in ocsp_verdict(tmp_path, identity, ocsp_answer(identity))
    assert "leaf.pem: revoked" in ocsp_verdict(tmp_path, identity, ocsp_answer(identity, REVOKED))
    late = ocsp_answer(identity, updated=-9 * DAY, next_update=-DAY)
    assert "Status times invalid" in ocsp_verdict(tmp_path, identity, late)


def test_ocsp_answers_can_be_wrong(tmp_path: Path, ca: Identity) -> None:
    identity, other = leaf(ca, "a.test"), leaf(ca, "b.test")
    assert "No Status found" in ocsp_verdict(tmp_path, identity, ocsp_answer(identity, about=other))
    delegated = leaf(ca, usages=(OCSP_SIGNING,))
    assert "OK" in ocsp_verdict(tmp_path, identity, ocsp_answer(identity, responder=delegated))
    stranger = ocsp_answer(identity, responder=root("Stranger"))
    assert "Response Verify Failure" in ocsp_verdict(tmp_path, identity, stranger)
    refusal = ocsp.load_der_ocsp_response(ocsp_refusal())
    assert refusal.response_status is ocsp.OCSPResponseStatus.TRY_LATER
