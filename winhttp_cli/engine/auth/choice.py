"""Which offer is answered, and by what: the table of schemes.

Promise: `choose` picks one offer we can answer, the strongest scheme first; what Windows picks when
several are offered is not documented (semantics A5), so the order is that of .NET's handler on WinHTTP
(Negotiate, NTLM, Digest, Basic). Basic and Digest need both user and password (behaviour f8, f20); the
signed-in user's own credentials answer Negotiate and NTLM alone (semantics A13). Must not know header
names or connections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from winhttp_cli.engine.auth import basic
from winhttp_cli.engine.auth.challenges import Challenge
from winhttp_cli.engine.auth.scheme import Answers, Credentials, Identity, Message

if TYPE_CHECKING:
    from winhttp_cli.engine.auth.bound import BoundLogin

#: the schemes that authenticate a connection rather than a request (semantics A20)
BOUND = ("negotiate", "ntlm")
#: the schemes answered here, the strongest first
STRONGEST_FIRST = (*BOUND, "digest", "basic")


def offered(challenges: tuple[Challenge, ...]) -> tuple[str, ...]:
    """The names of the schemes on offer as sent, in order, without repeats; for reports."""
    seen = {challenge.name: challenge.scheme for challenge in reversed(challenges)}
    return tuple(dict.fromkeys(seen[challenge.name] for challenge in challenges))


def choose(
    challenges: tuple[Challenge, ...], schemes: tuple[str, ...] = STRONGEST_FIRST
) -> Challenge | None:
    """The offer to answer, or None. Within Digest it is the first whose algorithm we have (RFC 7616
    section 3.7: the server lists them in its order of preference)."""
    from winhttp_cli.engine.auth import digest

    for scheme in schemes:
        for challenge in challenges:
            if challenge.name == scheme and (scheme != "digest" or digest.is_supported(challenge)):
                return challenge
    return None


def answerable(identity: Identity, schemes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `schemes` that `identity` can answer."""
    if isinstance(identity, Credentials):
        return schemes
    return tuple(scheme for scheme in schemes if scheme in BOUND)


def begin(challenge: Challenge, credentials: Credentials, message: Message) -> Answers:
    """The generator that answers `challenge`, which `choose` picked and which is of no BOUND scheme."""
    if challenge.name == "digest":
        from winhttp_cli.engine.auth import digest

        return digest.answer(challenge, credentials, message)
    return basic.answer(credentials)


def begin_bound(scheme: str, identity: Identity, message: Message) -> BoundLogin:
    """What answers a BOUND scheme; pyspnego is loaded for it. Raises LoginBroken, or Unable where
    `identity` has nothing to log on with."""
    from winhttp_cli.engine.auth.bound import BoundLogin

    return BoundLogin(scheme, identity, message)
