"""Two requests in a row share a pool only where nothing that shaped its connections differs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from winhttp_cli.engine.pool import ServerKey
from winhttp_cli.engine.proxy.grammar import Proxy, ProxyScheme
from winhttp_cli.engine.proxy.route import DIRECT, Route
from winhttp_cli.engine.session import Session
from winhttp_cli.plan import (
    AuthPolicy,
    NetworkPolicy,
    ProxyPolicy,
    RequestPlan,
    SessionPlan,
    Target,
    TlsPolicy,
)
from winhttp_cli.record import field_names, replace
from winhttp_cli.secret import Secret

Asked = tuple[RequestPlan, Target, Route]
TARGET = Target("https", "example.test", 443, "/")
PLAN = RequestPlan("GET", TARGET)
BY_PROXY = Route(Proxy(ProxyScheme.HTTP, "proxy.test", 8080))

OTHERWISE: dict[str, Callable[[], Asked]] = {
    "origin": lambda: (PLAN, replace(TARGET, host="other.test"), DIRECT),
    "unix_socket": lambda: (PLAN, replace(TARGET, unix_socket="/run/socket"), DIRECT),
    "route": lambda: (PLAN, TARGET, BY_PROXY),
    "tls": lambda: (replace(PLAN, tls=TlsPolicy(check_revocation=True)), TARGET, DIRECT),
    "allow_http2": lambda: (replace(PLAN, allow_http2=not PLAN.allow_http2), TARGET, DIRECT),
    "network": lambda: (replace(PLAN, network=NetworkPolicy(interface="lo")), TARGET, DIRECT),
    "auth": lambda: (
        replace(PLAN, auth=AuthPolicy(username="bob", password=Secret("b"))),
        TARGET,
        DIRECT,
    ),
    "proxy_login": lambda: (replace(PLAN, proxy=ProxyPolicy(username="bob")), TARGET, DIRECT),
}


def pools_of(second: Asked) -> tuple[object, object]:
    """The pools of the usual request and of another, asked for one after the other."""
    session = Session(SessionPlan())
    return session.pool(PLAN, TARGET, DIRECT), session.pool(*second)


def test_every_part_of_the_key_is_tried() -> None:
    assert set(OTHERWISE) == set(field_names(ServerKey))


@pytest.mark.parametrize("part", OTHERWISE)
def test_requests_that_differ_in_one_part_share_no_pool(part: str) -> None:
    first, second = pools_of(OTHERWISE[part]())
    assert first is not second


def test_requests_that_differ_in_none_share_it() -> None:
    first, second = pools_of((replace(PLAN, method="HEAD"), replace(TARGET, path="/other"), DIRECT))
    assert first is second
