"""One exchange in the making: the facts so far and the clock of its phases.

Promise: `exchange()` may be asked for at any moment and is right for what has happened until then.
Only the collector writes here. Memory does not grow with the body: a piece of it replaces a number.
"""

from __future__ import annotations

from enum import StrEnum

from winhttp_cli.events import Reason, RequestHeadSent, ResponseDone, ResponseHead
from winhttp_cli.login_facts import LoginAttempt, LoginOutcome
from winhttp_cli.report.model import (
    Attempt,
    CertificateReport,
    Connection,
    Decoding,
    Exchange,
    ProxyAnswer,
    RedirectNote,
    RequestHead,
    Response,
    Route,
    Timing,
    Tls,
)
from winhttp_cli.report.websocket import Conversation

#: Bounds against a peer that never stops: remarks and interim answers kept per exchange.
MOST_KEPT = 100


class Span(StrEnum):
    """The phases that are timed, by the names of `Timing`."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    TUNNEL = "tunnel"
    TLS = "tls"
    SEND = "send"
    WAIT = "wait"
    BODY = "body"


class PhaseClock:
    """Seconds per phase. A phase may run several times (two handshakes, two lookups) and adds up; one
    that is open when the exchange is looked at counts up to the last event."""

    def __init__(self, started: float) -> None:
        self.started = started
        self._open: dict[Span, float] = {}
        self._spent: dict[Span, float] = {}

    def start(self, span: Span, at: float) -> None:
        self._open.setdefault(span, at)

    def stop(self, span: Span, at: float) -> None:
        if span in self._open:
            self._spent[span] = self._spent.get(span, 0.0) + max(at - self._open.pop(span), 0.0)

    def drop(self, span: Span) -> None:
        """Forgets a phase that turned out to be another one."""
        self._open.pop(span, None)

    def timing(self, latest: float) -> Timing:
        """The phases that have begun; one that is open has run until `latest`."""
        spent = dict(self._spent)
        for span, begun in self._open.items():
            spent[span] = spent.get(span, 0.0) + max(latest - begun, 0.0)
        phases = {span: seconds * 1000 for span, seconds in spent.items()}
        return Timing(**phases, total=max(latest - self.started, 0.0) * 1000)


class Draft:
    """The mutable twin of `Exchange`. `epoch` plus an event's time is the wall clock."""

    def __init__(self, reason: Reason, method: str, url: str, started: float, epoch: float) -> None:
        self.wall_clock = epoch + started
        self.reason = reason
        self.method = method
        self.url = url
        self.clock = PhaseClock(started)
        self.ready = started
        self.route: Route | None = None
        self.addresses: tuple[str, ...] = ()
        self.attempts: list[Attempt] = []
        self.attempt_started = started
        self.connection: Connection | None = None
        self.tls: Tls | None = None
        self.refused_tls: Tls | None = None
        self.certificate: CertificateReport | None = None
        self.accepted_issuers: tuple[str, ...] = ()
        self.proxy_tls: Tls | None = None
        self.proxy_certificate: CertificateReport | None = None
        self.request_head: RequestHeadSent | None = None
        self.request_size = 0
        self.interim: list[tuple[int, str]] = []
        self.response_head: ResponseHead | None = None
        self.tunnel: Response | None = None
        self.proxy_answers: list[ProxyAnswer] = []
        self.received = 0
        self.decoding: Decoding | None = None
        self.decoded: int | None = None
        self.done: ResponseDone | None = None
        self.redirect: RedirectNote | None = None
        self.notes: list[str] = []
        self.logins: list[LoginAttempt] = []
        self.logged_on: list[LoginOutcome] = []
        self.conversation: Conversation | None = None

    def note(self, text: str) -> None:
        if len(self.notes) < MOST_KEPT:
            self.notes.append(text)

    def begin_response(self, head: ResponseHead) -> None:
        """Nothing of its body is known yet."""
        self.response_head = head
        self.received = 0
        self.decoding = self.decoded = self.done = None

    def exchange(self, latest: float) -> Exchange:
        """The exchange as it stands after the event at `latest`."""
        return Exchange(
            reason=self.reason,
            method=self.method,
            url=self.url,
            route=self.route,
            addresses=self.addresses,
            attempts=tuple(self.attempts),
            connection=self.connection,
            tls=self.tls,
            refused_tls=self.refused_tls,
            certificate=self.certificate,
            request=self._request(),
            interim=tuple(self.interim),
            response=self.response(),
            redirect=self.redirect,
            timing=self.clock.timing(latest),
            notes=tuple(self.notes),
            tunnel=self.tunnel,
            proxy_answers=tuple(self.proxy_answers),
            accepted_issuers=self.accepted_issuers,
            proxy_tls=self.proxy_tls,
            proxy_certificate=self.proxy_certificate,
            started=self.wall_clock,
            logins=tuple(self.logins),
            logged_on=tuple(self.logged_on),
            web_socket=self.conversation.facts() if self.conversation is not None else None,
        )

    def _request(self) -> RequestHead | None:
        head = self.request_head
        if head is None:
            return None
        return RequestHead(head.method, head.target, head.protocol, head.headers, self.request_size)

    def response(self) -> Response | None:
        """The response as it stands: what decoding made untrue is no longer in its head."""
        head, done, decoding = self.response_head, self.done, self.decoding
        if head is None:
            return None
        removed = decoding.removed if decoding is not None else ()
        delivered = done.delivered if done is not None else 0
        return Response(
            protocol=head.protocol,
            status=head.status,
            reason=head.reason,
            headers=tuple(line for line in head.headers if line not in removed),
            length=head.length,
            head_size=head.size,
            received=done.received if done is not None else self.received,
            delivered=delivered if self.decoded is None else self.decoded,
            complete=done is not None,
            trailers=done.trailers if done is not None else (),
            from_proxy=head.from_proxy,
            decoding=decoding,
        )
