"""What a PAC script's answer means: `PROXY a:1; HTTPS b; DIRECT` as routes, in order.

Promise: every entry is either a route or is named as passed over with the reason; an answer without
any usable entry is the fault 12178. Nothing is guessed: `null` and "" mean direct, as Netscape's
description has it. Must not know how the answer came about.
"""

from __future__ import annotations

from winhttp_cli.engine.proxy.grammar import Proxy, parse_server
from winhttp_cli.errors import Code, ExchangeFault, Phase, UsageFault
from winhttp_cli.record import dataclass

#: the words of an answer that name a proxy we can use, with the scheme to reach it by
_SCHEMES = {"PROXY": "http", "HTTP": "http", "HTTPS": "https"}
_SOCKS = frozenset({"SOCKS", "SOCKS4", "SOCKS5"})
_SHOWN_CHARACTERS = 200
_ROUTES = 20


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An entry of the answer that is not used, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class PacAnswer:
    """The answer, read. None in `proxies` stands for DIRECT."""

    proxies: tuple[Proxy | None, ...]
    passed_over: tuple[PassedOver, ...] = ()
    failure: ExchangeFault | None = None


def read(text: str) -> PacAnswer:
    """Reads the text FindProxyForURL returned."""
    if not text.strip():
        return PacAnswer((None,))
    proxies: list[Proxy | None] = []
    passed: list[PassedOver] = []
    for item in (part.strip() for part in text.split(";")):
        if not item:
            continue
        entry = _entry(item)
        if isinstance(entry, PassedOver):
            passed.append(entry)
        elif entry in proxies:
            passed.append(PassedOver(item, "named before"))
        elif len(proxies) == _ROUTES:
            passed.append(PassedOver(item, f"more than {_ROUTES} routes"))
        else:
            proxies.append(entry)
    failure = None if proxies else _nothing_usable(text, passed)
    return PacAnswer(tuple(proxies), tuple(passed[:_ROUTES]), failure)


def _entry(item: str) -> Proxy | PassedOver | None:
    word, _, rest = item.partition(" ")
    word, server = word.upper(), rest.strip()
    if word == "DIRECT" and not server:
        return None
    if word in _SOCKS:
        return PassedOver(_shown(item), "WinHTTP does not use SOCKS")
    if word not in _SCHEMES:
        return PassedOver(_shown(item), "not PROXY, HTTPS or DIRECT")
    try:
        return parse_server(f"{_SCHEMES[word]}://{server}")
    except UsageFault as fault:
        return PassedOver(_shown(item), fault.message)


def _nothing_usable(text: str, passed: list[PassedOver]) -> ExchangeFault:
    reason = f" ({passed[0].why})" if passed else ""
    message = f"the PAC script returned {_shown(text)!r}, which names no usable proxy{reason}"
    return ExchangeFault(message, Code.ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR, Phase.PROXY)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "..."
