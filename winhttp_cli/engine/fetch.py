"""One bounded GET for the engine's own needs: PAC scripts, OCSP answers, CRLs, missing issuers.

Promise: at most so many bytes and so many seconds in all, few redirects, no credentials for a server,
no cookies, no caller's headers, and nothing fetched while fetching (no revocation check, no issuer
chasing). It goes by the routes it is given for each hop, and logs on to a proxy that asks as the request
itself would; the route of a PAC script never asks a PAC script, so there is no loop. Must not know the
request loop, pools or sessions.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from winhttp_cli.engine.auth.login import Login
from winhttp_cli.engine.auth.login_broken import LoginBroken
from winhttp_cli.engine.auth.scheme import Message
from winhttp_cli.engine.context import Context, nowhere
from winhttp_cli.engine.corehttp import Origin, Request, Response
from winhttp_cli.engine.http1.connection import Http1Connection
from winhttp_cli.engine.net.timers import max_time_over
from winhttp_cli.engine.proxy.autoproxy import Document
from winhttp_cli.engine.proxy.route import DIRECT, Route
from winhttp_cli.engine.proxy.through import (
    Means,
    Secure,
    connect,
    login_at,
    request_target,
    speaks_absolute_form,
)
from winhttp_cli.engine.proxy.tunnel import service_of
from winhttp_cli.engine.request_response import OwnRequest, OwnUrl
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.events import Emit
from winhttp_cli.headers import as_text, value_of, values_of
from winhttp_cli.login_facts import Autologon
from winhttp_cli.plan import (
    AuthPolicy,
    NetworkPolicy,
    ProxyPolicy,
    RequestPlan,
    Target,
    Timeouts,
    TlsPolicy,
)
from winhttp_cli.record import dataclass, field, replace
from winhttp_cli.target import BadUrl, Cracked, crack, join, to_target

_REDIRECTS = 5
_FOLLOWED = frozenset({301, 302, 303, 307, 308})

Got = TypeVar("Got")


class ByRoute(Protocol):
    """What `attempt` gives for the first route to `target` that works."""

    def __call__(self, target: Target, attempt: Callable[[Route], Got]) -> Got: ...


def straight(target: Target, attempt: Callable[[Route], Got]) -> Got:
    """The way of a fetch that has no proxy to go by."""
    return attempt(DIRECT)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """How fetches are made: the session's TLS, the request's own network, TLS and proxy policies, the
    seconds each may take in all, the end of the request they are made for (--max-time, a
    `time.monotonic()` value), whether and as whom a proxy's 407 is answered where the proxy policy names
    nobody, and the events' way out."""

    secure: Secure
    network: NetworkPolicy = field(default_factory=NetworkPolicy)
    tls: TlsPolicy = field(default_factory=TlsPolicy)
    proxy: ProxyPolicy = field(default_factory=ProxyPolicy)
    user_agent: str | None = None
    seconds: float = 30.0
    deadline: float | None = None
    by_route: ByRoute = straight
    auth: AuthPolicy = field(default_factory=lambda: AuthPolicy(autologon=Autologon.NOBODY))
    emit: Emit = nowhere

    def fetch(self, url: str, limit: int, seconds: float | None = None) -> Document:
        """The body at `url`, at most `limit` bytes, within `seconds` where that is less than any fetch
        may take. Raises ExchangeFault: the failure of the exchange, a status other than 200, 12184 for
        a larger body, or the 12002 of --max-time."""
        seconds = self.seconds if seconds is None else min(seconds, self.seconds)
        own_end = time.monotonic() + seconds
        end = own_end if self.deadline is None else min(own_end, self.deadline)
        try:
            return self._fetched(url, limit, end)
        except ExchangeFault as fault:
            if not fault.ends_all:
                raise
            if end == own_end:
                raise _too_slow(url, seconds) from fault
            raise max_time_over(f"fetching {url}", Phase.SETUP) from fault

    def _fetched(self, url: str, limit: int, deadline: float) -> Document:
        target = _target(lambda: crack(url), url)
        for _ in range(1 + _REDIRECTS):
            response, connection = self._get(target, deadline)
            try:
                headers = as_text(response.headers)
                location = value_of(headers, "location")
                if response.status not in _FOLLOWED or location is None:
                    return Document(
                        _body(response, target, limit), value_of(headers, "content-type") or ""
                    )
            finally:
                connection.close()
            target = _next(target, location)
        raise _fault(f"{url}: more than {_REDIRECTS} redirects", Code.ERROR_WINHTTP_REDIRECT_FAILED)

    def _get(self, target: Target, deadline: float) -> tuple[Response, Http1Connection]:
        context = Context(self._plan(target), self.emit, deadline)
        return self.by_route(target, lambda route: self._by(route, context))

    def _by(self, route: Route, context: Context) -> tuple[Response, Http1Connection]:
        """As many legs as the proxy asks for, on one connection where the proxy keeps it. A tunnel has
        logged on by itself, and a 407 of the server's is none of a proxy's."""
        is_proxys = self.auth.enabled and speaks_absolute_form(route, context.plan.target)
        login = login_at(route, self.proxy, self.auth.autologon) if is_proxys else Login(None)
        answer: str | None = None
        connection = self._connection(route, context)
        while True:
            try:
                response = connection.handle_request(_request(route, context, answer, keeps=is_proxys))
                answer = _answer(login, response, route, context)
            except BaseException:
                connection.close()
                raise
            if answer is None:
                return response, connection
            response.close()
            if not connection.is_available() or connection.has_expired():
                connection.close()
                _check_unbound(login, route)
                connection = self._connection(route, context)

    def _connection(self, route: Route, context: Context) -> Http1Connection:
        target = context.plan.target
        stream = connect(route, target, context, Means(_no_number, self.secure))
        if target.is_secure:
            try:
                stream = self.secure(stream, target.host, context.plan.tls, context)
            except BaseException:
                stream.close()
                raise
        origin = Origin(target.scheme.encode("ascii"), target.host.encode("ascii"), target.port)
        return Http1Connection(origin, stream)

    def _plan(self, target: Target) -> RequestPlan:
        tls = replace(
            self.tls,
            check_revocation=False,
            fetch_missing_issuers=False,
            client_certificate=None,
            server_name=None,
        )
        timers = Timeouts(resolve=self.seconds, connect=self.seconds)
        proxy = replace(self.proxy, receive_connect_response=False)
        return RequestPlan(
            "GET",
            target,
            user_agent=self.user_agent,
            timeouts=timers,
            tls=tls,
            network=self.network,
            proxy=proxy,
            auth=self.auth,
        )


def _answer(login: Login, response: Response, route: Route, context: Context) -> str | None:
    """What a 407 is answered with, or None. Raises LoginBroken."""
    if response.status != 407 or route.proxy is None:
        return None
    stream = response.extensions["network_stream"]
    message = Message(
        "GET",
        request_target(route, context.plan.target),
        service=service_of(route.proxy),
        binding=stream.get_extra_info("tls-server-end-point") or b"",
        deadline=context.deadline,
    )
    return login.answer(values_of(as_text(response.headers), "proxy-authenticate"), message)


def _check_unbound(login: Login, route: Route) -> None:
    """A new connection can go on with a login that is not tied to the old one (semantics A20)."""
    if login.binds_connection and login.leg > 1:
        scheme = login.spelling
        raise LoginBroken(f"proxy {route.text} closed the connection between two legs of {scheme}")


def _request(route: Route, context: Context, answer: str | None, *, keeps: bool) -> Request:
    target, lines = context.plan.target, [("Connection", "Keep-Alive" if keeps else "Close")]
    if answer is not None:
        lines.append(("Proxy-Authorization", answer))
    if context.plan.user_agent is not None:
        lines.append(("User-Agent", context.plan.user_agent))
    lines.append(("Host", target.authority))
    url = OwnUrl(target.scheme, target.host, target.port, request_target(route, target))
    return OwnRequest("GET", url, tuple(lines), context)


def _too_slow(url: str, seconds: float) -> ExchangeFault:
    return _fault(f"{url}: not complete after {seconds:.2g} s", Code.ERROR_WINHTTP_TIMEOUT)


def _no_number() -> int:
    """A fetch's connections are not the session's and carry no number."""
    return 0


def _body(response: Response, target: Target, limit: int) -> bytes:
    if response.status != 200:
        reason = response.extensions["reason_phrase"].decode("latin-1")
        message = f"{target.url}: {response.status} {reason}".rstrip()
        raise _fault(message, Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE)
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) > limit:
            message = f"{target.url}: more than {limit} bytes"
            raise _fault(message, Code.ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW)
    return bytes(body)


def _next(base: Target, location: str) -> Target:
    """Where a redirect leads; never from https down to http."""
    target = _target(lambda: join(base, location), location)
    if base.is_secure and not target.is_secure:
        message = f"{base.url}: redirected from https to http"
        raise _fault(message, Code.ERROR_WINHTTP_REDIRECT_FAILED)
    return target


def _target(cracked: Callable[[], Cracked], text: str) -> Target:
    try:
        return to_target(cracked())
    except BadUrl as bad:
        raise _fault(f"{text!r}: {bad.message}", bad.code) from bad


def _fault(message: str, code: Code) -> ExchangeFault:
    return ExchangeFault(message, code, Phase.RECEIVE)
