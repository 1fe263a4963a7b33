"""Events in, a `Report` out.

Promise: a `Collector` is an `Emit`; after any event, and after any failure, `report()` holds every
fact seen so far. Memory grows with exchanges and headers, never with body bytes. It judges nothing
and knows no option; what the settings add (ignore bits, origins) is added by the readers of a report.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from winhttp_cli import events
from winhttp_cli.errors import ExchangeFault, WhttpError
from winhttp_cli.events_websocket import WebSocketClosed, WebSocketFrame, WebSocketOpened
from winhttp_cli.record import replace
from winhttp_cli.report.connections import Handshake, KnownConnections
from winhttp_cli.report.draft import MOST_KEPT, Draft, Span
from winhttp_cli.report.model import (
    Attempt,
    CertificateReport,
    Connection,
    Decoding,
    Exchange,
    Passport,
    ProxyAnswer,
    RedirectNote,
    Report,
    Response,
    Route,
    Tls,
)
from winhttp_cli.report.security import handshake_flags, secure_failure
from winhttp_cli.report.websocket import Conversation


class Collector:
    """Folds the events of one request of the user's. Collectors of one session share `known`, so that
    a reused connection keeps its TLS facts. `epoch` is the wall clock when events count 0.

    Events are kept and folded when somebody asks, or when there are many: a script that wants the body
    of two hundred answers does not pay for two hundred reports."""

    def __init__(self, known: KnownConnections | None = None, epoch: float | None = None) -> None:
        self._epoch = time.time() - time.perf_counter() if epoch is None else epoch
        self._known = known or KnownConnections()
        self._waiting: list[events.Event] = []
        self._done: list[Exchange] = []
        self._draft: Draft | None = None
        self._failure: WhttpError | None = None
        self._passport: Passport | None = None
        self._first: float | None = None
        self._latest = 0.0

    def __call__(self, event: events.Event) -> None:
        """Takes one event."""
        self._waiting.append(event)
        if type(event) in _KNOWN_TO_OTHERS or len(self._waiting) > _MOST_WAITING:
            self._fold()

    def fail(self, error: WhttpError) -> None:
        """Records a failure the engine did not tell of (a local file, a usage fault)."""
        self._fold()
        self._failure = error

    @property
    def response(self) -> Response | None:
        """The response of the exchange under way, as far as it has come: what `report` says of it,
        without making the rest."""
        self._fold()
        return self._draft.response() if self._draft is not None else None

    def report(self) -> Report:
        """The facts so far."""
        self._fold()
        exchanges = list(self._done)
        if self._draft is not None:
            exchanges.append(self._draft.exchange(self._latest))
        first = self._latest if self._first is None else self._first
        milliseconds = (self._latest - first) * 1000
        return Report(tuple(exchanges), self._failure, milliseconds, self._passport)

    def _fold(self) -> None:
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            if isinstance(event, events.ExchangeStarted):
                self._begin(event)
            elif isinstance(event, events.Failed):
                self._failure = event.error
            self._first = event.at if self._first is None else self._first
            self._latest = max(self._latest, event.at)
            handler = _HANDLERS.get(type(event))
            if handler is not None and self._draft is not None:
                handler(self, self._draft, event)

    def _begin(self, event: events.ExchangeStarted) -> None:
        if self._draft is not None:
            self._done.append(self._draft.exchange(self._latest))
        # a new attempt: an earlier failure was not the end
        self._failure = None
        self._draft = Draft(event.reason, event.method, event.url, event.at, self._epoch)

    # --- route, names, connections --------------------------------------------------------------------

    def _route_chosen(self, draft: Draft, event: events.RouteChosen) -> None:
        draft.route = Route(event.proxy, event.why)

    def _resolve_started(self, draft: Draft, event: events.ResolveStarted) -> None:
        draft.clock.start(Span.RESOLVE, event.at)

    def _resolve_done(self, draft: Draft, event: events.ResolveDone) -> None:
        draft.clock.stop(Span.RESOLVE, event.at)
        draft.addresses = event.addresses
        draft.ready = event.at

    def _connect_started(self, draft: Draft, event: events.ConnectStarted) -> None:
        draft.clock.start(Span.CONNECT, event.at)
        draft.attempt_started = event.at

    def _connect_failed(self, draft: Draft, event: events.ConnectFailed) -> None:
        spent = (event.at - draft.attempt_started) * 1000
        draft.attempts.append(Attempt(event.address, spent, event.message, event.extended))

    def _connect_done(self, draft: Draft, event: events.ConnectDone) -> None:
        draft.clock.stop(Span.CONNECT, event.at)
        spent = (event.at - draft.attempt_started) * 1000
        draft.attempts.append(Attempt(event.remote, spent))
        draft.connection = Connection(event.connection, event.local, event.remote, reused=False)
        draft.ready = event.at

    def _connection_reused(self, draft: Draft, event: events.ConnectionReused) -> None:
        draft.connection = Connection(event.connection, event.local, event.remote, reused=True)
        handshake = self._known.recall(event.connection)
        draft.tls = handshake.tls
        draft.certificate = handshake.certificate
        draft.accepted_issuers = handshake.accepted_issuers
        draft.proxy_tls = handshake.proxy_tls
        draft.proxy_certificate = handshake.proxy_certificate
        draft.ready = event.at

    def _connection_closed(self, draft: Draft, event: events.ConnectionClosed) -> None:
        self._known.forget(event.connection)

    # --- TLS ------------------------------------------------------------------------------------------

    def _tls_started(self, draft: Draft, event: events.TlsStarted) -> None:
        self._leave_tunnel(draft)
        draft.clock.start(Span.TLS, event.at)

    def _certificate_checked(self, draft: Draft, event: events.CertificateChecked) -> None:
        draft.certificate = _shown(event)

    def _tls_done(self, draft: Draft, event: events.TlsDone) -> None:
        draft.clock.stop(Span.TLS, event.at)
        draft.ready = event.at
        draft.accepted_issuers = event.accepted_issuers
        draft.tls = _agreed(event)
        self._remember(draft)

    def _remember(self, draft: Draft) -> None:
        if draft.connection is not None:
            handshake = Handshake(
                tls=draft.tls,
                certificate=draft.certificate,
                accepted_issuers=draft.accepted_issuers,
                proxy_tls=draft.proxy_tls,
                proxy_certificate=draft.proxy_certificate,
            )
            self._known.remember(draft.connection.number, handshake)

    def _tls_failed(self, draft: Draft, event: events.TlsFailed) -> None:
        draft.clock.stop(Span.TLS, event.at)
        draft.accepted_issuers = event.accepted_issuers
        if event.version:
            draft.refused_tls = _settled(event)

    def _with_proxy(self, draft: Draft, event: events.WithProxy) -> None:
        """The handshake with an https proxy itself; its time counts as TLS."""
        inner = event.event
        if isinstance(inner, events.TlsStarted):
            draft.clock.start(Span.TLS, event.at)
        elif isinstance(inner, events.CertificateChecked):
            draft.proxy_certificate = replace(_shown(inner), proxy=event.proxy)
        elif isinstance(inner, events.TlsDone | events.TlsFailed):
            draft.clock.stop(Span.TLS, event.at)
            draft.ready = event.at
            if isinstance(inner, events.TlsDone):
                draft.proxy_tls = _agreed(inner)
                self._remember(draft)

    # --- request and response -------------------------------------------------------------------------

    def _head_sent(self, draft: Draft, event: events.RequestHeadSent) -> None:
        self._leave_tunnel(draft)
        draft.request_head = event
        draft.request_size = 0
        is_tunnel = event.method == "CONNECT"
        draft.clock.start(Span.TUNNEL if is_tunnel else Span.SEND, draft.ready)

    def _request_sent(self, draft: Draft, event: events.RequestSent) -> None:
        draft.request_size = event.size
        if draft.request_head is not None and draft.request_head.method == "CONNECT":
            return
        draft.clock.stop(Span.SEND, event.at)
        draft.clock.start(Span.WAIT, event.at)

    def _interim_response(self, draft: Draft, event: events.InterimResponse) -> None:
        if len(draft.interim) < MOST_KEPT:
            draft.interim.append((event.status, event.reason))

    def _response_head(self, draft: Draft, event: events.ResponseHead) -> None:
        draft.clock.stop(Span.TUNNEL, event.at)
        draft.clock.stop(Span.WAIT, event.at)
        draft.clock.start(Span.BODY, event.at)
        draft.begin_response(event)
        if event.from_proxy:
            draft.tunnel = draft.response()
            draft.ready = event.at

    def _proxy_answered(self, draft: Draft, event: events.ProxyAnswered) -> None:
        """A refusal kept whole; it is not the response (it would be handed out as one otherwise)."""
        if len(draft.proxy_answers) < MOST_KEPT:
            answer = ProxyAnswer(
                proxy=event.proxy,
                target=event.target,
                status=event.status,
                reason=event.reason,
                headers=event.headers,
                body=event.body,
                is_cut=event.is_cut,
                offers=event.offers,
            )
            draft.proxy_answers.append(answer)
        self._leave_tunnel(draft)

    def _leave_tunnel(self, draft: Draft) -> None:
        """The proxy's answer to CONNECT was not the end: what follows is the real exchange."""
        if draft.response_head is not None and draft.response_head.from_proxy:
            draft.response_head = None
            draft.clock.drop(Span.BODY)

    def _body_received(self, draft: Draft, event: events.BodyReceived) -> None:
        draft.received = event.received

    def _response_done(self, draft: Draft, event: events.ResponseDone) -> None:
        # an answer can be complete before the whole request is out (an early refusal of an upload)
        for span in (Span.SEND, Span.WAIT, Span.BODY):
            draft.clock.stop(span, event.at)
        draft.done = event

    def _decoding_started(self, draft: Draft, event: events.DecodingStarted) -> None:
        draft.decoding = Decoding(event.codings, event.removed)

    def _content_decoded(self, draft: Draft, event: events.ContentDecoded) -> None:
        draft.decoded = event.delivered

    # --- what came of it ------------------------------------------------------------------------------

    def _redirect_followed(self, draft: Draft, event: events.RedirectFollowed) -> None:
        draft.redirect = RedirectNote(
            followed=True, location=event.location, url=event.url, changes=event.changes
        )

    def _redirect_returned(self, draft: Draft, event: events.RedirectReturned) -> None:
        draft.redirect = RedirectNote(followed=False, location=event.location, why=event.why)

    def _login_tried(self, draft: Draft, event: events.LoginTried) -> None:
        if len(draft.logins) < MOST_KEPT:
            draft.logins.append(event.attempt)

    def _logged_on(self, draft: Draft, event: events.LoggedOn) -> None:
        draft.logged_on.append(event.outcome)

    def _passport_answered(self, draft: Draft, event: events.PassportAnswered) -> None:
        """What a later answer does not say stays as the earlier one said it."""
        known = self._passport or Passport()
        self._passport = Passport(
            event.site or known.site,
            event.return_url or known.return_url,
            event.cobranding_text or known.cobranding_text,
            event.cobranding_url or known.cobranding_url,
        )

    def _note(self, draft: Draft, event: events.Note) -> None:
        draft.note(event.text)

    # --- WebSocket ------------------------------------------------------------------------------------

    def _web_socket_opened(self, draft: Draft, event: WebSocketOpened) -> None:
        """A 101 has no body: the conversation takes its place, in time as well."""
        draft.done = events.ResponseDone(at=event.at, received=0, delivered=0)
        draft.conversation = Conversation(event.protocol)

    def _web_socket_frame(self, draft: Draft, event: WebSocketFrame) -> None:
        if draft.conversation is not None:
            draft.conversation.frame(event)

    def _web_socket_closed(self, draft: Draft, event: WebSocketClosed) -> None:
        draft.clock.stop(Span.BODY, event.at)
        if draft.conversation is not None:
            draft.conversation.closed(event)


#: What later requests of the session are told about a connection must not wait.
_KNOWN_TO_OTHERS = frozenset({events.TlsDone, events.WithProxy, events.ConnectionClosed})
#: A peer that never stops (a body of many pieces, interim answers) does not make the list grow.
_MOST_WAITING = 32

# Any: each handler takes the one event type it is listed under
_HANDLERS: dict[type[events.Event], Callable[[Collector, Draft, Any], None]] = {
    events.RouteChosen: Collector._route_chosen,
    events.ResolveStarted: Collector._resolve_started,
    events.ResolveDone: Collector._resolve_done,
    events.ConnectStarted: Collector._connect_started,
    events.ConnectFailed: Collector._connect_failed,
    events.ConnectDone: Collector._connect_done,
    events.ConnectionReused: Collector._connection_reused,
    events.TlsStarted: Collector._tls_started,
    events.CertificateChecked: Collector._certificate_checked,
    events.TlsDone: Collector._tls_done,
    events.TlsFailed: Collector._tls_failed,
    events.WithProxy: Collector._with_proxy,
    events.RequestHeadSent: Collector._head_sent,
    events.RequestSent: Collector._request_sent,
    events.InterimResponse: Collector._interim_response,
    events.ResponseHead: Collector._response_head,
    events.ProxyAnswered: Collector._proxy_answered,
    events.DecodingStarted: Collector._decoding_started,
    events.ContentDecoded: Collector._content_decoded,
    events.BodyReceived: Collector._body_received,
    events.ResponseDone: Collector._response_done,
    events.RedirectFollowed: Collector._redirect_followed,
    events.RedirectReturned: Collector._redirect_returned,
    events.ConnectionClosed: Collector._connection_closed,
    events.LoginTried: Collector._login_tried,
    events.LoggedOn: Collector._logged_on,
    events.PassportAnswered: Collector._passport_answered,
    events.Note: Collector._note,
    WebSocketOpened: Collector._web_socket_opened,
    WebSocketFrame: Collector._web_socket_frame,
    WebSocketClosed: Collector._web_socket_closed,
}


def _shown(event: events.CertificateChecked) -> CertificateReport:
    notified = event.faults & ~event.forgiven
    return CertificateReport(
        host=event.host,
        chain=event.chain,
        checks=event.checks,
        faults=event.faults,
        forgiven=event.forgiven,
        secure_failure=int(secure_failure(notified)),
        revocation=event.revocation,
    )


def _agreed(event: events.TlsDone) -> Tls:
    return Tls(
        version=event.version,
        cipher=event.cipher,
        bits=event.bits,
        group=event.group,
        alpn=event.alpn,
        resumed=event.resumed,
        client_certificate_requested=event.client_certificate_requested,
        client_certificate_sent=event.client_certificate_sent,
        accepted_issuers=event.accepted_issuers,
        binding=event.binding,
        security_flags=int(handshake_flags(event.bits)),
    )


def _settled(event: events.TlsFailed) -> Tls:
    """What a handshake had come to before it failed. No strength is claimed for what was not secured."""
    return Tls(
        version=event.version,
        cipher=event.cipher,
        bits=event.bits,
        group=event.group,
        alpn=event.alpn,
        resumed=False,
        client_certificate_requested=event.client_certificate_requested,
        client_certificate_sent=False,
        accepted_issuers=event.accepted_issuers,
        binding=b"",
        security_flags=0,
    )


def extended_error(report: Report) -> int:
    """The Winsock number behind the failure (option EXTENDED_ERROR), or 0."""
    failure = report.failure
    return failure.extended if isinstance(failure, ExchangeFault) else 0
