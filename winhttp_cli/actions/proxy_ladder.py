"""The ladder of `whttp proxy explain`: everyone who could have named a proxy, and what came of each.

Promise: who counts is decided by the planner (`proxy_voices`), what came of it by the engine (`Choice`);
here both are put into one table. A value that may hold a password (a proxy variable) is shown without
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.engine.proxy import environment
from winhttp_cli.engine.proxy.route import Choice, Rung, Source
from winhttp_cli.engine.proxy.route import Verdict as RungVerdict
from winhttp_cli.errors import UsageFault
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.proxy import PROXY
from winhttp_cli.options.proxy_setting import AccessType
from winhttp_cli.options.tool_network import PROXY_AUTO_DETECT, PROXY_PAC
from winhttp_cli.plan import Target
from winhttp_cli.planner.proxy_voices import Voices, voices
from winhttp_cli.record import dataclass
from winhttp_cli.report.masking import masked_url
from winhttp_cli.report.proxy import SourceFact, Verdict
from winhttp_cli.settings.general import ProxyVariable
from winhttp_cli.settings.layer import Said
from winhttp_cli.settings.settings import Settings

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
_BY_ACCESS = {
    AccessType.DEFAULT_PROXY: "what is configured for this machine",
    AccessType.AUTOMATIC_PROXY: "discovery or a script, then a list",
}


def sources(settings: Settings, choice: Choice | None) -> tuple[SourceFact, ...]:
    """Everyone who could have named a proxy, in the order asked. Without a `choice` it is only told
    what is set."""
    ladder = _Ladder(settings, choice, voices(settings))
    return (*ladder.options(), *_environment(settings, choice))


@dataclass(frozen=True, slots=True)
class _Ladder:
    settings: Settings
    choice: Choice | None
    counts: Voices

    def options(self) -> Iterator[SourceFact]:
        for source, option in _OPTIONS:
            heard = self.settings.heard(option)
            for said in heard:
                verdict, remark = self._verdict(source, said, heard[0])
                yield SourceFact(_label(said), _value(said), verdict, remark)
            if not heard and option is not PROXY_AUTO_DETECT:
                yield SourceFact(option.flag, "", Verdict.NOT_GIVEN)

    def _verdict(self, source: Source, said: Said, first: Said) -> tuple[Verdict, str]:
        if said is self._counting(source):
            return self._outcome(source, said)
        if said is not first:
            return Verdict.NOT_REACHED, f"{first.origin.text} comes first"
        if source is Source.LIST:
            return Verdict.SET, _BY_ACCESS.get(self.counts.access, "")
        if not said.value or self.counts.first is None:
            return Verdict.SET, "" if said.value else "off"
        return Verdict.NOT_REACHED, f"{self.counts.first.origin.text} comes first"

    def _counting(self, source: Source) -> Said | None:
        """The voice that the rung of `source` is about."""
        if source is Source.LIST:
            return self.counts.named
        return self.counts.discovery if source is Source.DISCOVERY else self.counts.script

    def _outcome(self, source: Source, said: Said) -> tuple[Verdict, str]:
        rung = _rung(self.choice, source)
        if self.choice is None or rung is None:
            return Verdict.SET, ""
        if source is Source.LIST and self.counts.is_direct:
            if self.choice.findings:
                return Verdict.NOT_REACHED, _why_not_reached(self.choice)
            return Verdict.DECIDES, "always direct"
        reached = rung.verdict is not RungVerdict.NOT_REACHED
        return _VERDICTS[rung.verdict], rung.remark if reached else _why_not_reached(self.choice)


def _rung(choice: Choice | None, source: Source) -> Rung | None:
    if choice is None:
        return None
    return next(rung for rung in choice.ladder if rung.source is source)


def _why_not_reached(choice: Choice) -> str:
    """Who came first: the source that decided, else the one whose failure ended the search."""
    asked = [one for one in choice.ladder if one.verdict in (RungVerdict.DECIDES, RungVerdict.FAILED)]
    return _COMES_FIRST.get(asked[-1].source, "") if asked else ""


def _label(said: Said) -> str:
    """Who spoke: a flag as typed, else the source and the key it used."""
    text = said.origin.text
    return text if text.startswith("-") else f"{text} {said.option.key}"


def _value(said: Said) -> str:
    return masked_url(said.option.kind.show(said.value))


# --- the environment --------------------------------------------------------------------------------


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
