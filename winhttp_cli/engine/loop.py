"""The request loop: one request of the user's, with the redirects and repeats it leads to.

Promise: every exchange is announced, routed, sent and judged here; a decision that costs another
exchange is data from `redirects`; body bytes of the last response go to the sink as they arrive. Knows
no socket and no screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from winhttp_cli.engine import body, redirects
from winhttp_cli.engine.connection import deadline_after
from winhttp_cli.engine.content import Guarded, codings_of, decoder_for
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import Request, Response
from winhttp_cli.engine.message import Hop, compose, stack_lines
from winhttp_cli.engine.pool import ServerPool, connection_origin
from winhttp_cli.engine.proxy.route import DIRECT, Route
from winhttp_cli.engine.proxy.through import request_target
from winhttp_cli.engine.proxy.tunnel import ConnectRefused, is_from_proxy
from winhttp_cli.engine.request_response import LINES, OwnRequest, OwnUrl
from winhttp_cli.errors import Code, ExchangeFault
from winhttp_cli.events import (
    ContentDecoded,
    DecodingStarted,
    Emit,
    ExchangeStarted,
    Note,
    Reason,
    RedirectFollowed,
    RedirectReturned,
    RouteChosen,
    Sink,
)
from winhttp_cli.headers import as_text, value_of, values_of
from winhttp_cli.plan import Header, PassportPolicy, RequestPlan
from winhttp_cli.record import dataclass, replace

if TYPE_CHECKING:
    from winhttp_cli.engine.held import Held
    from winhttp_cli.engine.logins import Logins
    from winhttp_cli.engine.passport import SignIn
    from winhttp_cli.engine.session import Session
    from winhttp_cli.engine.websocket.conversation import Dialogue
    from winhttp_cli.engine.websocket.upgrade import Upgrade

#: Methods that may be sent again by themselves (RFC 9110 section 9.2.2).
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
_REMOVED_BY_DECODING = ("content-encoding", "content-length")


class RequestLoop:
    """Runs one RequestPlan in a session."""

    def __init__(
        self,
        session: Session,
        plan: RequestPlan,
        emit: Emit,
        sink: Sink,
        deadline: float | None = None,
        dialogue: Dialogue | None = None,
    ) -> None:
        self._dialogue = dialogue
        self._session = session
        self._plan = plan
        self._sink = sink
        self._sign_in: SignIn | None = None
        self._emit = emit if plan.auth.passport is None else self._with_passport(emit, plan.auth.passport)
        deadline = deadline_after(plan.timeouts.total) if deadline is None else deadline
        self._context = Context(plan, self._emit, deadline)
        self._followed = 0
        self._logins: Logins | None = None
        self._held: Held | None = None
        self._upgrade: Upgrade | None = None
        self._route = DIRECT

    def _with_passport(self, emit: Emit, policy: PassportPolicy) -> Emit:
        """Loaded where it is switched on, by few."""
        from winhttp_cli.engine.passport import SignIn, shown_as_401

        self._sign_in = SignIn(self._plan, policy, self._session.nexus, self._leg, emit)
        return shown_as_401(emit)

    def run(self) -> None:
        """Sends until there is a response to hand over. Raises WhttpError or a foreign error."""
        hop: Hop | None = Hop.first(self._plan)
        try:
            while hop is not None:
                hop = self._after(hop, self._send(hop))
        finally:
            self._release()

    def _send(self, hop: Hop) -> Response:
        """One exchange; a kept connection that turned out closed is replaced once, quietly, and so is one
        on which a server of HTTP/2 refuses to look at the request (RFC 9113 section 8.7)."""
        try:
            return self._exchange(hop)
        except ExchangeFault as fault:
            if not self._is_stale(hop, fault):
                raise
            what = "did not look at the request" if fault.unseen else "had closed the kept connection"
            self._emit(Note(text=f"the server {what}; sent again on a new connection"))
            return self._exchange(hop.again(Reason.RETRY))

    def _is_stale(self, hop: Hop, fault: ExchangeFault) -> bool:
        replayable = hop.body is None or hop.body.is_replayable
        return (
            fault.code is Code.ERROR_WINHTTP_CONNECTION_ERROR
            and fault.on_kept
            and (fault.unseen or hop.method in _IDEMPOTENT)
            and replayable
        )

    def _exchange(self, hop: Hop) -> Response:
        """Sends `hop` by the first route that works."""
        self._emit(ExchangeStarted(reason=hop.reason, method=hop.method, url=hop.target.url))
        for remark in self._plan.remarks if hop.reason is Reason.INITIAL else ():
            self._emit(Note(text=remark))
        choice = self._session.router.route(hop.target, self._context)
        return self._session.router.first_that_works(
            choice, lambda route: self._by(route, hop, choice.why), self._emit
        )

    def _by(self, route: Route, hop: Hop, why: str) -> Response:
        if self._plan.web_socket is not None:
            route = self._upgrading().way(route)
        self._route = route
        self._emit(RouteChosen(proxy=route.proxy.url if route.proxy else "", why=why))
        pool = self._session.pool(self._plan, hop.target, route)
        try:
            return self._carried(pool, hop)
        except ConnectRefused as refused:
            if refused.response is None:
                raise
            return refused.response

    def _carried(self, pool: ServerPool, hop: Hop) -> Response:
        """By the connection that is held for this chain, where it leads there; else by any."""
        held = self._held
        if held is not None and held.pool is pool and (held.is_open or hop.is_bound):
            return held.send(self._request(hop), is_bound=hop.is_bound)
        self._release()
        return pool.handle_request(self._request(hop))

    def _hold(self, hop: Hop, response: Response) -> None:
        """Keeps the connection of `response` for the legs to come."""
        if self._held is None:
            from winhttp_cli.engine.held import Held

            pool = self._session.pool(self._plan, hop.target, self._route)
            self._held = Held(pool, response)

    def _release(self) -> None:
        if self._held is not None:
            self._held.release()
            self._held = None

    def _request(self, hop: Hop) -> Request:
        lines = compose(self._plan, hop, self._added(hop))
        target = request_target(self._route, hop.target)
        url = OwnUrl(*connection_origin(self._route, hop.target), target)
        return OwnRequest(
            hop.method, url, lines, self._context, body.pieces(hop.body, self._context.deadline)
        )

    def _added(self, hop: Hop) -> tuple[Header, ...]:
        """The headers the stack makes itself for this hop."""
        answers = hop.answers_by(self._route.text) if hop.credentials else self._first_lines(hop)
        added = [*answers, *stack_lines(self._plan)]
        if self._plan.web_socket is not None:
            added += self._upgrading().lines()
        cookie = self._cookie(hop)
        if cookie is not None:
            added.append(("Cookie", cookie))
        return tuple(added)

    def _first_lines(self, hop: Hop) -> tuple[Header, ...]:
        if not self._plan.auth.may_speak_first and not self._plan.proxy.scheme:
            return ()
        return self._login().first_lines(hop, self._route)

    def _answered(self, hop: Hop, response: Response, headers: tuple[Header, ...]) -> Hop | None:
        """The hop that answers a challenge; and what a success says of who let us in."""
        if self._logins is not None:
            self._logins.passed(hop, self._route, response.status, headers)
        if response.status not in (401, 407):
            return None
        again = self._login().answered(hop, self._route, response, headers)
        if again is not None and again.is_bound:
            self._hold(hop, response)
        elif again is not None and again.needs_http1:
            self._leave_http2()
        return again

    def _leave_http2(self) -> None:
        """From here on nothing but HTTP/1.1 is offered."""
        self._plan = replace(self._plan, allow_http2=False)
        self._context = replace(self._context, plan=self._plan)

    def _login(self) -> Logins:
        """Made, and its code loaded, by the first challenge."""
        if self._logins is None:
            from winhttp_cli.engine.logins import Logins

            self._logins = Logins(self._plan, self._emit, self._context.deadline)
        return self._logins

    def _upgrading(self) -> Upgrade:
        """Made, and its code loaded, where the plan asks for a WebSocket."""
        if self._upgrade is None:
            from winhttp_cli.engine.websocket.upgrade import Upgrade

            self._upgrade = Upgrade(self._context, self._dialogue)
        return self._upgrade

    def _cookie(self, hop: Hop) -> str | None:
        """The caller's Cookie header first, the jar's cookies after it (behaviour g4)."""
        if not self._plan.use_cookies:
            return None
        own = "; ".join(values_of(hop.headers, "cookie")) or None
        return self._session.cookies.header(hop.target, own, time.time())

    def _store_cookies(self, hop: Hop, headers: tuple[Header, ...]) -> None:
        """Every response may set cookies, the redirects that are followed too (behaviour g11)."""
        values = values_of(headers, "set-cookie")
        if not values or not self._plan.use_cookies:
            return
        for note in self._session.cookies.store(hop.target, values, time.time()):
            self._emit(Note(text=note))

    def _after(self, hop: Hop, response: Response) -> Hop | None:
        """What a response leads to: the next hop, or None once it has been handed over."""
        headers = response.extensions.get(LINES) or as_text(response.headers)
        if is_from_proxy(response):
            self._hand_over_refusal(response, headers)
            return None
        self._store_cookies(hop, headers)
        try:
            if self._sign_in is None or not self._sign_in.is_asked(response.status, headers):
                return self._judged(hop, response, headers)
            if not self._sign_in.can_begin(response.status, headers):
                self._deliver(response, headers)
                return None
        finally:
            response.close()
        return self._sign_in.run(hop, response.status, headers)

    def _judged(self, hop: Hop, response: Response, headers: tuple[Header, ...]) -> Hop | None:
        again = self._answered(hop, response, headers)
        if again is not None:
            return again
        decision = redirects.decide(self._plan, hop, response.status, headers, self._followed)
        if isinstance(decision, redirects.Follow):
            return self._follow(response, decision)
        if decision is not None:
            self._emit(
                RedirectReturned(status=response.status, location=decision.location, why=decision.why)
            )
        if self._upgrade is not None and response.status == 101:
            self._speak(response, headers)
        else:
            self._deliver(response, headers)
        return None

    def _speak(self, response: Response, headers: tuple[Header, ...]) -> None:
        """What follows a 101. An OSError is of whoever listened."""
        try:
            self._upgrading().speak(response, headers)
        except OSError as error:
            raise SinkFailed(error) from error

    def _leg(self, plan: RequestPlan) -> Leg:
        """One exchange of the stack's own on the way to an answer, with what is left of the time."""
        loop = RequestLoop(self._session, plan, self._emit, self._sink, self._context.deadline)
        hop = Hop.first(plan).again(Reason.AUTHENTICATION)
        response = loop._send(hop)
        headers = response.extensions.get(LINES) or as_text(response.headers)
        loop._store_cookies(hop, headers)
        return Leg(response, headers, loop._deliver)

    def _hand_over_refusal(self, response: Response, headers: tuple[Header, ...]) -> None:
        """A proxy's answer to CONNECT is shown, not believed: see `is_from_proxy`."""
        try:
            self._deliver(response, headers)
        finally:
            response.close()

    def _follow(self, response: Response, decision: redirects.Follow) -> Hop:
        self._followed += 1
        self._emit(
            RedirectFollowed(
                status=response.status,
                location=decision.location,
                url=decision.hop.target.url,
                method=decision.hop.method,
                changes=decision.changes,
            )
        )
        return decision.hop

    def _hand_over(self, stream: Iterator[bytes]) -> None:
        for piece in stream:
            try:
                self._sink(piece)
            except OSError as error:
                raise SinkFailed(error) from error

    def _deliver(self, response: Response, headers: tuple[Header, ...]) -> None:
        """The body to the sink, decoded where the plan asks for it."""
        codings = codings_of(value_of(headers, "content-encoding"))
        decoder = decoder_for(codings, self._plan.decompress)
        if decoder is None:
            self._hand_over(response.iter_stream())
            return
        removed = tuple(line for line in headers if line[0].lower() in _REMOVED_BY_DECODING)
        self._emit(DecodingStarted(codings=codings, removed=removed))
        self._hand_over(_decoded(response.iter_stream(), decoder))
        self._emit(ContentDecoded(codings=codings, delivered=decoder.delivered))


@dataclass(slots=True)
class Leg:
    """The answer to such an exchange: handed over, or closed."""

    response: Response
    headers: tuple[Header, ...]
    deliver: Callable[[Response, tuple[Header, ...]], None]

    @property
    def status(self) -> int:
        return self.response.status

    def hand_over(self) -> None:
        """The body goes to the caller."""
        try:
            self.deliver(self.response, self.headers)
        finally:
            self.response.close()

    def close(self) -> None:
        """Reads no more of it."""
        self.response.close()


class SinkFailed(Exception):
    """The sink raised `error`; it is the caller's own and is not to be taken for the network's."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def _decoded(stream: Iterator[bytes], decoder: Guarded) -> Iterator[bytes]:
    for piece in stream:
        yield from decoder.decode(piece)
    decoder.finish()
