"""Timers: WinHTTP's milliseconds become the engine's seconds.

0 and 0xFFFFFFFF both mean no limit (semantics T2).
"""

from __future__ import annotations

from winhttp_cli.options.kinds import INFINITE
from winhttp_cli.options.option import Option
from winhttp_cli.options.timeouts import (
    CONNECT_TIMEOUT,
    RECEIVE_RESPONSE_TIMEOUT,
    RECEIVE_TIMEOUT,
    RESOLVE_TIMEOUT,
    SEND_TIMEOUT,
)
from winhttp_cli.options.tool import MAX_TIME
from winhttp_cli.plan import Timeouts
from winhttp_cli.settings.settings import Settings


def timeouts(settings: Settings) -> Timeouts:
    """The timers of one request, in seconds."""
    return Timeouts(
        resolve=_seconds(settings, RESOLVE_TIMEOUT),
        connect=_seconds(settings, CONNECT_TIMEOUT),
        send=_seconds(settings, SEND_TIMEOUT),
        receive=_seconds(settings, RECEIVE_TIMEOUT),
        receive_response=_seconds(settings, RECEIVE_RESPONSE_TIMEOUT),
        total=settings[MAX_TIME] or None,
    )


def _seconds(settings: Settings, option: Option[int]) -> float | None:
    milliseconds = settings[option]
    return None if milliseconds in (0, INFINITE) else milliseconds / 1000
