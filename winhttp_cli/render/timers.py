"""WinHTTP's timers in words: what one is set to and by whom, and which phase it bounds.

Promise: the trace, the error block and the JSON document say the same of a timer. Needs settings and
errors only.
"""

from __future__ import annotations

from winhttp_cli.errors import ExchangeFault, Phase, Timer
from winhttp_cli.options.kinds import INFINITE
from winhttp_cli.options.option import AnyOption, Option
from winhttp_cli.options.timeouts import (
    CONNECT_TIMEOUT,
    RECEIVE_RESPONSE_TIMEOUT,
    RECEIVE_TIMEOUT,
    RESOLVE_TIMEOUT,
    SEND_TIMEOUT,
)
from winhttp_cli.options.tool import MAX_TIME
from winhttp_cli.options.websocket import WEB_SOCKET_CLOSE_TIMEOUT
from winhttp_cli.render.values import long_value, word_of
from winhttp_cli.report.printable import printable
from winhttp_cli.settings.settings import Settings

_WINHTTPS: dict[Timer, Option[int]] = {
    Timer.RESOLVE: RESOLVE_TIMEOUT,
    Timer.CONNECT: CONNECT_TIMEOUT,
    Timer.SEND: SEND_TIMEOUT,
    Timer.RECEIVE: RECEIVE_TIMEOUT,
    Timer.RECEIVE_RESPONSE: RECEIVE_RESPONSE_TIMEOUT,
    Timer.CLOSE: WEB_SOCKET_CLOSE_TIMEOUT,
}
_OPTIONS: dict[Timer, AnyOption] = {**_WINHTTPS, Timer.TOTAL: MAX_TIME}


# --- a timer that fired -------------------------------------------------------------------------------


def value_of(timer: Timer, settings: Settings) -> str:
    """What it is set to, with its unit: "300 ms", "2.5 s", "infinite"."""
    value = long_value(_OPTIONS[timer], settings)
    return f"{value} s" if timer is Timer.TOTAL else value


def origin_of(timer: Timer, settings: Settings) -> str:
    """Who set it."""
    return printable(settings.origin(_OPTIONS[timer]).text)


def timer_lines(fault: ExchangeFault, settings: Settings) -> list[str]:
    """The timer behind a 12002 ("timer: receive-timeout = 500 ms, from --receive-timeout"), and what is
    to be known of another one; nothing for other failures."""
    timer = fault.timer
    if timer is None:
        return []
    word = word_of(_OPTIONS[timer])
    first = f"timer: {word} = {value_of(timer, settings)}, from {origin_of(timer, settings)}"
    other = other_timer(fault, settings)
    return [printable(first), printable(other)] if other else [printable(first)]


def other_timer(fault: ExchangeFault, settings: Settings) -> str:
    """The timer that would have ended this exchange, where that is not the one that did; else ""."""
    if fault.timer is Timer.TOTAL:
        return _without_max_time(fault.instead, settings)
    if fault.timer is Timer.RECEIVE and fault.phase is Phase.RECEIVE:
        return _response_timer_over(settings)
    if fault.timer is Timer.RECEIVE_RESPONSE:
        return _reads_as_the_larger(settings)
    return ""


def _without_max_time(instead: Timer | None, settings: Settings) -> str:
    if instead is None:
        return ""
    option = _WINHTTPS[instead]
    what = "would have ended this" if _is_limited(option, settings) else "would not have ended this"
    return f"WinHTTP has no such timer: {_told(option, settings)} {what}"


def _response_timer_over(settings: Settings) -> str:
    """A silent server: RECEIVE_RESPONSE_TIMEOUT is looked at only when bytes arrive (semantics T4)."""
    if not _is_shorter(RECEIVE_RESPONSE_TIMEOUT, RECEIVE_TIMEOUT, settings):
        return ""
    told = _told(RECEIVE_RESPONSE_TIMEOUT, settings)
    return f"{told} was over before, but is looked at only when bytes arrive"


def _reads_as_the_larger(settings: Settings) -> str:
    """Windows answers a query with the larger of the two (behaviour h9)."""
    if not _is_shorter(RECEIVE_RESPONSE_TIMEOUT, RECEIVE_TIMEOUT, settings):
        return ""
    told = _told(RECEIVE_TIMEOUT, settings)
    return f"on Windows it reads back as {told}, the larger of the two"


def _told(option: Option[int], settings: Settings) -> str:
    return f"{word_of(option)} ({long_value(option, settings)}, {settings.origin(option).text})"


# --- a phase beside its limit -------------------------------------------------------------------------


def in_all(spent: str, option: Option[int], settings: Settings) -> str:
    """A phase that has one limit: "4 ms of 60000 ms", "4 ms, no limit"."""
    if not spent:
        return ""
    limited = _is_limited(option, settings)
    return f"{spent} of {long_value(option, settings)}" if limited else f"{spent}, no limit"


def a_piece(spent: str, option: Option[int], settings: Settings) -> str:
    """A phase whose timer starts anew with every piece: "4 ms, 30000 ms a piece"."""
    if not spent:
        return ""
    limited = _is_limited(option, settings)
    return f"{spent}, {long_value(option, settings)} a piece" if limited else f"{spent}, no limit"


def waiting(spent: str, settings: Settings) -> str:
    """Waiting for the head, which two timers watch: "4 ms of 90000 ms, 30000 ms a piece"."""
    whole = in_all(spent, RECEIVE_RESPONSE_TIMEOUT, settings)
    both = all(_is_limited(each, settings) for each in (RECEIVE_RESPONSE_TIMEOUT, RECEIVE_TIMEOUT))
    if both or not _is_limited(RECEIVE_RESPONSE_TIMEOUT, settings):
        return a_piece(whole.removesuffix(", no limit"), RECEIVE_TIMEOUT, settings)
    return whole


def _is_limited(option: Option[int], settings: Settings) -> bool:
    """0 and 0xFFFFFFFF both mean no limit (semantics T2)."""
    return settings[option] not in (0, INFINITE)


def _is_shorter(one: Option[int], other: Option[int], settings: Settings) -> bool:
    if not _is_limited(one, settings):
        return False
    return not _is_limited(other, settings) or settings[one] < settings[other]
