"""TLS to a server and nothing else: the handshake that a request would make, without the request.

Promise: goes by the same route, under the same policy and with the same events as a request of the
same plan. What only shows afterwards is asked for one by one: whether a second handshake resumes the
first one's session, and (where the server wanted a client certificate) what it says to one HEAD. Must
not know how anything is shown.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from winhttp_cli.engine.connection import ServerConnection, deadline_after
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream, Origin, Request
from winhttp_cli.engine.failures import FOREIGN, translate
from winhttp_cli.engine.message import Hop, compose
from winhttp_cli.engine.net.tickets import await_tickets
from winhttp_cli.engine.net.tls_stream import TlsStream
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.request_response import OwnRequest, OwnUrl
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import Phase, WhttpError
from winhttp_cli.events import Emit, Event, ExchangeStarted, Failed, Reason, RouteChosen, TlsDone
from winhttp_cli.plan import RequestPlan, TlsVersion
from winhttp_cli.record import replace

#: How long the answer to the one HEAD may take: a port that does not speak HTTP says nothing.
ASK_SECONDS = 10.0
_TICKET_SECONDS = 0.5


class TlsProbe:
    """One server looked at, in a session of its own. `plan` is that of the request never sent; its
    --max-time covers everything the probe and its variations do."""

    def __init__(self, session: Session, plan: RequestPlan, deadline: float | None = None) -> None:
        self._session = session
        self._plan = replace(plan, proxy=replace(plan.proxy, receive_connect_response=False))
        self._deadline = deadline or deadline_after(plan.timeouts.total)

    def offering(self, versions: TlsVersion) -> TlsProbe:
        """The same probe with another offer of versions, within the same time."""
        plan = replace(self._plan, tls=replace(self._plan.tls, versions=versions))
        return TlsProbe(self._session, plan, self._deadline)

    def shake(self, emit: Emit) -> NetworkStream:
        """The handshake; the caller closes the stream. Raises WhttpError after emitting Failed."""
        plan = self._plan
        context = Context(plan, emit, self._deadline)
        emit(ExchangeStarted(reason=Reason.INITIAL, method="", url=plan.target.url))
        with _told(emit, Phase.TLS):
            choice = self._session.router.route(plan.target, context)

            def by(route: Route) -> NetworkStream:
                emit(RouteChosen(proxy=route.proxy.url if route.proxy else "", why=choice.why))
                return self._session.open(route, plan.target, context)

            return self._session.router.first_that_works(choice, by, emit)

    def ask(self, stream: NetworkStream, emit: Emit) -> None:
        """One HEAD, with nothing of the caller's, to hear what the server makes of our certificate or
        its absence: in TLS 1.3 it judges only after the handshake is over for us (RFC 8446 section
        4.4.2.4). Raises WhttpError after emitting Failed."""
        limit = time.monotonic() + ASK_SECONDS
        context = Context(self._plan, emit, min(limit, self._deadline or limit))
        target = self._plan.target
        origin = Origin(b"https", target.host.encode("ascii"), target.port)
        with _told(emit, Phase.RECEIVE):
            connection = ServerConnection(origin, 0, lambda _: stream, 0.0)
            response = connection.handle_request(self._head(context))
            response.close()

    def _head(self, context: Context) -> Request:
        plan = replace(self._plan, keep_alive=False)
        hop = Hop(plan.target, "HEAD", (), None)
        target = plan.target
        url = OwnUrl("https", target.host, target.port, target.path)
        return OwnRequest("HEAD", url, compose(plan, hop), context)

    def resumes(self, stream: NetworkStream) -> bool | None:
        """Whether a second handshake takes up the session of `stream`, which is closed; None where the
        second one failed."""
        if isinstance(stream, TlsStream):
            await_tickets(stream, _TICKET_SECONDS)
        stream.close()
        heard = _Resumed()
        try:
            self.shake(heard).close()
        except WhttpError:
            return None
        return heard.resumed


class _Resumed:
    """An Emit that keeps one fact."""

    def __init__(self) -> None:
        self.resumed = False

    def __call__(self, event: Event) -> None:
        if isinstance(event, TlsDone):
            self.resumed = event.resumed


@contextlib.contextmanager
def _told(emit: Emit, phase: Phase) -> Iterator[None]:
    """Whatever ends the block is told once, and is ours."""
    try:
        yield
    except WhttpError as error:
        emit(Failed(error=error))
        raise
    except FOREIGN as foreign:
        fault = translate(foreign, phase)
        emit(Failed(error=fault))
        raise fault from None
