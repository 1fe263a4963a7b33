"""How long a wait may last, and which timer ends it.

Promise: a `Countdown` joins one phase timer of the plan with --max-time; it says how many seconds are
left, and makes the 12002 that names the timer which ended first. Seconds throughout; None is no
limit. Knows no socket.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from winhttp_cli.engine.net.winsock import TIMED_OUT
from winhttp_cli.errors import Code, ExchangeFault, Phase, Timer

Clock = Callable[[], float]


class Countdown:
    """Starts when it is made. `deadline` is a `time.monotonic()` value (--max-time)."""

    def __init__(
        self,
        seconds: float | None,
        timer: Timer,
        *,
        deadline: float | None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._clock = clock
        own_end = None if seconds is None else clock() + seconds
        self._is_total = deadline is not None and (own_end is None or deadline < own_end)
        self._end = deadline if self._is_total else own_end
        self._seconds = seconds
        self.timer = Timer.TOTAL if self._is_total else timer
        self._instead = timer if self._is_total and timer is not Timer.TOTAL else None

    @property
    def is_total(self) -> bool:
        """Whether --max-time would end first: then a further attempt is pointless."""
        return self._is_total

    def left(self) -> float | None:
        """Seconds until the end, never below 0; None where there is none."""
        return None if self._end is None else max(0.0, self._end - self._clock())

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What happens inside has timers of its own; --max-time runs on."""
        start = self._clock()
        yield
        if self._end is not None and not self._is_total:
            self._end += self._clock() - start

    @property
    def is_over(self) -> bool:
        return self.left() == 0.0

    def fault(self, doing: str, phase: Phase) -> ExchangeFault:
        """The 12002 of this countdown; `doing` completes "timed out ..."."""
        return ExchangeFault(
            f"timed out {doing}: {self._limit_text()}",
            Code.ERROR_WINHTTP_TIMEOUT,
            phase,
            timer=self.timer,
            instead=self._instead,
            extended=TIMED_OUT,
        )

    def _limit_text(self) -> str:
        if self._is_total or self._seconds is None:
            return f"{self.timer.value} is over"
        return f"{self.timer.value} timeout of {milliseconds(self._seconds)} ms"


def max_time_over(doing: str, phase: Phase) -> ExchangeFault:
    """The 12002 of --max-time, for what has no countdown of its own; `doing` as in `Countdown.fault`."""
    return Countdown(None, Timer.TOTAL, deadline=0.0).fault(doing, phase)


def milliseconds(seconds: float) -> int:
    """`seconds` as WinHTTP writes a timer."""
    return round(seconds * 1000)
