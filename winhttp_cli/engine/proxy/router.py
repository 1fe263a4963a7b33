"""What a session keeps about routes, and the question it is asked for every hop.

Promise: `route` answers with a Choice made from the request's plan alone and the session's memory:
scripts fetched once, proxies found bad. The script itself is fetched straight, as Windows does, so
that no script is asked about its own address; everything else the engine fetches goes by the route
of its own URL. Safe to share between threads. Must not know pools or how requests are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from winhttp_cli.engine.context import Context, nowhere
from winhttp_cli.engine.fetch import Fetcher
from winhttp_cli.engine.net.own_addresses import own_addresses
from winhttp_cli.engine.net.resolve import resolve
from winhttp_cli.engine.proxy.autoproxy import Autoproxy, Document, FetchDocument, ScriptCache
from winhttp_cli.engine.proxy.bad import BadProxies
from winhttp_cli.engine.proxy.pac import Lookup, PacRunner
from winhttp_cli.engine.proxy.route import DIRECT, Choice, Route, choose
from winhttp_cli.engine.proxy.through import Secure
from winhttp_cli.engine.proxy.tunnel import ConnectRefused
from winhttp_cli.errors import ExchangeFault, Phase
from winhttp_cli.events import Emit, Event, Note, ProxyDetectionStarted
from winhttp_cli.plan import AuthPolicy, NetworkPolicy, ProxyMode, ProxyPolicy, Target, Timeouts
from winhttp_cli.record import replace

Got = TypeVar("Got")

#: how long one fetch of the engine's own may take
FETCH_SECONDS = 30.0
# expressions as texts: compiled by the runs that use them
_NAME = r"[A-Za-z0-9._:%-]{1,254}"


class Router:
    """The session's member for routes."""

    def __init__(self, secure: Secure) -> None:
        self._secure = secure
        self.bad = BadProxies()
        self._scripts = ScriptCache()
        self._latest: tuple[ProxyPolicy, tuple[str, str, int], Choice] | None = None

    def route(self, target: Target, context: Context) -> Choice:
        """The routes for `target`. Raises nothing: see Choice.require."""
        plan = context.plan
        if target.unix_socket:
            return Choice(target, (DIRECT,), (), "a Unix socket takes the place of any proxy")
        if plan.proxy.mode is not ProxyMode.AUTOMATIC:
            return self._by_lists(target, plan.proxy)
        if plan.proxy.auto_detect and plan.tls not in self._scripts.discoveries:
            context.emit(ProxyDetectionStarted())
        runner = PacRunner(lookup_by(plan.network, target.port), own_addresses)
        autoproxy = Autoproxy(
            self._script_fetch(context), runner, self._scripts, plan.tls, context.deadline
        )
        return choose(target, plan.proxy, autoproxy, self.bad)

    def _by_lists(self, target: Target, policy: ProxyPolicy) -> Choice:
        """What lists say of a host does not change: a request like the one before gets its answer."""
        place = (target.scheme, target.host, target.port)
        latest = self._latest
        if latest is not None and latest[0] is policy and latest[1] == place:
            return latest[2]
        choice = choose(target, policy, None, self.bad)
        if len(choice.routes) == 1:
            # of several, those found bad come last: that changes
            self._latest = (policy, place, choice)
        return choice

    def first_that_works(self, choice: Choice, attempt: Callable[[Route], Got], emit: Emit) -> Got:
        """What `attempt` gives for the first route that works. A proxy that cannot be reached gives
        way to the next of its list; nothing else does. Raises what `attempt` raises."""
        routes = choice.require()
        for failure in choice.passed_over:
            number = "" if failure.code is None else f" ({failure.code:d})"
            emit(Note(text=f"{failure.message}{number}; the next source is asked"))
        for route in routes[:-1]:
            try:
                return attempt(route)
            except ExchangeFault as fault:
                self._pass_over(route, fault, emit)
        return attempt(routes[-1])

    def _pass_over(self, route: Route, fault: ExchangeFault, emit: Emit) -> None:
        if route.proxy is None or fault.phase is not Phase.PROXY or _is_last_word(fault):
            raise fault
        self.bad.mark(route.proxy)
        emit(Note(text=f"{fault.message}; the next route is tried"))

    def fetcher(self, context: Context) -> Fetcher:
        """How the engine fetches what a handshake needs: by the route of each URL."""

        def by_route(target: Target, attempt: Callable[[Route], Got]) -> Got:
            def tell(event: Event) -> None:
                context.emit(
                    Note(text=f"{target.url}: {event.text}") if isinstance(event, Note) else event
                )

            return self.first_that_works(self.route(target, context), attempt, tell)

        return replace(self._straight(context), by_route=by_route)

    def _straight(self, context: Context) -> Fetcher:
        plan = context.plan
        return Fetcher(
            self._secure,
            plan.network,
            plan.tls,
            plan.proxy,
            plan.user_agent,
            seconds=FETCH_SECONDS,
            deadline=context.deadline,
            auth=AuthPolicy(enabled=plan.auth.enabled, autologon=plan.auth.autologon),
        )

    def _script_fetch(self, context: Context) -> FetchDocument:
        """Fetches a script straight and says so."""

        def fetch(url: str, limit: int) -> Document:
            document = self._straight(context).fetch(url, limit)
            context.emit(Note(text=f"fetched the PAC script {url} ({len(document.body)} bytes)"))
            return document

        return fetch


def _is_last_word(fault: ExchangeFault) -> bool:
    """The proxy was reached and said no, or there is no time left for another."""
    return fault.ends_all or isinstance(fault, ConnectRefused)


def lookup_by(network: NetworkPolicy, port: int) -> Lookup:
    """Names as a request to `port` would resolve them, --resolve included; () for those without an
    address. What a script asks for may be anything: what cannot be a name is not looked up."""

    def lookup(name: str, seconds: float | None) -> tuple[str, ...]:
        if not re.fullmatch(_NAME, name):
            return ()
        try:
            found = resolve(
                name,
                port,
                network=network,
                timeouts=Timeouts(resolve=seconds),
                emit=nowhere,
                deadline=None,
            )
        except ExchangeFault:
            return ()
        return tuple(dict.fromkeys(address.host for address in found))

    return lookup
