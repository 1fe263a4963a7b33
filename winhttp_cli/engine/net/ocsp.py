"""OCSP: the question as a URL, the answer read and checked (RFC 6960).

Promise: `question_url` makes the GET form of a request; `read` believes an answer only when it is
signed by the issuer or by a responder the issuer certified for that, is about this certificate, and
is of now. Nothing in an answer can make it raise. Must not fetch.
"""

from __future__ import annotations

import base64
from datetime import datetime
from urllib.parse import quote

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.x509 import ocsp

from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.revocation_answer import Reading, Status, revoked_text, stale, unknown
from winhttp_cli.engine.net.signatures import UNREADABLE

_DER = serialization.Encoding.DER
_RSA_PSS = "1.2.840.113549.1.1.10"
_MOST_ANSWERS = 100
_UNUSABLE = (*UNREADABLE, InvalidSignature, UnsupportedAlgorithm)


def question_url(base: str, certificate: Certificate, issuer: Certificate) -> str:
    """RFC 6960 appendix A.1: the request, in base64, as the last part of the path. "" where the
    certificates cannot be read."""
    # SHA-1 names the issuer here and signs nothing; it is the form every responder knows.
    request = _question(certificate, issuer, hashes.SHA1())
    if request is None:
        return ""
    encoded = base64.b64encode(request.public_bytes(_DER)).decode("ascii")
    return f"{base.rstrip('/')}/{quote(encoded, safe='')}"


def _question(
    certificate: Certificate, issuer: Certificate, algorithm: hashes.HashAlgorithm
) -> ocsp.OCSPRequest | None:
    if certificate.parsed is None or issuer.parsed is None:
        return None
    try:
        builder = ocsp.OCSPRequestBuilder()
        return builder.add_certificate(certificate.parsed, issuer.parsed, algorithm).build()
    except _UNUSABLE:
        return None


def read(answer: bytes, certificate: Certificate, issuer: Certificate, now: datetime) -> Reading:
    """What `answer` (DER) says about `certificate`."""
    try:
        response = ocsp.load_der_ocsp_response(answer)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return unknown(f"the responder says {response.response_status.name.lower()}")
        if not _is_authentic(response, issuer, now):
            return unknown("its answer is not signed by the issuer or on its behalf")
        return _read_single(response, certificate, issuer, now)
    except _UNUSABLE:
        return unknown("its answer is malformed")


def _read_single(
    response: ocsp.OCSPResponse, certificate: Certificate, issuer: Certificate, now: datetime
) -> Reading:
    single = _about(response, certificate, issuer)
    if single is None:
        return unknown("its answer is about another certificate")
    trouble = stale(single.this_update_utc, single.next_update_utc, now)
    if trouble:
        return unknown(trouble)
    match single.certificate_status:
        case ocsp.OCSPCertStatus.GOOD:
            return Reading(Status.GOOD, until=single.next_update_utc)
        case ocsp.OCSPCertStatus.REVOKED:
            reason = single.revocation_reason
            at = single.revocation_time_utc or single.this_update_utc
            detail = revoked_text(at, reason.value if reason is not None else "")
            return Reading(Status.REVOKED, detail, single.next_update_utc)
    return unknown("the responder does not know the certificate")


def _about(
    response: ocsp.OCSPResponse, certificate: Certificate, issuer: Certificate
) -> ocsp.OCSPSingleResponse | None:
    """The answer for this serial number of this issuer: the same number exists elsewhere."""
    for number, single in enumerate(response.responses):
        if number >= _MOST_ANSWERS:
            return None
        wanted = _question(certificate, issuer, single.hash_algorithm)
        if wanted is not None and _identifier(single) == _identifier(wanted):
            return single
    return None


def _identifier(of: ocsp.OCSPSingleResponse | ocsp.OCSPRequest) -> tuple[int, bytes, bytes]:
    return (of.serial_number, of.issuer_name_hash, of.issuer_key_hash)


# --- who signed ---


def _is_authentic(response: ocsp.OCSPResponse, issuer: Certificate, now: datetime) -> bool:
    """RFC 6960 section 4.2.2.2: by the issuer itself, or by a certificate that the issuer signed and
    marked for OCSP signing."""
    if issuer.parsed is None:
        return False
    if _is_signed_by(response, issuer.parsed):
        return True
    delegates = (_delegate(found, issuer, now) for found in response.certificates[:10])
    return any(found is not None and _is_signed_by(response, found) for found in delegates)


def _delegate(found: x509.Certificate, issuer: Certificate, now: datetime) -> x509.Certificate | None:
    certificate = Certificate(found.public_bytes(_DER))
    usages, validity = certificate.usages or (), certificate.validity
    in_time = validity is not None and validity[0] <= now <= validity[1]
    if in_time and "OCSPSigning" in usages and certificate.is_signed_by(issuer):
        return certificate.parsed
    return None


def _is_signed_by(response: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    try:
        _verify(response, signer)
    except _UNUSABLE:
        return False
    return True


def _verify(response: ocsp.OCSPResponse, signer: x509.Certificate) -> None:
    """Raises `InvalidSignature`, or another of `_UNUSABLE` for a key that cannot have signed."""
    key, algorithm = signer.public_key(), response.signature_hash_algorithm
    signature, data = response.signature, response.tbs_response_bytes
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        key.verify(signature, data)
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm is not None:
        key.verify(signature, data, ec.ECDSA(algorithm))
    elif isinstance(key, rsa.RSAPublicKey) and algorithm is not None:
        key.verify(signature, data, _padding(response, algorithm), algorithm)
    else:
        raise InvalidSignature


def _padding(response: ocsp.OCSPResponse, algorithm: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if response.signature_algorithm_oid.dotted_string == _RSA_PSS:
        return padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
    return padding.PKCS1v15()
