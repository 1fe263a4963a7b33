"""SOCKS 5 (RFC 1928) with user name and password (RFC 1929): whttp's own addition.

Promise: WinHTTP knows no SOCKS (semantics X2), and reports say so. Names are sent to the proxy, which
resolves them. Every reply is read to the byte and checked; what is not SOCKS is refused at its first
byte. Must not know how a stream is opened.
"""

from __future__ import annotations

import ipaddress
import struct
from enum import IntEnum

from winhttp_cli.engine.auth.scheme import Credentials
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase

_VERSION = 5
_CONNECT = 1


class Method(IntEnum):
    """How the client proves itself (RFC 1928 section 3)."""

    NONE = 0
    PASSWORD = 2
    NOT_ACCEPTABLE = 0xFF


_REPLIES = {
    1: "general failure",
    2: "not allowed by its rules",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "time to live expired",
    7: "command not supported",
    8: "address type not supported",
}


def negotiate(wire: Wire, host: str, port: int, credentials: Credentials | None) -> None:
    """Asks the proxy behind `wire` for a connection to `host` and `port`; afterwards the stream is
    the target's. Raises ExchangeFault with status 9."""
    methods = [Method.NONE] if credentials is None else [Method.NONE, Method.PASSWORD]
    wire.write(bytes([_VERSION, len(methods), *methods]))
    chosen = _exactly(wire, 2)
    _check_version(chosen[0], _VERSION)
    if chosen[1] == Method.PASSWORD and credentials is not None:
        _log_on(wire, credentials)
    elif chosen[1] != Method.NONE:
        hint = "give --proxy-username NAME" if credentials is None else ""
        raise _refused("it accepts none of our ways to log on", hint)
    wire.write(bytes([_VERSION, _CONNECT, 0]) + _address(host) + struct.pack(">H", port))
    _read_reply(wire)


def _log_on(wire: Wire, credentials: Credentials) -> None:
    name = credentials.username.encode("utf-8")
    password = credentials.password.reveal().encode("utf-8")
    if not 0 < len(name) < 256 or not 0 < len(password) < 256:
        raise _refused("SOCKS takes names and passwords of 1 to 255 bytes")
    wire.write(bytes([1, len(name)]) + name + bytes([len(password)]) + password)
    version, status = _exactly(wire, 2)
    _check_version(version, 1)
    if status != 0:
        raise _refused("it did not accept the user name and password")


def _address(host: str) -> bytes:
    """RFC 1928 section 5: an address by its type, or a name with its length."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        name = host.encode("ascii")
        if len(name) > 255:
            raise _refused("the host name is longer than 255 bytes") from None
        return bytes([3, len(name)]) + name
    return bytes([1 if address.version == 4 else 4]) + address.packed


def _read_reply(wire: Wire) -> None:
    version, status, _, kind = _exactly(wire, 4)
    _check_version(version, _VERSION)
    if status != 0:
        raise _refused(_REPLIES.get(status, f"reply {status}"))
    sizes = {1: 4, 4: 16}
    size = _exactly(wire, 1)[0] if kind == 3 else sizes.get(kind)
    if size is None:
        raise _broken(f"an address of the unknown type {kind}")
    _exactly(wire, size + 2)


def _exactly(wire: Wire, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = wire.read(Phase.PROXY, size - len(data))
        if not piece:
            raise _broken("it closed the connection")
        data += piece
    return data


def _check_version(found: int, wanted: int) -> None:
    if found != wanted:
        hint = "this looks like an HTTP proxy" if found == ord("H") else ""
        raise _broken(f"its answer does not begin like SOCKS 5 (0x{found:02X})", hint)


def _refused(reason: str, hint: str = "") -> ExchangeFault:
    code = Code.ERROR_WINHTTP_CANNOT_CONNECT
    message = f"the SOCKS proxy refused: {reason}"
    return ExchangeFault(message, code, Phase.PROXY, status=ExitStatus.PROXY, hint=hint)


def _broken(reason: str, hint: str = "") -> ExchangeFault:
    code = Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE
    message = f"the SOCKS proxy cannot be understood: {reason}"
    return ExchangeFault(message, code, Phase.PROXY, status=ExitStatus.PROXY, hint=hint)
