"""The facts of `whttp tls`: a server's handshake and certificates, or a file's, as frozen data.

Promise: usable half-filled: a refused handshake still has its chain, its checks and what had been
agreed until then. Texts of others are printable already or are made so by the readers. Judges nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from winhttp_cli.errors import Code, WhttpError
from winhttp_cli.events import CertificateCheck
from winhttp_cli.record import dataclass
from winhttp_cli.report.certificate import Certificate
from winhttp_cli.report.model import Report


@dataclass(frozen=True, slots=True)
class Binding:
    """One channel binding token: its type by RFC 5929 or RFC 9266, and its value."""

    name: str
    value: bytes


@dataclass(frozen=True, slots=True)
class HandshakeFacts:
    """What was agreed, or had been until the failure; `version` is "" where the server had not chosen.
    `server_name` is what SNI said, "" for none. `resumes` tells whether a second handshake took up the
    session of the first, None where that was not tried or failed."""

    server_name: str = ""
    offered_alpn: tuple[str, ...] = ()
    version: str = ""
    cipher: str = ""
    bits: int = 0
    group: str = ""
    alpn: str = ""
    bindings: tuple[Binding, ...] = ()
    resumes: bool | None = None


class Standing(Enum):
    """What is known about a client certificate. OPTIONAL is said only after a response came back
    without one."""

    NOT_REQUESTED = "not requested"
    NEEDED = "needed"
    REQUESTED = "requested"
    OPTIONAL = "optional"
    REFUSED = "refused"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """The server's wish for a client certificate, and what came of it. `issuers` are the authorities
    it named; `detail` is one sentence, "" where the standing says it all."""

    standing: Standing = Standing.NOT_REQUESTED
    sent: bool = False
    issuers: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GivenCertificate:
    """A client certificate held against what the server accepts: `checks` are issuer, key, usage and
    date."""

    file: str
    certificate: Certificate
    checks: tuple[CertificateCheck, ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class Inspection:
    """A chain that looks like the work of a TLS-inspecting middlebox. `product` is "" where only
    circumstances speak for it; `evidence` is one observation a line."""

    product: str
    authority: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoreFact:
    """What one store of roots says of the chain."""

    store: str
    trusted: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ExpiryFact:
    """The certificate that expires first of those that were shown; `expires` says whether that is
    within the time asked about."""

    within: timedelta
    title: str
    not_after: datetime
    expires: bool


@dataclass(frozen=True, slots=True)
class OfferFact:
    """One offer of versions (a SECURE_PROTOCOLS mask) and what a handshake with it came to. `spoken` is
    the part of it that can be spoken here at all; nothing was sent where that is 0."""

    mask: int
    spoken: int
    connects: bool
    version: str = ""
    cipher: str = ""
    code: Code | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class ReadingFact:
    """Another reading of a release's default, by another source."""

    mask: int
    offer: OfferFact
    source: str


@dataclass(frozen=True, slots=True)
class ReleaseFact:
    """One Windows release: its default, what it really offers, and what that offer came to.
    `documented` is False where the value is that of its sibling; `about` says where it comes from."""

    word: str
    title: str
    mask: int
    offer: OfferFact
    documented: bool
    about: str
    readings: tuple[ReadingFact, ...] = ()


@dataclass(frozen=True, slots=True)
class TlsReport:
    """Everything about one server. `report` holds route, chain, checks and timing like that of a
    request; `failure` is what the command ends with, which may also be a check of its own."""

    target: str
    report: Report
    handshake: HandshakeFacts
    chain: tuple[Certificate, ...] = ()
    chain_length: int = 0
    client: ClientFacts = ClientFacts()
    warnings: tuple[str, ...] = ()
    given: GivenCertificate | None = None
    inspection: Inspection | None = None
    stores: tuple[StoreFact, ...] = ()
    expiry: ExpiryFact | None = None
    releases: tuple[ReleaseFact, ...] = ()
    failure: WhttpError | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """Everything about one certificate file. `form` is PEM, DER, PKCS#12 or PKCS#7; `key` says what
    private key came with it, "" for none."""

    path: str
    form: str
    chain: tuple[Certificate, ...]
    chain_length: int
    key: str
    checks: tuple[CertificateCheck, ...]
    warnings: tuple[str, ...] = ()
    stores: tuple[StoreFact, ...] = ()
    expiry: ExpiryFact | None = None
    failure: WhttpError | None = None
