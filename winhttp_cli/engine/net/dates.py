"""Validity dates as the report words them.

Promise: "valid until 2027-01-08, 47 days left", "expired 5 days ago, 2026-11-17 07:06Z". UTC
throughout. Knows certificates, not verdicts.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from winhttp_cli.engine.net.certificate import Certificate


def date_text(certificate: Certificate, now: datetime) -> str:
    """For a certificate whose dates are in order."""
    if certificate.validity is None:
        return "dates that cannot be read"
    end = certificate.validity[1]
    return f"valid until {end:%Y-%m-%d}, {_span(end - now)} left"


def trouble_text(certificate: Certificate, now: datetime) -> str:
    """For a certificate whose dates are not."""
    if certificate.validity is None:
        return "has dates that cannot be read"
    start, end = certificate.validity
    if now < start:
        return f"not valid before {_moment(start)}, {_span(start - now)} from now"
    return f"expired {_span(now - end)} ago, {_moment(end)}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z"


def _span(span: timedelta) -> str:
    """In the largest unit that is not 0."""
    seconds = max(0, int(span.total_seconds()))
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return _plural(seconds // length, unit)
    return _plural(seconds, "second")


def _plural(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
