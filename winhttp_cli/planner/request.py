"""One request, complete: the settings and the URL become a RequestPlan."""

from __future__ import annotations

from collections.abc import Sequence

from winhttp_cli.options.diagnostics import CONTEXT_VALUE
from winhttp_cli.options.message import (
    DISABLE_FEATURE,
    ENABLE_HTTP_PROTOCOL,
    DisabledFeatures,
    HttpProtocols,
)
from winhttp_cli.options.tool import VERBOSE
from winhttp_cli.options.tool_body import REFRESH
from winhttp_cli.options.websocket import OPTIONS as WEB_SOCKET_OPTIONS
from winhttp_cli.plan import Body, RequestPlan, Target
from winhttp_cli.planner.auth import auth_policy, auth_remarks
from winhttp_cli.planner.codings import codings
from winhttp_cli.planner.connections import limits, network_policy
from winhttp_cli.planner.handles import check as check_handle
from winhttp_cli.planner.message import (
    Targets,
    body_and_headers,
    check_method,
    http_version,
    left_out,
    user_agent,
)
from winhttp_cli.planner.proxy import proxy_policy
from winhttp_cli.planner.redirects import redirect_policy
from winhttp_cli.planner.timeouts import timeouts
from winhttp_cli.planner.tls import passed_over, tls_policy
from winhttp_cli.record import replace
from winhttp_cli.settings.settings import Settings


def request_plan(
    settings: Settings, method: str, url: str, given_body: Body | None = None
) -> RequestPlan:
    """The plan of one request. Raises UsageFault; nothing has been sent then."""
    return Requests(settings, method, given_body).of(url)


def request_plans(settings: Settings, method: str, urls: Sequence[str]) -> list[RequestPlan]:
    """The plans of one request per URL, which differ in what the URL decides. Raises UsageFault;
    nothing has been sent then."""
    requests = Requests(settings, method)
    return [requests.of(url) for url in urls]


class Requests:
    """Requests that are alike but for their URL: what the settings decide is planned once. `given_body`
    takes the place of the body that the settings name. Raises UsageFault."""

    def __init__(self, settings: Settings, method: str, given_body: Body | None = None) -> None:
        check_method(method)
        for option, handle, origin in settings.placed():
            check_handle(option, handle, origin.text)
        self._settings = settings
        self._method = method
        self._body = given_body
        self._reading = Targets(settings)
        self._latest: RequestPlan | None = None

    def of(self, url: str) -> RequestPlan:
        """The plan for one URL. Raises UsageFault."""
        target = self._reading.of(url)
        if self._latest is None:
            self._latest = _plan(self._settings, self._method, target, self._body)
        else:
            self._latest = _for(target, self._latest, self._settings)
        return self._latest


def _for(target: Target, like: RequestPlan, settings: Settings) -> RequestPlan:
    """The same request to another target. A netrc file looks at its host; all else of a policy at no
    more than the scheme."""
    if target.origin == like.target.origin:
        return replace(like, target=target)
    is_same = target.scheme == like.target.scheme
    return replace(
        like,
        target=target,
        tls=like.tls if is_same else tls_policy(settings, target),
        auth=auth_policy(settings, target),
        remarks=_remarks(settings, target),
    )


def _remarks(settings: Settings, target: Target) -> tuple[str, ...]:
    return (*passed_over(settings, target), *auth_remarks(settings, target))


def _plan(settings: Settings, method: str, target: Target, given_body: Body | None) -> RequestPlan:
    plan = _http_plan(settings, method, target, given_body)
    if not any(settings.is_set(option) for option in WEB_SOCKET_OPTIONS):
        return plan
    # few requests are for a WebSocket
    from winhttp_cli.planner.websocket import for_web_socket

    return for_web_socket(plan, settings)


def _http_plan(settings: Settings, method: str, target: Target, given_body: Body | None) -> RequestPlan:
    headers, body = body_and_headers(settings, given_body)
    features = settings[DISABLE_FEATURE]
    return RequestPlan(
        method=method,
        target=target,
        headers=headers,
        left_out=left_out(settings),
        user_agent=user_agent(settings),
        body=body,
        http_version=http_version(settings),
        allow_http2=HttpProtocols.HTTP2 in settings[ENABLE_HTTP_PROTOCOL],
        keep_alive=DisabledFeatures.KEEP_ALIVE not in features,
        refresh=settings[REFRESH],
        decompress=codings(settings),
        use_cookies=DisabledFeatures.COOKIES not in features,
        timeouts=timeouts(settings),
        tls=tls_policy(settings, target),
        proxy=proxy_policy(settings),
        auth=auth_policy(settings, target),
        redirects=redirect_policy(settings),
        network=network_policy(settings),
        limits=limits(settings),
        context_value=settings[CONTEXT_VALUE] or 0,
        raw_bytes=settings[VERBOSE] > 1,
        remarks=_remarks(settings, target),
    )
