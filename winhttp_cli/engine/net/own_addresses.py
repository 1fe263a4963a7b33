"""This machine's own addresses, for PAC scripts that ask where they run.

Promise: the address the system would send from comes first, found by asking the routing table through
an unconnected datagram socket: nothing is sent. The rest is what the machine's own name resolves to.
Loopback addresses are left out. Never raises. Must not look up anything but the own name.
"""

from __future__ import annotations

import ipaddress
import socket

#: documentation addresses (RFC 5737, RFC 3849): no packet goes there, only the route is asked for
_FAR_AWAY = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


def own_addresses() -> tuple[str, ...]:
    """Addresses of both families, without repeats; () where there is nothing but loopback."""
    found = [_source(family, far) for family, far in _FAR_AWAY] + _of_own_name()
    return tuple(dict.fromkeys(text for text in found if text and not _is_loopback(text)))


def _source(family: socket.AddressFamily, far: str) -> str:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect((far, 9))
            return str(sock.getsockname()[0])
    except OSError:
        return ""


def _of_own_name() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _is_loopback(text: str) -> bool:
    return ipaddress.ip_address(text.partition("%")[0]).is_loopback
