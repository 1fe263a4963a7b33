"""One certificate as the peer sent it, read without trusting it.

Promise: `Certificate` never raises for what a peer put into a certificate: a field that cannot be
read is empty, and `problem` says why the certificate as a whole cannot be. Text is as in the
certificate; make it printable before showing it. Must not judge.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import warnings
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID, NameOID

from winhttp_cli.engine.net.printable import printable

#: What cryptography raises for a certificate, a CRL or an OCSP response that is not as it should be.
UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.ExtensionNotFound,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
_warnings_lock = threading.Lock()

AnyAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Extension = TypeVar("Extension", bound=x509.ExtensionType)

# RFC 3279, RFC 4055, RFC 5758 and RFC 1319/1320: the hash of each signature algorithm, by identifier,
# since cryptography does not read those it no longer supports.
_HASHES = {
    "1.2.840.113549.1.1.2": "MD2",
    "1.2.840.113549.1.1.3": "MD4",
    "1.2.840.113549.1.1.4": "MD5",
    "1.2.840.113549.1.1.5": "SHA-1",
    "1.3.14.3.2.3": "MD5",
    "1.3.14.3.2.15": "SHA-1",
    "1.3.14.3.2.29": "SHA-1",
    "1.2.840.10040.4.3": "SHA-1",
    "1.3.14.3.2.27": "SHA-1",
    "1.2.840.10045.4.1": "SHA-1",
    "1.2.840.113549.1.1.14": "SHA-224",
    "1.2.840.113549.1.1.11": "SHA-256",
    "1.2.840.113549.1.1.12": "SHA-384",
    "1.2.840.113549.1.1.13": "SHA-512",
    "1.2.840.10045.4.3.1": "SHA-224",
    "1.2.840.10045.4.3.2": "SHA-256",
    "1.2.840.10045.4.3.3": "SHA-384",
    "1.2.840.10045.4.3.4": "SHA-512",
    "2.16.840.1.101.3.4.3.1": "SHA-224",
    "2.16.840.1.101.3.4.3.2": "SHA-256",
}
_RSA_PSS = "1.2.840.113549.1.1.10"
_SMALL_KEY = 2048
_SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
_USAGE_NAMES = {
    _SERVER_AUTH: "serverAuth",
    "1.3.6.1.5.5.7.3.2": "clientAuth",
    "1.3.6.1.5.5.7.3.3": "codeSigning",
    "1.3.6.1.5.5.7.3.4": "emailProtection",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning",
    "2.5.29.37.0": "anyExtendedKeyUsage",
}


class Certificate:
    """Facts of one certificate; `der` is the certificate itself, and equality is by it."""

    def __init__(self, der: bytes) -> None:
        self.der = der
        self.problem = ""
        self.parsed: x509.Certificate | None = None
        try:
            # A serial number below 1 makes cryptography warn; here it is the peer's affair, not ours.
            with _warnings_lock, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.parsed = x509.load_der_x509_certificate(der)
        except UNREADABLE as error:
            self.problem = printable(str(error)) or "unreadable"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and other.der == self.der

    def __hash__(self) -> int:
        return hash(self.der)

    # --- names ---

    @cached_property
    def subject_der(self) -> bytes:
        return self._name_der("subject")

    @cached_property
    def issuer_der(self) -> bytes:
        return self._name_der("issuer")

    def _name_der(self, which: str) -> bytes:
        try:
            name: x509.Name = getattr(self.parsed, which)
            return name.public_bytes()
        except (*UNREADABLE, AttributeError):
            return b""

    @property
    def is_self_issued(self) -> bool:
        return bool(self.subject_der) and self.subject_der == self.issuer_der

    @cached_property
    def label(self) -> str:
        """What to call it on a line: its common name, else its organisation, else its first name."""
        return self._label("subject")

    @cached_property
    def issuer_label(self) -> str:
        return self._label("issuer")

    def _label(self, which: str) -> str:
        try:
            return name_label(getattr(self.parsed, which))
        except (*UNREADABLE, AttributeError):
            return "(unreadable name)"

    @cached_property
    def common_name(self) -> str:
        """The last common name, which is the most specific one; "" where there is none."""
        try:
            if self.parsed is None:
                return ""
            found = self.parsed.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
            return str(found[-1].value) if found else ""
        except UNREADABLE:
            return ""

    @cached_property
    def alternative_names(self) -> x509.SubjectAlternativeName | None:
        return self._extension(x509.SubjectAlternativeName)

    @property
    def has_alternative_names(self) -> bool:
        """Whether the extension is there, readable or not."""
        return self._has_extension(ExtensionOID.SUBJECT_ALTERNATIVE_NAME)

    @cached_property
    def dns_names(self) -> tuple[str, ...]:
        names = self.alternative_names
        return tuple(names.get_values_for_type(x509.DNSName)) if names else ()

    @cached_property
    def addresses(self) -> tuple[AnyAddress, ...]:
        names = self.alternative_names
        found = names.get_values_for_type(x509.IPAddress) if names else []
        return tuple(a for a in found if isinstance(a, ipaddress.IPv4Address | ipaddress.IPv6Address))

    # --- time ---

    @cached_property
    def validity(self) -> tuple[datetime, datetime] | None:
        """From and until, in UTC."""
        try:
            if self.parsed is None:
                return None
            return (self.parsed.not_valid_before_utc, self.parsed.not_valid_after_utc)
        except UNREADABLE:
            return None

    # --- use ---

    @cached_property
    def usages(self) -> tuple[str, ...] | None:
        """Extended key usages by name, or None where the certificate does not restrict them."""
        found = self._extension(x509.ExtendedKeyUsage)
        if found is None:
            return None
        return tuple(_USAGE_NAMES.get(usage.dotted_string, usage.dotted_string) for usage in found)

    @cached_property
    def is_authority(self) -> bool:
        found = self._extension(x509.BasicConstraints)
        return found is not None and found.ca

    @cached_property
    def must_staple(self) -> bool:
        found = self._extension(x509.TLSFeature)
        return found is not None and x509.TLSFeatureType.status_request in found

    # --- key and signature ---

    @cached_property
    def key_text(self) -> str:
        """ "RSA 2048", "ECDSA P-256", "Ed25519"; "" where the key cannot be read."""
        return _key_text(self._key())

    @cached_property
    def key_bits(self) -> int:
        """The strength-bearing size of the key in bits, 0 where it cannot be read."""
        key = self._key()
        return int(getattr(key, "key_size", 0)) if key is not None else 0

    @property
    def is_elliptic(self) -> bool:
        return not isinstance(self._key(), rsa.RSAPublicKey | dsa.DSAPublicKey)

    def _key(self) -> object:
        try:
            return self.parsed.public_key() if self.parsed is not None else None
        except UNREADABLE:
            return None

    @cached_property
    def signature_hash(self) -> str:
        """ "SHA-256", "MD5"; "" where the algorithm has no hash of its own (Ed25519) or is unknown."""
        identifier = self.signature_algorithm
        if identifier != _RSA_PSS:
            return _HASHES.get(identifier, "")
        try:
            found = self.parsed.signature_hash_algorithm if self.parsed is not None else None
        except UNREADABLE:
            return ""
        return _hash_name(found.name) if found is not None else ""

    @cached_property
    def signature_algorithm(self) -> str:
        """The object identifier in dots, "" where it cannot be read."""
        try:
            return self.parsed.signature_algorithm_oid.dotted_string if self.parsed is not None else ""
        except UNREADABLE:
            return ""

    @property
    def is_signed_with_pss(self) -> bool:
        return self.signature_algorithm == _RSA_PSS

    def is_signed_by(self, issuer: Certificate) -> bool:
        """Whether `issuer`'s key made the signature; False where that cannot be told."""
        try:
            if self.parsed is None or issuer.parsed is None:
                return False
            self.parsed.verify_directly_issued_by(issuer.parsed)
        except (*UNREADABLE, InvalidSignature):
            return False
        return True

    # --- where to ask ---

    @cached_property
    def issuer_urls(self) -> tuple[str, ...]:
        return self._access_urls(AuthorityInformationAccessOID.CA_ISSUERS)

    @cached_property
    def ocsp_urls(self) -> tuple[str, ...]:
        return self._access_urls(AuthorityInformationAccessOID.OCSP)

    def _access_urls(self, method: x509.ObjectIdentifier) -> tuple[str, ...]:
        found = self._extension(x509.AuthorityInformationAccess)
        places = [entry.access_location for entry in found or () if entry.access_method == method]
        return tuple(p.value for p in places if isinstance(p, x509.UniformResourceIdentifier))

    @cached_property
    def crl_urls(self) -> tuple[str, ...]:
        found = self._extension(x509.CRLDistributionPoints)
        names = [name for point in found or () for name in point.full_name or ()]
        return tuple(n.value for n in names if isinstance(n, x509.UniformResourceIdentifier))

    # --- extensions ---

    def _extension(self, kind: type[Extension]) -> Extension | None:
        try:
            if self.parsed is None:
                return None
            return self.parsed.extensions.get_extension_for_class(kind).value
        except UNREADABLE:
            return None

    def _has_extension(self, identifier: x509.ObjectIdentifier) -> bool:
        try:
            if self.parsed is None:
                return False
            return any(found.oid == identifier for found in self.parsed.extensions)
        except UNREADABLE:
            return True


def name_label(name: x509.Name) -> str:
    """The common name, else the organisation, else the first attribute, of a distinguished name."""
    for identifier in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(identifier)
        if found:
            return printable(_text(found[-1].value))
    first = next(iter(name), None)
    return printable(_text(first.value)) if first is not None else "(no name)"


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.hex()


def _key_text(key: object) -> str:
    match key:
        case rsa.RSAPublicKey():
            return f"RSA {key.key_size}"
        case ec.EllipticCurvePublicKey():
            return f"ECDSA {_curve_name(key.curve.name)}"
        case dsa.DSAPublicKey():
            return f"DSA {key.key_size}"
        case ed25519.Ed25519PublicKey():
            return "Ed25519"
        case ed448.Ed448PublicKey():
            return "Ed448"
    return ""


def _curve_name(name: str) -> str:
    names = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp224r1": "P-224"}
    return names.get(name, name)


def _hash_name(name: str) -> str:
    return name.upper().replace("SHA", "SHA-", 1) if name.startswith("sha") else name.upper()


def end_point_binding(certificate: Certificate) -> bytes:
    """The tls-server-end-point channel binding token: RFC 5929 section 4.1. SHA-256 stands in for MD5
    and SHA-1; undefined, so b"", where the signature has no hash of its own."""
    name = {"MD5": "SHA-256", "SHA-1": "SHA-256"}.get(
        certificate.signature_hash, certificate.signature_hash
    )
    if not name.startswith("SHA-"):
        return b""
    return hashlib.new(name.replace("-", "").lower(), certificate.der).digest()


def small_key_remarks(chain: Iterable[Certificate]) -> list[str]:
    """A line for each certificate whose RSA or DSA key is worth a remark, though WinHTTP accepts it."""
    return [
        f"the key of {certificate.label} is small: {certificate.key_text}"
        for certificate in chain
        if not certificate.is_elliptic and 0 < certificate.key_bits < _SMALL_KEY
    ]
