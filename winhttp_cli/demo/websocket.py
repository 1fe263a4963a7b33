"""A WebSocket that sends back what it gets, on wsproto's own connection.

Promise: each piece goes back as it came, so that no message is held; whoever breaks the protocol is told
so and left. Shares nothing with whttp's own engine.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping

from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Event, Message, Ping
from wsproto.utilities import RemoteProtocolError

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_PIECE = 65536

Read = Callable[[int], bytes]
Write = Callable[[bytes], object]


def accept_for(lines: Mapping[str, str]) -> str:
    """The Sec-WebSocket-Accept for a handshake that is in order (RFC 6455 section 4.2.1), else ""."""
    headers = {name.lower(): value for name, value in lines.items()}
    key = headers.get("sec-websocket-key", "")
    asked = [token.strip().lower() for token in headers.get("connection", "").split(",")]
    is_upgrade = headers.get("upgrade", "").lower() == "websocket" and "upgrade" in asked
    if not is_upgrade or headers.get("sec-websocket-version") != "13" or not _is_key(key):
        return ""
    digest = hashlib.sha1(key.encode("ascii") + _GUID, usedforsecurity=False).digest()
    return base64.b64encode(digest).decode("ascii")


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def converse(read: Read, write: Write) -> None:
    """Until the other side closes or goes. Raises OSError where the connection does."""
    talk = Connection(ConnectionType.SERVER)
    while data := read(_PIECE):
        try:
            talk.receive_data(data)
            for event in talk.events():
                write(_answer(talk, event))
                if isinstance(event, CloseConnection):
                    return
        except RemoteProtocolError as fault:
            if fault.event_hint is not None:
                write(talk.send(fault.event_hint))
            return


def _answer(talk: Connection, event: Event) -> bytes:
    if isinstance(event, Message):
        # the payload as it came; its frame ends where the piece does
        again = type(event)(data=event.data, message_finished=event.message_finished)
        return talk.send(again)
    return talk.send(event.response()) if isinstance(event, Ping | CloseConnection) else b""
