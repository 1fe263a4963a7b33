"""Challenges answered: a server's 401 and a proxy's 407, along one chain of hops.

Promise: a refusal leads to the same request with one more header line, or to None: then the 401 or 407
is the response (semantics A12). Credentials are for the origin they were given for; another origin
reached by a redirect gets none unless the plan forwards them; a proxy's are for a proxy, and for the
one that asked: a server that says 407 gets none. A body that cannot be read twice ends with 12032
(behaviour d23).
"""

from __future__ import annotations

from collections.abc import Callable

from winhttp_cli.engine import body
from winhttp_cli.engine.auth.basic import answer as basic_answer
from winhttp_cli.engine.auth.choice import STRONGEST_FIRST
from winhttp_cli.engine.auth.login import Login
from winhttp_cli.engine.auth.scheme import Credentials, Message
from winhttp_cli.engine.auth.shared import Shared, for_server
from winhttp_cli.engine.message import Hop
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.through import login_at, request_target, speaks_absolute_form
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.events import Reason
from winhttp_cli.headers import has, values_of
from winhttp_cli.plan import Body, Header, RequestPlan, Target
from winhttp_cli.record import dataclass, replace


@dataclass(frozen=True, slots=True)
class _Party:
    """Where a challenge stands and where its answer goes (RFC 9110 section 11.6 and 11.7)."""

    status: int
    challenge: str
    answer: str


SERVER = _Party(401, "www-authenticate", "Authorization")
PROXY = _Party(407, "proxy-authenticate", "Proxy-Authorization")


class Logins:
    """The logins of one request of the user's."""

    def __init__(self, plan: RequestPlan) -> None:
        self._plan = plan
        self._logins: dict[tuple[str, str, int] | str, Login] = {}

    def first_lines(self, hop: Hop) -> tuple[Header, ...]:
        """What goes out before any challenge: a bearer token, or Basic where it was named (semantics
        A10)."""
        policy = self._plan.auth
        if has(hop.headers, "authorization"):
            return ()
        if policy.bearer is not None and self._may_bear(hop.target):
            return ((SERVER.answer, f"Bearer {policy.bearer.reveal()}"),)
        credentials = self._credentials(hop)
        if policy.scheme != "basic" or credentials is None:
            return ()
        return ((SERVER.answer, next(basic_answer(credentials))),)

    def answered(self, hop: Hop, route: Route, status: int, headers: tuple[Header, ...]) -> Hop | None:
        """The hop that answers a 401 or 407, or None where there is nothing (more) to say."""
        if not self._plan.auth.enabled or status not in (401, 407):
            return None
        party = SERVER if status == 401 else PROXY
        if party is PROXY and not speaks_absolute_form(route, hop.target):
            return None  # the server itself said 407: what is the proxy's stays with the proxy
        login = self._login(party, hop, route)
        line = login.answer(values_of(headers, party.challenge), self._message(hop, route))
        if line is None:
            return None
        if hop.body is not None and not hop.body.is_replayable:
            raise _cannot_resend(status)
        so_far = hop.credentials or self.first_lines(hop)
        kept = tuple(field for field in so_far if field[0] != party.answer)
        proxy = route.text if party is PROXY else hop.proxy
        lines = (*kept, (party.answer, line))
        return replace(hop, reason=Reason.AUTHENTICATION, credentials=lines, proxy=proxy)

    def _login(self, party: _Party, hop: Hop, route: Route) -> Login:
        """The one under way, or a new one for a hop that answered nothing yet: after a redirect a
        challenge is no refusal."""
        key = route.text if party is PROXY else hop.target.origin
        if key not in self._logins or not has(hop.credentials, party.answer.lower()):
            self._logins[key] = self._begun(party, hop, route)
        return self._logins[key]

    def _begun(self, party: _Party, hop: Hop, route: Route) -> Login:
        if party is PROXY:
            return login_at(route, self._plan.proxy)
        scheme = self._plan.auth.scheme
        schemes = (scheme,) if scheme else STRONGEST_FIRST
        return Login(self._credentials(hop), schemes, self._shared(hop))

    def _shared(self, hop: Hop) -> Shared | None:
        """The shared store, for a request that has nothing of its own to say (semantics A26, J2)."""
        policy = self._plan.auth
        own = (policy.username, policy.password, policy.bearer)
        if not policy.shared or any(own) or has(hop.headers, "authorization"):
            return None
        return for_server(policy.shared, hop.target)

    def _credentials(self, hop: Hop) -> Credentials | None:
        """Both parts are needed (behaviour f20), and the origin must be the one they are for."""
        policy, is_home = self._plan.auth, self._is_home(hop.target)
        if policy.username is None or policy.password is None or not is_home or not policy.enabled:
            return None
        return Credentials(policy.username, policy.password)

    def _is_home(self, target: Target) -> bool:
        plan = self._plan
        return target.origin == plan.target.origin or plan.redirects.forward_credentials

    def _may_bear(self, target: Target) -> bool:
        """A token is for its origin, and for nobody who listens on the way (RFC 6750 section 5.3)."""
        return self._is_home(target) and (target.is_secure or self._plan.auth.bearer_over_http)

    def _message(self, hop: Hop, route: Route) -> Message:
        return Message(hop.method, request_target(route, hop.target), _digest_of(hop.body))


def _digest_of(planned: Body | None) -> Callable[[str], str] | None:
    """What Digest auth-int signs: a function from hashlib's name to the body's hex digest."""
    if planned is not None and not planned.is_replayable:
        return None

    def digest(algorithm: str) -> str:
        import hashlib

        state = hashlib.new(algorithm)
        for piece in body.pieces(planned):
            state.update(piece)
        return state.hexdigest()

    return digest


def _cannot_resend(status: int) -> ExchangeFault:
    return ExchangeFault(
        f"the {status} asks for the body again, and standard input cannot be read twice",
        Code.ERROR_WINHTTP_RESEND_REQUEST,
        Phase.SEND,
        hint="give the body as a file: -d @FILE",
    )
