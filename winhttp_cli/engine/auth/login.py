"""One party to log on to, through all the legs it takes: a server's 401s or a proxy's 407s.

Promise: `answer` takes the challenge lines of one refusal and gives the next header value, or None
when there is nothing (more) to say: no credentials, no scheme in common, or the credentials were
refused (behaviour f10). It keeps to the scheme it began with. Nothing is said before a challenge
(semantics A7). Must not know header names, connections, or whether it speaks to a server or a proxy.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from winhttp_cli.engine.auth.challenges import Challenge, parse
from winhttp_cli.engine.auth.choice import STRONGEST_FIRST, begin, choose
from winhttp_cli.engine.auth.scheme import Answers, Credentials, Message

if TYPE_CHECKING:
    from winhttp_cli.engine.auth.shared import Shared

#: a party that asks more often than any scheme needs is not asked again
MAXIMUM_LEGS = 8


class Login:
    """`credentials` None answers nothing, unless `shared` has an entry that fits; `schemes` are those
    allowed, the preferred first."""

    def __init__(
        self,
        credentials: Credentials | None,
        schemes: tuple[str, ...] = STRONGEST_FIRST,
        shared: Shared | None = None,
    ) -> None:
        self._credentials = credentials
        self._schemes = schemes
        self._shared = shared
        self._answers: Answers | None = None
        self._legs = 0
        self.scheme = ""

    @property
    def was_answered(self) -> bool:
        """Whether any challenge was answered: a refusal then is about the credentials."""
        return self._legs > 0

    def answer(self, lines: Iterable[str], message: Message) -> str | None:
        """The header value for the next leg; `lines` are the values of the challenge header."""
        if self._legs >= MAXIMUM_LEGS:
            return None
        challenge = self._chosen(parse(lines))
        if challenge is None or self._credentials is None:
            return None
        value = self._next(challenge, self._credentials, message)
        self._legs += value is not None
        return value

    def _chosen(self, challenges: tuple[Challenge, ...]) -> Challenge | None:
        """The challenge to answer; the shared store is the last to be asked for credentials (semantics
        A26)."""
        if self._credentials is None and self._shared is not None:
            picked = self._shared.pick(challenges, self._schemes)
            if picked is None:
                return None
            challenge, self._credentials = picked
            return challenge
        return choose(challenges, (self.scheme,) if self.scheme else self._schemes)

    def _next(self, challenge: Challenge, credentials: Credentials, message: Message) -> str | None:
        try:
            if self._answers is None:
                self.scheme = challenge.name
                self._answers = begin(challenge, credentials, message)
                return next(self._answers)
            return self._answers.send(challenge)
        except StopIteration:
            return None
