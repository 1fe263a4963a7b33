"""One status notification as data: whose it is, and what it carries.

Promise: frozen data in WinHTTP's words; `notices.py` makes them from events, `notice_text.py` writes
them.
"""

from __future__ import annotations

from collections.abc import Callable

from winhttp_cli.knowledge.callbacks import NOTIFICATIONS, Notification
from winhttp_cli.record import dataclass

BY_NAME = {notification.name: notification for notification in NOTIFICATIONS}


@dataclass(frozen=True, slots=True)
class NoticeHandle:
    """An HINTERNET: `kind` is session, connect, request or websocket, `number` stands for its value."""

    kind: str
    number: int
    context: int


@dataclass(frozen=True, slots=True)
class CallFailed:
    """WINHTTP_ASYNC_RESULT: which call, by WinHTTP's number for it (behaviour c15), and the error. The
    calls of a WebSocket have no number, only a `name`."""

    call: int | None
    error: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Transferred:
    """WINHTTP_WEB_SOCKET_STATUS: the bytes of a piece, and the type of its buffer."""

    size: int
    buffer_type: int


#: The WINHTTP_WEB_SOCKET_BUFFER_TYPE values by number.
BUFFER_TYPES = ("BINARY_MESSAGE", "BINARY_FRAGMENT", "UTF8_MESSAGE", "UTF8_FRAGMENT", "CLOSE")

#: What a notification carries: a name, an address or a URL; a count, a status or flags; a handle.
Info = None | str | int | NoticeHandle | CallFailed | Transferred


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification. `at` is `time.perf_counter()` seconds."""

    notification: Notification
    handle: NoticeHandle
    info: Info
    at: float


Tell = Callable[[Notice], None]
