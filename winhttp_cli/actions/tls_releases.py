"""--releases: what each Windows release would offer, and what came of that offer.

Promise: measured: one handshake per distinct offer, none guessed. Only the versions are the
release's; ciphers and extensions are those of the OpenSSL at hand. An offer of which nothing can be
spoken here is not sent, and said to be so.
"""

from __future__ import annotations

from collections.abc import Callable

from winhttp_cli.actions.tls_facts import Heard
from winhttp_cli.engine.probe_tls import TlsProbe
from winhttp_cli.errors import WhttpError
from winhttp_cli.events import TlsDone, TlsFailed
from winhttp_cli.knowledge.releases import RELEASES, SSL2, SSL3, Release
from winhttp_cli.plan import TlsVersion
from winhttp_cli.record import replace
from winhttp_cli.report.tls import OfferFact, ReadingFact, ReleaseFact

UNSPOKEN = SSL2 | SSL3
_NOT_SPOKEN = "today's OpenSSL speaks neither SSL 2.0 nor SSL 3.0"


def release_facts(measure: Callable[[int], OfferFact]) -> tuple[ReleaseFact, ...]:
    """All releases. `measure` is called once per distinct offer that can be spoken."""
    known: dict[int, OfferFact] = {}

    def outcome(mask: int) -> OfferFact:
        spoken = mask & ~UNSPOKEN
        if not spoken:
            return OfferFact(mask, 0, connects=False, message=_NOT_SPOKEN)
        if spoken not in known:
            known[spoken] = measure(spoken)
        return replace(known[spoken], mask=mask)

    return tuple(_release(release, outcome) for release in RELEASES)


def _release(release: Release, outcome: Callable[[int], OfferFact]) -> ReleaseFact:
    readings = tuple(
        ReadingFact(
            reading.secure_protocols,
            outcome(release.offered_of(reading.secure_protocols)),
            reading.source,
        )
        for reading in release.readings
    )
    return ReleaseFact(
        word=release.word,
        title=release.title,
        mask=release.secure_protocols,
        offer=outcome(release.offer),
        documented=release.documented,
        about=release.about,
        readings=readings,
    )


def measuring(probe: TlsProbe) -> Callable[[int], OfferFact]:
    """A handshake of `probe` with the versions of a mask."""

    def measure(mask: int) -> OfferFact:
        heard = Heard()
        try:
            probe.offering(TlsVersion(mask)).shake(heard).close()
        except WhttpError as error:
            return offer_fact(mask, heard.ended, error)
        return offer_fact(mask, heard.ended, None)

    return measure


def offer_fact(mask: int, ended: TlsDone | TlsFailed | None, failure: WhttpError | None) -> OfferFact:
    """What a handshake with these versions came to."""
    return OfferFact(
        mask=mask,
        spoken=mask & ~UNSPOKEN,
        connects=failure is None,
        version=ended.version if ended is not None else "",
        cipher=ended.cipher if ended is not None else "",
        code=failure.code if failure is not None else None,
        message=failure.message if failure is not None else "",
    )
