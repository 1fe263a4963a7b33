"""The bypass list: which hosts go direct although a proxy is named.

Promise: WinHTTP's documented reading and nothing more (semantics X6): entries divided by `;` or
blanks, never by a comma (behaviour e4); a host name or address compared without case; `<local>` for
every name without a dot; a wildcard only at the left. A form whose meaning WinHTTP does not document
(a port, a scheme, `<-loopback>`, a wildcard elsewhere; X8, e6) matches nothing, and the trace says
so entry by entry. Must not know proxies or the environment's no_proxy.

Speed: a list is compiled once; a host is looked up in time that does not grow with the list.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from winhttp_cli.engine.proxy.grammar import parse, refusal
from winhttp_cli.plan import ProxyMode, ProxyPolicy, Target
from winhttp_cli.record import dataclass, field

# expressions as texts: compiled by the runs that use them
_SEPARATORS = r"[;\s]+"


class Form(Enum):
    """What kind of entry a text is."""

    LOCAL = "<local>"
    HOST = "host"
    SUFFIX = "suffix"
    NOT_DOCUMENTED = "not documented"


@dataclass(frozen=True, slots=True)
class BypassEntry:
    """One entry. `key` is what is compared: a lower-case host, or the text after the wildcard.
    `remark` says why a NOT_DOCUMENTED form matches nothing."""

    text: str
    form: Form
    key: str = ""
    remark: str = ""

    def matches(self, host: str) -> bool:
        """Whether the lower-case `host` (no brackets) goes direct because of this entry."""
        if self.form is Form.LOCAL:
            return "." not in host
        if self.form is Form.HOST:
            return host == self.key
        return self.form is Form.SUFFIX and host.endswith(self.key)


@dataclass(frozen=True, slots=True)
class BypassStep:
    """One line of the trace: an entry that was looked at and what came of it."""

    entry: BypassEntry
    matched: bool


@dataclass(frozen=True, slots=True)
class BypassList:
    """A compiled list. `hosts`, `suffixes` and `local` give
    for each key the position of its first entry."""

    entries: tuple[BypassEntry, ...]
    hosts: dict[str, int] = field(repr=False)
    suffixes: dict[str, int] = field(repr=False)
    local: int | None = field(repr=False)

    def match(self, host: str) -> BypassEntry | None:
        """The first entry in list order that sends `host` direct, or None."""
        position = self._position(host.lower())
        return None if position is None else self.entries[position]

    def trace(self, host: str) -> tuple[BypassStep, ...]:
        """Every entry up to the one that matched, or all of them."""
        position = self._position(host.lower())
        seen = self.entries if position is None else self.entries[: position + 1]
        return tuple(BypassStep(entry, index == position) for index, entry in enumerate(seen))

    def _position(self, host: str) -> int | None:
        found = [self.hosts.get(host)]
        if self.suffixes:
            found += [self.suffixes.get(host[start:]) for start in range(len(host) + 1)]
        if "." not in host:
            found.append(self.local)
        return min((position for position in found if position is not None), default=None)


EMPTY = BypassList((), {}, {}, None)


@lru_cache(maxsize=64)
def compile_list(text: str, origin: str = "") -> BypassList:
    """The list written as `text`; raises UsageFault 87 for a non-ASCII entry (behaviour e15)."""
    entries = tuple(_entry(item, origin) for item in re.split(_SEPARATORS, text) if item)
    hosts: dict[str, int] = {}
    suffixes: dict[str, int] = {}
    local: int | None = None
    for position, entry in enumerate(entries):
        if entry.form is Form.HOST:
            hosts.setdefault(entry.key, position)
        elif entry.form is Form.SUFFIX:
            suffixes.setdefault(entry.key, position)
        elif entry.form is Form.LOCAL and local is None:
            local = position
    return BypassList(entries, hosts, suffixes, local)


def check_lists(policy: ProxyPolicy) -> None:
    """Reads both lists of a plan, before anything is sent. Raises UsageFault for one that WinHTTP could
    not use."""
    source = policy.list_source or policy.source
    if policy.proxies:
        parse(policy.proxies, source)
    compile_list(policy.bypass, policy.bypass_source or source)


def _entry(item: str, origin: str) -> BypassEntry:
    if not item.isascii():
        raise refusal(f"{item!r} in the bypass list is not ASCII", origin, "write the A-label (xn--...)")
    lowered = item.lower()
    if lowered == "<local>":
        return BypassEntry(item, Form.LOCAL)
    remark = _remark(lowered)
    if remark:
        return BypassEntry(item, Form.NOT_DOCUMENTED, remark=remark)
    if lowered.startswith("*"):
        return BypassEntry(item, Form.SUFFIX, lowered[1:])
    return BypassEntry(item, Form.HOST, lowered.strip("[]"))


def _remark(item: str) -> str:
    """Why an entry matches nothing, or "" where its form is documented."""
    if "," in item:
        return "a comma does not divide entries"
    if "<" in item or ">" in item:
        return "only <local> is documented"
    if "://" in item:
        return "a scheme in an entry is not documented"
    if "/" in item:
        return "address ranges and paths are not documented"
    if "*" in item[1:]:
        return "a wildcard counts only at the left"
    if ":" in item and not item.startswith("[") and item.count(":") == 1:
        return "a port in an entry is not documented"
    if "]:" in item:
        return "a port in an entry is not documented"
    return ""


def is_intranet(target: Target, policy: ProxyPolicy) -> bool:
    """Autologon's idea of intranet: the host is on the bypass list of the current proxy configuration
    (semantics A14). Without a proxy configuration nothing is (A15 is silent; the tool's page implies
    it), and a list that WinHTTP never reads (no_proxy) does not count."""
    if policy.mode is ProxyMode.DIRECT or not policy.bypass:
        return False
    return compile_list(policy.bypass, policy.source).match(target.host) is not None
