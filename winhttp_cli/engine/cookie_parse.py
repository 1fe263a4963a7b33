"""Set-Cookie read: one header value becomes one cookie's parts, or nothing (RFC 6265 section 5.2).

Promise: pure text work, linear in the size of what a server sent, and total: whatever the bytes, the
answer is a `SetCookie` or the phrase that says why not. Which host may set what is the jar's matter.

Beside RFC 6265 the later rules that keep a jar safe are held (draft-ietf-httpbis-rfc6265bis): control
characters refuse the cookie, and an attribute above 1024 octets is passed over.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum

from winhttp_cli.record import dataclass

#: Octets of name and value together; RFC 6265 section 6.1 asks for at least 4096 per cookie.
LARGEST_COOKIE = 4096
_LARGEST_ATTRIBUTE = 1024
#: The end of year 9999: the latest time a cookie can be kept until.
LATEST = 253402300799.0
#: A time before every clock: a cookie with it is deleted at once.
EARLIEST = float("-inf")

# expressions as texts: compiled by the runs that use them
_CONTROL = r"[\x00-\x08\x0a-\x1f\x7f]"
_MAX_AGE = r"-?[0-9]+\Z"
#: RFC 6265 section 5.1.1, delimiter.
_DATE_TOKEN = r"[^\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+"
_TIME = r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?![0-9])"
_DAY = r"([0-9]{1,2})(?![0-9])"
_YEAR = r"([0-9]{2,4})(?![0-9])"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class SameSite(Enum):
    """The SameSite attribute: kept as data, no request of a command line is cross-site."""

    UNSET = ""
    NONE = "none"
    LAX = "lax"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class SetCookie:
    """What one Set-Cookie says. `value` is None where no `=` stood (behaviour g10). `domain` is in
    lower case without its leading dot, "" where absent; `path` is "" where absent or relative.
    `expires` is a time in seconds since 1970, None for a session cookie."""

    name: str
    value: str | None
    domain: str
    path: str
    expires: float | None
    secure: bool
    http_only: bool
    same_site: SameSite


def parse(text: str, now: float) -> SetCookie | str:
    """The cookie of one Set-Cookie value, or the reason why it is passed over."""
    if re.search(_CONTROL, text):
        return "a control character"
    pair, _, attributes = text.partition(";")
    left, equals, right = pair.partition("=")
    name, value = left.strip(" \t"), right.strip(" \t") if equals else None
    if not name:
        return "no name"
    if len(name) + len(value or "") > LARGEST_COOKIE:
        return f"more than {LARGEST_COOKIE} octets"
    found = _attributes(attributes)
    path = found.get("path", "")
    if "\t" in name + (value or "") + path:
        return "a tab"
    return SetCookie(
        name=name,
        value=value,
        domain=found.get("domain", "").removeprefix(".").lower(),
        path=path if path.startswith("/") else "",
        expires=_expiry(found, now),
        secure="secure" in found,
        http_only="httponly" in found,
        same_site=_same_site(found.get("samesite", "")),
    )


def _attributes(text: str) -> dict[str, str]:
    """Attribute values by lower-case name; the last of each name counts (section 5.3)."""
    found: dict[str, str] = {}
    for attribute in text.split(";"):
        name, _, value = attribute.partition("=")
        name, value = name.strip(" \t").lower(), value.strip(" \t")
        if len(value) > _LARGEST_ATTRIBUTE or (name == "domain" and not value):
            continue
        if name == "expires" and date(value) is None:
            continue
        if name == "max-age" and not re.match(_MAX_AGE, value):
            continue
        found[name] = value
    return found


def _expiry(found: dict[str, str], now: float) -> float | None:
    """Max-Age wins over Expires (section 5.3, step 3)."""
    if "max-age" in found:
        text = found["max-age"]
        if text.startswith("-") or not text.strip("0"):
            return EARLIEST
        return min(now + int(text), LATEST) if len(text) <= 12 else LATEST
    return date(found["expires"]) if "expires" in found else None


def _same_site(text: str) -> SameSite:
    try:
        return SameSite(text.lower())
    except ValueError:
        return SameSite.UNSET


def date(text: str) -> float | None:
    """A cookie date in seconds since 1970 by the lenient rules of section 5.1.1, or None."""
    clock: tuple[int, int, int] | None = None
    day = month = year = None
    for token in re.findall(_DATE_TOKEN, text):
        if clock is None and (match := re.match(_TIME, token)):
            clock = (int(match[1]), int(match[2]), int(match[3]))
        elif day is None and (match := re.match(_DAY, token)):
            day = int(match[1])
        elif month is None and token[:3].lower() in _MONTHS:
            month = _MONTHS.index(token[:3].lower()) + 1
        elif year is None and (match := re.match(_YEAR, token)):
            year = _full_year(int(match[1]))
    if clock is None or day is None or month is None or year is None or year < 1601:
        return None
    try:
        return datetime(year, month, day, *clock, tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _full_year(year: int) -> int:
    if 70 <= year <= 99:
        return year + 1900
    return year + 2000 if year <= 69 else year
