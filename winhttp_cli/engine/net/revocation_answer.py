"""What one source says about one certificate's revocation.

Promise: plain data. GOOD and REVOKED are said only where a signature and its dates were checked;
whatever else happened is UNKNOWN with the reason in `detail`. Knows no format and no network.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.events import RevocationAnswer
from winhttp_cli.record import dataclass

#: How far clocks may differ before a date counts as wrong.
SKEW = timedelta(minutes=5)


class Status(Enum):
    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """One OCSP response or CRL, read for one certificate. `until` is its nextUpdate, None where it has
    none or where it cannot be relied on."""

    status: Status
    detail: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found about one certificate. `source` is "stapled OCSP", "OCSP", "CRL" or "CRL file", with
    its address where it has one; "" where nothing could be asked or nobody knew."""

    certificate: Certificate
    reading: Reading
    source: str = ""

    @property
    def text(self) -> str:
        """ "localhost good (OCSP http://ocsp.test/)"."""
        status, label = self.reading.status, self.certificate.label
        if status is Status.UNKNOWN:
            return f"{label}: {self.trouble}"
        return f"{label} {self.reading.detail or status.value} ({self.source})"

    @property
    def told(self) -> RevocationAnswer:
        """For the report."""
        reading = self.reading
        return RevocationAnswer(self.certificate.label, reading.status.value, self.source, reading.detail)

    @property
    def trouble(self) -> str:
        return f"{self.source}: {self.reading.detail}" if self.source else self.reading.detail


def unknown(detail: str) -> Reading:
    return Reading(Status.UNKNOWN, detail)


def stale(this_update: datetime, next_update: datetime | None, now: datetime) -> str:
    """Why an answer of these dates does not count now; "" where it does."""
    if this_update > now + SKEW:
        return f"its answer is of the future ({this_update:%Y-%m-%d %H:%M}Z)"
    if next_update is not None and next_update < now - SKEW:
        return f"its answer ended {next_update:%Y-%m-%d %H:%M}Z"
    return ""


def revoked_text(at: datetime, reason: str) -> str:
    """ "revoked 2026-11-20 (keyCompromise)"."""
    return f"revoked {at:%Y-%m-%d}" + (f" ({reason})" if reason else "")
