"""What a certificate says, read from its DER and safe to print.

Promise: any bytes give a `Certificate`; what cannot be read is empty and `problem` says so. Texts are
escaped and bounded, whatever the certificate holds (megabytes of names, control characters, a serial
number of a thousand digits). Judges nothing: the verdicts are made in the handshake. This file is
light; the reader behind it loads cryptography with the first certificate, so that a plain request
never does.
"""

from __future__ import annotations

from datetime import datetime

from winhttp_cli.record import dataclass

#: A certificate larger than this is not parsed; OpenSSL's own limit for a whole chain is 100 KiB.
LARGEST_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate. Names and texts are printable; times are UTC; the serial number is hex.

    `names` are the subject alternative names (at most 100 of `name_count`), DNS names bare, others
    with their type ("ip:192.0.2.1"). `title` is the shortest name a person knows it by. `issuer_urls`
    and `ocsp_urls` are its authority information access, `crl_urls` its distribution points;
    `timestamps` counts the promises of transparency logs it carries (RFC 6962).
    """

    size: int
    sha1: str
    sha256: str
    subject: str = ""
    issuer: str = ""
    title: str = ""
    issuer_title: str = ""
    names: tuple[str, ...] = ()
    name_count: int = 0
    not_before: datetime | None = None
    not_after: datetime | None = None
    key: str = ""
    key_bits: int = 0
    signature: str = ""
    serial: str = ""
    usages: tuple[str, ...] = ()
    is_authority: bool = False
    issuer_urls: tuple[str, ...] = ()
    ocsp_urls: tuple[str, ...] = ()
    crl_urls: tuple[str, ...] = ()
    must_staple: bool = False
    timestamps: int = 0
    problem: str = ""

    @property
    def is_self_issued(self) -> bool:
        """Whether it names itself as its issuer, as a root does."""
        return bool(self.subject) and self.subject == self.issuer


def read_certificate(der: bytes) -> Certificate:
    """The facts of the certificate in `der`; never raises for bad bytes."""
    import hashlib

    sha1 = hashlib.sha1(der, usedforsecurity=False).hexdigest()
    sha256 = hashlib.sha256(der).hexdigest()
    if len(der) > LARGEST_READ:
        problem = f"{len(der)} bytes, too large to be read"
        return Certificate(len(der), sha1, sha256, title="(not read)", problem=problem)
    # loaded here and not above: a request without TLS never needs it
    from winhttp_cli.report.certificate_reader import read

    return read(der, sha1, sha256)
