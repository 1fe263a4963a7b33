"""The values of --resolve and --connect-to, in curl's forms.

IPv6 literals stand in brackets where a port follows. Hosts are kept as written, in lower case.
"""

from __future__ import annotations

import ipaddress
import re

from winhttp_cli.options.kinds import BadValue, Kind
from winhttp_cli.record import dataclass

_HOST = r"(\[[^\]]*\]|[^:\[\]]*)"
# texts: compiled when a run reads one, which few do
_RESOLVE = rf"\+?{_HOST}:(\d+|\*):(.+)"
_CONNECT_TO = rf"{_HOST}:(\d*):{_HOST}:(\d*)"


@dataclass(frozen=True, slots=True)
class ResolveRule:
    """HOST:PORT:ADDRESS[,ADDRESS]; `port` None (written *) is any port, host * is any host."""

    host: str
    port: int | None
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConnectToRule:
    """HOST1:PORT1:HOST2:PORT2; "" and None match any (left) or keep what was asked (right)."""

    from_host: str
    from_port: int | None
    to_host: str
    to_port: int | None


class ResolveKind(Kind[ResolveRule]):
    """`HOST:PORT:ADDRESS[,ADDRESS...]`."""

    metavar = "HOST:PORT:ADDRESS"

    def parse(self, text: str) -> ResolveRule:
        match = re.fullmatch(_RESOLVE, text.strip())
        if match is None or not match[1].strip("[]"):
            raise BadValue(f"{text!r} is not of the form HOST:PORT:ADDRESS[,ADDRESS]")
        port = None if match[2] == "*" else _port(match[2])
        return ResolveRule(_host(match[1]), port, tuple(_address(part) for part in match[3].split(",")))

    def show(self, value: ResolveRule) -> str:
        port = "*" if value.port is None else value.port
        return f"{_written(value.host)}:{port}:{','.join(_written(part) for part in value.addresses)}"


class ConnectToKind(Kind[ConnectToRule]):
    """`HOST1:PORT1:HOST2:PORT2`, each part may be empty."""

    metavar = "HOST1:PORT1:HOST2:PORT2"

    def parse(self, text: str) -> ConnectToRule:
        match = re.fullmatch(_CONNECT_TO, text.strip())
        if match is None:
            raise BadValue(f"{text!r} is not of the form HOST1:PORT1:HOST2:PORT2")
        from_port, to_port = (_port(part) if part else None for part in (match[2], match[4]))
        return ConnectToRule(_host(match[1]), from_port, _host(match[3]), to_port)

    def show(self, value: ConnectToRule) -> str:
        from_port = "" if value.from_port is None else value.from_port
        to_port = "" if value.to_port is None else value.to_port
        return f"{_written(value.from_host)}:{from_port}:{_written(value.to_host)}:{to_port}"


def _host(text: str) -> str:
    return text.strip("[]").lower()


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(text: str) -> int:
    number = int(text) if len(text) <= 5 else 0
    if not 0 < number < 65536:
        raise BadValue(f"port {text[:20]} is out of range (1 to 65535)")
    return number


def _address(text: str) -> str:
    bare = text.strip().removeprefix("[").removesuffix("]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        raise BadValue(f"{text.strip()!r} is not an IP address") from None
