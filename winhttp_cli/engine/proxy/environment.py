"""The proxy variables of the environment, read as curl reads them.

Promise: `http_proxy` (lower case only: a CGI server puts a request header of that name into
HTTP_PROXY), `https_proxy` or HTTPS_PROXY, `all_proxy` or ALL_PROXY, `no_proxy` or NO_PROXY, with
curl's own grammar: a user and password before `@`, port 1080 where none is given (443 for https://),
commas and suffixes in no_proxy. WinHTTP reads none of these (semantics X1), and every outlet says so.
Must not know WinHTTP's lists; which variables may be looked at at all was settled by the planner.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import unquote

from winhttp_cli.engine.proxy.grammar import Proxy, parse_server, refusal
from winhttp_cli.plan import Target
from winhttp_cli.record import dataclass
from winhttp_cli.secret import Secret

Variables = tuple[tuple[str, str], ...]

#: curl's port for a proxy variable that names none (its manual, "-x")
CURL_PORT = 1080


@dataclass(frozen=True, slots=True)
class EnvironmentProxy:
    """The proxy a variable names, with the credentials it carries."""

    variable: str
    proxy: Proxy
    username: str | None = None
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class NoProxyMatch:
    """The variable and the item in it that sends the host direct."""

    variable: str
    item: str


def names(scheme: str) -> tuple[str, ...]:
    """The variables that name a proxy for a request scheme, first come first."""
    own = ("http_proxy",) if scheme == "http" else ("https_proxy", "HTTPS_PROXY")
    return (*own, "all_proxy", "ALL_PROXY")


def proxy_for(target: Target, variables: Variables) -> EnvironmentProxy | None:
    """The proxy the environment names for `target`; an empty variable counts as not set.

    Raises UsageFault 87 naming the variable whose value cannot be read.
    """
    values = dict(variables)
    for name in names(target.scheme):
        if values.get(name):
            return _read(name, values[name])
    return None


def no_proxy_match(host: str, variables: Variables) -> NoProxyMatch | None:
    """The item of no_proxy (or NO_PROXY) that sends `host` direct, or None."""
    values = dict(variables)
    for name in ("no_proxy", "NO_PROXY"):
        if name in values:
            item = _matching_item(host, values[name])
            return NoProxyMatch(name, item) if item else None
    return None


def _read(variable: str, value: str) -> EnvironmentProxy:
    if not value.isascii():
        raise refusal("the value is not ASCII", variable)
    scheme, rest = _split_scheme(value)
    credentials, _, server = rest.rstrip("/").rpartition("@")
    proxy = parse_server(f"{scheme}://{server}", variable)
    if scheme != "https" and not _names_port(server):
        proxy = Proxy(proxy.scheme, proxy.host, CURL_PORT)
    if not credentials:
        return EnvironmentProxy(variable, proxy)
    user, _, password = credentials.partition(":")
    return EnvironmentProxy(variable, proxy, unquote(user), Secret(unquote(password)))


def _split_scheme(value: str) -> tuple[str, str]:
    """The scheme (http where there is none) and the rest; a password may hold anything, "://" too."""
    word, separator, rest = value.partition("://")
    if not separator or not word.isalnum():
        return "http", value
    return ("socks5" if word.lower() == "socks5h" else word.lower()), rest


def _names_port(server: str) -> bool:
    return ":" in server.rpartition("]")[2]


def _matching_item(host: str, value: str) -> str:
    """The first item that covers `host`, or ""."""
    if value.strip() == "*":
        return "*"
    bare = host.lower().rstrip(".")
    for item in value.replace(",", " ").split():
        if _covers(item.lower(), bare):
            return item
    return ""


def _covers(item: str, host: str) -> bool:
    address = _address(host)
    if address is not None:
        return _network_holds(item, address)
    item = item.strip(".")
    return bool(item) and (host == item or host.endswith("." + item))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None


def _network_holds(item: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """An address or a network in CIDR form, as curl reads them since 7.86."""
    try:
        network = ipaddress.ip_network(item.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return False
    return address in network
