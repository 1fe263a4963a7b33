"""The opening handshake: the lines that ask for the upgrade, and the check of the answer.

Promise: every send has a key of its own (behaviour i2); an answer is believed only if its status is 101
and each line is what RFC 6455 section 4.1 demands. A reimplementation checks neither status nor accept
key (behaviour i4); that is not copied.
"""

from __future__ import annotations

import base64
import os
from hashlib import sha1

from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.headers import value_of, values_of
from winhttp_cli.plan import Header

#: RFC 6455 section 1.3: what is appended to the key before it is hashed.
_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def new_key() -> str:
    """Sixteen random bytes in base64."""
    return base64.b64encode(os.urandom(16)).decode("ascii")


def opening_lines(key: str) -> tuple[Header, ...]:
    """What the stack adds (semantics Q2, behaviour i1); Connection: Upgrade stands where Connection
    always stands. Their order on Windows is not known."""
    return (("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", key))


def accept_for(key: str) -> str:
    """What Sec-WebSocket-Accept must say."""
    digest = sha1((key + _GUID).encode("ascii"), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode("ascii")


def agreed_protocol(headers: tuple[Header, ...], key: str, asked: tuple[Header, ...]) -> str:
    """The sub-protocol of a 101 that is in order, "" for none. `asked` are the caller's headers. Raises
    ExchangeFault 12152."""
    upgrade = value_of(headers, "upgrade") or ""
    if upgrade.lower() != "websocket":
        raise _refused(f"it upgrades to {upgrade!r}" if upgrade else "it has no Upgrade header")
    if "upgrade" not in _tokens(headers, "connection", lower=True):
        raise _refused("its Connection header does not say Upgrade")
    accept = values_of(headers, "sec-websocket-accept")
    if accept != (accept_for(key),):
        raise _refused(_about(accept))
    if _tokens(headers, "sec-websocket-extensions"):
        raise _refused("it switches on an extension; whttp speaks none, WinHTTP documents none")
    return _protocol(headers, asked)


def _about(accept: tuple[str, ...]) -> str:
    if not accept:
        return "it has no Sec-WebSocket-Accept header"
    return "its Sec-WebSocket-Accept does not answer the key that was sent"


def _protocol(headers: tuple[Header, ...], asked: tuple[Header, ...]) -> str:
    """Item 6 of section 4.1: one that was asked for, or none."""
    chosen = values_of(headers, "sec-websocket-protocol")
    if not chosen:
        return ""
    if len(chosen) > 1 or chosen[0] not in _tokens(asked, "sec-websocket-protocol"):
        raise _refused(f"it chose the sub-protocol {', '.join(chosen)!r}, which was not offered")
    return chosen[0]


def _tokens(headers: tuple[Header, ...], name: str, *, lower: bool = False) -> list[str]:
    """The members of a list header, over all its lines (RFC 9110 section 5.6.1)."""
    lines = [value.lower() if lower else value for value in values_of(headers, name)]
    members = (member.strip() for line in lines for member in line.split(","))
    return [member for member in members if member]


def _refused(why: str) -> ExchangeFault:
    return ExchangeFault(
        f"the server's 101 is no WebSocket handshake: {why}",
        Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
        Phase.RECEIVE,
    )
