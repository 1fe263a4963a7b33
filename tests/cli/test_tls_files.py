"""`whttp tls FILE`: PEM, DER, PKCS#12 and PKCS#7 described and checked without a server."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from tests.lab.certificates import DAY, Digest, Identity, KeyKind, client, intermediate, leaf, root
from tests.lab.command import Whttp
from tests.lab.service import need
from tests.lab.tls_document import tls_document

Describe = Callable[..., dict[str, Any]]


@pytest.fixture
def describe(whttp: Whttp) -> Describe:
    def run(path: Path, *words: object) -> dict[str, Any]:
        done = whttp("tls", path, "--json", *[str(word) for word in words])
        return {**tls_document(done), "status": done.status}

    return run


def verdicts(document: dict[str, Any]) -> dict[str, str]:
    return {check["name"]: check["verdict"] for check in document["checks"]}


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def forms(identity: Identity) -> dict[str, bytes]:
    chain = [identity.certificate, *([identity.issuer.certificate] if identity.issuer else [])]
    return {
        "PEM": identity.chain_pem,
        "DER": identity.der,
        "PKCS#12": identity.p12(),
        "PKCS#7": pkcs7.serialize_certificates(chain[::-1], Encoding.DER),
    }


# --- forms --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PEM", "DER", "PKCS#12", "PKCS#7"])
def test_every_form_is_read_with_its_own_certificate_first(
    describe: Describe, localhost: Identity, tmp_path: Path, form: str
) -> None:
    file = write(tmp_path / "any.pem", forms(localhost)[form])
    document = describe(file)
    assert (document["form"], document["kind"]) == (form, "file")
    assert document["chain"][0]["names"] == ["localhost", "ip:127.0.0.1", "ip:::1"]
    assert document["chain_length"] == (1 if form == "DER" else 2)
    assert document["status"] == 0


def test_a_whole_chain_under_a_named_root_passes_every_check_there_is(
    describe: Describe, localhost: Identity, lab_ca_file: Path, tmp_path: Path
) -> None:
    file = localhost.write(tmp_path).bundle
    document = describe(file, "--ca-file", lab_ca_file, "--sni", "localhost")
    assert verdicts(document) == dict.fromkeys(
        ("chain", "trust", "name", "date", "usage", "signature", "key"), "ok"
    )


def test_what_nobody_can_know_is_skipped_and_not_passed(
    describe: Describe, localhost: Identity, tmp_path: Path
) -> None:
    document = describe(write(tmp_path / "own.pem", localhost.pem))
    skipped = {name for name, verdict in verdicts(document).items() if verdict == "skip"}
    assert skipped == {"trust", "name", "signature", "key"}
    assert document["status"] == 0


def test_text_around_the_blocks_does_not_matter(
    describe: Describe, localhost: Identity, tmp_path: Path
) -> None:
    text = b"Bag Attributes\r\n  friendlyName: x\r\n" + localhost.pem.replace(b"\n", b"\r\n") + b"\nbye"
    assert describe(write(tmp_path / "windows.pem", text))["chain_length"] == 1


# --- faults -------------------------------------------------------------------------------------------


def planted(issuer: Identity) -> dict[str, Identity]:
    weak = intermediate(root(kind=KeyKind.RSA_2048), kind=KeyKind.RSA_2048)
    return {
        "date": leaf(issuer, "localhost", starts=-9 * DAY, ends=-5 * DAY),
        "name": leaf(issuer, "www.other.test"),
        "signature": leaf(issuer, "localhost", tamper=True),
        "weak": leaf(weak, "localhost", digest=Digest.SHA1),
    }


@pytest.mark.parametrize(
    ("fault", "check", "number"),
    [
        ("date", "date", 12037),
        ("name", "name", 12038),
        ("signature", "signature", 12169),
        ("weak", "signature", 12169),
    ],
)
def test_a_planted_fault_is_found_alone(
    describe: Describe, lab_issuer: Identity, tmp_path: Path, fault: str, check: str, number: int
) -> None:
    file = planted(lab_issuer)[fault].write(tmp_path).bundle
    document = describe(file, "--sni", "localhost")
    failing = {one["name"]: one["code"] for one in document["checks"] if one["verdict"] == "fail"}
    assert failing == {check: number}
    assert (document["status"], document["failure"]["code"]) == (7, 12175)


def test_a_root_nobody_named_is_a_fault_where_a_store_was_named(
    describe: Describe, localhost: Identity, tmp_path: Path
) -> None:
    stranger = write(tmp_path / "stranger.pem", root("Stranger's Root").pem)
    document = describe(localhost.write(tmp_path).chain, "--ca-file", stranger)
    assert (verdicts(document)["trust"], document["status"]) == ("fail", 7)


def test_a_key_that_does_not_belong_is_status_8(
    describe: Describe, localhost: Identity, tmp_path: Path
) -> None:
    other = leaf(None, "other").write(tmp_path, "other").key
    document = describe(localhost.write(tmp_path).chain, "--client-cert-key", other)
    assert (document["status"], document["failure"]["code"]) == (8, 12185)
    assert verdicts(document)["key"] == "fail"


def test_a_heap_of_certificates_is_no_chain(describe: Describe, tmp_path: Path) -> None:
    heap = b"".join(root(f"Root {number}").pem for number in range(3))
    document = describe(write(tmp_path / "roots.pem", heap))
    assert verdicts(document)["chain"] == "skip"
    assert document["status"] == 0


def test_a_small_key_is_a_remark(describe: Describe, tmp_path: Path) -> None:
    document = describe(write(tmp_path / "small.pem", root("Small", kind=KeyKind.RSA_1024).pem))
    assert document["warnings"] == ["the key of Small is small: RSA 1024"]


def test_expiry_of_a_file(describe: Describe, localhost: Identity, tmp_path: Path) -> None:
    file = localhost.write(tmp_path).chain
    assert describe(file, "--expires-in", "60d")["status"] == 20
    assert describe(file, "--expires-in", "3d")["status"] == 0


@pytest.mark.parametrize(
    "words", [("--query", "server_cbt"), ("--cert-out", "x.pem"), ("--releases",), ("--cert", "x.pem")]
)
def test_what_only_a_server_can_answer_is_refused(
    whttp: Whttp, localhost: Identity, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = whttp("tls", localhost.write(tmp_path).chain, *words)
    assert (done.status, done.out) == (2, "")
    assert f"{words[0]}: a file has no handshake" in done.err


# --- keys and passwords -------------------------------------------------------------------------------


def test_a_closed_file_opens_with_its_password_only(
    whttp: Whttp, lab_issuer: Identity, tmp_path: Path
) -> None:
    file = write(tmp_path / "alice.p12", client(lab_issuer).p12(b"open sesame"))
    for words in ((), ("--client-cert-password", "wrong")):
        refused = whttp("tls", file, *words)
        assert (refused.status, refused.out) == (8, ""), refused
        assert "12186 ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY" in refused.err
    done = whttp("tls", file, "--client-cert-password-stdin", stdin="open sesame\n")
    assert done.status == 0
    assert "sesame" not in done.out + done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "the private key is encrypted, and no password was given"),
        (("--client-cert-password", "wrong"), "the password does not open the private key"),
        (("--client-cert-password", "right"), "the private key belongs to the certificate"),
    ],
)
def test_an_encrypted_key_in_pem(
    describe: Describe, lab_issuer: Identity, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    alice = client(lab_issuer)
    file = write(tmp_path / "alice.pem", alice.pem + alice.encrypted_key_pem(b"right"))
    document = describe(file, *words)
    assert document["key"] == said
    assert document["status"] == (0 if "belongs" in said else 8)


# --- what is no certificate ---------------------------------------------------------------------------


def openssl(*words: str | Path) -> None:
    subprocess.run([need("openssl"), *map(str, words)], check=True, capture_output=True)


@pytest.mark.parametrize(("form", "suffix"), [("PEM", "pem"), ("DER", "der")])
def test_a_certificate_request_is_called_one(
    whttp: Whttp, localhost: Identity, tmp_path: Path, form: str, suffix: str
) -> None:
    key, file = localhost.write(tmp_path).key, tmp_path / f"request.{suffix}"
    openssl("req", "-new", "-key", key, "-subj", "/CN=x", "-outform", form, "-out", file)
    done = whttp("tls", file)
    assert done.status == 14
    assert "no certificate, but a certificate request" in done.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no certificate in PEM, DER, PKCS#12 or PKCS#7 form"),
        (b"\x30\x82\xff\xff\x00", "no certificate in PEM"),
        (b"\x00" * 5000, "no certificate in PEM"),
        (b"-----BEGIN \x1b[31mEVIL-----\nx\n-----END EVIL-----\n", "no certificate, but a block"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "but a private key"),
        (b"-----BEGIN CERTIFICATE-----\n" * 300_000, ""),
    ],
    ids=["empty", "cut", "zeros", "strange", "key", "only beginnings"],
)
def test_whatever_is_in_a_file_it_ends_with_a_plain_line(
    whttp: Whttp, tmp_path: Path, content: bytes, said: str
) -> None:
    done = whttp("tls", write(tmp_path / "hostile.pem", content))
    assert done.status in (7, 14), done
    assert said in done.err
    assert "\x1b" not in done.out + done.err
    assert "internal error" not in done.err


def test_a_certificate_that_cannot_be_read_is_never_ok(describe: Describe, tmp_path: Path) -> None:
    text = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    document = describe(write(tmp_path / "broken.pem", text))
    assert document["status"] == 7
    assert verdicts(document)["chain"] == "fail"


def test_a_file_that_is_not_there(whttp: Whttp, tmp_path: Path) -> None:
    done = whttp("tls", tmp_path / "nowhere.pem")
    assert done.status == 14
    assert "No such file" in done.err
