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
from winhttp_cli.actions.proxy_ladder import sources
from winhttp_cli.engine.context import Context, nowhere
from winhttp_cli.engine.proxy.bypass import BypassStep, compile_list, is_intranet
from winhttp_cli.engine.proxy.grammar import parse
from winhttp_cli.engine.proxy.probe import probe
from winhttp_cli.engine.proxy.route import Choice
from winhttp_cli.engine.proxy.router import Router
from winhttp_cli.engine.proxy.through import credentials_for
from winhttp_cli.engine.securing import Securing
from winhttp_cli.errors import ExitStatus
from winhttp_cli.events import Event, Note
from winhttp_cli.options.proxy import PROXY_USERNAME
from winhttp_cli.options.tool import JSON
from winhttp_cli.options.uses import PROXY_EXPLAIN, PROXY_SHOW
from winhttp_cli.plan import ProxyMode, ProxyPolicy, RequestPlan
from winhttp_cli.planner.proxy import proxy_policy
from winhttp_cli.planner.request import request_plan
from winhttp_cli.record import replace
from winhttp_cli.render.proxy_document import report_document, settings_document
from winhttp_cli.render.proxy_explain import report_lines, settings_lines
from winhttp_cli.render.terminal import outlet_for
from winhttp_cli.report.proxy import ProbeFact, ProxyReport, ProxySettings, ReaderFact
from winhttp_cli.settings.general import IGNORED_PROXY_VARIABLE, ProxyVariable
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.windows import live
from winhttp_cli.settings.windows.reading import read_file
from winhttp_cli.settings.windows.state import ProxyState, Scope
from winhttp_cli.settings.words import FlagWord

#: proxies looked at; each may take its time
_MOST_PROBES = 3


def show(
    words: Sequence[FlagWord],
    files: Sequence[str] = (),
    environ: Mapping[str, str] = os.environ,
    stream: TextIO | None = None,
) -> int:
    """What is configured, as lines or JSON; `files` are Windows settings to look at as well. Raises
    UsageFault for a list or a file that cannot be read."""
    imported = _layers(_imported(files))
    settings = resolve(words, environ, reader=None, imported=imported, purpose=PROXY_SHOW)
    out = outlet_for(stream or sys.stdout, settings)
    configured = _configured(settings)
    if settings[JSON]:
        out.line(settings_document(configured))
        return ExitStatus.OK
    for line in settings_lines(configured, out):
        out.line(line)
    return ExitStatus.OK


def _imported(files: Sequence[str]) -> list[ProxyState]:
    """What Windows printed, exported or stored."""
    found = [live.read() if name == live.NAME else read_file(Path(name)) for name in files]
    return [state for file in found for state in file.states]


def _layers(states: Sequence[ProxyState]) -> list[Layer]:
    """States as layers, as strong as a profile, the first the strongest."""
    return [state.layer(Rank.PROFILE) for state in states]


def _configured(settings: Settings) -> ProxySettings:
    policy = proxy_policy(settings)
    entries = parse(policy.proxies, policy.list_source) if policy.proxies else ()
    bypass = compile_list(policy.bypass, policy.bypass_source)
    return ProxySettings(
        sources=sources(settings, None),
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
    states = _imported(files)
    settings = resolve(words, environ, imported=_layers(states), purpose=PROXY_EXPLAIN)
    machine = [state for state in states if state.scope is Scope.MACHINE]
    default = resolve(words, environ, reader=None, imported=_layers(machine), purpose=PROXY_EXPLAIN)
    out = outlet_for(stream or sys.stdout, settings)
    report = explained(request_plan(settings, "GET", url), settings, default)
    if settings[JSON]:
        out.line(report_document(report))
    else:
        for line in report_lines(report, out):
            out.line(line)
    return _status(report)


def _status(report: ProxyReport) -> int:
    """The failure a request would end with: no route, or every proxy out of reach."""
    if report.failure is not None:
        return report.failure.status
    failures = [seen.failure for seen in report.probes if seen.failure is not None]
    none_is_left = len(failures) == len(report.routes)
    return failures[-1].status if failures and none_is_left else ExitStatus.OK


def explained(plan: RequestPlan, settings: Settings, default: Settings) -> ProxyReport:
    """All that is to be known about the way of `plan`. `default` are the settings without any user's:
    what a program goes by that asks for no automatic proxy."""
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
        sources=sources(settings, choice),
        discovery=facts.discovery(choice),
        scripts=facts.scripts(choice),
        bypass=facts.bypass([step for finding in choice.findings for step in finding.bypass]),
        intranet=is_intranet(plan.target, plan.proxy),
        readers=_readers(plan, settings, proxy_policy(default), router),
        probes=_probed(choice, plan, context),
        notes=tuple(notes),
        failure=choice.failure,
    )


def _probed(choice: Choice, plan: RequestPlan, context: Context) -> tuple[ProbeFact, ...]:
    """A look at the proxies in turn, as a request would go through them: up to one that answers, or to
    a direct route."""
    found: list[ProbeFact] = []
    for route in () if choice.failure is not None else choice.routes[:_MOST_PROBES]:
        if route.proxy is None:
            break
        seen = probe(route, plan.target, context, Securing())
        known = credentials_for(route, plan.proxy) is not None
        found.append(facts.probed(seen, has_credentials=known))
        if seen.failure is None:
            break
    return tuple(found)


def _readers(
    plan: RequestPlan, settings: Settings, default: ProxyPolicy, router: Router
) -> tuple[ReaderFact, ...]:
    """What programs that look elsewhere would do with the same settings."""
    automatic = replace(plan.proxy, environment=(), failover=True)
    variables = tuple((found.name, found.value) for found in settings.general.proxies if _counts(found))
    asked = (
        ("WinHTTP, default", _list_of(default), "the machine's list; no script"),
        ("WinHTTP, automatic", automatic, _automatic_remark(plan.proxy)),
        ("curl and its kin", ProxyPolicy(environment=variables), "environment only"),
    )
    found: list[ReaderFact] = []
    for reader, policy, remark in asked:
        choice = router.route(plan.target, Context(replace(plan, proxy=policy), nowhere))
        found.append(_reader(reader, choice, remark))
    return tuple(found)


def _counts(variable: ProxyVariable) -> bool:
    """Whether curl reads it; that whttp does not, with --as, makes no difference to curl."""
    return variable.name != IGNORED_PROXY_VARIABLE


def _reader(reader: str, choice: Choice, remark: str) -> ReaderFact:
    """What `reader` does; of proxies that only whttp has, WinHTTP's documentation says nothing."""
    first = choice.routes[0].proxy if choice.routes else None
    if reader.startswith("WinHTTP") and first is not None and first.is_addition:
        return ReaderFact(reader, "not documented", f"WinHTTP has no {first.scheme.value} proxies")
    routes = ", then ".join(facts.route_text(route) for route in choice.routes)
    return ReaderFact(reader, routes or "no way", remark)


def _list_of(policy: ProxyPolicy) -> ProxyPolicy:
    """The list alone: what a program goes by that asks for no automatic proxy."""
    mode = ProxyMode.NAMED if policy.proxies else ProxyMode.DIRECT
    return replace(policy, mode=mode, pac_url="", auto_detect=False, environment=())


def _automatic_remark(policy: ProxyPolicy) -> str:
    """What this machine cannot know of another one's automatic settings."""
    if policy.pac_url or policy.auto_detect:
        return "script first, then the list" if policy.proxies else "by the script"
    if policy.mode is ProxyMode.DIRECT and policy.list_source:
        return "turned off here"
    return "Windows may also look for a script on the network (WPAD)"
