"""Signatures nobody should accept: SHA-1 and MD5, which the certificate builder refuses, and broken ones.

Promise: the certificate says and carries exactly that signature; nothing else of it changes. RSA only for
the weak ones.
"""

from __future__ import annotations

from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes


class Digest(Enum):
    """The digest of a certificate's signature."""

    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA1 = "sha1"
    MD5 = "md5"


# 1.2.840.113549.1.1.N as DER (RFC 8017, appendix C): the last byte names the digest, the length stays.
_PKCS1 = bytes.fromhex("06092a864886f70d0101")
_LAST_BYTE = {Digest.SHA256: b"\x0b", Digest.SHA1: b"\x05", Digest.MD5: b"\x04"}


def weakly_signed(model: x509.Certificate, signer: PrivateKeyTypes, digest: Digest) -> x509.Certificate:
    """`model` (sha256WithRSAEncryption) signed again by `signer` with SHA-1 or MD5."""
    if not isinstance(signer, rsa.RSAPrivateKey):
        raise TypeError("weak signatures are made with RSA keys only")
    algorithm = hashes.MD5() if digest is Digest.MD5 else hashes.SHA1()
    body = _renamed(model.tbs_certificate_bytes, digest)
    signature = signer.sign(body, padding.PKCS1v15(), algorithm)
    whole = _renamed(model.public_bytes(serialization.Encoding.DER), digest)
    whole = whole.replace(model.signature, signature)
    return x509.load_der_x509_certificate(whole)


def tampered(certificate: x509.Certificate) -> x509.Certificate:
    """The same certificate with the last bit of its signature flipped."""
    whole = bytearray(certificate.public_bytes(serialization.Encoding.DER))
    whole[-1] ^= 1
    return x509.load_der_x509_certificate(bytes(whole))


def _renamed(der: bytes, digest: Digest) -> bytes:
    return der.replace(_PKCS1 + _LAST_BYTE[Digest.SHA256], _PKCS1 + _LAST_BYTE[digest])
