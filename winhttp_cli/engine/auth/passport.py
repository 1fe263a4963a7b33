"""Passport 1.4 on the wire: what its headers say, and what is written into them.

Promise: no I/O. Input is hostile: sizes are bounded, nothing that could break a header line gets
through, and what is not understood is None. Values stay as they were sent, but for the quotes around
them. Sources: semantics P2 to P10. Must not know who is asked and in what order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

from winhttp_cli.engine.auth.scheme import Credentials
from winhttp_cli.record import dataclass

SCHEME = "Passport1.4"
#: more items of one header than this are not read
MAXIMUM_ITEMS = 100

_LINE = re.compile(rf"\s*{re.escape(SCHEME)}(?:[ \t]+(.*))?", re.IGNORECASE | re.DOTALL)
_ITEM = re.compile(r"""[\s,]*([^=,\s]+)\s*(?:=\s*('[^']*'|"[^"]*"|[^,]*))?\s*(?:,|$)""")
_VISIBLE = re.compile(r"[\x20-\x7e]*")


@dataclass(frozen=True, slots=True)
class Nexus:
    """What the nexus answers (semantics P3): where to log in, and for which authority. `realm` "" is
    any; `version` is 0 where the answer names none."""

    login: str
    realm: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A login server's 401 (semantics P6, P7)."""

    may_retry: bool
    prompt: bool
    realm: str
    cobranding_text: str
    cobranding_url: str


@dataclass(frozen=True, slots=True)
class Success:
    """A login server's consent (semantics P10): the ticket, quotes and all, and where it is for."""

    from_pp: str
    return_url: str


def said(lines: Iterable[str]) -> str | None:
    """What follows the scheme in the first Passport line, "" where nothing does or where it is more than
    visible ASCII; None without such a line."""
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is not None:
            text = (match[1] or "").strip()
            return text if _VISIBLE.fullmatch(text) else ""
    return None


def nexus_in(lines: Iterable[str]) -> Nexus | None:
    """The answer of a nexus: the values of its PassportURLs header."""
    items = _items(", ".join(lines))
    login = items.get("dalogin", "")
    if not login:
        return None
    return Nexus(
        login if "://" in login else f"https://{login}", items.get("darealm", ""), _version(items)
    )


def version_in(lines: Iterable[str]) -> int:
    """The version that a PassportConfig header announces, 0 for none (semantics P14)."""
    return _version(_items(", ".join(lines)))


def refusal_in(lines: Iterable[str]) -> Refusal | None:
    """The WWW-Authenticate of a login server's 401; None where it is no Passport refusal."""
    items = _items(said(lines) or "")
    status = items.get("da-status", "").lower()
    if not status.startswith("failed"):
        return None
    return Refusal(
        may_retry=status == "failed",
        prompt="prompt" in items,
        realm=items.get("srealm", ""),
        cobranding_text=unquote(items.get("cbtxt", "")),
        cobranding_url=_address(items.get("cburl", "")),
    )


def success_in(lines: Iterable[str]) -> Success | None:
    """The Authentication-Info of a login server; None where it does not say success."""
    text = said(lines) or ""
    items = _items(text)
    if items.get("da-status", "").lower() != "success" or not items.get("from-pp"):
        return None
    raw = next(value for name, value in _pairs(text) if name == "from-pp")
    return Success(raw, _address(items.get("ru", "")))


def is_logout(lines: Iterable[str]) -> bool:
    """Whether an Authentication-Info says that the sign-in is over (semantics P13)."""
    return _items(said(lines) or "").get("da-status", "").lower() == "logout"


def token_request(verb: str, url: str, partner: str) -> str:
    """The first question to a login server (semantics P5): do you know me? `partner` is what the site's
    challenge said, word for word."""
    return f"{SCHEME} tname=,OrgVerb={verb},OrgUrl={url},{partner}"


def sign_in(credentials: Credentials, verb: str, url: str, partner: str) -> str:
    """User and password for a login server (semantics P8); they have just been given."""
    user, password = (
        quote(text, safe="") for text in (credentials.username, credentials.password.reveal())
    )
    return f"{SCHEME} sign-in={user},pwd={password},elapsed-time=0,OrgVerb={verb},OrgUrl={url},{partner}"


def ticket(success: Success) -> str:
    """What the site is told (semantics P11)."""
    return f"{SCHEME} from-PP={success.from_pp}"


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """The items in order, names in lower case, values as they stand."""
    at = 0
    for _ in range(MAXIMUM_ITEMS):
        match = _ITEM.match(text, at)
        if match is None:
            return
        yield match[1].lower(), (match[2] or "").strip()
        at = match.end()


def _items(text: str) -> Mapping[str, str]:
    """The items by name, the first of each, quotes undone."""
    found: dict[str, str] = {}
    for name, value in _pairs(text):
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        found.setdefault(name, value[1:-1] if is_quoted else value)
    return found


def _address(text: str) -> str:
    """A URL, which some send escaped as a whole."""
    return text if "://" in text else unquote(text)


def _version(items: Mapping[str, str]) -> int:
    text = items.get("configversion", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
