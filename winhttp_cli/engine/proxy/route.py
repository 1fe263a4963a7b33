"""The route of one hop: which sources were asked, which one decided, and where to go.

Promise: `choose` is the one place that decides, for a request as for `whttp proxy explain`. It asks
the sources in WinHTTP's order (discovery, the script's URL, the proxy list; semantics W3, X9) and the
environment last, which WinHTTP never reads. It raises nothing: a source that failed is part of the
answer, and `Choice.require` turns that into the exchange's failure. Must not know sockets.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from winhttp_cli.engine.proxy import environment, pac_result
from winhttp_cli.engine.proxy.autoproxy import Autoproxy, Discovery, PacScript
from winhttp_cli.engine.proxy.bad import BadProxies
from winhttp_cli.engine.proxy.bypass import BypassStep, compile_list
from winhttp_cli.engine.proxy.grammar import Proxy, parse, select
from winhttp_cli.engine.proxy.pac import PacRun
from winhttp_cli.engine.proxy.pac_fault import engine_missing
from winhttp_cli.engine.proxy.pac_result import PassedOver
from winhttp_cli.errors import ExchangeFault, WhttpError
from winhttp_cli.plan import ProxyMode, ProxyPolicy, Target
from winhttp_cli.record import dataclass
from winhttp_cli.secret import Secret


@dataclass(frozen=True, slots=True)
class Route:
    """One way to go: straight to the server (`proxy` None) or through a proxy. The credentials are
    those the environment variable carried; PROXY_USERNAME and PROXY_PASSWORD are the plan's. `tunnels`
    asks an HTTP proxy for a tunnel even for plain http."""

    proxy: Proxy | None = None
    username: str | None = None
    password: Secret | None = None
    tunnels: bool = False

    @property
    def text(self) -> str:
        """ "direct", or the proxy's URL."""
        return "direct" if self.proxy is None else self.proxy.url


DIRECT = Route()


class Source(Enum):
    """Where a route can come from, in the order asked."""

    DISCOVERY = "auto-detect"
    SCRIPT = "PAC"
    LIST = "proxy list"
    ENVIRONMENT = "environment"


class Verdict(Enum):
    """What came of asking a source."""

    NOT_SET = "not set"
    NOT_REACHED = "not reached"
    FAILED = "failed"
    DECIDES = "decides"


@dataclass(frozen=True, slots=True)
class Rung:
    """One source on the ladder. `value` is what it is set to, `remark` what there is to say."""

    source: Source
    value: str
    verdict: Verdict
    remark: str = ""

    @property
    def is_read_by_winhttp(self) -> bool:
        return self.source is not Source.ENVIRONMENT


@dataclass(frozen=True, slots=True)
class Finding:
    """What one source said: routes, or a failure, with whatever trace it left."""

    routes: tuple[Route, ...] = ()
    why: str = ""
    remark: str = ""
    bypass: tuple[BypassStep, ...] = ()
    script: PacScript | None = None
    run: PacRun | None = None
    discovery: Discovery | None = None
    passed_over: tuple[PassedOver, ...] = ()
    failure: WhttpError | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer for one hop. `findings` holds one Finding per source that was asked, in order; the
    last one decided, unless `failure` is set."""

    target: Target
    routes: tuple[Route, ...]
    ladder: tuple[Rung, ...]
    why: str
    findings: tuple[Finding, ...] = ()
    failure: WhttpError | None = None

    @property
    def passed_over(self) -> tuple[WhttpError, ...]:
        """Why the sources before the one that decided did not."""
        if self.failure is not None or not self.findings:
            return ()
        failures = [finding.failure for finding in self.findings]
        return tuple(one for one in failures if one is not None)

    def require(self) -> tuple[Route, ...]:
        """The routes to try, in order; raises the failure of the source that should have decided."""
        if self.failure is not None:
            raise self.failure
        return self.routes


@dataclass(frozen=True, slots=True)
class _Question:
    target: Target
    policy: ProxyPolicy
    autoproxy: Autoproxy | None


def choose(
    target: Target,
    policy: ProxyPolicy,
    autoproxy: Autoproxy | None = None,
    bad: BadProxies | None = None,
) -> Choice:
    """The routes for `target` under `policy`. Proxies in `bad` come after their alternatives."""
    question = _Question(target, policy, autoproxy)
    rungs: list[Rung] = []
    findings: list[Finding] = []
    decided: Finding | None = None
    for source, configured, ask in _SOURCES:
        value = configured(question)
        if not value:
            rungs.append(Rung(source, "", Verdict.NOT_SET))
        elif decided is not None:
            rungs.append(Rung(source, value, Verdict.NOT_REACHED))
        else:
            finding = _asked(ask, question)
            findings.append(finding)
            rungs.append(_rung(source, value, finding))
            decided = None if _goes_on(source, finding, policy) else finding
    return _conclude(question, rungs, findings, decided, bad)


def _asked(ask: Callable[[_Question], Finding], question: _Question) -> Finding:
    try:
        return ask(question)
    except WhttpError as failure:
        return Finding(failure=failure, remark=failure.message)


def _rung(source: Source, value: str, finding: Finding) -> Rung:
    verdict = Verdict.DECIDES if finding.failure is None else Verdict.FAILED
    return Rung(source, value, verdict, finding.remark)


def _goes_on(source: Source, finding: Finding, policy: ProxyPolicy) -> bool:
    """Whether the next source is asked: a script's URL is the fallback of discovery (semantics W3),
    all else only where the plan says so; a list that cannot be read is never passed over, nor is the end
    of --max-time."""
    if not isinstance(finding.failure, ExchangeFault) or finding.failure.ends_all:
        return False
    return policy.failover or (source is Source.DISCOVERY and bool(policy.pac_url))


def _conclude(
    question: _Question,
    rungs: list[Rung],
    findings: list[Finding],
    decided: Finding | None,
    bad: BadProxies | None,
) -> Choice:
    if decided is None:
        why = "no source that worked names a proxy" if findings else _nothing_set(question.policy)
        decided = Finding((DIRECT,), why)
    routes = decided.routes
    if bad is not None and len(routes) > 1:
        routes = tuple(sorted(routes, key=lambda route: route.proxy in bad))
    why = decided.why + _addition(routes)
    return Choice(question.target, routes, tuple(rungs), why, tuple(findings), decided.failure)


def _addition(routes: tuple[Route, ...]) -> str:
    """Says so where the first proxy is of a kind that only whttp can use (semantics X2)."""
    proxy = routes[0].proxy if routes else None
    if proxy is None or not proxy.is_addition:
        return ""
    return f"; WinHTTP has no {proxy.scheme.value} proxies"


def _nothing_set(policy: ProxyPolicy) -> str:
    return f"no proxy ({policy.source})" if policy.source else "no source names a proxy"


# --- the sources: what each is set to, and what it says --------------------------------------------


def _is_automatic(question: _Question) -> bool:
    return question.policy.mode is ProxyMode.AUTOMATIC


def _discovery_value(question: _Question) -> str:
    return "WPAD" if _is_automatic(question) and question.policy.auto_detect else ""


def _discover(question: _Question) -> Finding:
    if question.autoproxy is None:
        raise engine_missing()
    discovery = question.autoproxy.discover()
    if discovery.script is None:
        remark = discovery.failure.message if discovery.failure else ""
        return Finding(discovery=discovery, remark=remark, failure=discovery.failure)
    return _run(question, discovery.script, discovery)


def _script_value(question: _Question) -> str:
    return question.policy.pac_url if _is_automatic(question) else ""


def _ask_script(question: _Question) -> Finding:
    if question.autoproxy is None:
        raise engine_missing()
    return _run(question, question.autoproxy.script(question.policy.pac_url))


def _run(question: _Question, script: PacScript, discovery: Discovery | None = None) -> Finding:
    assert question.autoproxy is not None
    run = question.autoproxy.run(script, question.target, question.policy.pac_timeout)
    if run.result is None:
        remark = run.failure.message if run.failure else ""
        return Finding(script=script, run=run, discovery=discovery, failure=run.failure, remark=remark)
    answer = pac_result.read(run.result)
    return Finding(
        routes=tuple(Route(proxy) for proxy in answer.proxies),
        why=_by(question.policy.source, f"PAC {script.location}"),
        script=script,
        run=run,
        discovery=discovery,
        passed_over=answer.passed_over,
        failure=answer.failure,
        remark=answer.failure.message if answer.failure else "",
    )


def _list_value(question: _Question) -> str:
    return "" if question.policy.mode is ProxyMode.DIRECT else question.policy.proxies


def _ask_list(question: _Question) -> Finding:
    """A named list: WinHTTP takes the first proxy and does not fail over (semantics X10)."""
    policy, target = question.policy, question.target
    source = policy.list_source or policy.source
    proxies = select(parse(policy.proxies, source), target.scheme)
    bypass_source = policy.bypass_source or source
    trace = compile_list(policy.bypass, bypass_source).trace(target.host)
    if trace and trace[-1].matched:
        why = _by(bypass_source, f"bypass entry {trace[-1].entry.text}")
        return Finding((DIRECT,), why, "the bypass list sends it direct", trace)
    if not proxies:
        remark = f"the list has no proxy for {target.scheme}"
        return Finding((DIRECT,), _by(source, remark), remark, trace)
    remark = "only the first is used; a list does not fail over" if len(proxies) > 1 else ""
    return Finding((Route(proxies[0]),), _by(source, "proxy list"), remark, trace)


def _by(source: str, what: str) -> str:
    return f"{what} ({source})" if source else what


def _environment_value(question: _Question) -> str:
    """Names the variable that counts; its value may hold a password and is not shown."""
    if question.policy.mode is not ProxyMode.DIRECT:
        return ""
    values = dict(question.policy.environment)
    return next((name for name in environment.names(question.target.scheme) if values.get(name)), "")


def _ask_environment(question: _Question) -> Finding:
    variables = question.policy.environment
    matched = environment.no_proxy_match(question.target.host, variables)
    if matched is not None:
        why = f"{matched.variable} entry {matched.item}; WinHTTP never reads it"
        return Finding((DIRECT,), why, f"{matched.variable} sends it direct")
    named = environment.proxy_for(question.target, variables)
    if named is None:
        return Finding((DIRECT,), "no source names a proxy")
    route = Route(named.proxy, named.username, named.password)
    return Finding((route,), f"{named.variable}; WinHTTP never reads it", named.proxy.url)


_SOURCES = (
    (Source.DISCOVERY, _discovery_value, _discover),
    (Source.SCRIPT, _script_value, _ask_script),
    (Source.LIST, _list_value, _ask_list),
    (Source.ENVIRONMENT, _environment_value, _ask_environment),
)
