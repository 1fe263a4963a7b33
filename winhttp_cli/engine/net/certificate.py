"""One certificate as the peer sent it, read without trusting it.

Promise: `Certificate` never raises for what a peer put into a certificate: a field that cannot be
read is empty, and `problem` says why the certificate as a whole cannot be. Text is as in the
certificate; make it printable before showing it. Must not judge.

It reads the DER itself, since loading cryptography's reader costs a sixth of a whole request; tests
hold every fact against that reader's. Signatures are cryptography's business: `parsed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from cryptography.hazmat.primitives import hashes

from winhttp_cli.engine.net import certificate_extensions as extensions
from winhttp_cli.engine.net import certificate_fields, certificate_keys, der
from winhttp_cli.engine.net.certificate_extensions import AnyAddress, GeneralNames
from winhttp_cli.engine.net.certificate_fields import Fields, Name
from winhttp_cli.engine.net.certificate_keys import RSA_PSS, Key
from winhttp_cli.engine.net.der import Element, Malformed
from winhttp_cli.engine.net.printable import printable

if TYPE_CHECKING:
    from cryptography import x509

T = TypeVar("T")

_COMMON_NAME = "2.5.4.3"
_ORGANIZATION_NAME = "2.5.4.10"
_UNIQUE_IDENTIFIER = "2.5.4.45"
_SMALL_KEY = 2048
_USAGE_NAMES = {
    "1.3.6.1.5.5.7.3.1": "serverAuth",
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
        self._fields: Fields | None = None
        try:
            self._fields = certificate_fields.read(der)
        except Malformed as error:
            self.problem = str(error)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and other.der == self.der

    def __hash__(self) -> int:
        return hash(self.der)

    @cached_property
    def parsed(self) -> x509.Certificate | None:
        """The certificate as cryptography has it, to check and to make signatures about it; None where
        it cannot be read."""
        from winhttp_cli.engine.net.signatures import load

        return load(self.der) if self._fields is not None else None

    # --- names ---

    @property
    def subject_der(self) -> bytes:
        return self._fields.subject.whole if self._fields is not None else b""

    @property
    def issuer_der(self) -> bytes:
        return self._fields.issuer.whole if self._fields is not None else b""

    @property
    def is_self_issued(self) -> bool:
        return bool(self.subject_der) and self.subject_der == self.issuer_der

    @cached_property
    def label(self) -> str:
        """What to call it on a line: its common name, else its organisation, else its first name."""
        return _label(self._fields.subject if self._fields is not None else None)

    @cached_property
    def issuer_label(self) -> str:
        return _label(self._fields.issuer if self._fields is not None else None)

    @cached_property
    def common_name(self) -> str:
        """The last common name, which is the most specific one; "" where there is none."""
        try:
            found = _texts(self._fields.subject if self._fields is not None else None)
        except Malformed:
            return ""
        return next((text for kind, text in reversed(found) if kind == _COMMON_NAME), "")

    @cached_property
    def alternative_names(self) -> GeneralNames | None:
        return self._extension(extensions.SUBJECT_ALTERNATIVE_NAME, extensions.alternative_names)

    @property
    def has_alternative_names(self) -> bool:
        """Whether the extension is there, readable or not."""
        if self._fields is None:
            return False
        found = self._fields.extensions
        return found is None or extensions.SUBJECT_ALTERNATIVE_NAME in found

    @property
    def dns_names(self) -> tuple[str, ...]:
        return self.alternative_names.dns if self.alternative_names is not None else ()

    @property
    def addresses(self) -> tuple[AnyAddress, ...]:
        return self.alternative_names.addresses if self.alternative_names is not None else ()

    # --- time ---

    @property
    def validity(self) -> tuple[datetime, datetime] | None:
        """From and until, in UTC."""
        return self._fields.validity if self._fields is not None else None

    # --- use ---

    @cached_property
    def usages(self) -> tuple[str, ...] | None:
        """Extended key usages by name, or None where the certificate does not restrict them."""
        found = self._extension(extensions.EXTENDED_KEY_USAGE, extensions.usages)
        return tuple(_USAGE_NAMES.get(usage, usage) for usage in found) if found is not None else None

    @cached_property
    def is_authority(self) -> bool:
        return bool(self._extension(extensions.BASIC_CONSTRAINTS, extensions.is_authority))

    @cached_property
    def must_staple(self) -> bool:
        found = self._extension(extensions.TLS_FEATURE, extensions.features)
        return found is not None and extensions.STATUS_REQUEST in found

    # --- key and signature ---

    @property
    def key_text(self) -> str:
        """ "RSA 2048", "ECDSA P-256", "Ed25519"; "" where the key cannot be read."""
        return self._key.text

    @property
    def key_bits(self) -> int:
        """The strength-bearing size of the key in bits, 0 where it cannot be read."""
        return self._key.bits

    @property
    def is_elliptic(self) -> bool:
        return self._key.is_elliptic

    @cached_property
    def _key(self) -> Key:
        return certificate_keys.key(self._fields.key) if self._fields is not None else Key()

    @cached_property
    def signature_hash(self) -> str:
        """ "SHA-256", "MD5"; "" where the algorithm has no hash of its own (Ed25519) or is unknown."""
        if self._fields is None:
            return ""
        return certificate_keys.signature_hash(self._fields.signature)

    @property
    def signature_algorithm(self) -> str:
        """The object identifier in dots, "" where it cannot be read."""
        return self._fields.signature.identifier if self._fields is not None else ""

    @property
    def is_signed_with_pss(self) -> bool:
        return self.signature_algorithm == RSA_PSS

    def is_signed_by(self, issuer: Certificate) -> bool:
        """Whether `issuer`'s key made the signature; False where that cannot be told."""
        from winhttp_cli.engine.net.signatures import is_directly_issued

        if self.parsed is None or issuer.parsed is None:
            return False
        return is_directly_issued(self.parsed, issuer.parsed)

    # --- where to ask ---

    @property
    def issuer_urls(self) -> tuple[str, ...]:
        return self._access_urls(extensions.CA_ISSUERS)

    @property
    def ocsp_urls(self) -> tuple[str, ...]:
        return self._access_urls(extensions.OCSP)

    def _access_urls(self, method: str) -> tuple[str, ...]:
        def read(content: bytes) -> tuple[str, ...]:
            return extensions.access_urls(content, method)

        return self._extension(extensions.AUTHORITY_INFORMATION_ACCESS, read) or ()

    @property
    def crl_urls(self) -> tuple[str, ...]:
        return self._extension(extensions.CRL_DISTRIBUTION_POINTS, extensions.distribution_urls) or ()

    # --- extensions ---

    def _extension(self, kind: str, read: Callable[[bytes], T]) -> T | None:
        """What `read` makes of the extension; None where it is not there or cannot be read."""
        found = self._fields.extensions if self._fields is not None else None
        if found is None or kind not in found:
            return None
        try:
            return read(found[kind])
        except Malformed:
            return None


def _label(name: Name | None) -> str:
    """The common name, else the organisation, else the first attribute, of a distinguished name."""
    try:
        found = _texts(name)
    except Malformed:
        return "(unreadable name)"
    for wanted in (_COMMON_NAME, _ORGANIZATION_NAME):
        texts = [text for kind, text in found if kind == wanted]
        if texts:
            return printable(texts[-1])
    return printable(found[0][1]) if found else "(no name)"


def _texts(name: Name | None) -> list[tuple[str, str]]:
    """The attributes as text. Raises Malformed where one cannot be read, or there is no name."""
    if name is None:
        raise Malformed("no name")
    return [(kind, _text(kind, value)) for kind, value in name.attributes]


def _text(kind: str, value: Element) -> str:
    """RFC 4519 section 2.40: the one attribute of bits."""
    if kind == _UNIQUE_IDENTIFIER and value.tag == der.BIT_STRING:
        return der.whole_bytes(value).hex()
    return der.text(value)


_BINDING_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "MD5": hashes.SHA256,
    "SHA-1": hashes.SHA256,
    "SHA-224": hashes.SHA224,
    "SHA-256": hashes.SHA256,
    "SHA-384": hashes.SHA384,
    "SHA-512": hashes.SHA512,
}


def end_point_binding(certificate: Certificate) -> bytes:
    """The tls-server-end-point channel binding token: RFC 5929 section 4.1. SHA-256 stands in for MD5
    and SHA-1; undefined, so b"", where the signature has no hash of its own."""
    chosen = _BINDING_HASHES.get(certificate.signature_hash)
    if chosen is None:
        return b""
    digest = hashes.Hash(chosen())
    digest.update(certificate.der)
    return digest.finalize()


def small_key_remarks(chain: Iterable[Certificate]) -> list[str]:
    """A line for each certificate whose RSA or DSA key is worth a remark, though WinHTTP accepts it."""
    return [
        f"the key of {certificate.label} is small: {certificate.key_text}"
        for certificate in chain
        if not certificate.is_elliptic and 0 < certificate.key_bits < _SMALL_KEY
    ]
