"""The upgrade to WebSocket: its timers and buffers become a plan."""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.kinds import INFINITE
from winhttp_cli.options.message import ENABLE_HTTP_PROTOCOL, HTTP_VERSION, HttpVersionValue
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.timeouts import RECEIVE_TIMEOUT
from winhttp_cli.options.websocket import (
    UPGRADE_TO_WEB_SOCKET,
    WEB_SOCKET_CLOSE_TIMEOUT,
    WEB_SOCKET_KEEPALIVE_INTERVAL,
    WEB_SOCKET_RECEIVE_BUFFER_SIZE,
    WEB_SOCKET_SEND_BUFFER_SIZE,
)
from winhttp_cli.plan import RequestPlan
from winhttp_cli.record import replace
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.settings import Settings
from winhttp_cli.websocket import WebSocketPlan

#: The smallest send buffer that Windows takes (behaviour i11).
LEAST_SEND_BUFFER = 16
#: A character of UTF-8 has up to four bytes, and is handed over whole.
LEAST_RECEIVE_BUFFER = 4
_NO_LIMIT = (0, INFINITE)
_ON_ITS_HANDLE: tuple[AnyOption, ...] = (WEB_SOCKET_CLOSE_TIMEOUT, WEB_SOCKET_KEEPALIVE_INTERVAL)


def for_web_socket(plan: RequestPlan, settings: Settings) -> RequestPlan:
    """`plan` as a WebSocket handshake, where one is asked for. Raises UsageFault; nothing has been sent
    then."""
    if settings[UPGRADE_TO_WEB_SOCKET]:
        return _upgraded(plan, settings)
    return replace(plan, remarks=(*plan.remarks, *_without_handle(settings)))


def _upgraded(plan: RequestPlan, settings: Settings) -> RequestPlan:
    if plan.method != "GET" or plan.body is not None:
        raise _misused(settings, UPGRADE_TO_WEB_SOCKET, "a WebSocket handshake is a GET without a body")
    if settings[HTTP_VERSION] is HttpVersionValue.HTTP_1_0:
        raise _misused(settings, HTTP_VERSION, "a WebSocket handshake needs HTTP/1.1")
    remarks = plan.remarks
    if plan.allow_http2 and plan.target.is_secure:
        source = settings.origin(ENABLE_HTTP_PROTOCOL).text
        remarks = (*remarks, f"HTTP/2 ({source}) is not offered: a WebSocket needs HTTP/1.1 here")
    return replace(plan, web_socket=_plan(settings), allow_http2=False, remarks=remarks)


def _plan(settings: Settings) -> WebSocketPlan:
    send_buffer = settings[WEB_SOCKET_SEND_BUFFER_SIZE]
    if send_buffer < LEAST_SEND_BUFFER:
        origin = settings.origin(WEB_SOCKET_SEND_BUFFER_SIZE).text
        raise UsageFault(
            f"{origin}: a send buffer of {send_buffer} bytes; Windows fails the handshake below"
            f" {LEAST_SEND_BUFFER}",
            Code.ERROR_NOT_ENOUGH_MEMORY,
            origin=origin,
        )
    close_timeout = settings[WEB_SOCKET_CLOSE_TIMEOUT]
    return WebSocketPlan(
        close_timeout=None if close_timeout == INFINITE else close_timeout / 1000,
        keep_alive=settings[WEB_SOCKET_KEEPALIVE_INTERVAL] / 1000,
        silence=_silence(settings),
        receive_buffer=max(LEAST_RECEIVE_BUFFER, settings[WEB_SOCKET_RECEIVE_BUFFER_SIZE]),
        send_buffer=send_buffer,
    )


def _silence(settings: Settings) -> float | None:
    """A WebSocket may be silent as long as it likes, unless somebody set RECEIVE_TIMEOUT. What Windows
    does is not documented."""
    limit = settings[RECEIVE_TIMEOUT]
    is_asked = settings.is_set(RECEIVE_TIMEOUT) and limit not in _NO_LIMIT
    return limit / 1000 if is_asked else None


def _without_handle(settings: Settings) -> tuple[str, ...]:
    """What a flag set on a WebSocket handle, and there will be none."""
    flags = (settings.origin(option) for option in _ON_ITS_HANDLE if settings.is_set(option))
    return tuple(
        f"{origin}: passed over, only whttp ws has a WebSocket handle"
        for origin in flags
        if origin.rank is Rank.FLAG
    )


def _misused(settings: Settings, option: AnyOption, message: str) -> UsageFault:
    return UsageFault(message, Code.ERROR_INVALID_PARAMETER, origin=settings.origin(option).text)
