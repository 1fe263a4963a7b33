"""Building blocks of revocation: lists and OCSP answers, right or wrong as the test asks.

Promise: what is asked for is what is signed. No server here: the bytes are served by whatever
the test uses.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.x509 import ocsp

from tests.lab.certificates import DAY, Identity

GOOD = ocsp.OCSPCertStatus.GOOD
REVOKED = ocsp.OCSPCertStatus.REVOKED
UNKNOWN = ocsp.OCSPCertStatus.UNKNOWN
TRY_LATER = ocsp.OCSPResponseStatus.TRY_LATER


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def revocation_list(
    issuer: Identity, *revoked: Identity, updated: timedelta = -DAY, next_update: timedelta = 7 * DAY
) -> bytes:
    """A CRL of `issuer` in DER that names `revoked`; times count from now."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(_now() + updated)
        .next_update(_now() + next_update)
    )
    for identity in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(identity.certificate.serial_number)
            .revocation_date(_now() + updated)
            .build()
        )
    signed = builder.sign(issuer.key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)


def ocsp_answer(
    identity: Identity,
    status: ocsp.OCSPCertStatus = GOOD,
    *,
    responder: Identity | None = None,
    about: Identity | None = None,
    updated: timedelta = -DAY,
    next_update: timedelta | None = 7 * DAY,
) -> bytes:
    """An OCSP response in DER about `identity`, signed by its issuer or by `responder` (whose certificate
    it then carries). `about` puts another certificate's serial number in: a wrong answer."""
    issuer = identity.issuer
    assert issuer is not None, "a self-signed certificate has no responder"
    signer = responder or issuer
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=(about or identity).certificate,
        issuer=issuer.certificate,
        algorithm=hashes.SHA1(),  # RFC 6960: the identifier's hash, not a signature
        cert_status=status,
        this_update=_now() + updated,
        next_update=None if next_update is None else _now() + next_update,
        revocation_time=_now() + updated if status is REVOKED else None,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signer.certificate)
    if responder:
        builder = builder.certificates([responder.certificate])
    digest = None if isinstance(signer.key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(signer.key, digest).public_bytes(serialization.Encoding.DER)


def ocsp_refusal(status: ocsp.OCSPResponseStatus = TRY_LATER) -> bytes:
    """An unsigned OCSP response that answers nothing."""
    refusal = ocsp.OCSPResponseBuilder.build_unsuccessful(status)
    return refusal.public_bytes(serialization.Encoding.DER)
