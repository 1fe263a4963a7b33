"""One stored cookie, and the rules that say which requests it belongs to (RFC 6265 section 5.1, 5.4).

Promise: frozen data and pure functions. Path match is the RFC's, by whole segments, not the bare prefix
of Wine (behaviour g6).
"""

from __future__ import annotations

from winhttp_cli.engine.cookie_parse import SameSite
from winhttp_cli.plan import Target
from winhttp_cli.record import dataclass
from winhttp_cli.target import is_address

Key = tuple[str, str, bool, str]


@dataclass(frozen=True, slots=True)
class Cookie:
    """`domain` is in lower case without a leading dot; `host_only` means this very host alone.
    `expires` is a time in seconds since 1970, None for a cookie of the session. `number` counts up
    with each store: the newest has the highest."""

    name: str
    value: str | None
    domain: str
    host_only: bool
    path: str
    expires: float | None
    secure: bool
    http_only: bool
    same_site: SameSite
    number: int

    @property
    def key(self) -> Key:
        """What a later cookie must share to take this one's place; names are case-sensitive
        (behaviour g3)."""
        return (self.domain, self.name, self.host_only, self.path)

    @property
    def pair(self) -> str:
        """The cookie as it is sent: `NAME=VALUE`, or `NAME` as it came (behaviour g10)."""
        return self.name if self.value is None else f"{self.name}={self.value}"

    def belongs_to(self, target: Target, now: float) -> bool:
        """Section 5.4, step 1."""
        host = target.host.lower()
        covered = host == self.domain or (not self.host_only and domain_matches(host, self.domain))
        return (
            covered
            and path_matches(path_of(target), self.path)
            and (target.is_secure or not self.secure)
            and not self.is_expired(now)
        )

    def is_expired(self, now: float) -> bool:
        return self.expires is not None and self.expires <= now


def domain_matches(host: str, domain: str) -> bool:
    """Section 5.1.3."""
    return host == domain or (host.endswith("." + domain) and not is_address(host))


def path_of(target: Target) -> str:
    """The request path without its query."""
    return target.path.partition("?")[0]


def default_path(target: Target) -> str:
    """Section 5.1.4: the directory of the request path (behaviour g5)."""
    return path_of(target).rpartition("/")[0] or "/"


def path_matches(request: str, cookie: str) -> bool:
    """Section 5.1.4."""
    if not request.startswith(cookie):
        return False
    return cookie.endswith("/") or request[len(cookie) : len(cookie) + 1] in ("", "/")
