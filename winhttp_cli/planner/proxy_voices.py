"""Of all that was said about proxies, what counts: one rule for the plan and for those who explain it.

Promise: the PROXY option is one structure in WinHTTP, access type, list and bypass list together, so a
list from a stronger source brings its own bypass list, and a script from a weaker source than an
explicit PROXY is not asked (semantics X9: the request's own setting wins). `default` is the machine's
list: whatever a weaker source names. Decides by rank, never by value. Must not know the engine.
"""

from __future__ import annotations

from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.proxy import PROXY
from winhttp_cli.options.proxy_setting import AccessType
from winhttp_cli.options.tool_network import PROXY_AUTO_DETECT, PROXY_BYPASS, PROXY_PAC
from winhttp_cli.record import dataclass
from winhttp_cli.settings.layer import Said
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.settings import Settings

#: ranks at which every option has an origin of its own, so that unlike origins say nothing
_ONE_ORIGIN_EACH = (Rank.FLAG, Rank.ENVIRONMENT)


@dataclass(frozen=True, slots=True)
class Voices:
    """Who counts. `first` is the strongest word about PROXY; `named` the one whose list (or `none`)
    counts, `bypass` the bypass list that belongs to it; `script` and `discovery` are asked before it.
    None: nobody."""

    first: Said | None = None
    named: Said | None = None
    bypass: Said | None = None
    script: Said | None = None
    discovery: Said | None = None

    @property
    def access(self) -> AccessType:
        """The access type that was asked for."""
        return AccessType.DEFAULT_PROXY if self.first is None else _access(self.first)

    @property
    def is_direct(self) -> bool:
        """Whether the list that counts is the word `none`."""
        return self.named is not None and _access(self.named) is AccessType.NO_PROXY

    @property
    def proxies(self) -> str:
        """The list, "" where there is none."""
        return "" if self.named is None else str(self.named.value.proxies)


def voices(settings: Settings) -> Voices:
    """What counts in `settings`."""
    heard = settings.heard(PROXY)
    first = heard[0] if heard else None
    named = _named(heard)
    return Voices(
        first=first,
        named=named,
        bypass=_bypass(settings, named),
        script=_asked(settings, PROXY_PAC, first),
        discovery=_asked(settings, PROXY_AUTO_DETECT, first),
    )


def _access(said: Said) -> AccessType:
    return AccessType(said.value.access)


def _named(heard: tuple[Said, ...]) -> Said | None:
    """The strongest word that names a list or refuses one."""
    decides = (AccessType.NAMED_PROXY, AccessType.NO_PROXY)
    return next((said for said in heard if _access(said) in decides), None)


def _asked(settings: Settings, option: AnyOption, first: Said | None) -> Said | None:
    """The word about a script or about discovery, unless a stronger word about PROXY makes it moot."""
    said = next(iter(settings.heard(option)), None)
    if said is None or not said.value:
        return None
    if first is None or _access(first) is AccessType.AUTOMATIC_PROXY:
        return said
    least = first.origin.rank + (1 if _access(first) is AccessType.NO_PROXY else 0)
    return said if said.origin.rank >= least else None


def _bypass(settings: Settings, named: Said | None) -> Said | None:
    """The bypass list given with the list, or by a stronger source."""
    heard = settings.heard(PROXY_BYPASS)
    if named is None:
        return heard[0] if heard else None
    return next((said for said in heard if _goes_with(said, named)), None)


def _goes_with(bypass: Said, named: Said) -> bool:
    rank = named.origin.rank
    if bypass.origin.rank != rank or rank in _ONE_ORIGIN_EACH:
        return bypass.origin.rank >= rank
    return bypass.origin.text == named.origin.text
