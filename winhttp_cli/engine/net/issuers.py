"""Missing issuers, fetched from where the certificates below them say (RFC 5280 section 4.2.2.1).

Promise: a fetched certificate is used only where its name is the one that is missing; OpenSSL then
verifies the longer chain from scratch, so a wrong or hostile one gains nothing. At most five levels,
each once, within the bounds of `fetch`. Must not judge.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates

from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.fetched import Fetched
from winhttp_cli.engine.net.printable import printable
from winhttp_cli.engine.net.signatures import UNREADABLE
from winhttp_cli.engine.net.tls import Fetch
from winhttp_cli.errors import ExchangeFault

_MOST = 5
_LARGEST = 128 << 10
# An issuer's certificate has no nextUpdate; it is asked for again after a week.
_KEPT = timedelta(days=7)


def fetch_missing(
    built: tuple[Certificate, ...],
    *,
    fetch: Fetch,
    fetched: Fetched,
    folder: Path | None,
    now: datetime,
    note: Callable[[str], None],
) -> tuple[Certificate, ...]:
    """The certificates above `built`, lowest first, as far as they can be had. `note` is told of every
    fetch, also of one that failed."""
    found: list[Certificate] = []
    top = built[-1]
    while len(found) < _MOST and not top.is_self_issued:
        issuer = _issuer_of(top, fetch, fetched, folder, now, note)
        if issuer is None or issuer in found or issuer in built:
            break
        found.append(issuer)
        top = issuer
    return tuple(found)


def _issuer_of(
    top: Certificate,
    fetch: Fetch,
    fetched: Fetched,
    folder: Path | None,
    now: datetime,
    note: Callable[[str], None],
) -> Certificate | None:
    for url in [url for url in top.issuer_urls if url.lower().startswith("http")][:2]:
        body = fetched.get(url, folder, now)
        try:
            if body is None:
                body = fetch(url, _LARGEST, None)
        except ExchangeFault as fault:
            if fault.ends_all:
                raise
            note(f"cannot fetch the missing issuer {top.issuer_label}: {fault.message}")
            continue
        issuer = _matching(body, top)
        if issuer is None:
            note(f"what {printable(url)} gives is not the missing issuer {top.issuer_label}")
            continue
        fetched.put(url, body, now + _KEPT, folder)
        note(f"fetched the missing issuer {top.issuer_label} from {printable(url)}")
        return issuer
    return None


def _matching(body: bytes, below: Certificate) -> Certificate | None:
    """The certificate in `body` that has the missing name, and whose key made the signature below."""
    for candidate in _certificates_in(body):
        if candidate.subject_der == below.issuer_der and below.is_signed_by(candidate):
            return candidate
    return None


def _certificates_in(body: bytes) -> list[Certificate]:
    """One in DER, any number in PEM, or a PKCS#7 bundle in DER (.p7c)."""
    single = Certificate(body)
    if single.parsed is not None:
        return [single]
    try:
        pem = b"-----BEGIN CERTIFICATE-----" in body
        found = x509.load_pem_x509_certificates(body) if pem else load_der_pkcs7_certificates(body)
    except UNREADABLE:
        return []
    return [Certificate(one.public_bytes(serialization.Encoding.DER)) for one in found[:20]]
