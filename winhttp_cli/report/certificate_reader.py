"""DER in, `Certificate` out: the one file of this room that loads cryptography.

Promise: every field is read by itself, so one malformed extension costs that field only; every text
is escaped and cut. Never raises for bad bytes. `report/certificate.py` is the door to it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
    SignatureAlgorithmOID,
)

from winhttp_cli.report.certificate import Certificate
from winhttp_cli.report.printable import printable, shortened

T = TypeVar("T")

LONGEST_TEXT = 300
MOST_NAMES = 100
MOST_URLS = 10

_ISSUERS = AuthorityInformationAccessOID.CA_ISSUERS
_OCSP = AuthorityInformationAccessOID.OCSP

#: What a malformed certificate raises when one of its fields is looked at.
_UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)

_TITLE_ATTRIBUTES = (
    NameOID.COMMON_NAME,
    NameOID.ORGANIZATIONAL_UNIT_NAME,
    NameOID.ORGANIZATION_NAME,
)

_USAGE_NAMES = {
    ExtendedKeyUsageOID.SERVER_AUTH: "serverAuth",
    ExtendedKeyUsageOID.CLIENT_AUTH: "clientAuth",
    ExtendedKeyUsageOID.CODE_SIGNING: "codeSigning",
    ExtendedKeyUsageOID.EMAIL_PROTECTION: "emailProtection",
    ExtendedKeyUsageOID.TIME_STAMPING: "timeStamping",
    ExtendedKeyUsageOID.OCSP_SIGNING: "OCSPSigning",
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE: "anyExtendedKeyUsage",
}

_CURVE_NAMES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def read(der: bytes, sha1: str, sha256: str) -> Certificate:
    """The facts of one certificate; the digests are handed in."""
    with warnings.catch_warnings():
        # cryptography warns of odd serial numbers and the like; a hostile peer is normal here
        warnings.simplefilter("ignore")
        try:
            parsed = x509.load_der_x509_certificate(der)
        except (ValueError, TypeError) as error:
            problem = _safe(f"not a certificate: {error}")
            return Certificate(len(der), sha1, sha256, title="(unreadable)", problem=problem)
        return _facts(parsed, len(der), sha1, sha256)


def _facts(parsed: x509.Certificate, size: int, sha1: str, sha256: str) -> Certificate:
    nameless: list[str] = []
    names = _attempt(lambda: _alternative_names(parsed), nameless)
    subject = _attempt(lambda: parsed.subject, None)
    issuer = _attempt(lambda: parsed.issuer, None)
    return Certificate(
        size=size,
        sha1=sha1,
        sha256=sha256,
        subject=_distinguished(subject),
        issuer=_distinguished(issuer),
        title=_title(subject) or (names[0] if names else "(no name)"),
        issuer_title=_title(issuer) or "(no name)",
        names=tuple(names[:MOST_NAMES]),
        name_count=len(names),
        not_before=_attempt(lambda: parsed.not_valid_before_utc, None),
        not_after=_attempt(lambda: parsed.not_valid_after_utc, None),
        key=_attempt(lambda: _key_text(parsed), ""),
        key_bits=_attempt(lambda: _key_bits(parsed), 0),
        signature=_attempt(lambda: _signature_text(parsed), ""),
        serial=_attempt(lambda: shortened(f"{parsed.serial_number:x}", 80), ""),
        usages=_attempt(lambda: _usages(parsed), ()),
        is_authority=_attempt(lambda: _is_authority(parsed), False),
        issuer_urls=_attempt(lambda: _access_urls(parsed, _ISSUERS), ()),
        ocsp_urls=_attempt(lambda: _access_urls(parsed, _OCSP), ()),
        crl_urls=_attempt(lambda: _crl_urls(parsed), ()),
        must_staple=_attempt(lambda: _must_staple(parsed), False),
        timestamps=_attempt(lambda: _timestamps(parsed), 0),
    )


def _attempt(look: Callable[[], T], otherwise: T) -> T:
    """One field of a certificate that may be malformed: what it says, or `otherwise`."""
    try:
        return look()
    except _UNREADABLE:
        return otherwise


def _safe(text: str) -> str:
    return printable(shortened(text, LONGEST_TEXT))


def _distinguished(name: x509.Name | None) -> str:
    return "" if name is None else _safe(_attempt(name.rfc4514_string, ""))


def _title(name: x509.Name | None) -> str:
    """The common name, else the organizational unit, else the organization."""
    if name is None:
        return ""
    for identifier in _TITLE_ATTRIBUTES:
        for attribute in name.get_attributes_for_oid(identifier):
            value = attribute.value
            text = value if isinstance(value, str) else value.hex()
            if text.strip():
                return _safe(text)
    return ""


def _alternative_names(certificate: x509.Certificate) -> list[str]:
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return [_general_name(name) for name in extension.value]


def _general_name(name: x509.GeneralName) -> str:
    if isinstance(name, x509.DNSName):
        return _safe(name.value)
    if isinstance(name, x509.IPAddress):
        return f"ip:{name.value}"
    if isinstance(name, x509.UniformResourceIdentifier):
        return _safe(f"uri:{name.value}")
    if isinstance(name, x509.RFC822Name):
        return _safe(f"email:{name.value}")
    return f"other:{type(name).__name__}"


def _key_text(certificate: x509.Certificate) -> str:
    """The key in words: "ECDSA P-256", "RSA 2048", "Ed25519"."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"ECDSA {_CURVE_NAMES.get(key.curve.name, key.curve.name)}"
    if isinstance(key, dsa.DSAPublicKey):
        return f"DSA {key.key_size}"
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "Ed25519"
    return "Ed448" if isinstance(key, ed448.Ed448PublicKey) else type(key).__name__


def _key_bits(certificate: x509.Certificate) -> int:
    key = certificate.public_key()
    if isinstance(key, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey, dsa.DSAPublicKey)):
        return key.key_size
    if isinstance(key, ed25519.Ed25519PublicKey):
        return 256
    return 456 if isinstance(key, ed448.Ed448PublicKey) else 0


def _signature_text(certificate: x509.Certificate) -> str:
    """The signature in words: "ECDSA with SHA-256", "RSA-PSS with SHA-384", "Ed25519"; the object
    identifier where it has no known name."""
    oid = certificate.signature_algorithm_oid
    try:
        digest = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return oid.dotted_string
    if digest is None:
        edwards = {SignatureAlgorithmOID.ED25519: "Ed25519", SignatureAlgorithmOID.ED448: "Ed448"}
        return edwards.get(oid, oid.dotted_string)
    name = digest.name.upper()
    if name.startswith("SHA") and "-" not in name:
        name = "SHA-" + name.removeprefix("SHA")
    return f"{_signer(oid)} with {name}"


def _signer(oid: ObjectIdentifier) -> str:
    dotted = oid.dotted_string
    if oid == SignatureAlgorithmOID.RSASSA_PSS:
        return "RSA-PSS"
    if dotted.startswith(("1.2.840.113549.1.1.", "1.3.14.3.2.29")):
        return "RSA"
    if dotted.startswith("1.2.840.10045.4."):
        return "ECDSA"
    return "DSA" if dotted.startswith(("1.2.840.10040.4.", "2.16.840.1.101.3.4.3.")) else dotted


def _usages(certificate: x509.Certificate) -> tuple[str, ...]:
    """Extended key usages by their usual names, others by object identifier."""
    extension = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    oids = list(extension.value)[:MOST_NAMES]
    return tuple(_USAGE_NAMES.get(oid, oid.dotted_string) for oid in oids)


def _is_authority(certificate: x509.Certificate) -> bool:
    extension = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    return extension.value.ca


def _access_urls(certificate: x509.Certificate, method: ObjectIdentifier) -> tuple[str, ...]:
    """The addresses of one kind in the authority information access (RFC 5280 section 4.2.2.1)."""
    extension = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    entries = [entry for entry in extension.value if entry.access_method == method]
    return _urls([entry.access_location for entry in entries])


def _crl_urls(certificate: x509.Certificate) -> tuple[str, ...]:
    extension = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    return _urls([name for point in extension.value for name in point.full_name or ()])


def _urls(names: list[x509.GeneralName]) -> tuple[str, ...]:
    found = [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]
    return tuple(_safe(url) for url in found[:MOST_URLS])


def _must_staple(certificate: x509.Certificate) -> bool:
    extension = certificate.extensions.get_extension_for_class(x509.TLSFeature)
    return x509.TLSFeatureType.status_request in extension.value


def _timestamps(certificate: x509.Certificate) -> int:
    kind = x509.PrecertificateSignedCertificateTimestamps
    return len(certificate.extensions.get_extension_for_class(kind).value)
