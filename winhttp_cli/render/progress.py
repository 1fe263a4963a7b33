"""Progress of a transfer on a terminal: what is waited for, then how much, how fast, how long yet.

Promise: nothing in a pipe or on a terminal that cannot go back in its line (TERM=dumb), nothing for what
is quick (half a second), and nothing left behind: the line is taken away before anything else is written
and at the end, also after Ctrl-C. An `Emit`: it needs events only. It writes no escape sequences but
colour, so that a run that is killed leaves the terminal as it was.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from winhttp_cli import events
from winhttp_cli.render.progress_line import Line, Moment, progress_line
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.printable import printable

if TYPE_CHECKING:
    from rich.console import Console

#: Seconds before a line appears.
DELAY = 0.5
#: Seconds between two lines.
REDRAW = 0.2
#: Seconds over which the rate is taken.
RATE_SPAN = 5.0


class Progress:
    """The progress line of one request at a time. `shows_body` says that the body itself goes to this
    terminal: the line then gives way as soon as the response begins. `clock` gives the seconds that
    events are stamped with."""

    def __init__(
        self,
        out: Outlet,
        *,
        shows_body: bool,
        delay: float = DELAY,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._out = out
        self._shows_body = shows_body
        self._delay = delay
        self._clock = clock
        self._lock = threading.RLock()
        self._ticker: Ticker | None = None
        self._over = not out.is_terminal
        self._shown = 0
        self._console: Console | None = None
        self._wait("starting", clock())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __call__(self, event: events.Event) -> None:
        """Takes one event."""
        if self._over:
            return
        with self._lock:
            if isinstance(event, events.ExchangeStarted):
                self._begin(event)
            elif isinstance(event, events.ResponseHead):
                self._response_begins(event)
            elif isinstance(event, events.ResponseDone | events.Failed):
                self._end()
            else:
                self._move(event)

    def close(self) -> None:
        """Takes the line away; no other will appear."""
        with self._lock:
            self._end()
            self._over = True

    def draw(self) -> None:
        """Writes the line as things stand."""
        with self._lock:
            if self._over or self._ticker is None:
                return
            width = max(self._out.width - 1, 1) if self._out.width else 0
            line = progress_line(self._moment(), self._out, width)
            self._out.write("\r")
            self._print(line)
            self._out.write(" " * max(self._shown - line.width, 0))
            self._shown = line.width
            self._out.flush()

    def _print(self, line: Line) -> None:
        """By rich, which knows what each terminal and the old Windows console can show; loaded with the
        first line, so that a quick transfer does not pay for it."""
        from rich.console import Console
        from rich.text import Text

        if self._console is None:
            self._console = Console(
                file=self._out.stream,
                force_terminal=True,
                no_color=not self._out.colour,
                width=self._out.width or None,
                highlight=False,
            )
        self._console.print(Text.from_ansi(line.text), end="", soft_wrap=True)

    def _tick(self, ticker: Ticker) -> None:
        """A tick that comes after its exchange is over draws nothing."""
        with self._lock:
            if ticker is self._ticker:
                self.draw()

    def _moment(self) -> Moment:
        now = self._clock()
        if not self._samples:
            return Moment(self._phase, now - self._since)
        (first_at, first), (_, done) = self._samples[0], self._samples[-1]
        span = now - first_at
        rate = (done - first) / span if span >= REDRAW else None
        return Moment(self._phase, now - self._since, done, self._total, rate)

    def _begin(self, event: events.ExchangeStarted) -> None:
        self._end()
        self._wait("starting", event.at)
        self._ticker = Ticker(self._tick, self._delay)
        self._ticker.start()

    def _move(self, event: events.Event) -> None:
        if isinstance(event, events.BodySent):
            self._count("sending", event.sent, event.total, event.at)
        elif isinstance(event, events.BodyReceived):
            self._count("receiving", event.received, self._total, event.at)
        else:
            phase = _phase_of(event)
            if phase:
                self._wait(phase, event.at)

    def _wait(self, phase: str, at: float) -> None:
        """Something is waited for; what was counted is over."""
        self._phase, self._since = phase, at
        self._total: int | None = None
        #: When how many bytes had gone by, for the rate.
        self._samples: deque[tuple[float, int]] = deque()

    def _count(self, phase: str, done: int, total: int | None, at: float) -> None:
        """Bytes went by. The newest number stands last; the others are some time apart."""
        if phase != self._phase:
            self._wait(phase, at)
        self._total = total
        samples = self._samples
        if len(samples) > 1 and at - samples[-2][0] < REDRAW:
            samples.pop()
        samples.append((at, done))
        while at - samples[0][0] > RATE_SPAN and len(samples) > 2:
            samples.popleft()

    def _response_begins(self, event: events.ResponseHead) -> None:
        if self._shows_body:
            self._end()
            return
        self._wait("receiving", event.at)
        self._total = event.length
        self._samples.append((event.at, 0))

    def _end(self) -> None:
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None
        if self._shown:
            self._out.write("\r" + " " * self._shown + "\r")
            self._out.flush()
            self._shown = 0


class Ticker(threading.Thread):
    """Calls `tick` with itself after `delay` seconds and then again and again, until it is stopped."""

    def __init__(self, tick: Callable[[Ticker], None], delay: float, pause: float = REDRAW) -> None:
        super().__init__(daemon=True, name="progress")
        self._tick = tick
        self._delay = delay
        self._pause = pause
        self._stopped = threading.Event()

    def run(self) -> None:
        pause = self._delay
        while not self._stopped.wait(pause):
            self._tick(self)
            pause = self._pause

    def stop(self) -> None:
        """Does not wait: a tick under way finds that it came too late."""
        self._stopped.set()


def _phase_of(event: events.Event) -> str:
    """What is waited for after `event`, or "" where it changes nothing."""
    event = event.event if isinstance(event, events.WithProxy) else event
    if isinstance(event, events.ResolveStarted):
        return printable(f"looking up {event.host}")
    if isinstance(event, events.ConnectStarted):
        return printable(f"connecting to {event.address}")
    if isinstance(event, events.TlsStarted):
        return "TLS handshake"
    if isinstance(event, events.RequestSent):
        return "waiting for the answer"
    return ""
