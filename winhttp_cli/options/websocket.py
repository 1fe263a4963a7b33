"""WebSocket: the upgrade, its timers and its buffers."""

from __future__ import annotations

from winhttp_cli.options.kinds import Number, Switch
from winhttp_cli.options.option import Access, Fate, Handle, Option, Topic

_SESSION_OR_REQUEST = Handle.SESSION | Handle.REQUEST
_SET_AND_QUERY = Access.SET | Access.QUERY

UPGRADE_TO_WEB_SOCKET = Option(
    name="UPGRADE_TO_WEB_SOCKET",
    number=114,
    topic=Topic.WEBSOCKET,
    kind=Switch(),
    default=False,
    handles=Handle.REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Make the request a WebSocket handshake.",
    doc=(
        "In WinHTTP it is set with no value at all before the request is sent; after the 101 the "
        "program completes the upgrade. `whttp ws` sets it and completes the upgrade; with the other "
        "commands the handshake goes out, its 101 is checked and shown, and the connection is closed. "
        "The order of the headers on Windows is not known. From Windows 8 on."
    ),
    example="whttp ws https://example.org/chat",
)

WEB_SOCKET_CLOSE_TIMEOUT = Option(
    name="WEB_SOCKET_CLOSE_TIMEOUT",
    number=115,
    topic=Topic.WEBSOCKET,
    kind=Number(unit="ms", infinite=True),
    default=10000,
    handles=Handle.WEBSOCKET,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="How long closing waits for the peer's close frame.",
    doc=(
        "When it is over, 12002. It lives on the WebSocket handle, which exists only after the "
        "upgrade. The tables call it readable; real Windows answers every query with 87, and so does "
        "whttp."
    ),
    example="whttp ws https://example.org/chat --web-socket-close-timeout 2000",
)

WEB_SOCKET_KEEPALIVE_INTERVAL = Option(
    name="WEB_SOCKET_KEEPALIVE_INTERVAL",
    number=116,
    topic=Topic.WEBSOCKET,
    kind=Number(low=15000, unit="ms"),
    default=30000,
    handles=Handle.WEBSOCKET,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Silence after which a keep-alive frame is sent.",
    doc=(
        "Which kind of frame Windows sends is not documented; whttp sends a ping. "
        "Less than 15000 is refused with 87, not raised. Windows takes its default from the "
        "registry value KeepaliveInterval under SOFTWARE\\Microsoft\\WebSocket. The tables call "
        "it readable; real Windows answers every query with 87, and so does whttp."
    ),
    example="whttp ws https://example.org/chat --web-socket-keepalive-interval 20000",
)

WEB_SOCKET_RECEIVE_BUFFER_SIZE = Option(
    name="WEB_SOCKET_RECEIVE_BUFFER_SIZE",
    number=122,
    topic=Topic.WEBSOCKET,
    kind=Number(unit="bytes"),
    default=32768,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="The receive buffer of a WebSocket.",
    doc=(
        "A message larger than the buffer is handed over in fragments; `--json` has a line for each. "
        "What Windows does with less than 4 bytes is not documented; whttp hands over 4, a whole "
        "character. The default is not documented; 32768 is what real Windows reads back. From "
        "Windows 8.1 on, and missing from the summary table of its page."
    ),
    example="whttp ws https://example.org/chat --web-socket-receive-buffer-size 65536",
)

WEB_SOCKET_SEND_BUFFER_SIZE = Option(
    name="WEB_SOCKET_SEND_BUFFER_SIZE",
    number=123,
    topic=Topic.WEBSOCKET,
    kind=Number(unit="bytes"),
    default=32768,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="The send buffer of a WebSocket.",
    doc=(
        "A message that fits goes out in one frame, a longer one in several; how Windows cuts is not "
        "documented. Windows accepts any number, but below 16 the upgrade itself then fails for want "
        "of memory (error 8). The default is not documented; 32768 is what real Windows reads back."
    ),
    example="whttp ws https://example.org/chat --web-socket-send-buffer-size 65536",
)

OPTIONS = (
    UPGRADE_TO_WEB_SOCKET,
    WEB_SOCKET_CLOSE_TIMEOUT,
    WEB_SOCKET_KEEPALIVE_INTERVAL,
    WEB_SOCKET_RECEIVE_BUFFER_SIZE,
    WEB_SOCKET_SEND_BUFFER_SIZE,
)
