"""The proxy list in WinHTTP's grammar, and the one form of a proxy that the engine knows.

Promise: `parse` reads `([<scheme>=][<scheme>"://"]<server>[":"<port>])`, entries divided by `;` or
blanks (semantics X3), into entries with every default filled in (X4, X5, behaviour e3), or raises a
UsageFault 87 that quotes the entry at fault; nothing is guessed. Must not know bypass lists, PAC or
the environment's own grammar.

Two readings go beyond what WinHTTP documents and say so in `Proxy.is_addition`: `https://` (TLS to
the proxy itself) and `socks5://`; WinHTTP speaks to HTTP proxies only (X2).
"""

from __future__ import annotations

import ipaddress
import re
from enum import Enum
from functools import lru_cache

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.record import dataclass


class ProxyScheme(Enum):
    """The protocol spoken to the proxy."""

    HTTP = "http"
    HTTPS = "https"
    SOCKS5 = "socks5"


DEFAULT_PORTS = {ProxyScheme.HTTP: 80, ProxyScheme.HTTPS: 443, ProxyScheme.SOCKS5: 1080}


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy server. `host` is a name or an IP literal without brackets."""

    scheme: ProxyScheme
    host: str
    port: int

    @property
    def authority(self) -> str:
        """host:port, the host bracketed where it is an IPv6 literal."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """scheme://host:port, as events and reports name a proxy."""
        return f"{self.scheme.value}://{self.authority}"

    @property
    def is_addition(self) -> bool:
        """Whether WinHTTP documents no such proxy (semantics X2)."""
        return self.scheme is not ProxyScheme.HTTP

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class ProxyEntry:
    """One entry of a list. `serves` is the request scheme before `=`, "" where the entry serves every
    scheme that has no entry of its own (semantics X4)."""

    text: str
    serves: str
    proxy: Proxy


#: request schemes that reach a proxy, and those netsh accepts without using them (semantics X4)
_USED = frozenset({"http", "https"})
_UNUSED = frozenset({"ftp", "socks"})

# expressions as texts: compiled by the runs that use them
_SEPARATORS = r"[;\s]+"
_HOST = r"[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?"


@lru_cache(maxsize=64)
def parse(text: str, origin: str = "") -> tuple[ProxyEntry, ...]:
    """The entries of a proxy list, in order. `origin` names who gave it, for the error.

    Raises UsageFault 87 for an empty list, an entry that is not in the grammar, an unknown scheme, a
    port that is missing after its colon or out of range, and a non-ASCII name (behaviour e14, e15).
    """
    items = [item for item in re.split(_SEPARATORS, text) if item]
    if not items:
        raise refusal("a named proxy needs at least one server", origin)
    return tuple(_entry(item, origin) for item in items)


def select(entries: tuple[ProxyEntry, ...], scheme: str) -> tuple[Proxy, ...]:
    """The proxies for a request scheme: its own entries, else those without one (semantics X4)."""
    own = tuple(entry.proxy for entry in entries if entry.serves == scheme)
    return own or tuple(entry.proxy for entry in entries if not entry.serves)


def _entry(item: str, origin: str) -> ProxyEntry:
    if "@" in item:  # first, so that no other message quotes a password
        hint = "give them with --proxy-username and --proxy-password-prompt"
        raise refusal("credentials do not belong into a proxy list", origin, hint)
    if not item.isascii():
        raise refusal(f"{item!r} is not ASCII", origin, "write the A-label (xn--...) of the name")
    serves, equals, server = item.rpartition("=")
    serves = serves.lower()
    if equals and serves not in _USED | _UNUSED:
        hint = "entries serve http or https (ftp and socks are read and not used)"
        raise refusal(f"{item!r}: unknown scheme {serves!r} before =", origin, hint)
    proxy = parse_server(server, origin, port=443 if serves == "https" else None)
    return ProxyEntry(item, serves, proxy)


def parse_server(text: str, origin: str = "", *, port: int | None = None) -> Proxy:
    """One `[scheme://]server[:port]`. `port` is the default where the text has neither scheme nor
    port; with a scheme the default is that scheme's (semantics X5). Raises UsageFault 87."""
    name, colons, rest = text.partition("://")
    authority = rest if colons else text
    scheme = _scheme(name.lower(), text, origin) if colons else ProxyScheme.HTTP
    if colons or port is None:
        port = DEFAULT_PORTS[scheme]
    if "/" in authority:
        raise refusal(f"{text!r}: a proxy has no path", origin, "end the entry after the port")
    host, port_text = _split_port(authority, text, origin)
    if port_text is not None:
        port = _port(port_text, text, origin)
    return Proxy(scheme, _host(host, text, origin), port)


def _scheme(name: str, text: str, origin: str) -> ProxyScheme:
    try:
        return ProxyScheme(name)
    except ValueError:
        hint = "a proxy is reached by http://, https:// or socks5:// (the last two are whttp's own)"
        raise refusal(f"{text!r}: unknown scheme {name!r}", origin, hint) from None


def _split_port(authority: str, text: str, origin: str) -> tuple[str, str | None]:
    """The host without brackets and the text after its colon, None where there is no colon."""
    if authority.startswith("["):
        host, bracket, rest = authority[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")) or not _is_ipv6(host):
            raise refusal(f"{text!r} is not an IPv6 literal in brackets", origin)
        return host, rest[1:] if rest else None
    if authority.count(":") > 1:
        raise refusal(f"{text!r} has several colons", origin, "write an IPv6 address in brackets")
    host, colon, port_text = authority.partition(":")
    return host, port_text if colon else None


def _is_ipv6(host: str) -> bool:
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


def _port(port_text: str, text: str, origin: str) -> int:
    if not port_text:
        raise refusal(f"{text!r}: no port after the colon", origin)
    is_number = port_text.isascii() and port_text.isdigit() and len(port_text) <= 5
    if not is_number or not 1 <= int(port_text) <= 65535:
        raise refusal(f"{text!r}: {port_text!r} is not a port", origin, "a port is 1 to 65535")
    return int(port_text)


def _host(host: str, text: str, origin: str) -> str:
    if not host:
        raise refusal(f"{text!r} names no server", origin)
    if "," in host:
        raise refusal(f"{text!r}: a comma divides nothing", origin, "divide entries by ; or a blank")
    if ":" not in host and not re.fullmatch(_HOST, host):
        raise refusal(f"{text!r}: {host!r} is not a host name", origin)
    return host


def refusal(message: str, origin: str, hint: str = "") -> UsageFault:
    """The UsageFault 87 for a proxy or bypass list, led by who gave it."""
    lead = f"{origin}: " if origin else ""
    return UsageFault(f"{lead}{message}", Code.ERROR_INVALID_PARAMETER, origin=origin, hint=hint)
