"""A certificate as cryptography has it, for what is signed: certificates, CRLs, OCSP answers.

Promise: `load` and `is_directly_issued` answer, whatever a peer put into a certificate. Loaded only
where a signature is to be checked beside OpenSSL's own walk along the chain.
"""

from __future__ import annotations

import threading
import warnings

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

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


def load(certificate: bytes) -> x509.Certificate | None:
    """None for what cryptography cannot read. A serial number below 1 makes it warn; here that is the
    peer's affair, not ours."""
    try:
        with _warnings_lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return x509.load_der_x509_certificate(certificate)
    except UNREADABLE:
        return None


def is_directly_issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether `issuer` is named as its issuer and its key made the signature."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (*UNREADABLE, InvalidSignature):
        return False
    return True
