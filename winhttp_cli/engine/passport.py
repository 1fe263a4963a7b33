"""Signing in by Passport 1.4: from a site's challenge by way of nexus and login server back to the site.

Promise (semantics P1 to P14): user and password go to the login server that the nexus or the plan names,
over https, with nothing of its certificate forgiven and no client certificate, and to no other origin it
leads to unless the plan forwards credentials. None of the caller's headers go along. The ticket goes to
the return URL alone, and over plain http only where the challenge came from there over plain http. Steps
are bounded, and so are headers. A redirect that is a challenge is shown as a 401 (behaviour f19). Must
not know sockets or screens: it is given a way to send.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from winhttp_cli.engine import redirects
from winhttp_cli.engine.auth import passport
from winhttp_cli.engine.auth.challenges import parse
from winhttp_cli.engine.auth.scheme import Credentials
from winhttp_cli.engine.message import Hop
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.events import Emit, Event, Note, PassportAnswered, Reason, ResponseHead
from winhttp_cli.headers import value_of, values_of
from winhttp_cli.plan import (
    NO_FAULT,
    AuthPolicy,
    ClientCertificate,
    Header,
    PassportPolicy,
    RedirectMode,
    RedirectPolicy,
    RequestPlan,
    Target,
)
from winhttp_cli.record import dataclass, replace
from winhttp_cli.target import BadUrl, crack, join, to_target

#: questions to login servers within one sign-in, redirects among them
MAXIMUM_LEGS = 10
#: what a site's challenge comes with (semantics P2)
_CHALLENGING = frozenset({302, 401})
#: schemes that are answered before Passport where a site offers several (semantics A4)
_STRONGER = frozenset({"negotiate", "ntlm"})
#: a server that asks for one is told that there is none (WINHTTP_NO_CLIENT_CERT_CONTEXT)
_NO_CERTIFICATE = ClientCertificate()

Memory = dict[str, passport.Nexus]


class Leg(Protocol):
    """One exchange with a nexus or a login server, whose answer waits to be handed over or closed."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> tuple[Header, ...]: ...

    def hand_over(self) -> None:
        """The body goes to the caller."""

    def close(self) -> None: ...


Ask = Callable[[RequestPlan], Leg]


def shown_as_401(emit: Emit) -> Emit:
    """An emit for the whole request: a site's challenge has status 401, whatever it was sent as; its
    reason phrase stays (behaviour f19)."""

    def tell(event: Event) -> None:
        if not isinstance(event, ResponseHead) or not _is_disguised(event):
            emit(event)
            return
        emit(replace(event, status=401))
        emit(Note(text=f"the {event.status} is a Passport challenge: shown as 401"))

    return tell


def _is_disguised(head: ResponseHead) -> bool:
    return head.status != 401 and _challenge(head.status, head.headers) is not None


def _challenge(status: int, headers: tuple[Header, ...]) -> str | None:
    """The partner data of a site's challenge, None where it is none."""
    return passport.said(values_of(headers, "www-authenticate")) if status in _CHALLENGING else None


@dataclass(frozen=True, slots=True)
class _Errand:
    """What the user asked for and what the site said: told to the login server word for word."""

    hop: Hop
    partner: str

    def value(self, credentials: Credentials | None) -> str:
        told = (self.hop.method, self.hop.target.url, self.partner)
        if credentials is None:
            return passport.token_request(*told)
        return passport.sign_in(credentials, *told)


class SignIn:
    """The sign-in of one request of the user's; there is one at most. `memory` keeps the nexus' answers
    for the session: requests at the same time may each ask, and the last answer stays."""

    def __init__(
        self, plan: RequestPlan, policy: PassportPolicy, memory: Memory, ask: Ask, emit: Emit
    ) -> None:
        self._plan = plan
        self._policy = policy
        self._memory = memory
        self._ask = ask
        self._emit = emit
        self._begun = False

    def is_asked(self, status: int, headers: tuple[Header, ...]) -> bool:
        """Whether a site's response is a Passport challenge, so that it is no redirect. Hears what else
        of Passport it says on the way."""
        self._look_for_news(headers)
        if passport.is_logout(values_of(headers, "authentication-info")):
            self._emit(Note(text="the site signed out of Passport (da-status=logout)"))
        if status == 401 and not self._plan.auth.scheme:
            offered = {challenge.name for challenge in parse(values_of(headers, "www-authenticate"))}
            if offered & _STRONGER:
                return False
        return _challenge(status, headers) is not None

    def can_begin(self, status: int, headers: tuple[Header, ...]) -> bool:
        """Whether the challenge is answered: it is the first, it says something, and no other scheme was
        named (behaviour f6)."""
        is_ours = self._plan.auth.scheme in ("", "passport")
        return is_ours and not self._begun and bool(_challenge(status, headers))

    def run(self, hop: Hop, status: int, headers: tuple[Header, ...]) -> Hop | None:
        """The hop back to the site; None where the login server's 401 was handed over. Raises
        ExchangeFault, 12015 for answers that are not Passport's."""
        self._begun = True
        errand = _Errand(hop, _challenge(status, headers) or "")
        nexus = self._nexus()
        success = self._at_login(nexus, errand)
        return None if success is None else self._back(hop, success)

    # --- nexus ----------------------------------------------------------------------------------------

    def _nexus(self) -> passport.Nexus:
        if self._policy.login is not None:
            return passport.Nexus(self._policy.login.url, self._policy.realm)
        place = self._policy.nexus
        known = self._memory.get(place.url)
        if known is None:
            known = self._memory[place.url] = self._fetched(place)
        return replace(known, realm=self._policy.realm or known.realm)

    def _fetched(self, place: Target) -> passport.Nexus:
        leg = self._ask(self._plan_for(place, None))
        leg.close()
        found = passport.nexus_in(values_of(leg.headers, "passporturls"))
        if found is None:
            raise _failed(f"the nexus {place.url} answered {leg.status} and names no login server")
        return found

    def _look_for_news(self, headers: tuple[Header, ...]) -> None:
        """A newer configuration makes the nexus be asked again, when it is needed (semantics P14)."""
        known = self._memory.get(self._policy.nexus.url)
        announced = passport.version_in(values_of(headers, "passportconfig"))
        if known is not None and announced > known.version:
            self._memory.pop(self._policy.nexus.url, None)

    # --- login server ---------------------------------------------------------------------------------

    def _at_login(self, nexus: passport.Nexus, errand: _Errand) -> passport.Success | None:
        home = place = self._secure(nexus.login, "the login server")
        credentials: Credentials | None = None
        for _ in range(MAXIMUM_LEGS):
            leg = self._ask(self._plan_for(place, errand.value(credentials)))
            success = passport.success_in(values_of(leg.headers, "authentication-info"))
            if success is not None:
                leg.close()
                self._emit(PassportAnswered(status="success", return_url=success.return_url))
                return success
            if leg.status in redirects.FOLLOWED:
                place = self._onward(home, place, leg, credentials)
                continue
            refusal = self._refusal(place, leg)
            credentials = self._next(refusal, nexus, home, place, errand.hop, credentials)
            if credentials is None:
                self._hand_over(leg, refusal, errand.hop)
                return None
            self._emit(_told(refusal))
            leg.close()
        raise _failed(f"no end after {MAXIMUM_LEGS} questions to the login server")

    def _onward(self, home: Target, place: Target, leg: Leg, credentials: Credentials | None) -> Target:
        """Where the login server sends the client (semantics P9): the last step is repeated there, but
        without credentials that are not for that origin."""
        leg.close()
        try:
            target = to_target(join(place, value_of(leg.headers, "location") or ""))
        except BadUrl as bad:
            raise _failed(f"the login server leads to no URL: {bad.message}") from None
        if not target.is_secure:
            raise _failed(f"the login server leads to {target.url}, which is plain http")
        if credentials is not None and not self._may_know(home, target):
            raise _failed(
                f"the login server sends user and password on to {target.host}",
                hint="--forward-credentials allows that",
            )
        return target

    def _may_know(self, home: Target, place: Target) -> bool:
        return place.origin == home.origin or self._plan.redirects.forward_credentials

    def _refusal(self, place: Target, leg: Leg) -> passport.Refusal:
        refusal = passport.refusal_in(values_of(leg.headers, "www-authenticate"))
        if leg.status != 401 or refusal is None:
            leg.close()
            raise _failed(f"{place.host} answered {leg.status} and no word of Passport")
        return refusal

    def _hand_over(self, leg: Leg, refusal: passport.Refusal, hop: Hop) -> None:
        """The 401, as if the site had given it (semantics P7)."""
        self._emit(replace(_told(refusal), site=hop.target.url))
        leg.hand_over()

    def _next(
        self,
        refusal: passport.Refusal,
        nexus: passport.Nexus,
        home: Target,
        place: Target,
        hop: Hop,
        tried: Credentials | None,
    ) -> Credentials | None:
        """Who to be after a refusal; None where the 401 is the end (semantics P6)."""
        is_other_realm = bool(nexus.realm) and refusal.realm.lower() != nexus.realm.lower()
        if tried is not None or not refusal.may_retry or is_other_realm:
            return None
        found = self._own(hop) or (None if refusal.prompt else self._remembered(home, hop))
        if found is not None and not self._may_know(home, place):
            self._emit(
                Note(text=f"user and password not given to {place.host}: the nexus named {home.host}")
            )
            return None
        return found

    def _own(self, hop: Hop) -> Credentials | None:
        auth = self._plan.auth
        if auth.username is None or auth.password is None or not self._is_home(hop):
            return None
        return Credentials(auth.username, auth.password)

    def _remembered(self, login: Target, hop: Hop) -> Credentials | None:
        """The key ring, which asks nobody's leave (semantics A23), for the login server itself."""
        auth = self._plan.auth
        if auth.username is not None or not self._is_home(hop):
            return None
        for entry in self._policy.stored:
            if entry.host.lower() == login.host.lower() and entry.port in (None, login.port):
                return Credentials(entry.username, entry.password)
        return None

    def _is_home(self, hop: Hop) -> bool:
        plan = self._plan
        return hop.target.origin == plan.target.origin or plan.redirects.forward_credentials

    # --- back -----------------------------------------------------------------------------------------

    def _back(self, hop: Hop, success: passport.Success) -> Hop:
        """The implicit redirect to the return URL, ticket in hand (semantics P11, P12)."""
        try:
            target = to_target(crack(success.return_url))
        except BadUrl as bad:
            raise _failed(f"the login server names no URL to return to: {bad.message}") from None
        policy = self._plan.redirects
        is_off = not policy.enabled or policy.mode is RedirectMode.NEVER
        if is_off and not self._policy.has_callback:
            raise _failed(
                f"signed in, and the way back to {target.url} is a redirect, which is switched off",
                hint="redirects, or a status callback, must be allowed",
            )
        if not target.is_secure and target.origin != hop.target.origin:
            raise _failed(f"the way back leads to {target.url}: the ticket would go out in the clear")
        follow = redirects.next_hop(self._plan, hop, 302, target, success.return_url)
        for text in (f"signed in by Passport; back to {target.url}", *follow.changes):
            self._emit(Note(text=text))
        line = ("Authorization", passport.ticket(success))
        return replace(follow.hop, reason=Reason.AUTHENTICATION, credentials=(line,))

    # --- the plan of a leg ----------------------------------------------------------------------------

    def _plan_for(self, place: Target, authorization: str | None) -> RequestPlan:
        """One GET of our own: nothing of the caller's request, nothing forgiven, nothing followed."""
        plan = self._plan
        return replace(
            plan,
            method="GET",
            target=place,
            headers=() if authorization is None else (("Authorization", authorization),),
            left_out=frozenset(),
            body=None,
            refresh=False,
            tls=replace(
                plan.tls, forgiven=NO_FAULT, client_certificate=_NO_CERTIFICATE, server_name=None
            ),
            proxy=replace(plan.proxy, receive_connect_response=False),
            auth=AuthPolicy(autologon=plan.auth.autologon),
            redirects=RedirectPolicy(enabled=False),
            remarks=(),
        )

    def _secure(self, url: str, whose: str) -> Target:
        try:
            target = to_target(crack(url))
        except BadUrl as bad:
            raise _failed(f"the nexus names {url!r} as {whose}: {bad.message}") from None
        if not target.is_secure:
            raise _failed(f"the nexus names {url} as {whose}, which is plain http")
        return target


def _told(refusal: passport.Refusal) -> PassportAnswered:
    return PassportAnswered(
        status="failed" if refusal.may_retry else "failed-noretry",
        cobranding_text=refusal.cobranding_text,
        cobranding_url=refusal.cobranding_url,
    )


def _failed(message: str, hint: str = "") -> ExchangeFault:
    return ExchangeFault(
        f"Passport: {message}", Code.ERROR_WINHTTP_LOGIN_FAILURE, Phase.RECEIVE, hint=hint
    )
