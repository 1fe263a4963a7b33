"""A certificate is read as cryptography reads it, and never read too much into."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path
from typing import Any

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.net.certificate_oracle import FACTS, facts
from tests.lab.certificates import KeyKind, intermediate, leaf, root
from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.names import match


@cache
def specimens() -> dict[str, bytes]:
    """One of each form, in DER."""
    lab = root()
    issuer = intermediate(lab)
    rsa = root("Lab RSA", kind=KeyKind.RSA_2048)
    web = {"issuer_url": "http://i.test/ca", "ocsp_url": "http://o.test/", "crl_url": "http://c.test/l"}
    made = {
        "root": lab,
        "issuer": issuer,
        "rsa": rsa,
        "names": leaf(issuer, "a.test", "*.b.test", "127.0.0.1", "::1"),
        "no names": leaf(issuer),
        "web": leaf(issuer, "a.test", must_staple=True, **web),
        "small": leaf(rsa, "a.test", kind=KeyKind.RSA_1024),
        "pss": leaf(rsa, "a.test", pss=True),
        "p384": leaf(issuer, "a.test", kind=KeyKind.P384),
        "ed25519": leaf(root("Lab Ed", kind=KeyKind.ED25519), "a.test", kind=KeyKind.ED25519),
        "long": leaf(issuer, *(f"n{number}.test" for number in range(100))),
    }
    return {name: identity.der for name, identity in made.items()}


def own_facts(der: bytes) -> dict[str, Any]:
    certificate = Certificate(der)
    return {name: getattr(certificate, name) for name in FACTS}


def agreed(der: bytes) -> dict[str, Any]:
    """The engine's facts, once those that cryptography has are the same."""
    second = facts(der)
    assert second is not None
    first = own_facts(der)
    assert {name: first[name] for name in second} == second
    return first


@pytest.mark.parametrize("name", specimens())
def test_every_fact_is_what_cryptography_reads(name: str) -> None:
    agreed(specimens()[name])


def test_the_roots_of_the_world_are_read_as_cryptography_reads_them() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a serial number of 0 makes cryptography warn
        roots = x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())
    for one in roots:
        assert agreed(one.public_bytes(Encoding.DER))["is_authority"]


def test_the_facts_are_facts() -> None:
    found = own_facts(specimens()["web"])
    assert found["issuer_urls"] == ("http://i.test/ca",)
    assert found["ocsp_urls"] == ("http://o.test/",)
    assert found["crl_urls"] == ("http://c.test/l",)
    assert (found["dns_names"], found["must_staple"]) == (("a.test",), True)
    assert (found["key_text"], found["key_bits"]) == ("ECDSA P-256", 256)


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A certificate with a few bytes changed, left out or added."""
    data = bytearray(draw(st.sampled_from(list(specimens().values()))))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data) - 1))
        kept = draw(st.integers(0, 1))
        data[at : at + 1] = data[at : at + kept] + bytes(draw(st.lists(st.integers(0, 255), max_size=1)))
        data[at : at + kept] = bytes([draw(st.integers(0, 255))] * kept)
    return bytes(data)


@given(spoiled())
@settings(max_examples=400, deadline=None)
def test_a_spoiled_certificate_is_never_read_otherwise(der: bytes) -> None:
    """A fact is cryptography's, or it is empty."""
    second = facts(der)
    if second is None or Certificate(der).problem:
        return
    for name, found in own_facts(der).items():
        assert not found or name not in second or found == second[name], name


def test_a_changed_name_is_a_changed_fact() -> None:
    """So that the test above would notice."""
    der = specimens()["web"].replace(b"a.test", b"b.test")
    assert agreed(der)["dns_names"] == ("b.test",)


# --- certificates no library would make ---


def coded(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def parts(data: bytes) -> list[bytes]:
    """What stands in a constructed element."""
    inner, found = data[_head(data) :], []
    while inner:
        size = _head(inner) + _size(inner)
        found.append(inner[:size])
        inner = inner[size:]
    return found


def _head(data: bytes) -> int:
    return 2 if data[1] < 0x80 else 2 + (data[1] & 0x7F)


def _size(data: bytes) -> int:
    return data[1] if data[1] < 0x80 else int.from_bytes(data[2 : _head(data)], "big")


def with_extensions(*extensions: bytes, version: int = 2) -> Certificate:
    """The "names" specimen with other extensions; its signature is wrong, which is not read here."""
    signed, algorithm, signature = parts(specimens()["names"])
    kept = parts(signed)[1:7]
    number = coded(0xA0, coded(0x02, bytes([version])))
    body = coded(0x30, number, *kept, coded(0xA3, coded(0x30, *extensions)))
    return Certificate(coded(0x30, body, algorithm, signature))


def extension(kind: str, content: bytes) -> bytes:
    return coded(0x30, coded(0x06, bytes.fromhex(kind)), coded(0x04, content))


def names(*general: bytes) -> bytes:
    return extension("551d11", coded(0x30, *general))


DNS = coded(0x82, b"names.test")


def test_a_certificate_made_by_hand_is_read() -> None:
    assert with_extensions(names(DNS)).dns_names == ("names.test",)


@pytest.mark.parametrize(
    "general",
    [
        coded(0x82, b"b\xfccher.test"),
        coded(0x87, b"\x7f\x00\x00"),
        coded(0x87, b"\x7f\x00\x00\x01\xff\xff\xff\xff"),
        coded(0xA3, coded(0x30)),
        coded(0xA4, coded(0x04, b"no name")),
        coded(0x8F, b"of a kind there is not"),
    ],
)
def test_one_unreadable_name_leaves_none(general: bytes) -> None:
    certificate = with_extensions(names(DNS, general))
    assert (certificate.dns_names, certificate.has_alternative_names) == ((), True)
    assert not match("names.test", certificate).matches


def test_names_that_cannot_be_read_do_not_bring_back_the_common_name() -> None:
    certificate = with_extensions(names(coded(0x82, b"\xff")))
    assert certificate.common_name == "a.test"
    assert not match("a.test", certificate).matches


def test_the_common_name_counts_where_there_are_no_names() -> None:
    assert match("a.test", with_extensions()).matches


def test_an_extension_given_twice_is_given_not_at_all() -> None:
    certificate = with_extensions(names(DNS), names(DNS))
    assert (certificate.dns_names, certificate.has_alternative_names) == ((), True)
    assert certificate.usages is None


def test_another_extension_that_cannot_be_read_does_not_spoil_the_names() -> None:
    broken = extension("2b06010505070101", b"\x30\x80")
    certificate = with_extensions(broken, names(DNS))
    assert (certificate.dns_names, certificate.issuer_urls) == (("names.test",), ())


@pytest.mark.parametrize("version", [1, 3, 127])
def test_a_version_nobody_knows_is_a_problem(version: int) -> None:
    assert "is not a version" in with_extensions(version=version).problem


@pytest.mark.parametrize("spoil", [b"", b"\x30\x00", b"nothing like it", b"\x30\x84\xff\xff\xff\xff"])
def test_what_is_no_certificate_is_a_problem_and_has_no_facts(spoil: bytes) -> None:
    certificate = Certificate(spoil)
    assert certificate.problem.isprintable()
    assert certificate.problem
    assert (certificate.label, certificate.validity, certificate.key_bits) == (
        "(unreadable name)",
        None,
        0,
    )
    assert certificate.parsed is None
    assert not certificate.is_signed_by(certificate)


def test_bytes_after_a_certificate_are_a_problem() -> None:
    der = specimens()["names"]
    assert not Certificate(der).problem
    assert "after the end" in Certificate(der + b"\0").problem


def test_every_cut_is_a_problem() -> None:
    der = specimens()["names"]
    assert all(Certificate(der[:end]).problem for end in range(len(der)))
