"""A look at a proxy: can it be reached, and what does it say to a stranger or to the user given?

Promise: measured, never guessed: the connection, TLS to the proxy, and for an https target a CONNECT,
for an http target a HEAD, with the credentials of the plan and nothing else of the request. What the
proxy offers for logging on comes out as challenges. A failure is part of the facts; nothing is raised
but what is a bug. Must not know how a proxy was chosen.
"""

from __future__ import annotations

import time

from winhttp_cli.engine.auth.challenges import Challenge, parse
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import Origin, Response
from winhttp_cli.engine.failures import FOREIGN, translate
from winhttp_cli.engine.http1.connection import Http1Connection
from winhttp_cli.engine.proxy.grammar import ProxyScheme
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.through import Means, Secure, connect, request_target
from winhttp_cli.engine.proxy.tunnel import ConnectRefused
from winhttp_cli.engine.request_response import OwnRequest, OwnUrl
from winhttp_cli.errors import Phase, WhttpError
from winhttp_cli.events import (
    CertificateChecked,
    ConnectDone,
    Event,
    ProxyAnswered,
    TlsDone,
    TunnelOpened,
    WithProxy,
)
from winhttp_cli.headers import as_text, values_of
from winhttp_cli.login_facts import Autologon
from winhttp_cli.plan import Target
from winhttp_cli.record import dataclass, replace

PROBE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Probe:
    """What was seen. `method` is CONNECT, HEAD, or "" for SOCKS; `status` is the last answer, None where
    there was none; `challenges` are those of the last 407. Durations are milliseconds from the start."""

    proxy: str
    method: str
    remote: str = ""
    tcp: float | None = None
    tls: float | None = None
    tls_version: str = ""
    status: int | None = None
    reason: str = ""
    answered: float | None = None
    opened: bool = False
    challenges: tuple[Challenge, ...] = ()
    page: bytes = b""
    certificate: CertificateChecked | None = None
    failure: WhttpError | None = None


def probe(route: Route, target: Target, context: Context, secure: Secure) -> Probe:
    """Looks at the proxy of `route`, which must have one."""
    assert route.proxy is not None
    seen = _Seen(time.perf_counter())
    deadline = time.monotonic() + PROBE_SECONDS
    proxy = replace(context.plan.proxy, receive_connect_response=False)
    # a look is no reason to send anybody's own credentials
    auth = replace(context.plan.auth, autologon=Autologon.NOBODY)
    plan = replace(context.plan, proxy=proxy, auth=auth)
    within = Context(plan, seen, min(deadline, context.deadline or deadline))
    method = _method(route, target)
    failure: WhttpError | None = None
    try:
        _ask(route, target, within, secure, seen)
    except ConnectRefused:
        pass  # the answer itself was seen
    except WhttpError as fault:
        failure = fault
    except FOREIGN as foreign:
        failure = translate(foreign, Phase.PROXY)
    return seen.facts(Probe(route.proxy.url, method, failure=failure))


def _method(route: Route, target: Target) -> str:
    if route.proxy is not None and route.proxy.scheme is ProxyScheme.SOCKS5:
        return ""
    return "CONNECT" if target.is_secure else "HEAD"


def _ask(route: Route, target: Target, context: Context, secure: Secure, seen: _Seen) -> None:
    stream = connect(route, target, context, Means(lambda: 0, secure))
    try:
        if _method(route, target) == "HEAD":
            seen.take(_head(Http1Connection(_origin(target), stream), route, target, context))
    finally:
        stream.close()


def _origin(target: Target) -> Origin:
    return Origin(target.scheme.encode("ascii"), target.host.encode("ascii"), target.port)


def _head(connection: Http1Connection, route: Route, target: Target, context: Context) -> Response:
    """One HEAD through the proxy, without credentials: what is offered is what is wanted."""
    lines = (("Connection", "Close"), ("Host", target.authority))
    url = OwnUrl("http", target.host, target.port, request_target(route, target))
    return connection.handle_request(OwnRequest("HEAD", url, lines, context))


class _Seen:
    """The events of one probe, folded into facts."""

    def __init__(self, begun: float) -> None:
        self._begun = begun
        self._facts = Probe("", "")

    def __call__(self, event: Event) -> None:
        at = (event.at - self._begun) * 1000
        event = event.event if isinstance(event, WithProxy) else event
        if isinstance(event, ConnectDone):
            self._facts = replace(self._facts, tcp=at, remote=event.remote)
        elif isinstance(event, TlsDone):
            self._facts = replace(self._facts, tls=at, tls_version=event.version)
        elif isinstance(event, CertificateChecked):
            self._facts = replace(self._facts, certificate=event)
        elif isinstance(event, ProxyAnswered):
            self._answered(event, at)
        elif isinstance(event, TunnelOpened):
            status = 200 if event.legs else None
            self._facts = replace(self._facts, opened=True, status=status, answered=at)

    def _answered(self, event: ProxyAnswered, at: float) -> None:
        challenges = parse(values_of(event.headers, "proxy-authenticate"))
        self._facts = replace(
            self._facts,
            status=event.status,
            reason=event.reason,
            answered=at,
            page=event.body,
            challenges=challenges or self._facts.challenges,
        )

    def take(self, response: Response) -> None:
        """The answer to a HEAD."""
        headers = as_text(response.headers)
        response.close()
        self._facts = replace(
            self._facts,
            status=response.status,
            reason=response.extensions["reason_phrase"].decode("latin-1"),
            answered=(time.perf_counter() - self._begun) * 1000,
            opened=response.status != 407,
            challenges=parse(values_of(headers, "proxy-authenticate")),
        )

    def facts(self, about: Probe) -> Probe:
        """What was seen, about this proxy."""
        return replace(self._facts, proxy=about.proxy, method=about.method, failure=about.failure)
