"""Challenges answered: a server's 401 and a proxy's 407, along one chain of hops.

Promise: a refusal leads to the same request with one more header line, or to None: then the 401 or 407
is the response (semantics A12). Credentials are for the origin they were given for, and the signed-in
user's own for whom AUTOLOGON_POLICY trusts (A13); another origin reached by a redirect gets neither
unless the plan forwards them. A 407 counts only from a proxy that was spoken to as one. NTLM and
Negotiate need HTTP/1.1 (A25) and a kept connection (A20), or end with 12015. A body that cannot be read
twice ends with 12032 (behaviour d23). Every step is told.
"""

from __future__ import annotations

from collections.abc import Callable

from winhttp_cli.engine import body
from winhttp_cli.engine.auth.choice import BOUND, STRONGEST_FIRST
from winhttp_cli.engine.auth.login import HALF_A_LOGIN, Login
from winhttp_cli.engine.auth.login_broken import LoginBroken
from winhttp_cli.engine.auth.scheme import Credentials, Identity, Message, SignedIn
from winhttp_cli.engine.auth.shared import Shared, for_server
from winhttp_cli.engine.auth.telling import logged_on, tried
from winhttp_cli.engine.corehttp import Response
from winhttp_cli.engine.message import Hop
from winhttp_cli.engine.proxy.bypass import is_intranet
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.through import login_at, request_target, speaks_absolute_form
from winhttp_cli.engine.proxy.tunnel import service_of
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.events import Emit, Note, Reason
from winhttp_cli.headers import has, values_of
from winhttp_cli.login_facts import Autologon, Party
from winhttp_cli.plan import Body, Header, RequestPlan, Target
from winhttp_cli.record import dataclass, replace


@dataclass(frozen=True, slots=True)
class _Fields:
    """Where a challenge stands, where its answer goes (RFC 9110 section 11.6 and 11.7), and where a
    success may carry a token (RFC 4559 section 5; RFC 7615)."""

    status: int
    challenge: str
    answer: str
    proof: str


_FIELDS = {
    Party.SERVER: _Fields(401, "www-authenticate", "Authorization", "authentication-info"),
    Party.PROXY: _Fields(407, "proxy-authenticate", "Proxy-Authorization", "proxy-authentication-info"),
}


class Logins:
    """The logins of one request of the user's, which ends at `deadline` (--max-time)."""

    def __init__(self, plan: RequestPlan, emit: Emit, deadline: float | None = None) -> None:
        self._plan = plan
        self._deadline = deadline
        self._emit = emit
        self._logins: dict[tuple[str, str, int] | str, Login] = {}

    # --- before a challenge --------------------------------------------------------------------

    def first_lines(self, hop: Hop, route: Route) -> tuple[Header, ...]:
        """What goes out before any challenge: a bearer token, or where it was named Basic, and a
        Negotiate that becomes Kerberos (semantics A10)."""
        return (*self._first_for_proxy(hop, route), *self._first_for_server(hop, route))

    def _first_for_server(self, hop: Hop, route: Route) -> tuple[Header, ...]:
        policy, answer = self._plan.auth, _FIELDS[Party.SERVER].answer
        if has(hop.headers, "authorization"):
            return ()
        if policy.bearer is not None and self._may_bear(hop.target):
            return ((answer, f"Bearer {policy.bearer.reveal()}"),)
        if not policy.scheme or not policy.enabled or self._must_wait(hop):
            return ()
        return self._early(Party.SERVER, hop, route)

    def _must_wait(self, hop: Hop) -> bool:
        """Negotiate over TLS is bound to the certificate, which is known when the challenge has come;
        and it may need its connection kept."""
        return self._plan.auth.scheme in BOUND and (hop.target.is_secure or not self._plan.keep_alive)

    def _first_for_proxy(self, hop: Hop, route: Route) -> tuple[Header, ...]:
        is_named = self._plan.proxy.scheme and self._plan.auth.enabled
        if not is_named or not speaks_absolute_form(route, hop.target):
            return ()
        return self._early(Party.PROXY, hop, route)

    def _early(self, party: Party, hop: Hop, route: Route) -> tuple[Header, ...]:
        login = self._login(party, hop, route)
        is_news = not login.leg
        line = login.early(self._message(party, hop, route, b""))
        if line is None:
            return ()
        if is_news:
            self._emit(tried(party, 0, login, is_answered=True))
        return ((_FIELDS[party].answer, line),)

    # --- after one -----------------------------------------------------------------------------

    def answered(
        self, hop: Hop, route: Route, response: Response, headers: tuple[Header, ...]
    ) -> Hop | None:
        """The hop that answers a 401 or 407, or None where there is nothing (more) to say."""
        party = self._party(hop, route, response.status)
        if party is None:
            return None
        fields, login = _FIELDS[party], self._login(party, hop, route)
        lines = values_of(headers, fields.challenge)
        if login.would_take(lines) in BOUND:
            if response.extensions.get("http_version") == b"HTTP/2":
                return self._over_http1(hop)
            self._check_kept(login.would_take(lines))
        binding = _binding(response) if _is_secured_for(party, hop.target) else b""
        line = login.answer(lines, self._message(party, hop, route, binding))
        self._emit(tried(party, response.status, login, is_answered=line is not None))
        if line is None:
            return None
        if hop.body is not None and not hop.body.is_replayable:
            raise _cannot_resend(response.status)
        return replace(
            hop,
            reason=Reason.AUTHENTICATION,
            credentials=(*self._kept(hop, route, party), (fields.answer, line)),
            proxy=route.text,
            is_bound=login.binds_connection and login.leg > 1,
        )

    def _party(self, hop: Hop, route: Route, status: int) -> Party | None:
        """Who asks. A 407 of anybody but a proxy that was asked as one is a page like any other: a server
        must not be told the proxy's password."""
        if not self._plan.auth.enabled:
            return None
        if status == 401:
            return Party.SERVER
        if not speaks_absolute_form(route, hop.target):
            self._emit(Note(text="this 407 does not come from a proxy: it is not answered"))
            return None
        return Party.PROXY

    def _over_http1(self, hop: Hop) -> Hop:
        """The same again where logging on is possible (semantics A25)."""
        self._emit(Note(text="NTLM and Negotiate are not for HTTP/2: sent again over HTTP/1.1"))
        return replace(hop, reason=Reason.AUTHENTICATION, is_bound=False, needs_http1=True)

    def _check_kept(self, scheme: str) -> None:
        if not self._plan.keep_alive:
            raise LoginBroken(
                f"{'NTLM' if scheme == 'ntlm' else 'Negotiate'} needs a kept connection, and keep-alive "
                "is disabled",
                hint="leave out --disable-feature keep-alive, or name a scheme that does not need it",
            )

    def _kept(self, hop: Hop, route: Route, party: Party) -> tuple[Header, ...]:
        """The other party's line, but for a token that has done its work."""
        so_far = hop.answers_by(route.text) if hop.credentials else self.first_lines(hop, route)
        return tuple(
            (name, value)
            for name, value in so_far
            if name != _FIELDS[party].answer and value.partition(" ")[0].lower() not in BOUND
        )

    def passed(self, hop: Hop, route: Route, status: int, headers: tuple[Header, ...]) -> None:
        """Takes note of who let us in by this response. Raises LoginBroken for a proof of who they are
        that does not hold. A 407 says nothing of the server: its login stays under way, and with that two
        that ask in turn come to an end (semantics A21)."""
        known = {
            Party.SERVER: self._logins.get(hop.target.origin),
            Party.PROXY: self._logins.get(route.text),
        }
        for party, login in known.items():
            fields = _FIELDS[party]
            if login is None or status == 407 or status == fields.status:
                continue
            if login.leg:
                lines = (*values_of(headers, fields.challenge), *values_of(headers, fields.proof))
                self._emit(logged_on(party, login, login.prove(lines)))
                login.rest()

    # --- who is who ----------------------------------------------------------------------------

    def _login(self, party: Party, hop: Hop, route: Route) -> Login:
        """The one under way, or a new one: what it may use depends on the hop that is challenged."""
        key = route.text if party is Party.PROXY else hop.target.origin
        login = self._logins.get(key)
        if login is None or not login.scheme:
            login = self._logins[key] = self._new(party, hop, route)
        return login

    def _new(self, party: Party, hop: Hop, route: Route) -> Login:
        policy = self._plan.auth
        if party is Party.PROXY:
            return login_at(route, self._plan.proxy, policy.autologon)
        identity, refusal = self._identity(hop.target)
        schemes = (policy.scheme,) if policy.scheme else STRONGEST_FIRST
        return Login(identity, schemes, self._shared(hop), refusal)

    def _shared(self, hop: Hop) -> Shared | None:
        """The shared store, for a request that has nothing of its own to say (semantics A26, J2)."""
        policy = self._plan.auth
        own = (policy.username, policy.password, policy.bearer)
        if not policy.shared or any(own) or has(hop.headers, "authorization"):
            return None
        return for_server(policy.shared, hop.target)

    def _identity(self, target: Target) -> tuple[Identity | None, str]:
        """Whom to be there, or nobody and why. Both parts of a login are needed (behaviour f20)."""
        policy = self._plan.auth
        if policy.username is not None or policy.password is not None:
            return self._given_login(target)
        if not self._is_home(target):
            return None, "your own credentials stay with the origin of the request"
        if policy.autologon is Autologon.NOBODY:
            return None, "nobody is named, and autologon-policy high keeps your own credentials here"
        if policy.autologon is Autologon.EVERYBODY or is_intranet(target, self._plan.proxy):
            return SignedIn(), ""
        return None, (
            "nobody is named, and autologon-policy medium keeps your own credentials here: "
            "not on the proxy bypass list"
        )

    def _given_login(self, target: Target) -> tuple[Identity | None, str]:
        policy = self._plan.auth
        if policy.username is None or policy.password is None:
            return None, HALF_A_LOGIN
        if not self._is_home(target):
            return None, "user name and password are for another origin"
        return Credentials(policy.username, policy.password), ""

    def _is_home(self, target: Target) -> bool:
        plan = self._plan
        return target.origin == plan.target.origin or plan.redirects.forward_credentials

    def _may_bear(self, target: Target) -> bool:
        """A token is for its origin, and for nobody who listens on the way (RFC 6750 section 5.3)."""
        return self._is_home(target) and (target.is_secure or self._plan.auth.bearer_over_http)

    def _message(self, party: Party, hop: Hop, route: Route, binding: bytes) -> Message:
        if party is Party.PROXY and route.proxy is not None:
            service = service_of(route.proxy)
        else:
            service = server_service(hop.target, has_port=self._plan.auth.spn_port)
        target = request_target(route, hop.target)
        return Message(hop.method, target, _digest_of(hop.body), service, binding, self._deadline)


def server_service(target: Target, *, has_port: bool) -> str:
    """The service principal name: the class HTTP and the host as given (semantics S1, S3), without a
    zone, which means something on this machine only."""
    host = target.host.partition("%")[0]
    if not has_port:
        return f"HTTP/{host}"
    return f"HTTP/[{host}]:{target.port}" if ":" in host else f"HTTP/{host}:{target.port}"


def _is_secured_for(party: Party, target: Target) -> bool:
    """Whether TLS on the connection, if any, is with `party`: an https proxy's is not the server's."""
    return party is Party.PROXY or target.is_secure


def _binding(response: Response) -> bytes:
    stream = response.extensions.get("network_stream")
    return (stream.get_extra_info("tls-server-end-point") if stream is not None else None) or b""


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
