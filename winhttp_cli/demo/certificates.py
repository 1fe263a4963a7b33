"""A throw-away authority and what it signed: one good certificate, one expired, one with three faults.

Promise: made anew for each server; the authority's key never leaves memory, so that nobody can sign
with it later. Trusted by nobody but who passes its file.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
OTHER_NAME = "www.other.test"
LIFETIME = timedelta(days=30)
EXPIRED_SINCE = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """PEM files: the authority's certificate, and for each server its certificate with its key."""

    authority: Path
    good: Path
    expired: Path
    faulty: Path


@dataclass(frozen=True, slots=True)
class _Wanted:
    names: tuple[str, ...]
    ends: timedelta = LIFETIME
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH


def write_certificates(folder: Path) -> CertificateFiles:
    """Makes an authority and its three certificates, and writes them into `folder`."""
    files = CertificateFiles(
        *(folder / f"{name}.pem" for name in ("demo-ca", "good", "expired", "faulty"))
    )
    key = ec.generate_private_key(ec.SECP256R1())
    authority = _authority(key)
    files.authority.write_bytes(authority.public_bytes(Encoding.PEM))
    wanted = {
        files.good: _Wanted(LOCAL_NAMES),
        files.expired: _Wanted(LOCAL_NAMES, -EXPIRED_SINCE),
        files.faulty: _Wanted((OTHER_NAME,), -EXPIRED_SINCE, ExtendedKeyUsageOID.CLIENT_AUTH),
    }
    for file, each in wanted.items():
        file.write_bytes(_signed(each, authority, key))
    return files


def _authority(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "whttp demo, throw-away root")])
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    builder = _builder(name, name, key, LIFETIME)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())


def _signed(wanted: _Wanted, authority: x509.Certificate, signer: ec.EllipticCurvePrivateKey) -> bytes:
    """A certificate and its key as one PEM text."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, wanted.names[0])])
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    certificate = (
        _builder(subject, authority.subject, key, wanted.ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([_name(name) for name in wanted.names]), critical=False
        )
        .add_extension(x509.ExtendedKeyUsage([wanted.usage]), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(signer, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM) + private


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, ends: timedelta
) -> x509.CertificateBuilder:
    """What every certificate has: it starts a month before it ends, or before now."""
    now = datetime.now(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + min(ends, timedelta()) - timedelta(days=30))
        .not_valid_after(now + ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
