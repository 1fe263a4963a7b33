"""The engine's answers about routes, turned into the report's facts.

Promise: nothing is decided here; every fact is one of the engine's or of the settings', with the words
a user recognises. Values that may hold a password (a proxy variable) are shown without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from winhttp_cli.engine.proxy import environment
from winhttp_cli.engine.proxy.bypass import BypassStep
from winhttp_cli.engine.proxy.grammar import ProxyScheme
from winhttp_cli.engine.proxy.probe import Probe
from winhttp_cli.engine.proxy.route import Choice, Finding, Route, Rung, Source
from winhttp_cli.engine.proxy.route import Verdict as RungVerdict
from winhttp_cli.errors import UsageFault
from winhttp_cli.events import CheckVerdict
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.proxy import PROXY
from winhttp_cli.options.proxy_setting import AccessType, ProxySetting
from winhttp_cli.options.tool_network import PROXY_AUTO_DETECT, PROXY_PAC
from winhttp_cli.plan import Target
from winhttp_cli.report.masking import masked_url
from winhttp_cli.report.proxy import (
    BypassFact,
    CallFact,
    OfferFact,
    ProbeFact,
    ScriptFact,
    SourceFact,
    Verdict,
)
from winhttp_cli.settings.general import ProxyVariable
from winhttp_cli.settings.layer import Said
from winhttp_cli.settings.settings import Settings

_WORDS = {ProxyScheme.HTTP: "PROXY", ProxyScheme.HTTPS: "HTTPS", ProxyScheme.SOCKS5: "SOCKS5"}
_VERDICTS = {
    RungVerdict.NOT_SET: Verdict.SET,
    RungVerdict.NOT_REACHED: Verdict.NOT_REACHED,
    RungVerdict.FAILED: Verdict.FAILED,
    RungVerdict.DECIDES: Verdict.DECIDES,
}
#: the options that name a source, in the order in which WinHTTP asks them (semantics W3)
_OPTIONS: tuple[tuple[Source, AnyOption], ...] = (
    (Source.DISCOVERY, PROXY_AUTO_DETECT),
    (Source.SCRIPT, PROXY_PAC),
    (Source.LIST, PROXY),
)
#: of the variables looked for, those that are named when none is set
_SHOWN_NAMES = ("http_proxy", "HTTPS_PROXY", "ALL_PROXY")
_COMES_FIRST = {
    Source.DISCOVERY: "discovery comes first",
    Source.SCRIPT: "a PAC script comes first",
    Source.LIST: "the proxy list comes first",
}


def route_text(route: Route) -> str:
    """A route in the words of a PAC script: "DIRECT", "PROXY host:port"."""
    proxy = route.proxy
    return "DIRECT" if proxy is None else f"{_WORDS[proxy.scheme]} {proxy.authority}"


# --- the ladder -------------------------------------------------------------------------------------


def sources(settings: Settings, choice: Choice | None) -> tuple[SourceFact, ...]:
    """Everyone who could have named a proxy, in the order asked. Without a `choice` it is only told
    what is set."""
    found: list[SourceFact] = []
    for source, option in _OPTIONS:
        heard = settings.heard(option)
        if heard:
            found += _heard(option, heard, _rung(choice, source), choice)
        elif option is not PROXY_AUTO_DETECT:
            found.append(SourceFact(option.flag, "", Verdict.NOT_GIVEN))
    found += _environment(settings, choice)
    return tuple(found)


def _rung(choice: Choice | None, source: Source) -> Rung | None:
    if choice is None:
        return None
    return next(rung for rung in choice.ladder if rung.source is source)


def _heard(
    option: AnyOption, heard: tuple[Said, ...], rung: Rung | None, choice: Choice | None
) -> Iterator[SourceFact]:
    """The voice that counts with its verdict, then those it drowns out."""
    first, *others = heard
    verdict, remark = _verdict(first, rung, choice)
    yield SourceFact(_label(first), _value(first), verdict, remark)
    for said in others:
        remark = f"{first.origin.text} comes first"
        yield SourceFact(_label(said), _value(said), Verdict.NOT_REACHED, remark)


def _verdict(said: Said, rung: Rung | None, choice: Choice | None) -> tuple[Verdict, str]:
    if rung is None or choice is None:
        return Verdict.SET, ""
    is_proxy = isinstance(said.value, ProxySetting)
    if is_proxy and said.value.access is AccessType.NO_PROXY and not choice.findings:
        return Verdict.DECIDES, "always direct"
    if is_proxy and said.value.access is AccessType.AUTOMATIC_PROXY:
        return Verdict.SET, "discovery, then a script, then a list"
    if is_proxy and said.value.access is AccessType.DEFAULT_PROXY:
        return Verdict.SET, "nothing is configured for this machine"
    return _VERDICTS[rung.verdict], rung.remark or _why_not_reached(rung, choice)


def _why_not_reached(rung: Rung, choice: Choice) -> str:
    if rung.verdict is not RungVerdict.NOT_REACHED:
        return ""
    decided = next(one for one in choice.ladder if one.verdict is not RungVerdict.NOT_SET)
    above = [one for one in choice.ladder if one.verdict is RungVerdict.DECIDES]
    return _COMES_FIRST.get((above or [decided])[0].source, "")


def _label(said: Said) -> str:
    """Who spoke: a flag as typed, else the source and the key it used."""
    text = said.origin.text
    return text if text.startswith("-") else f"{text} {said.option.key}"


def _value(said: Said) -> str:
    return masked_url(said.option.kind.show(said.value))


def _environment(settings: Settings, choice: Choice | None) -> Iterator[SourceFact]:
    """The proxy variables: those that are set, or the names that were looked for."""
    scheme = choice.target.scheme if choice is not None else ""
    wanted = _names(scheme)
    variables = [found for found in settings.general.proxies if found.name in wanted]
    if not variables:
        looked_for = ", ".join(name for name in wanted if name in _SHOWN_NAMES)
        yield SourceFact(looked_for, "", Verdict.NOT_GIVEN, winhttp_reads=False)
    rung = _rung(choice, Source.ENVIRONMENT)
    for variable in variables:
        yield _variable(variable, rung)


def _names(scheme: str) -> tuple[str, ...]:
    own = environment.names(scheme) if scheme else ("http_proxy", *environment.names("https"))
    ignored = ("HTTP_PROXY",) if scheme != "https" else ()
    return (*own, "no_proxy", "NO_PROXY", *ignored)


def _variable(variable: ProxyVariable, rung: Rung | None) -> SourceFact:
    value = _variable_value(variable)
    if variable.ignored:
        return SourceFact(variable.name, value, Verdict.NOT_REACHED, variable.ignored, False)
    if rung is None or rung.value != variable.name:
        verdict = Verdict.SET if rung is None else Verdict.NOT_REACHED
        return SourceFact(variable.name, value, verdict, winhttp_reads=False)
    return SourceFact(variable.name, value, _VERDICTS[rung.verdict], winhttp_reads=False)


def _variable_value(variable: ProxyVariable) -> str:
    """The server a variable names, without the credentials it may carry."""
    if variable.name.lower() == "no_proxy":
        return variable.value
    name = "all_proxy"  # read under a name that counts for every scheme
    try:
        named = environment.proxy_for(Target("http", "x", 80, "/"), ((name, variable.value),))
    except UsageFault:
        return "(cannot be read)"
    return named.proxy.url if named is not None else ""


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
