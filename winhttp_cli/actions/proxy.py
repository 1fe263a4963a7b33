"""`whttp proxy explain URL` and `whttp proxy show`: which proxy and why, and what is configured.

Promise: the route is chosen by the function that chooses it for a request, and the probe is measured.
`explain` sends what it must to find out: the script's download, name lookups, and one CONNECT (or HEAD)
to the first proxy, without anything of a request. `show` sends nothing. Returns the exit status: that
of the failure that keeps a request from its way, else 0. Knows no click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from winhttp_cli.actions import proxy_facts as facts
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.proxy.bypass import BypassStep, compile_list, is_intranet
from winhttp_cli.engine.proxy.grammar import parse
from winhttp_cli.engine.proxy.probe import probe
from winhttp_cli.engine.proxy.route import Choice
from winhttp_cli.engine.proxy.router import Router
from winhttp_cli.engine.proxy.through import credentials_for
from winhttp_cli.engine.securing import Securing
from winhttp_cli.errors import ExitStatus
from winhttp_cli.events import Event, Note
from winhttp_cli.options.proxy import PROXY, PROXY_USERNAME
from winhttp_cli.options.proxy_setting import AccessType
from winhttp_cli.options.tool import JSON
from winhttp_cli.options.tool_network import PROXY_BYPASS
from winhttp_cli.plan import ProxyMode, ProxyPolicy, RequestPlan
from winhttp_cli.planner.request import request_plan
from winhttp_cli.record import replace
from winhttp_cli.render.proxy_document import report_document, settings_document
from winhttp_cli.render.proxy_explain import report_lines, settings_lines
from winhttp_cli.render.terminal import outlet_for
from winhttp_cli.report.proxy import ProbeFact, ProxyReport, ProxySettings, ReaderFact
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.windows import live
from winhttp_cli.settings.windows.reading import read_file
from winhttp_cli.settings.words import FlagWord


def show(
    words: Sequence[FlagWord],
    files: Sequence[str] = (),
    environ: Mapping[str, str] = os.environ,
    stream: TextIO | None = None,
) -> int:
    """What is configured, as lines or JSON; `files` are Windows settings to look at as well. Raises
    UsageFault for a list or a file that cannot be read."""
    settings = resolve(words, environ, reader=None, imported=_imported(files))
    out = outlet_for(stream or sys.stdout, settings)
    configured = _configured(settings)
    if settings[JSON]:
        out.line(settings_document(configured))
        return ExitStatus.OK
    for line in settings_lines(configured, out):
        out.line(line)
    return ExitStatus.OK


def _imported(files: Sequence[str]) -> list[Layer]:
    """What Windows printed, exported or stored, as strong as a profile."""
    found = [live.read() if name == live.NAME else read_file(Path(name)) for name in files]
    return [state.layer(Rank.PROFILE) for file in found for state in file.states]


def _configured(settings: Settings) -> ProxySettings:
    proxies = settings[PROXY].proxies
    entries = parse(proxies, settings.origin(PROXY).text) if proxies else ()
    bypass = compile_list(settings[PROXY_BYPASS] or "", settings.origin(PROXY_BYPASS).text)
    return ProxySettings(
        sources=facts.sources(settings, None),
        servers=tuple((entry.serves or "all others", entry.proxy.url) for entry in entries),
        bypass=facts.bypass([BypassStep(entry, False) for entry in bypass.entries]),
        username=settings[PROXY_USERNAME],
    )


def explain(
    url: str,
    words: Sequence[FlagWord],
    files: Sequence[str] = (),
    environ: Mapping[str, str] = os.environ,
    stream: TextIO | None = None,
) -> int:
    """The way of a request to `url`, as lines or JSON; `files` are Windows settings to go by. Raises
    UsageFault before anything is sent."""
    settings = resolve(words, environ, imported=_imported(files))
    out = outlet_for(stream or sys.stdout, settings)
    report = explained(request_plan(settings, "GET", url), settings)
    if settings[JSON]:
        out.line(report_document(report))
    else:
        for line in report_lines(report, out):
            out.line(line)
    return _status(report)


def _status(report: ProxyReport) -> int:
    """The failure a request would end with: no route, or its only proxy out of reach."""
    failure = report.failure
    if failure is None and report.probe is not None and len(report.routes) == 1:
        failure = report.probe.failure
    return ExitStatus.OK if failure is None else failure.status


def explained(plan: RequestPlan, settings: Settings) -> ProxyReport:
    """All that is to be known about the way of `plan`."""
    notes: list[str] = []

    def emit(event: Event) -> None:
        if isinstance(event, Note):
            notes.append(event.text)

    context = Context(plan, emit)
    router = Router(Securing())
    choice = router.route(plan.target, context)
    return ProxyReport(
        url=plan.target.url,
        routes=tuple(facts.route_text(route) for route in choice.routes),
        why=choice.why,
        sources=facts.sources(settings, choice),
        discovery=facts.discovery(choice),
        scripts=facts.scripts(choice),
        bypass=facts.bypass([step for finding in choice.findings for step in finding.bypass]),
        intranet=is_intranet(plan.target, plan.proxy),
        readers=_readers(plan, settings, router, context),
        probe=_probed(choice, plan, context),
        notes=tuple(notes),
        failure=choice.failure,
    )


def _probed(choice: Choice, plan: RequestPlan, context: Context) -> ProbeFact | None:
    """A look at the first route's proxy, where it has one."""
    if choice.failure is not None or not choice.routes or choice.routes[0].proxy is None:
        return None
    route = choice.routes[0]
    seen = probe(route, plan.target, context, Securing())
    return facts.probed(seen, has_credentials=credentials_for(route, plan.proxy) is not None)


def _readers(
    plan: RequestPlan, settings: Settings, router: Router, context: Context
) -> tuple[ReaderFact, ...]:
    """What programs that look elsewhere would do with the same settings."""
    by_default = _machine_list(settings)
    automatic = replace(plan.proxy, environment=(), failover=True)
    variables = tuple((found.name, found.value) for found in settings.general.proxies)
    asked = (
        ("WinHTTP, default", by_default, "the machine's list; no script"),
        ("WinHTTP, automatic", automatic, _automatic_remark(plan.proxy, settings)),
        ("curl and its kin", ProxyPolicy(environment=variables), "environment only"),
    )
    found: list[ReaderFact] = []
    for reader, policy, remark in asked:
        choice = router.route(plan.target, replace(context, plan=replace(plan, proxy=policy)))
        routes = ", then ".join(facts.route_text(route) for route in choice.routes)
        found.append(ReaderFact(reader, routes or "no way", remark))
    return tuple(found)


def _machine_list(settings: Settings) -> ProxyPolicy:
    """What a program that asks for no automatic proxy goes by: the first list that anybody named."""
    lists = [said.value.proxies for said in settings.heard(PROXY) if said.value.proxies]
    if not lists:
        return ProxyPolicy()
    return ProxyPolicy(mode=ProxyMode.NAMED, proxies=lists[0], bypass=settings[PROXY_BYPASS] or "")


def _automatic_remark(policy: ProxyPolicy, settings: Settings) -> str:
    """What this machine cannot know of another one's automatic settings."""
    if settings[PROXY].access is AccessType.NO_PROXY:
        return "turned off here"
    if policy.pac_url or policy.auto_detect:
        return "script first, then the list"
    return "Windows may also look for a script on the network (WPAD)"
