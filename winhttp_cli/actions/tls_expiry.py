"""--expires-in: a time like 30d, and whether a certificate ends within it.

Promise: of all certificates that were shown, roots left out (a server need not send them, and a client
trusts its own copy), the one that ends first decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from winhttp_cli.errors import Code, ExitStatus, UsageFault, WhttpError
from winhttp_cli.report.certificate import Certificate
from winhttp_cli.report.tls import ExpiryFact

_FORM = re.compile(r"(\d{1,8})([smhdw])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_ORIGIN = "--expires-in"


def read_duration(text: str) -> timedelta:
    """Raises UsageFault 87."""
    found = _FORM.fullmatch(text.strip().lower())
    if found is None:
        raise UsageFault(
            f"{_ORIGIN}: {text!r} is not a time",
            Code.ERROR_INVALID_PARAMETER,
            origin=_ORIGIN,
            hint="a number and a unit: 30d, 2w, 12h, 90m or 600s",
        )
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def expiry_of(chain: Iterable[Certificate], within: timedelta, now: datetime) -> ExpiryFact | None:
    """None where no certificate has an end that can be read."""
    ends = [
        (certificate.not_after, number, certificate.title)
        for number, certificate in enumerate(chain)
        if certificate.not_after is not None and (number == 0 or not certificate.is_self_issued)
    ]
    if not ends:
        return None
    not_after, _, title = min(ends)
    return ExpiryFact(within, title, not_after, expires=not_after - now <= within)


def expiry_failure(expiry: ExpiryFact | None, *, asked: bool) -> WhttpError | None:
    """What the command ends with where a certificate ends too soon, or nobody can tell: status 20."""
    if not asked or (expiry is not None and not expiry.expires):
        return None
    if expiry is None:
        message = f"{_ORIGIN}: no certificate says when it ends"
    else:
        end = f"{expiry.not_after:%Y-%m-%d %H:%M}Z"
        message = f"{expiry.title} expires on {end}, within the time of {_ORIGIN}"
    return WhttpError(message, None, status=ExitStatus.EXPECTATION)
