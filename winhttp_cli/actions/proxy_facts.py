"""The engine's answers about routes, turned into the report's facts.

Promise: nothing is decided here; every fact is one of the engine's or of the settings', with the words
a user recognises. The ladder of sources has a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from winhttp_cli.engine.proxy.bypass import BypassStep
from winhttp_cli.engine.proxy.grammar import ProxyScheme
from winhttp_cli.engine.proxy.probe import Probe
from winhttp_cli.engine.proxy.route import Choice, Finding, Route
from winhttp_cli.events import CheckVerdict
from winhttp_cli.report.masking import masked_url
from winhttp_cli.report.proxy import (
    BypassFact,
    CallFact,
    OfferFact,
    ProbeFact,
    ScriptFact,
)

_WORDS = {ProxyScheme.HTTP: "PROXY", ProxyScheme.HTTPS: "HTTPS", ProxyScheme.SOCKS5: "SOCKS5"}


def route_text(route: Route) -> str:
    """A route in the words of a PAC script: "DIRECT", "PROXY host:port"."""
    proxy = route.proxy
    return "DIRECT" if proxy is None else f"{_WORDS[proxy.scheme]} {proxy.authority}"


# --- the traces -------------------------------------------------------------------------------------


def bypass(steps: Iterable[BypassStep]) -> tuple[BypassFact, ...]:
    """The trace of a bypass list."""
    return tuple(BypassFact(step.entry.text, step.matched, step.entry.remark) for step in steps)


def discovery(choice: Choice) -> tuple[tuple[str, str], ...]:
    """The ways of discovery and what came of each."""
    return tuple(
        (step.way, step.outcome)
        for finding in choice.findings
        if finding.discovery is not None
        for step in finding.discovery.steps
    )


def scripts(choice: Choice) -> tuple[ScriptFact, ...]:
    """Every script that was run."""
    return tuple(fact for finding in choice.findings for fact in _script(finding))


def _script(finding: Finding) -> Iterator[ScriptFact]:
    script, run = finding.script, finding.run
    if script is None or run is None:
        return
    yield ScriptFact(
        location=masked_url(script.location),
        size=script.size,
        loaded_in=script.milliseconds,
        url=run.url,
        host=run.host,
        entry_point=run.entry_point,
        calls=tuple(CallFact(call.text, call.result, call.milliseconds) for call in run.calls),
        unrecorded=run.unrecorded,
        result=run.result,
        milliseconds=run.milliseconds,
        passed_over=tuple((entry.text, entry.why) for entry in finding.passed_over),
        failure=run.failure or finding.failure,
    )


def probed(seen: Probe, *, has_credentials: bool) -> ProbeFact:
    """What the proxy said."""
    offers = tuple(OfferFact(one.scheme, one.get("realm") or "") for one in seen.challenges)
    return ProbeFact(
        proxy=seen.proxy,
        method=seen.method,
        remote=seen.remote,
        tcp=seen.tcp,
        tls=seen.tls,
        tls_version=seen.tls_version,
        status=seen.status,
        reason=seen.reason,
        answered=seen.answered,
        opened=seen.opened,
        offers=offers,
        has_credentials=has_credentials,
        page=seen.page,
        faults=tuple(_faults(seen)),
        failure=seen.failure,
    )


def _faults(seen: Probe) -> Iterator[tuple[str, str]]:
    for check in () if seen.certificate is None else seen.certificate.checks:
        if check.verdict is CheckVerdict.FAIL:
            yield check.name, check.detail
