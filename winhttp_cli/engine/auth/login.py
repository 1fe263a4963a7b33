"""One party to log on to, through all the legs it takes: a server's 401s or a proxy's 407s.

Promise: `answer` takes the challenge lines of one refusal and gives the next header value, or None
when there is nothing (more) to say: no credentials, no scheme in common, or the credentials were
refused (behaviour f10); `why` is one phrase about it either way. It keeps to the scheme it began with,
until `rest` says that it was let in. Before a challenge go only Basic and a Negotiate that becomes
Kerberos, and only where the scheme was named (semantics A7, A10). A peer whose tokens make no sense is
LoginBroken. Must not know header names, connections, or whether it speaks to a server or a proxy.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from winhttp_cli.engine.auth.challenges import Challenge, parse
from winhttp_cli.engine.auth.choice import (
    BOUND,
    STRONGEST_FIRST,
    answerable,
    begin,
    begin_bound,
    choose,
    offered,
)
from winhttp_cli.engine.auth.login_broken import LoginBroken, Unable
from winhttp_cli.engine.auth.scheme import Answers, Credentials, Identity, Message, SignedIn

if TYPE_CHECKING:
    from winhttp_cli.engine.auth.bound import BoundLogin
    from winhttp_cli.engine.auth.shared import Shared

#: a party that asks more often than any scheme needs is not asked again
MAXIMUM_LEGS = 8
REFUSED = "the credentials were refused"
HALF_A_LOGIN = "a user name without a password sends nothing"


class Login:
    """`identity` None answers nothing, for the reason `refusal`, unless `shared` has an entry that fits;
    `schemes` are those allowed, the preferred first."""

    def __init__(
        self,
        identity: Identity | None,
        schemes: tuple[str, ...] = STRONGEST_FIRST,
        shared: Shared | None = None,
        refusal: str = "no user name and password given",
    ) -> None:
        self._own = identity
        self._named = schemes[0] if len(schemes) == 1 else ""
        self._schemes = schemes
        self._shared = shared
        self._refusal = refusal
        self.offers: tuple[str, ...] = ()
        self.rest()

    def rest(self) -> None:
        """The party let us in, or there is no more to say: its next challenge begins anew."""
        self.identity = self._own
        self.scheme = ""
        self.leg = 0
        self.why = ""
        self.service = ""
        self.has_binding = False
        self._answers: Answers | None = None
        self._bound: BoundLogin | None = None
        self._early: str | None = None

    @property
    def spelling(self) -> str:
        """The scheme at work as registered: "Negotiate", "NTLM", "Digest", "Basic"."""
        return "NTLM" if self.scheme == "ntlm" else self.scheme.capitalize()

    @property
    def why_this(self) -> str:
        """Why it is that one."""
        return "the scheme that was named" if self._named else "the strongest on offer"

    @property
    def was_answered(self) -> bool:
        """Whether any challenge was answered: a refusal then is about the credentials."""
        return self.leg > 0

    @property
    def binds_connection(self) -> bool:
        """Whether the scheme at work authenticates the connection (semantics A20)."""
        return self.scheme in BOUND

    @property
    def mechanism(self) -> str:
        """What Negotiate or NTLM has become: "Kerberos", "NTLM", "" for other schemes."""
        return "" if self._bound is None else self._bound.mechanism

    @property
    def why_not_kerberos(self) -> str:
        return "" if self._bound is None else self._bound.why_not_kerberos

    def would_take(self, lines: Iterable[str]) -> str:
        """The name of the scheme that `answer` would answer, "" for none. Nothing is begun."""
        picked = self._pick(parse(lines))
        return "" if picked is None else picked[0].name

    # --- before a challenge --------------------------------------------------------------------

    def early(self, message: Message) -> str | None:
        """What goes out before any challenge, the same however often it is asked for; or None."""
        may_begin = self.identity is not None and not self.scheme
        if self._early is None and may_begin and self._named:
            self._early = self._begun_early(message)
        return self._early

    def _begun_early(self, message: Message) -> str | None:
        if self.identity is None or self._named not in answerable(self.identity, self._schemes):
            return None
        if self._named == "basic":
            return self._next(Challenge("Basic"), message)
        if self._named == "negotiate":
            try:
                self._begin(Challenge("Negotiate"), message)
            except Unable:
                self.rest()
                return None
            if self.mechanism == "Kerberos":
                return self._next(Challenge("Negotiate"), message)
        return None

    # --- after one -----------------------------------------------------------------------------

    def answer(self, lines: Iterable[str], message: Message) -> str | None:
        """The header value for the next leg; `lines` are the values of the challenge header. Raises
        LoginBroken."""
        challenges = parse(lines)
        self.offers = offered(challenges)
        self._early = None
        picked = self._pick(challenges)
        if picked is None:
            self.why = self._why_none()
            return None
        challenge, self.identity = picked
        value = self._next(challenge, message)
        return self._from_shared(challenges, message) if value is None else value

    def _from_shared(self, challenges: tuple[Challenge, ...], message: Message) -> str | None:
        """The shared store, where the signed-in user turned out to have nothing (semantics A26)."""
        if self._shared is None or self.leg or not isinstance(self.identity, SignedIn):
            return None
        self._own, self._refusal = None, self.why
        self.rest()
        picked = self._pick(challenges)
        if picked is None:
            self.why = self._refusal
            return None
        challenge, self.identity = picked
        return self._next(challenge, message)

    def prove(self, lines: Iterable[str]) -> bool | None:
        """Takes what came with success: whether the party has proved who it is, None where the scheme at
        work does not do that. Raises LoginBroken for a proof that does not hold."""
        if self._bound is None or not self.leg:
            return None
        found = choose(parse(lines), (self.scheme,))
        proven = self._bound.prove(found)
        return proven if self.mechanism == "Kerberos" else None

    def _pick(self, challenges: tuple[Challenge, ...]) -> tuple[Challenge, Identity] | None:
        """The challenge to answer and as whom; the shared store is the last to be asked (semantics
        A26)."""
        if self.leg >= MAXIMUM_LEGS:
            return None
        if self.identity is not None:
            schemes = (self.scheme,) if self.scheme else answerable(self.identity, self._schemes)
            challenge = choose(challenges, schemes)
            if challenge is not None:
                return challenge, self.identity
        if self._shared is None or self.scheme:
            return None
        return self._shared.pick(challenges, self._schemes)

    def _why_none(self) -> str:
        if self.identity is None:
            return self._refusal
        if self.leg >= MAXIMUM_LEGS:
            return f"{MAXIMUM_LEGS} answers were not enough"
        if self.scheme:
            return REFUSED
        wanted = f"{self._named} is" if self._named else "nothing that can be answered is"
        return f"{wanted} not offered" if self._named else f"{wanted} offered"

    def _next(self, challenge: Challenge, message: Message) -> str | None:
        try:
            value = self._value(challenge, message)
        except Unable as unable:
            if self._named and unable.hint:
                raise LoginBroken(str(unable), unable.hint) from unable
            self.why = str(unable)
            return None
        if value is not None:
            self.leg += 1
        return value

    def _value(self, challenge: Challenge, message: Message) -> str | None:
        if self._answers is None and self._bound is None:
            self._begin(challenge, message)
        if self._bound is not None:
            value = self._bound.answer(challenge)
            self.why = self._bound.why
            return value
        assert self._answers is not None
        try:
            return self._answers.send(challenge) if self.leg else next(self._answers)
        except StopIteration:
            self.why = REFUSED
            return None

    def _begin(self, challenge: Challenge, message: Message) -> None:
        """Settles on the scheme of `challenge`. Raises Unable."""
        assert self.identity is not None
        self.scheme = challenge.name
        if challenge.name in BOUND:
            self.service, self.has_binding = message.service, bool(message.binding)
            self._bound = begin_bound(challenge.name, self.identity, message)
        else:
            assert isinstance(self.identity, Credentials)
            self._answers = begin(challenge, self.identity, message)
