"""Certificates: read in full, bounded, escaped, and harmless when broken."""

from __future__ import annotations

import pytest

from tests.report.certificates import NOT_AFTER, certificate
from winhttp_cli.report.certificate import read_certificate


def test_the_facts_of_a_certificate() -> None:
    facts = read_certificate(certificate())
    assert facts.title == "api.contoso.com"
    assert facts.issuer_title == "Contoso Issuing CA 3"
    assert facts.names == ("api.contoso.com", "*.contoso.com")
    assert facts.not_after == NOT_AFTER
    assert (facts.key, facts.key_bits) == ("ECDSA P-256", 256)
    assert facts.signature == "ECDSA with SHA-256"
    assert facts.usages == ("serverAuth",)
    assert (facts.serial, facts.is_authority, facts.problem) == ("c0ffee", False, "")
    assert len(facts.sha256) == 64


@pytest.mark.parametrize("name", ["a\x1b[31mb", "evil\u202etxt", "x\r\ny", "nul\x00l"])
def test_control_characters_are_escaped(name: str) -> None:
    facts = read_certificate(certificate(subject=name, issuer=name))
    for text in (facts.title, facts.subject, facts.issuer, facts.issuer_title):
        assert text.isprintable()
        assert "\\" in text


@pytest.mark.parametrize("der", [b"", b"junk", b"\x30\x82\xff\xff", b"\x30\x80" * 50])
def test_bytes_that_are_no_certificate_are_a_problem_not_an_error(der: bytes) -> None:
    facts = read_certificate(der)
    assert facts.problem
    assert facts.size == len(der)
    assert len(facts.sha256) == 64


def test_every_truncation_is_a_problem_not_an_error() -> None:
    der = certificate()
    assert all(read_certificate(der[:length]).problem for length in range(0, len(der), 7))


def test_every_flipped_byte_is_read_without_an_error() -> None:
    der = bytearray(certificate())
    for place in range(0, len(der), 3):
        der[place] ^= 0xFF
        assert read_certificate(bytes(der)).sha256
        der[place] ^= 0xFF


def test_names_are_counted_and_bounded() -> None:
    facts = read_certificate(certificate(names=[f"h{number}.test" for number in range(5000)]))
    assert facts.name_count == 5000
    assert len(facts.names) == 100


def test_a_megabyte_of_certificate_is_not_parsed() -> None:
    facts = read_certificate(b"\x30" * ((1 << 20) + 1))
    assert "too large" in facts.problem


def test_long_texts_are_cut() -> None:
    facts = read_certificate(certificate(names=["a" * 63 + "." + "b" * 900 + ".test"]))
    assert len(facts.names[0]) <= 300
