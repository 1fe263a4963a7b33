"""Certificates made to hurt: bounded, one line, never a false "ok"."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from tests.engine.net.handshakes import ANSWER, meet, shake, trusting
from tests.lab.certificates import DAY, Identity, Key, intermediate, leaf, root
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context
from winhttp_cli.engine.net.certificate import Certificate, end_point_binding
from winhttp_cli.engine.net.names import match
from winhttp_cli.plan import NO_FAULT, CertFault

EVIL = "evil\x1b]0;owned\x07\r\nSet-Cookie: a\u202e\u2028"


def signed(issuer: Identity, key: Key, subject: str, *extensions: x509.ExtensionType) -> Identity:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return Identity(builder.sign(issuer.key, hashes.SHA256()), key, issuer)


def named(*names: str) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.DNSName(name) for name in names])


def test_control_characters_never_reach_a_line(lab_ca: Identity, tmp_path: Path) -> None:
    ascii_only = EVIL.encode("ascii", "ignore").decode()
    key = leaf(lab_ca, "x.test").key
    outcome = meet(signed(lab_ca, key, EVIL, named(ascii_only)), trusting(lab_ca, tmp_path))
    assert outcome.checked.faults is CertFault.NAME
    for check in outcome.checked.checks:
        assert check.detail.isprintable(), check


def test_ten_thousand_names_are_one_bounded_line(lab_ca: Identity) -> None:
    key = leaf(lab_ca, "x.test").key
    many = signed(lab_ca, key, "many", named(*(f"n{i}.test" for i in range(10_000))))
    verdict = match("localhost", Certificate(many.der))
    assert verdict.detail == "localhost is none of n0.test, n1.test, n2.test and 9997 more"


def test_a_name_of_a_kilometre_is_cut(lab_ca: Identity) -> None:
    key = leaf(lab_ca, "x.test").key
    long = signed(lab_ca, key, "long", named("a" * 5000 + ".test"))
    assert len(match("localhost", Certificate(long.der)).detail) < 200


def test_a_megabyte_of_names_ends_in_a_clear_line(lab_ca: Identity, tmp_path: Path) -> None:
    key = leaf(lab_ca, "x.test").key
    huge = signed(lab_ca, key, "huge", named(*(f"name-number-{i}.test" for i in range(45_000))))
    assert len(huge.der) > 1_000_000
    outcome = meet(huge, trusting(lab_ca, tmp_path))
    assert outcome.code == 12157
    assert outcome.failed.message.endswith("the server's certificates are larger than 100 KiB")


def long_chain(length: int) -> tuple[Identity, Identity]:
    top = current = root("Long Root")
    for number in range(length):
        current = intermediate(current, f"CA {number}")
    return top, leaf(current, "localhost")


def test_a_thousand_certificates_end_in_a_clear_line(tmp_path: Path) -> None:
    top, last = long_chain(100)
    context = server_context(last)
    files = last.write(tmp_path)
    files.chain.write_bytes(files.chain.read_bytes() * 10)
    context.load_cert_chain(files.chain, files.key)
    with RawServer(ANSWER, tls=context) as server:
        outcome = shake(server.port, trusting(top, tmp_path))
    assert outcome.code == 12157
    assert "larger than 100 KiB" in outcome.failed.message


def test_a_chain_beyond_openssls_depth_is_refused_and_its_line_is_bounded(tmp_path: Path) -> None:
    top, last = long_chain(110)
    outcome = meet(last, trusting(top, tmp_path, forgiven=~NO_FAULT))
    assert outcome.code == 12175
    assert len(outcome.failing["chain"]) < 1000


def test_fifty_certificates_are_a_long_but_good_chain(tmp_path: Path) -> None:
    top, last = long_chain(50)
    assert meet(last, trusting(top, tmp_path)).fault is None


def test_a_negative_serial_number_warns_nobody(lab_ca: Identity) -> None:
    serial = lab_ca.certificate.serial_number.to_bytes(20, "big")
    negative = bytes([serial[0] | 0x80]) + serial[1:]
    found = Certificate(lab_ca.der.replace(serial, negative, 1))
    assert found != Certificate(lab_ca.der)
    assert (found.problem, found.label) == ("", "Lab Root R1")


@pytest.mark.parametrize("cut", [0, 1, 50, 200, -1])
def test_what_is_no_certificate_reads_as_nothing_and_says_why(lab_ca: Identity, cut: int) -> None:
    found = Certificate(lab_ca.der[:cut])
    assert found.problem
    assert (found.label, found.dns_names, found.validity, found.usages) == (
        "(unreadable name)",
        (),
        None,
        None,
    )
    assert (found.key_text, found.signature_hash, found.crl_urls, end_point_binding(found)) == (
        "",
        "",
        (),
        b"",
    )


def test_every_certificate_with_a_changed_byte_is_read_without_an_exception(localhost: Identity) -> None:
    for place in range(len(localhost.der)):
        spoiled = bytearray(localhost.der)
        spoiled[place] ^= 0x41
        found = Certificate(bytes(spoiled))
        facts = (found.label, found.issuer_label, found.validity, found.usages, found.key_text)
        more = (found.signature_hash, found.is_authority, found.must_staple, found.issuer_urls)
        assert match("localhost", found).detail.isprintable(), (facts, more)
