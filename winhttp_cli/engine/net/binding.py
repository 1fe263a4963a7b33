"""--interface: which local address or network interface connections leave from.

Promise: `local_binding` understands an IP literal or an interface name; `apply` prepares one socket
for it. An interface name needs SO_BINDTODEVICE (Linux) or IP_BOUND_IF (macOS); elsewhere only an
address will do, and the fault says so. Must not connect.
"""

from __future__ import annotations

import socket
import sys

from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.record import dataclass

# <netinet/in.h> and <netinet6/in6.h> of macOS; Python does not name them before 3.13.
_MACOS_IP_BOUND_IF = 25
_MACOS_IPV6_BOUND_IF = 125


@dataclass(frozen=True, slots=True)
class LocalBinding:
    """`family` is None where any address family may leave by the interface."""

    family: socket.AddressFamily | None = None
    sockaddr: tuple[str | int | bytes, ...] = ()
    interface: str = ""

    def allows(self, family: socket.AddressFamily) -> bool:
        return self.family in (None, family)

    def apply(self, sock: socket.socket) -> None:
        """Raises `OSError` where the system refuses."""
        if self.sockaddr:
            sock.bind(self.sockaddr)
        elif self.interface:
            _bind_to_interface(sock, self.interface)


ANYWHERE = LocalBinding()


def local_binding(text: str) -> LocalBinding:
    """What `text` ("", "192.0.2.7", "::1", "eth0") means here. Raises `ExchangeFault` 12029."""
    if not text:
        return ANYWHERE
    try:
        found = socket.getaddrinfo(
            text.strip("[]").encode("ascii"), 0, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )
    except (OSError, ValueError):
        return _interface(text)
    return LocalBinding(found[0][0], found[0][4])


def _interface(name: str) -> LocalBinding:
    if not sys.platform.startswith(("linux", "darwin")):
        raise _unusable(name, "here an IP address is needed, not an interface name")
    try:
        socket.if_nametoindex(name)
    except (OSError, ValueError) as error:
        raise _unusable(name, "no such interface, and not an IP address") from error
    return LocalBinding(interface=name)


def _unusable(name: str, why: str) -> ExchangeFault:
    message = f"cannot send from {name!a}: {why}"
    return ExchangeFault(message, Code.ERROR_WINHTTP_CANNOT_CONNECT, Phase.CONNECT)


def _bind_to_interface(sock: socket.socket, name: str) -> None:
    by_name = getattr(socket, "SO_BINDTODEVICE", None)
    if by_name is not None:
        sock.setsockopt(socket.SOL_SOCKET, by_name, name.encode() + b"\0")
        return
    index = socket.if_nametoindex(name)
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, _MACOS_IPV6_BOUND_IF, index)
    else:
        sock.setsockopt(socket.IPPROTO_IP, _MACOS_IP_BOUND_IF, index)
