"""Names to addresses.

Promise: `resolve` answers with the addresses to try, in order, or raises 12002 (resolve timer) or
12007 (not found, extended 11001). The lookup runs on a daemon thread, so that the timer and Ctrl-C
work while the system resolver hangs. --resolve answers without asking the system. IP literals, with
an IPv6 zone or without, are not looked up, but told as events all the same (behaviour c14). `host`
is ASCII: the planner has turned an IDN host into its A-label.

Must not open a connection.
"""

from __future__ import annotations

import socket

from winhttp_cli.engine.net.background import Background
from winhttp_cli.engine.net.timers import Countdown
from winhttp_cli.engine.net.winsock import HOST_NOT_FOUND, winsock_number
from winhttp_cli.errors import Code, ExchangeFault, Phase, Timer
from winhttp_cli.events import Emit, ResolveDone, ResolveStarted
from winhttp_cli.plan import AddressFamily, NetworkPolicy, Timeouts
from winhttp_cli.record import dataclass

_FAMILIES = {
    AddressFamily.ANY: socket.AF_UNSPEC,
    AddressFamily.IPV4: socket.AF_INET,
    AddressFamily.IPV6: socket.AF_INET6,
}


@dataclass(frozen=True, slots=True)
class Address:
    """One address to connect to. `sockaddr` is what `socket.connect` takes for `family`: a tuple, or
    the path of a unix socket."""

    family: socket.AddressFamily
    sockaddr: tuple[str | int | bytes, ...] | str

    @property
    def host(self) -> str:
        return self.sockaddr if isinstance(self.sockaddr, str) else str(self.sockaddr[0])

    @property
    def text(self) -> str:
        return address_text(self.sockaddr)


def address_text(sockaddr: object) -> str:
    """ "192.0.2.1:443", "[::1]:443", "[fe80::1%eth0]:443", or the path of a unix socket ("" where it
    has none)."""
    if isinstance(sockaddr, tuple):
        host, port = str(sockaddr[0]) + _zone(sockaddr), sockaddr[1]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if isinstance(sockaddr, bytes):
        return sockaddr.decode("utf-8", "replace")
    return str(sockaddr)


def _zone(sockaddr: tuple[object, ...]) -> str:
    """ "%eth0" for an IPv6 address that names one, by number where the interface is gone."""
    scope = sockaddr[3] if len(sockaddr) > 3 else 0
    if not isinstance(scope, int) or not scope or "%" in str(sockaddr[0]):
        return ""
    try:
        return f"%{socket.if_indextoname(scope)}"
    except OSError:
        return f"%{scope}"


def resolve(
    host: str,
    port: int,
    *,
    network: NetworkPolicy,
    timeouts: Timeouts,
    emit: Emit,
    deadline: float | None,
) -> tuple[Address, ...]:
    """The addresses of `host`, at least one. Raises `ExchangeFault` 12002 or 12007."""
    emit(ResolveStarted(host=host))
    override = _override(host, port, network)
    if override is not None:
        addresses, source = _overridden(host, port, override, network.family), "--resolve"
    else:
        countdown = Countdown(timeouts.resolve, Timer.RESOLVE, deadline=deadline)
        addresses, source = _look_up(host, port, network.family, countdown), ""
    emit(ResolveDone(host=host, addresses=tuple(address.host for address in addresses), source=source))
    return addresses


def _override(host: str, port: int, network: NetworkPolicy) -> tuple[str, ...] | None:
    """The addresses --resolve gives for host and port. A later entry replaces an earlier one, and an
    exact host goes before "*", as in curl."""
    matching = [entry for entry in network.resolve if entry.port in (None, port)]
    for wanted in (host.lower(), "*"):
        for entry in reversed(matching):
            if entry.host.lower() == wanted:
                return entry.addresses
    return None


def _overridden(
    host: str, port: int, texts: tuple[str, ...], family: AddressFamily
) -> tuple[Address, ...]:
    found = [address for text in texts for address in _literal(text.strip("[]"), port, family)]
    if not found:
        given = ", ".join(texts) or "none"
        raise _not_found(host, f"--resolve gives no usable address ({given})")
    return tuple(found)


def _look_up(host: str, port: int, family: AddressFamily, countdown: Countdown) -> tuple[Address, ...]:
    literal = _literal(host, port, family)
    if literal:
        return literal
    if not _is_host_name(host):
        raise _not_found(host, "not a host name")
    if ":" in host and "%" in host and family is not AddressFamily.IPV4:
        zone = host.partition("%")[2]
        raise _not_found(host, f"no interface {zone} here, or not a link-local address (fe80::)")
    lookup = Background(lambda: _system_lookup(host, port, family, 0), (OSError,), f"resolve {host}")
    if not lookup.wait(countdown):
        raise countdown.fault(f"resolving {host}", Phase.RESOLVE)
    return _addresses(host, lookup)


def _is_host_name(host: str) -> bool:
    """RFC 1035 section 2.3.4: labels of 1 to 63 octets, 253 in all; a trailing dot is the root's."""
    labels = host.removesuffix(".").split(".")
    return host.isascii() and len(host) <= 254 and all(0 < len(label) <= 63 for label in labels)


def _literal(host: str, port: int, family: AddressFamily) -> tuple[Address, ...]:
    """The address `host` spells, or nothing where it is a name or of another family."""
    try:
        return _system_lookup(host, port, family, socket.AI_NUMERICHOST)
    except (OSError, ValueError):
        return ()


def _system_lookup(host: str, port: int, family: AddressFamily, flags: int) -> tuple[Address, ...]:
    """getaddrinfo with bytes: text would pass through Python's IDNA codec, slow to load and of 2003."""
    found = socket.getaddrinfo(
        host.encode("ascii"), port, _FAMILIES[family], socket.SOCK_STREAM, 0, flags
    )
    addresses = [Address(entry[0], entry[4]) for entry in found]
    return tuple(dict.fromkeys(addresses))


def _addresses(host: str, lookup: Background[tuple[Address, ...]]) -> tuple[Address, ...]:
    try:
        found = lookup.result()
    except OSError as error:
        reason = error.strerror or str(error)
        raise _not_found(host, reason[:1].lower() + reason[1:], error) from error
    if not found:
        raise _not_found(host, "no address")
    return found


def _not_found(host: str, reason: str, error: OSError | None = None) -> ExchangeFault:
    extended = winsock_number(error) if error is not None else HOST_NOT_FOUND
    return ExchangeFault(
        f"cannot resolve {_display(host)}: {reason}",
        Code.ERROR_WINHTTP_NAME_NOT_RESOLVED,
        Phase.RESOLVE,
        extended=extended or HOST_NOT_FOUND,
    )


def _display(host: str) -> str:
    """The host, and what it reads as where it is an A-label (RFC 5890)."""
    if "xn--" not in host.lower():
        return host
    try:
        return f"{host} ({host.encode('ascii').decode('idna')})"
    except UnicodeError:
        return host
