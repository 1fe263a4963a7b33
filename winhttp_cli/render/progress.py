"""Progress of a transfer on a terminal: what is waited for, then how much, how fast, how long yet.

Promise: nothing in a pipe, nothing for what is quick (half a second), and nothing left behind: the
line is taken away before anything else is written and at the end, also after Ctrl-C. An `Emit`: it
needs events only. rich draws the line and is loaded with the first one, not before.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self

from winhttp_cli import events
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.printable import printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

#: Seconds before a line appears.
DELAY = 0.5
#: Seconds between two looks at the count.
REDRAW = 0.1


class Progress:
    """The progress line of one request at a time. `shows_body` says that the body itself goes to this
    terminal: the line then gives way as soon as the response begins."""

    def __init__(self, out: Outlet, *, shows_body: bool, delay: float = DELAY) -> None:
        self._out = out
        self._shows_body = shows_body
        self._delay = delay
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._bar: Bar | None = None
        self._over = not out.is_terminal
        self._phase = "starting"
        self._done = 0
        self._total: int | None = None
        self._counts = False
        self._drawn = 0.0

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
                self._begin()
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

    def _begin(self) -> None:
        self._end()
        self._phase, self._done, self._total, self._counts = "starting", 0, None, False
        self._timer = threading.Timer(self._delay, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def _move(self, event: events.Event) -> None:
        if isinstance(event, events.BodySent):
            self._count("sending", event.sent, event.total, event.at)
        elif isinstance(event, events.BodyReceived):
            self._count("receiving", event.received, self._total, event.at)
        else:
            self._wait(_phase_of(event))

    def _wait(self, phase: str) -> None:
        if phase:
            self._phase, self._counts = phase, False
            self._update()

    def _count(self, phase: str, done: int, total: int | None, at: float) -> None:
        """Bytes went by. Drawn ten times a second, however many pieces there are."""
        self._phase, self._done, self._total, self._counts = phase, done, total, True
        if at - self._drawn >= REDRAW:
            self._drawn = at
            self._update()

    def _response_begins(self, event: events.ResponseHead) -> None:
        if self._shows_body:
            self._end()
            return
        self._phase, self._counts = "receiving", True
        self._done, self._total = 0, event.length
        self._restart_bar()

    def _restart_bar(self) -> None:
        """A new direction has a rate of its own."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._appear()

    def _appear(self) -> None:
        """Draws the line; runs in the timer's thread."""
        with self._lock:
            if self._over or self._timer is None:
                return
            self._bar = _new_bar(self._out)
            self._bar.add_task(self._phase, total=None)
            self._update()
            self._bar.start()

    def _update(self) -> None:
        if self._bar is not None:
            task = self._bar.task_ids[0]
            total = self._total if self._counts else None
            self._bar.update(task, description=self._phase, completed=self._done, total=total)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


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


def _new_bar(out: Outlet) -> Bar:
    """A line of rich's, taken away when it stops."""
    # loaded here: only a transfer that takes its time pays for it
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    console = Console(
        file=out.stream,
        force_terminal=True,
        no_color=not out.colour,
        width=out.width or None,
        highlight=False,
    )
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(compact=True),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
