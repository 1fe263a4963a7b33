"""Keys and signatures of certificates by name: what their object identifiers stand for.

Promise: `key` and `signature_hash` never raise; what is unknown or malformed is "" and 0. Must not
judge: whether a key is large enough is for `checks`.
"""

from __future__ import annotations

from winhttp_cli.engine.net import der
from winhttp_cli.engine.net.certificate_fields import Algorithm, PublicKey, algorithm
from winhttp_cli.engine.net.der import Element, Malformed
from winhttp_cli.record import dataclass

RSA_PSS = "1.2.840.113549.1.1.10"
_RSA = ("1.2.840.113549.1.1.1", RSA_PSS)
_DSA = "1.2.840.10040.4.1"
_ELLIPTIC = "1.2.840.10045.2.1"
_EDWARDS = {"1.3.101.112": "Ed25519", "1.3.101.113": "Ed448"}

# RFC 5480 section 2.1.1.1, SEC 2 and RFC 5639: names and sizes of the curves that TLS libraries know.
_CURVES = {
    "1.2.840.10045.3.1.1": ("secp192r1", 192),
    "1.3.132.0.33": ("P-224", 224),
    "1.2.840.10045.3.1.7": ("P-256", 256),
    "1.3.132.0.34": ("P-384", 384),
    "1.3.132.0.35": ("P-521", 521),
    "1.3.132.0.10": ("secp256k1", 256),
    "1.3.36.3.3.2.8.1.1.7": ("brainpoolP256r1", 256),
    "1.3.36.3.3.2.8.1.1.11": ("brainpoolP384r1", 384),
    "1.3.36.3.3.2.8.1.1.13": ("brainpoolP512r1", 512),
}

# RFC 3279, RFC 4055, RFC 5758 and RFC 1319/1320: the hash of each signature algorithm.
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

# RFC 8017, appendix B.1, and RFC 9688: hashes by themselves, as RSASSA-PSS names its own.
_PLAIN_HASHES = {
    "1.3.14.3.2.26": "SHA-1",
    "2.16.840.1.101.3.4.2.4": "SHA-224",
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
    "2.16.840.1.101.3.4.2.7": "SHA3-224",
    "2.16.840.1.101.3.4.2.8": "SHA3-256",
    "2.16.840.1.101.3.4.2.9": "SHA3-384",
    "2.16.840.1.101.3.4.2.10": "SHA3-512",
}


@dataclass(frozen=True, slots=True)
class Key:
    """`text` is "RSA 2048", "ECDSA P-256" or "Ed25519"; `bits` the size that bears its strength, 0
    where that is fixed or unknown."""

    text: str = ""
    bits: int = 0
    is_elliptic: bool = True


def key(public: PublicKey) -> Key:
    """The key by name; an empty Key for one that cannot be read."""
    try:
        return _key(public)
    except Malformed:
        return Key()


def _key(public: PublicKey) -> Key:
    kind, parameters = public.algorithm.identifier, public.algorithm.parameters
    if kind in _RSA:
        bits = _size_of_first(der.only(public.bits, der.SEQUENCE))
        return Key(f"RSA {bits}", bits, is_elliptic=False)
    if kind == _DSA and parameters is not None:
        bits = _size_of_first(parameters.require(der.SEQUENCE))
        return Key(f"DSA {bits}", bits, is_elliptic=False)
    if kind == _ELLIPTIC and parameters is not None:
        name, bits = _CURVES.get(der.identifier(parameters), ("", 0))
        return Key(f"ECDSA {name}", bits) if name else Key()
    return Key(_EDWARDS.get(kind, ""))


def _size_of_first(numbers: Element) -> int:
    """The bits of the modulus of an RSA key, and of the prime of DSA's parameters."""
    found = der.within(numbers)
    first = der.integer(found[0]) if found else 0
    if first <= 0:
        raise Malformed("a key without a size")
    return first.bit_length()


def signature_hash(signature: Algorithm) -> str:
    """ "SHA-256", "MD5"; "" where the algorithm has no hash of its own (Ed25519) or is unknown."""
    if signature.identifier != RSA_PSS:
        return _HASHES.get(signature.identifier, "")
    try:
        return _PLAIN_HASHES.get(_pss_hash(signature), "")
    except Malformed:
        return ""


def _pss_hash(signature: Algorithm) -> str:
    """RFC 4055 section 3.1: the hash is SHA-1 where the parameters name none."""
    if signature.parameters is None:
        raise Malformed("RSASSA-PSS without parameters")
    for part in der.within(signature.parameters.require(der.SEQUENCE)):
        if part.tag == der.context(0, constructed=True):
            named = der.within(part)
            if len(named) != 1:
                raise Malformed("a hash of the wrong form")
            return algorithm(named[0]).identifier
    return "1.3.14.3.2.26"
