"""Several URLs on one command line: each plan is what it would be alone."""

from __future__ import annotations

import pytest

from tests.planner.saying import flags
from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.message import HTTP_VERSION
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.timeouts import CONNECT_TIMEOUT
from winhttp_cli.options.tls import CLIENT_CERT_CONTEXT
from winhttp_cli.options.tool_body import DATA, HEADER, QUERY_PARAM
from winhttp_cli.planner.request import request_plan, request_plans
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings

URLS = ["http://a.test/1", "https://b.test:8443/2?x=y", "https://b.test/3", "http://[::1]/4 4#f"]

SAID: list[list[tuple[AnyOption, str]]] = [
    [],
    [(HEADER, "A: b"), (QUERY_PARAM, "k=v w"), (CONNECT_TIMEOUT, "5")],
    [(DATA, "a=1"), (HTTP_VERSION, "1.0")],
]


@pytest.mark.parametrize("said", SAID)
def test_each_plan_is_what_it_would_be_alone(said: list[tuple[AnyOption, str]]) -> None:
    settings = flags(*said)
    assert request_plans(settings, "GET", URLS) == [request_plan(settings, "GET", url) for url in URLS]


def test_what_a_scheme_has_no_use_for_is_remarked_on_in_its_plans_alone() -> None:
    layer = Layer()
    layer.say(CLIENT_CERT_CONTEXT, "me.pem", Origin(Rank.FILE, "config.toml"))
    settings = Settings((layer,))
    plans = request_plans(settings, "GET", URLS)
    assert [bool(plan.remarks) for plan in plans] == [True, False, False, True]
    assert plans == [request_plan(settings, "GET", url) for url in URLS]


def test_one_bad_url_spoils_all() -> None:
    with pytest.raises(UsageFault) as caught:
        request_plans(flags(), "GET", [*URLS, "ftp://c.test/"])
    assert caught.value.code is Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME
