"""The first hop of a request as it would go out, without sending it.

Promise: emits what the request loop would emit before the first byte, and does no I/O: a route that a
script or discovery would decide is said to be undecided.
"""

from __future__ import annotations

from winhttp_cli.engine.context import nowhere
from winhttp_cli.engine.logins import Logins
from winhttp_cli.engine.message import Hop, compose, stack_lines
from winhttp_cli.engine.proxy.route import DIRECT, Route, choose
from winhttp_cli.engine.proxy.through import request_target
from winhttp_cli.events import Emit, ExchangeStarted, RequestHeadSent, RouteChosen
from winhttp_cli.plan import Header, ProxyMode, RequestPlan
from winhttp_cli.record import replace


def preview(plan: RequestPlan, emit: Emit) -> None:
    """Tells the first exchange of `plan`. Raises UsageFault for a proxy list that cannot be read."""
    hop = Hop.first(plan)
    emit(ExchangeStarted(reason=hop.reason, method=hop.method, url=hop.target.url))
    route, why = DIRECT, "decided by the PAC script when the request is sent"
    if plan.proxy.mode is not ProxyMode.AUTOMATIC:
        choice = choose(hop.target, plan.proxy)
        route, why = choice.require()[0], choice.why
    if plan.web_socket is not None and route.proxy is not None:
        route = replace(route, tunnels=True)
    emit(RouteChosen(proxy=route.proxy.url if route.proxy else "", why=why))
    emit(
        RequestHeadSent(
            method=hop.method,
            target=request_target(route, hop.target),
            protocol=f"HTTP/{plan.http_version}",
            headers=compose(plan, hop, _added(plan, hop, route)),
        )
    )


def _added(plan: RequestPlan, hop: Hop, route: Route) -> tuple[Header, ...]:
    lines = (*_first_lines(plan, hop, route), *stack_lines(plan))
    if plan.web_socket is None:
        return lines
    from winhttp_cli.engine.websocket.opening import new_key, opening_lines

    return (*lines, *opening_lines(new_key()))


def _first_lines(plan: RequestPlan, hop: Hop, route: Route) -> tuple[Header, ...]:
    """But for the token of a named Negotiate, which would have to be asked for (semantics A10)."""
    server, proxy = plan.auth, plan.proxy
    if server.scheme == "negotiate":
        server = replace(server, scheme="")
    if proxy.scheme == "negotiate":
        proxy = replace(proxy, scheme="")
    return Logins(replace(plan, auth=server, proxy=proxy), nowhere).first_lines(hop, route)
