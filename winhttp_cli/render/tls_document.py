"""`whttp tls --json`: the facts of a server's TLS, or of a file, as one versioned document.

Promise: `"schema": 1` as documented in docs/json-schema.md and docs/schema/tls-1.json; members are only
ever added under a version, and are all there, with null where a fact was not reached. ASCII only.
"""

from __future__ import annotations

from winhttp_cli import __version__
from winhttp_cli.render.document import (
    DocumentWriter,
    certificate_object,
    check_object,
    json_text,
    maybe,
    time_text,
)
from winhttp_cli.render.json_value import Json, Object
from winhttp_cli.render.tls_releases import versions_text
from winhttp_cli.report.answers import security_flags
from winhttp_cli.report.security import names_of
from winhttp_cli.report.tls import (
    ClientFacts,
    ExpiryFact,
    FileReport,
    GivenCertificate,
    HandshakeFacts,
    Inspection,
    OfferFact,
    ReleaseFact,
    StoreFact,
    TlsReport,
)
from winhttp_cli.settings.settings import Settings

SCHEMA = 1


def report_document(report: TlsReport, settings: Settings) -> str:
    """One server."""
    writer = DocumentWriter(settings)
    last = report.report.last
    flags = security_flags(report.report, settings)
    return json_text(
        {
            "schema": SCHEMA,
            "whttp": __version__,
            "kind": "server",
            "target": report.target,
            "failure": maybe(report.failure, writer.failure),
            "handshake": _handshake(report.handshake, accepted=report.report.failure is None),
            "security_flags": int(flags),
            "security_flags_names": list(names_of(flags)),
            "exchange": maybe(last, writer.exchange),
            "client_certificate": _client(report.client),
            "given_certificate": maybe(report.given, _given),
            "inspection": maybe(report.inspection, _inspection),
            "stores": [_store(store) for store in report.stores],
            "expiry": maybe(report.expiry, _expiry),
            "releases": [_release(release) for release in report.releases],
            "warnings": list(report.warnings),
            "settings": writer.said(),
            "winhttp": writer.answers(report.report),
        }
    )


def file_document(report: FileReport, settings: Settings) -> str:
    """One file."""
    writer = DocumentWriter(settings)
    return json_text(
        {
            "schema": SCHEMA,
            "whttp": __version__,
            "kind": "file",
            "target": report.path,
            "failure": maybe(report.failure, writer.failure),
            "form": report.form,
            "chain": [certificate_object(certificate) for certificate in report.chain],
            "chain_length": report.chain_length,
            "key": report.key,
            "checks": [check_object(check) for check in report.checks],
            "stores": [_store(store) for store in report.stores],
            "expiry": maybe(report.expiry, _expiry),
            "warnings": list(report.warnings),
            "settings": writer.said(),
        }
    )


def _handshake(facts: HandshakeFacts, *, accepted: bool) -> Object:
    return {
        "accepted": accepted,
        "version": facts.version or None,
        "cipher": facts.cipher or None,
        "bits": facts.bits or None,
        "group": facts.group or None,
        "alpn": facts.alpn or None,
        "alpn_offered": list(facts.offered_alpn),
        "server_name": facts.server_name or None,
        "resumes": facts.resumes,
        "bindings": {binding.name: binding.value.hex() for binding in facts.bindings},
    }


def _client(client: ClientFacts) -> Object:
    return {
        "standing": client.standing.value,
        "sent": client.sent,
        "issuers": list(client.issuers),
        "detail": client.detail or None,
    }


def _given(given: GivenCertificate) -> Object:
    return {
        "file": given.file,
        "fits": given.fits,
        "certificate": certificate_object(given.certificate),
        "checks": [check_object(check) for check in given.checks],
    }


def _inspection(inspection: Inspection) -> Object:
    return {
        "likelihood": "likely" if inspection.product else "possible",
        "product": inspection.product or None,
        "authority": inspection.authority,
        "evidence": list(inspection.evidence),
    }


def _store(store: StoreFact) -> Object:
    return {"store": store.store, "trusted": store.trusted, "detail": store.detail}


def _expiry(expiry: ExpiryFact) -> Object:
    return {
        "within_seconds": int(expiry.within.total_seconds()),
        "certificate": expiry.title,
        "not_after": time_text(expiry.not_after),
        "expires": expiry.expires,
    }


def _release(release: ReleaseFact) -> Object:
    readings: list[Json] = [
        {"mask": reading.mask, "source": reading.source, "offer": _offer(reading.offer)}
        for reading in release.readings
    ]
    return {
        "release": release.word,
        "title": release.title,
        "secure_protocols": release.mask,
        "documented": release.documented,
        "about": release.about,
        "offer": _offer(release.offer),
        "readings": readings,
    }


def _offer(offer: OfferFact) -> Object:
    return {
        "mask": offer.mask,
        "versions": versions_text(offer.mask),
        "spoken": offer.spoken,
        "measured": bool(offer.spoken),
        "connects": offer.connects,
        "version": offer.version or None,
        "cipher": offer.cipher or None,
        "code": None if offer.code is None else int(offer.code),
        "name": None if offer.code is None else offer.code.name,
        "message": offer.message or None,
    }
