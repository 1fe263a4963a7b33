"""Was a certificate of the chain revoked? The sources asked in order, each answer told.

Promise: every certificate but the root is looked up: the stapled OCSP answer, the CRL files given,
what an earlier lookup left, OCSP by the certificate's own URL, its CRL. The first source that says
good or revoked decides; where none does, the certificate's state is unknown, which is a fault
(semantics L11). All lookups together end after 20 seconds, the limit of Windows' own; the end of
--max-time ends everything. Must not open a connection: `fetch` is handed in.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from cryptography import x509

from winhttp_cli.engine.net import crl, ocsp
from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.fetched import Fetched
from winhttp_cli.engine.net.printable import printable
from winhttp_cli.engine.net.revocation_answer import Answer, Reading, Status, unknown
from winhttp_cli.engine.net.tls import Fetch
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase

STAPLED = "stapled OCSP"
_SECONDS = 20.0
_LARGEST_OCSP = 64 << 10
_LARGEST_CRL = 20 << 20
_MOST_URLS = 2


class Lookup:
    """The lookups of one handshake."""

    def __init__(
        self,
        *,
        fetch: Fetch | None,
        fetched: Fetched,
        folder: Path | None,
        crl_files: tuple[Path, ...],
        now: datetime,
    ) -> None:
        self._fetch = fetch
        self._fetched = fetched
        self._folder = folder
        self._lists = [found for path in crl_files for found in _lists_of(path)]
        self._now = now
        self._end = time.monotonic() + _SECONDS

    def check(self, chain: tuple[Certificate, ...], staple: bytes) -> tuple[Answer, ...]:
        """One answer per certificate that has its issuer beside it; the root is nobody's business."""
        answers: list[Answer] = []
        for own, issuer in pairwise(chain):
            is_servers = not answers
            answers.append(self._check(own, issuer, staple if is_servers else None))
        return tuple(answers)

    def _check(self, own: Certificate, issuer: Certificate, staple: bytes | None) -> Answer:
        """`staple` is None for what cannot be stapled here, b"" where the server stapled nothing."""
        undecided: list[Answer] = []
        for answer in self._answers(own, issuer, staple):
            if answer.reading.status is not Status.UNKNOWN:
                return answer
            undecided.append(answer)
            if own.must_staple and staple is not None:
                break  # RFC 7633: no other source takes the place of the stapled answer
        if not undecided:
            return Answer(own, unknown("it names no place to ask"))
        return Answer(own, unknown("; ".join(answer.trouble for answer in undecided)))

    def _answers(self, own: Certificate, issuer: Certificate, staple: bytes | None) -> Iterator[Answer]:
        if staple:
            yield Answer(own, ocsp.read(staple, own, issuer, self._now), STAPLED)
        elif own.must_staple and staple is not None:
            yield Answer(own, unknown("it must come with a stapled OCSP answer, and none came"))
        for found, path in self._lists:
            if crl.is_of(found, issuer):
                yield Answer(own, crl.read(found, own, issuer, self._now), f"CRL file {path}")
        for url in _fetchable(own.ocsp_urls):
            yield Answer(own, self._ask(url, own, issuer), f"OCSP {printable(url)}")
        for url in _fetchable(own.crl_urls):
            yield Answer(own, self._read_list(url, own, issuer), f"CRL {printable(url)}")

    def _ask(self, url: str, own: Certificate, issuer: Certificate) -> Reading:
        question = ocsp.question_url(url, own, issuer)
        if not question:
            return unknown("the question cannot be put")
        return self._from(question, _LARGEST_OCSP, lambda body: ocsp.read(body, own, issuer, self._now))

    def _read_list(self, url: str, own: Certificate, issuer: Certificate) -> Reading:
        def read(body: bytes) -> Reading:
            found = crl.lists_in(body)
            return crl.read(found[0], own, issuer, self._now) if found else unknown("not a CRL")

        return self._from(url, _LARGEST_CRL, read)

    def _from(self, url: str, largest: int, read: Callable[[bytes], Reading]) -> Reading:
        """The kept body of `url` while it is good, else what is fetched; kept until its nextUpdate."""
        kept = self._fetched.get(url, self._folder, self._now)
        if kept is not None:
            reading = read(kept)
            if reading.status is not Status.UNKNOWN:
                return reading
        if self._fetch is None:
            return unknown("nothing here can fetch it")
        left = self._end - time.monotonic()
        if left <= 0:
            return unknown(f"not asked: {_SECONDS:.0f} seconds are over")
        try:
            body = self._fetch(url, largest, left)
        except ExchangeFault as fault:
            if fault.ends_all:
                raise
            return unknown(fault.message)
        reading = read(body)
        if reading.until is not None:
            self._fetched.put(url, body, reading.until, self._folder)
        return reading


def _fetchable(urls: tuple[str, ...]) -> tuple[str, ...]:
    """The first few over http; a certificate may name others (ldap), or a thousand."""
    return tuple(url for url in urls if url.lower().startswith(("http://", "https://")))[:_MOST_URLS]


def _lists_of(path: Path) -> list[tuple[x509.CertificateRevocationList, Path]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unusable(f"{path}: {error.strerror or error}") from error
    found = crl.lists_in(content)
    if not found:
        raise _unusable(f"{path}: holds no CRL in DER or PEM form")
    return [(one, path) for one in found]


def _unusable(message: str) -> ExchangeFault:
    return ExchangeFault(f"cannot read a CRL: {message}", None, Phase.FILE, status=ExitStatus.FILE)
