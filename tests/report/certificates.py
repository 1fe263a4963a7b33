"""Certificates made for these tests: one key, any names and dates."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NOT_BEFORE = datetime(2026, 10, 9, tzinfo=UTC)
NOT_AFTER = datetime(2027, 1, 8, 12, 0, tzinfo=UTC)


@functools.cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def name(common_name: str) -> x509.Name:
    """A distinguished name with just that common name."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def certificate(
    subject: str = "api.contoso.com",
    issuer: str = "Contoso Issuing CA 3",
    *,
    names: Sequence[str] = ("api.contoso.com", "*.contoso.com"),
    not_before: datetime = NOT_BEFORE,
    not_after: datetime = NOT_AFTER,
) -> bytes:
    """DER of a server certificate."""
    alternatives = x509.SubjectAlternativeName([x509.DNSName(each) for each in names])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(_key().public_key())
        .serial_number(0xC0FFEE)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    if names:
        builder = builder.add_extension(alternatives, critical=False)
    signed = builder.sign(_key(), hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)
