"""Certificate revocation lists, read and checked (RFC 5280 section 5).

Promise: `read` believes a list only when the issuer of the certificate signed it, it covers this kind
of certificate, and it is of now. Delta and indirect lists are not understood and never believed.
Nothing in a list can make it raise. Must not fetch.
"""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import ExtensionOID

from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.revocation_answer import Reading, Status, revoked_text, stale, unknown
from winhttp_cli.engine.net.signatures import UNREADABLE

_UNUSABLE = (*UNREADABLE, InvalidSignature)
_SIGNING_KEYS = (
    rsa.RSAPublicKey,
    ec.EllipticCurvePublicKey,
    ed25519.Ed25519PublicKey,
    ed448.Ed448PublicKey,
    dsa.DSAPublicKey,
)
_UNDERSTOOD = frozenset(
    {
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
        ExtensionOID.CRL_NUMBER,
        ExtensionOID.ISSUING_DISTRIBUTION_POINT,
        ExtensionOID.ISSUER_ALTERNATIVE_NAME,
        ExtensionOID.FRESHEST_CRL,
        ExtensionOID.AUTHORITY_INFORMATION_ACCESS,
    }
)


def lists_in(content: bytes) -> list[x509.CertificateRevocationList]:
    """The lists in a file or a body: one in DER, or any number in PEM. Empty where it holds none."""
    try:
        if b"-----BEGIN X509 CRL-----" not in content:
            return [x509.load_der_x509_crl(content)]
        pieces = content.split(b"-----BEGIN X509 CRL-----")[1:]
        return [x509.load_pem_x509_crl(b"-----BEGIN X509 CRL-----" + piece) for piece in pieces]
    except _UNUSABLE:
        return []


def read(
    found: x509.CertificateRevocationList, certificate: Certificate, issuer: Certificate, now: datetime
) -> Reading:
    """What the list says about `certificate`."""
    try:
        trouble = _unfit(found, certificate, issuer, now)
        return unknown(trouble) if trouble else _look_up(found, certificate)
    except _UNUSABLE:
        return unknown("its list is malformed")


def is_of(found: x509.CertificateRevocationList, issuer: Certificate) -> bool:
    """Whether the list says it comes from `issuer`."""
    try:
        return found.issuer.public_bytes() == issuer.subject_der
    except _UNUSABLE:
        return False


def _look_up(found: x509.CertificateRevocationList, certificate: Certificate) -> Reading:
    until = found.next_update_utc
    number = certificate.parsed.serial_number if certificate.parsed is not None else None
    entry = found.get_revoked_certificate_by_serial_number(number) if number is not None else None
    if entry is None:
        return Reading(Status.GOOD, until=until)
    reason = _reason(entry)
    if reason == x509.ReasonFlags.remove_from_crl.value:
        return Reading(Status.GOOD, until=until)
    return Reading(Status.REVOKED, revoked_text(entry.revocation_date_utc, reason), until)


def _reason(entry: x509.RevokedCertificate) -> str:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except _UNUSABLE:
        return ""


def _unfit(
    found: x509.CertificateRevocationList, certificate: Certificate, issuer: Certificate, now: datetime
) -> str:
    """Why the list does not count; "" where it does."""
    if not is_of(found, issuer):
        return "its list is of another issuer"
    if not _is_signed_by(found, issuer):
        return "its list is not signed by the issuer"
    if not _covers(found, certificate):
        return "its list does not cover this certificate, or not in a way understood here"
    return stale(found.last_update_utc, found.next_update_utc, now)


def _is_signed_by(found: x509.CertificateRevocationList, issuer: Certificate) -> bool:
    if issuer.parsed is None or not _may_sign(issuer.parsed):
        return False
    key = issuer.parsed.public_key()
    return isinstance(key, _SIGNING_KEYS) and found.is_signature_valid(key)


def _may_sign(issuer: x509.Certificate) -> bool:
    """RFC 5280 section 6.3.3 (f): where the issuer has a key usage, it must include cRLSign."""
    try:
        return issuer.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return True


def _covers(found: x509.CertificateRevocationList, certificate: Certificate) -> bool:
    """RFC 5280 section 5.2: a critical extension that is not understood spoils the list."""
    if any(extension.critical and extension.oid not in _UNDERSTOOD for extension in found.extensions):
        return False
    try:
        point = found.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return True
    if point.indirect_crl or point.only_contains_attribute_certs or point.only_some_reasons:
        return False
    if certificate.is_authority:
        return not point.only_contains_user_certs
    return not point.only_contains_ca_certs
