"""The facts of a certificate as cryptography reads them: the second opinion beside the engine's own.

Promise: `facts` gives them by name, or None where cryptography refuses the certificate; a fact that
it cannot read is absent. Shares no code with the engine.
"""

from __future__ import annotations

import ipaddress
import warnings
from collections.abc import Callable, Iterable
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

Parsed = x509.Certificate
_REFUSALS = (ValueError, TypeError, KeyError, UnsupportedAlgorithm, x509.InvalidVersion)
_ABSENT = (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)


def facts(der: bytes) -> dict[str, Any] | None:
    """By the names that the engine's `Certificate` has for them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parsed = x509.load_der_x509_certificate(der)
        except _REFUSALS:
            return None
        found = {}
        for name, read in FACTS.items():
            try:
                found[name] = read(parsed)
            except (*_REFUSALS, *_ABSENT):
                continue
        return found


def _extension(parsed: Parsed, kind: Any) -> Any:
    return parsed.extensions.get_extension_for_class(kind).value


def _names(parsed: Parsed, kind: Any) -> tuple[Any, ...]:
    return tuple(_extension(parsed, x509.SubjectAlternativeName).get_values_for_type(kind))


def _addresses(parsed: Parsed) -> tuple[Any, ...]:
    kinds = (ipaddress.IPv4Address, ipaddress.IPv6Address)
    return tuple(found for found in _names(parsed, x509.IPAddress) if isinstance(found, kinds))


def _common_name(parsed: Parsed) -> str:
    found = parsed.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[-1].value) if found else ""


def _urls(places: Iterable[Any]) -> tuple[str, ...]:
    return tuple(place.value for place in places if isinstance(place, x509.UniformResourceIdentifier))


def _access(method: Any) -> Callable[[Parsed], tuple[str, ...]]:
    def read(parsed: Parsed) -> tuple[str, ...]:
        found = _extension(parsed, x509.AuthorityInformationAccess)
        return _urls(entry.access_location for entry in found if entry.access_method == method)

    return read


def _lists(parsed: Parsed) -> tuple[str, ...]:
    points = _extension(parsed, x509.CRLDistributionPoints)
    return _urls(name for point in points for name in point.full_name or ())


def _key_bits(parsed: Parsed) -> int:
    return int(getattr(parsed.public_key(), "key_size", 0))


def _is_elliptic(parsed: Parsed) -> bool:
    return not isinstance(parsed.public_key(), rsa.RSAPublicKey | dsa.DSAPublicKey)


def _curve(parsed: Parsed) -> str:
    key = parsed.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError
    return {"secp256r1": "ECDSA P-256", "secp384r1": "ECDSA P-384", "secp521r1": "ECDSA P-521"}[
        key.curve.name
    ]


def _hash(parsed: Parsed) -> str:
    found = parsed.signature_hash_algorithm
    name = found.name if found is not None else ""
    return name.upper() if name.startswith("sha3-") else name.upper().replace("SHA", "SHA-", 1)


FACTS: dict[str, Callable[[Parsed], Any]] = {
    "subject_der": lambda parsed: parsed.subject.public_bytes(),
    "issuer_der": lambda parsed: parsed.issuer.public_bytes(),
    "common_name": _common_name,
    "dns_names": lambda parsed: _names(parsed, x509.DNSName),
    "addresses": _addresses,
    "validity": lambda parsed: (parsed.not_valid_before_utc, parsed.not_valid_after_utc),
    "is_authority": lambda parsed: _extension(parsed, x509.BasicConstraints).ca,
    "must_staple": lambda parsed: (
        x509.TLSFeatureType.status_request in _extension(parsed, x509.TLSFeature)
    ),
    "key_bits": _key_bits,
    "key_text": _curve,
    "is_elliptic": _is_elliptic,
    "signature_hash": _hash,
    "signature_algorithm": lambda parsed: parsed.signature_algorithm_oid.dotted_string,
    "issuer_urls": _access(AuthorityInformationAccessOID.CA_ISSUERS),
    "ocsp_urls": _access(AuthorityInformationAccessOID.OCSP),
    "crl_urls": _lists,
}
