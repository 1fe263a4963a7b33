"""The session's cookie jar: what is stored, what is sent back (RFC 6265 section 5.3 and 5.4).

Promise: one lock, bounded size, and no cookie leaves for a host, path or scheme it was not set for. A
cookie that is passed over leaves a note saying why. Order is Windows': newest first (behaviour g2),
within paths longest first (section 5.4); the caller's own Cookie header stands before the jar's (g4).

Beside RFC 6265, as browsers and curl do (draft-ietf-httpbis-rfc6265bis): an http answer neither sets nor
overlays a Secure cookie, and the prefixes `__Secure-` and `__Host-` keep their word.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from winhttp_cli.engine.cookie import Cookie, Key, default_path, domain_matches, path_matches
from winhttp_cli.engine.cookie_file import read, update
from winhttp_cli.engine.cookie_parse import SetCookie, parse
from winhttp_cli.engine.public_suffix import is_public_suffix
from winhttp_cli.plan import Target
from winhttp_cli.record import replace
from winhttp_cli.target import is_address

#: RFC 6265 section 6.1 asks for 50 and 3000 at least; browsers keep 180 per domain.
LARGEST_DOMAIN = 180
LARGEST_JAR = 3000
_MOST_NOTES = 20

_ByName = dict[str, list[Cookie]]


class CookieJar:
    """The cookies of one session; with `path`, `load` and `save` keep them between runs."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = Lock()
        self._number = 0
        self._size = 0
        #: Per domain, least recently used first.
        self._domains: dict[str, dict[Key, Cookie]] = {}
        #: What the file held when it was last read or written.
        self._saved_keys: frozenset[Key] = frozenset()
        self._saved_number = 0

    def __len__(self) -> int:
        with self._lock:
            return self._size

    def load(self, now: float) -> None:
        """Reads the jar's file; a missing one is an empty jar. Raises ExchangeFault, status 14."""
        if self._path is None:
            return
        with self._lock:
            for cookie in read(self._path):
                if not cookie.is_expired(now):
                    self._put(cookie)
                    self._shrink(cookie.domain, now)
            self._saved_keys = frozenset(cookie.key for cookie in self._all())
            self._saved_number = self._number

    def save(self, now: float) -> None:
        """Writes what this session changed into the file, keeping what other runs wrote meanwhile.
        Raises ExchangeFault, status 14."""
        if self._path is None:
            return
        with self._lock:
            stored = sorted(
                (cookie for cookie in self._all() if cookie.number > self._saved_number),
                key=lambda cookie: cookie.number,
            )
            keys = frozenset(cookie.key for cookie in self._all())
            gone = self._saved_keys - keys
            if stored or gone:
                update(self._path, stored, gone, LARGEST_JAR, now)
            self._saved_keys, self._saved_number = keys, self._number

    def store(self, target: Target, set_cookie_values: tuple[str, ...], now: float) -> tuple[str, ...]:
        """Takes in the Set-Cookie values of an answer from `target`; returns a note for each that
        was passed over."""
        notes: list[str] = []
        with self._lock:
            secure = {} if target.is_secure else self._secure_by_name()
            for text in set_cookie_values:
                reason = self._store_one(target, text, now, secure)
                if reason:
                    notes.append(f"Set-Cookie {_name_in(text)} passed over: {reason}")
        left = len(notes) - _MOST_NOTES
        return (*notes[:_MOST_NOTES], f"{left} more passed over") if left > 0 else tuple(notes)

    def header(self, target: Target, caller_value: str | None, now: float) -> str | None:
        """The value of the Cookie header for `target`, None where there is nothing to send."""
        if not self._domains:
            return caller_value or None
        with self._lock:
            chosen = [cookie for cookie in self._candidates(target) if cookie.belongs_to(target, now)]
            for cookie in chosen:
                self._touch(cookie)
        chosen.sort(key=lambda cookie: (-len(cookie.path), -cookie.number))
        pairs = [cookie.pair for cookie in chosen]
        return "; ".join([caller_value, *pairs] if caller_value else pairs) or None

    def forget(self, target: Target) -> tuple[str, ...]:
        """Drops every cookie that a request to `target` would carry, over TLS too; returns the names."""
        secure = replace(target, scheme="https")
        with self._lock:
            gone = [one for one in self._candidates(target) if one.belongs_to(secure, now=0.0)]
            for cookie in gone:
                self._remove(cookie.key)
        return tuple(cookie.name for cookie in gone)

    def _candidates(self, target: Target) -> Iterator[Cookie]:
        """The cookies of the host and of each domain above it."""
        domain = target.host.lower()
        while domain:
            yield from self._domains.get(domain, {}).values()
            domain = "" if is_address(target.host) else domain.partition(".")[2]

    def _all(self) -> Iterator[Cookie]:
        for cookies in self._domains.values():
            yield from cookies.values()

    def _secure_by_name(self) -> _ByName:
        """What an answer over http must leave alone; it cannot add to it."""
        found: _ByName = {}
        for cookie in self._all():
            if cookie.secure:
                found.setdefault(cookie.name, []).append(cookie)
        return found

    def _store_one(self, target: Target, text: str, now: float, secure: _ByName) -> str:
        """Section 5.3; returns the reason for passing over, or ""."""
        parsed = parse(text, now)
        if isinstance(parsed, str):
            return parsed
        self._number += 1
        cookie = _cookie_of(target, parsed, self._number)
        reason = _refusal(target, parsed, cookie, secure)
        if reason:
            return reason
        self._remove(cookie.key)
        if not cookie.is_expired(now):
            self._put(cookie)
            self._shrink(cookie.domain, now)
        return ""

    def _put(self, cookie: Cookie) -> None:
        self._number = max(self._number, cookie.number)
        self._remove(cookie.key)
        self._domains.setdefault(cookie.domain, {})[cookie.key] = cookie
        self._size += 1

    def _touch(self, cookie: Cookie) -> None:
        """Moves a cookie to the end of its domain: the last to be thrown out."""
        cookies = self._domains[cookie.domain]
        cookies[cookie.key] = cookies.pop(cookie.key)

    def _remove(self, key: Key) -> None:
        cookies = self._domains.get(key[0], {})
        if cookies.pop(key, None) is not None:
            self._size -= 1
            if not cookies:
                del self._domains[key[0]]

    def _shrink(self, domain: str, now: float) -> None:
        """Section 5.3, last part: in a domain that is full the expired go first, then the least
        recently used; a full jar takes from its fullest domain, so that no flood empties the others."""
        cookies = self._domains[domain].values()
        if len(cookies) > LARGEST_DOMAIN:
            self._remove(next((c for c in cookies if c.is_expired(now)), next(iter(cookies))).key)
        while self._size > LARGEST_JAR:
            fullest = max(self._domains.values(), key=len)
            self._remove(next(iter(fullest)))


def _cookie_of(target: Target, parsed: SetCookie, number: int) -> Cookie:
    """The cookie `parsed` would become; a Domain that is the host itself and a public suffix or an
    address makes it host-only (section 5.3, step 5)."""
    host = target.host.lower()
    host_only = not parsed.domain
    if parsed.domain == host:
        host_only = is_address(host) or is_public_suffix(host)
    return Cookie(
        name=parsed.name,
        value=parsed.value,
        domain=parsed.domain or host,
        host_only=host_only,
        path=parsed.path or default_path(target),
        expires=parsed.expires,
        secure=parsed.secure,
        http_only=parsed.http_only,
        same_site=parsed.same_site,
        number=number,
    )


def _refusal(target: Target, parsed: SetCookie, cookie: Cookie, secure: _ByName) -> str:
    """Why `target` may not set `cookie`, or ""."""
    if not domain_matches(target.host.lower(), cookie.domain):
        return f"Domain={parsed.domain} does not cover {target.host}"
    if not cookie.host_only and is_public_suffix(cookie.domain):
        return f"Domain={parsed.domain} is a public suffix"
    if cookie.secure and not target.is_secure:
        return "Secure, and the answer came over http"
    if any(_overlays(cookie, other) for other in secure.get(cookie.name, ())):
        return "a Secure cookie of that name is there, and the answer came over http"
    return _broken_promise(parsed, cookie)


def _overlays(cookie: Cookie, secure: Cookie) -> bool:
    """rfc6265bis section 5.7, step 16: whether `cookie` would be sent where `secure` is."""
    related = domain_matches(cookie.domain, secure.domain) or domain_matches(secure.domain, cookie.domain)
    return related and path_matches(cookie.path, secure.path)


def _broken_promise(parsed: SetCookie, cookie: Cookie) -> str:
    """rfc6265bis section 4.1.3: what a name's prefix promises and the attributes do not keep."""
    name = cookie.name.lower()
    if name.startswith(("__secure-", "__host-")) and not cookie.secure:
        return "its name promises Secure"
    if name.startswith("__host-") and (parsed.domain or parsed.path != "/"):
        return "its name promises Path=/ and no Domain"
    return ""


def _name_in(text: str) -> str:
    """The name as far as one can be made out, for a note."""
    return repr(text.partition(";")[0].partition("=")[0].strip(" \t")[:40])
