"""An HTTP front for connection-bound logins: it hands tokens to an acceptor and counts the legs.

Promise: what it knows belongs to one connection; a connection that has been let in stays in. It parses
by itself and shares nothing with the engine. Give it to `raw_server`: `raw_server(front)`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from tests.lab.behaviours import reply
from tests.lab.raw_server import Peer


class Outcome(Enum):
    """What an acceptor makes of a token."""

    GO_ON = "go on"
    LET_IN = "let in"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`token` goes back to the client where there is one; `user` is who was let in."""

    outcome: Outcome
    token: bytes = b""
    user: str = ""


class Acceptor(Protocol):
    """One connection's side of a login."""

    def accept(self, token: bytes) -> Verdict: ...


class Front:
    """Answers `Hello USER` to whoever was let in, and a challenge to others. `offers` are the schemes
    challenged with; `make` gives the acceptor of a connection and a scheme; `is_proxy` speaks 407.
    `per_request` asks for every request anew, as Apache does. `closes` ends the connection after every
    challenge. `then` answers those who were let in, instead of the greeting."""

    def __init__(
        self,
        make: Callable[[str], Acceptor],
        *offers: str,
        is_proxy: bool = False,
        per_request: bool = False,
        closes: bool = False,
        then: Callable[[Peer], None] | None = None,
    ) -> None:
        self._make = make
        self._offers = offers
        self._is_proxy = is_proxy
        self._per_request = per_request
        self._closes = closes
        self._then = then
        self._acceptors: dict[int, Acceptor] = {}
        self._users: dict[int, str] = {}
        self.legs: list[str] = []

    def __call__(self, peer: Peer) -> None:
        name = b"proxy-authorization" if self._is_proxy else b"authorization"
        found = re.search(rb"\r\n" + name + rb": *(\S+) +(\S+)", peer.request, re.IGNORECASE)
        user = self._users.get(id(peer), "")
        if user and found is None and not self._per_request:
            self._greet(peer, user, ())
        elif found is None:
            self._challenge(peer, *self._offers)
        else:
            self._leg(peer, found[1].decode(), base64.b64decode(found[2]))

    def _leg(self, peer: Peer, scheme: str, token: bytes) -> None:
        acceptor = self._acceptors.get(id(peer)) or self._make(scheme)
        self._acceptors[id(peer)] = acceptor
        verdict = acceptor.accept(token)
        self.legs.append(f"{scheme} {verdict.outcome.value}")
        proof = base64.b64encode(verdict.token).decode()
        if verdict.outcome is Outcome.LET_IN:
            self._users[id(peer)] = verdict.user
            del self._acceptors[id(peer)]
            header = "Proxy-Authentication-Info" if self._is_proxy else "WWW-Authenticate"
            self._greet(peer, verdict.user, (f"{header}: {scheme} {proof}",) if proof else ())
        elif verdict.outcome is Outcome.GO_ON:
            self._challenge(peer, f"{scheme} {proof}")
        else:
            del self._acceptors[id(peer)]
            self._challenge(peer, *([f"{scheme} {proof}"] if proof else self._offers))

    def _greet(self, peer: Peer, user: str, lines: tuple[str, ...]) -> None:
        if self._then is not None:
            self._then(peer)
        else:
            peer.send(reply(200, f"Hello {user}\n".encode(), *lines))

    def _challenge(self, peer: Peer, *offers: str) -> None:
        status, name = (407, "Proxy-Authenticate") if self._is_proxy else (401, "WWW-Authenticate")
        lines = [f"{name}: {offer}" for offer in offers]
        peer.send(reply(status, b"log in\n", *lines, *(["Connection: close"] if self._closes else [])))
        if self._closes:
            peer.finish()
