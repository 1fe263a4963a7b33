"""The store that all requests share: which of its entries answers a challenge.

Promise: an entry is for the host it names, exactly, and for no port, scheme, realm or path that it
excludes; of several that fit, the most particular is taken. What WinHTTP makes of the URL of an entry is
not documented: here it stands for itself and all below it. A password is not given to a server in the
clear (Basic over plain http) unless the entry's own URL is http: an attacker on the way could ask for it
in the name of any host. Towards a proxy that is the usual way. Must not know headers or connections.
"""

from __future__ import annotations

from winhttp_cli.engine.auth.challenges import Challenge
from winhttp_cli.engine.auth.choice import choose
from winhttp_cli.engine.auth.scheme import Credentials
from winhttp_cli.plan import SharedCredential, Target
from winhttp_cli.record import dataclass


@dataclass(frozen=True, slots=True)
class Shared:
    """The entries for one party, the most particular first. `in_the_clear` says that a password would
    cross the network readably."""

    entries: tuple[SharedCredential, ...] = ()
    in_the_clear: bool = False

    def pick(
        self, challenges: tuple[Challenge, ...], schemes: tuple[str, ...]
    ) -> tuple[Challenge, Credentials] | None:
        """The challenge to answer and with what, the strongest scheme first; None where nothing fits."""
        for scheme in schemes:
            for challenge in challenges:
                if choose((challenge,), (scheme,)) is None:
                    continue
                for entry in self.entries:
                    if self._fits(entry, challenge):
                        return challenge, Credentials(entry.username, entry.password)
        return None

    def _fits(self, entry: SharedCredential, challenge: Challenge) -> bool:
        if self.in_the_clear and challenge.name == "basic" and entry.area is None:
            return False  # an area here is an http URL: it is of the target's origin
        is_scheme = entry.scheme in ("", challenge.name)
        return is_scheme and entry.realm in ("", challenge.get("realm"))


def for_server(entries: tuple[SharedCredential, ...], target: Target) -> Shared:
    """The entries for a request to `target`."""
    fitting = [
        entry
        for entry in entries
        if _is_at(entry, target.host, target.port) and _covers(entry.area, target)
    ]
    return Shared(_ordered(fitting), in_the_clear=not target.is_secure)


def for_proxy(entries: tuple[SharedCredential, ...], host: str, port: int) -> Shared:
    """The entries for a proxy; one with a URL is for no proxy."""
    return Shared(_ordered([entry for entry in entries if _is_at(entry, host, port) and not entry.area]))


def _is_at(entry: SharedCredential, host: str, port: int) -> bool:
    return entry.host.lower() == host.lower() and entry.port in (None, port)


def _covers(area: Target | None, target: Target) -> bool:
    """Whether `target` is the area's URL or below it, whole path segments counted."""
    if area is None:
        return True
    path, base = target.path.partition("?")[0], area.path.partition("?")[0]
    is_below = path == base or path.startswith(base if base.endswith("/") else f"{base}/")
    return area.origin == target.origin and is_below


def _ordered(entries: list[SharedCredential]) -> tuple[SharedCredential, ...]:
    """The most particular first; among equals, in the order said."""
    return tuple(sorted(entries, key=_particularity, reverse=True))


def _particularity(entry: SharedCredential) -> tuple[int, bool, bool, bool]:
    depth = len(entry.area.path) if entry.area is not None else 0
    return depth, bool(entry.realm), entry.port is not None, bool(entry.scheme)
