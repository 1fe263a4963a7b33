"""The legs of NTLM and Negotiate: tokens between a security context and header values.

Promise: `answer` gives one header value per leg, or None with `why` when the peer starts over or refuses;
a challenge that makes no sense is LoginBroken, one line, whoever sent it. `prove` takes the token that
comes with success. A KDC that keeps silent ends with --max-time or Ctrl-C. Loaded by the first challenge
that needs it. Must not know header names or connections.
"""

from __future__ import annotations

import base64
import binascii

from winhttp_cli.engine.auth.challenges import Challenge
from winhttp_cli.engine.auth.login_broken import LoginBroken, Unable
from winhttp_cli.engine.auth.scheme import Credentials, Identity, Message
from winhttp_cli.engine.auth.security_context import (
    INSTALL_KERBEROS,
    Broken,
    NothingToOffer,
    Refused,
    SecurityContext,
    has_kerberos,
)
from winhttp_cli.engine.net.background import Background
from winhttp_cli.engine.net.timers import Countdown
from winhttp_cli.errors import Phase, Timer

REFUSED = "the credentials were refused"


class BoundLogin:
    """One attempt at one peer. The first token is made at once, so that it is known what Negotiate is;
    `why` says why an answer was None. Raises Unable, and the 12002 of --max-time."""

    def __init__(self, scheme: str, identity: Identity, message: Message) -> None:
        self.why = ""
        self._is_begun = False
        countdown = Countdown(None, Timer.TOTAL, deadline=message.deadline)
        opening = Background(
            lambda: _opened(scheme, identity, message), (NothingToOffer,), f"log on by {scheme}"
        )
        if not opening.wait(countdown):
            raise countdown.fault("asking for a Kerberos ticket", Phase.SETUP)
        try:
            self._context, self._first = opening.result()
        except NothingToOffer as nothing:
            raise _unable(scheme, identity, str(nothing)) from nothing

    @property
    def mechanism(self) -> str:
        """ "Kerberos" or "NTLM"."""
        return self._context.mechanism

    @property
    def why_not_kerberos(self) -> str:
        return self._context.why_not_kerberos

    def answer(self, challenge: Challenge) -> str | None:
        """The header value for the next leg. Raises LoginBroken."""
        if challenge.has_junk:
            raise _broken(challenge, "what follows the scheme's name is no token")
        token = self._token(challenge) if self._is_begun else self._first
        self._is_begun = True
        if not token:
            self.why = self.why or REFUSED
            return None
        return f"{challenge.scheme} {base64.b64encode(token).decode('ascii')}"

    def _token(self, challenge: Challenge) -> bytes:
        if self._context.is_settled or not challenge.token68:
            return b""
        try:
            return self._context.next(_decoded(challenge))
        except Refused as refused:
            self.why = f"{REFUSED}: {refused}"
            return b""
        except Broken as broken:
            raise _broken(challenge, str(broken)) from broken

    def prove(self, challenge: Challenge | None) -> bool:
        """Takes what came with success; whether the peer has proved who it is. Raises LoginBroken for a
        proof that does not hold."""
        if challenge is None or not (challenge.token68 or challenge.has_junk):
            return self._context.proves
        try:
            self._context.finish(_decoded(challenge))
        except (Refused, Broken) as wrong:
            raise _broken(challenge, f"the peer's proof of who it is does not hold ({wrong})") from wrong
        return self._context.proves


def _opened(scheme: str, identity: Identity, message: Message) -> tuple[SecurityContext, bytes]:
    """The context and its first token; a KDC may be asked for it, and may keep silent."""
    context = SecurityContext(scheme, identity, message)
    return context, context.first()


def _unable(scheme: str, identity: Identity, why: str) -> Unable:
    """The system has nothing to log on with, or cannot do with what was given."""
    if isinstance(identity, Credentials):
        return Unable(f"logging on cannot begin: {why}")
    if scheme == "negotiate" and not has_kerberos():
        return Unable("your own credentials need Kerberos, which is not installed here", INSTALL_KERBEROS)
    return Unable(f"no credentials of your own to log on with: {why}")


def _decoded(challenge: Challenge) -> bytes:
    try:
        return base64.b64decode(challenge.token68, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _broken(challenge, "the token is not base64") from error


def _broken(challenge: Challenge, why: str) -> LoginBroken:
    return LoginBroken(f"{challenge.scheme} cannot be completed: {why}")
