"""Those who watch a whole run from its opening to its end: --callback and ENABLETRACING.

Promise: they see every request of the session, are closed after it, and cannot harm it: what one of them
failed with is told at the end, one line each, and comes to status 14. Where nobody watches, nothing
of this is made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack

from winhttp_cli.actions.callbacks import callbacks_for
from winhttp_cli.actions.tracing import trace_log_for
from winhttp_cli.errors import ExchangeFault, ExitStatus
from winhttp_cli.events import Emit, Event, Sink
from winhttp_cli.options.tool import QUIET
from winhttp_cli.plan import RequestPlan
from winhttp_cli.render.failure import write_failure
from winhttp_cli.render.notices import RequestNotices
from winhttp_cli.settings.settings import Settings


class Watchers(ExitStack):
    """The watchers of one session: open them before it. Raises UsageFault, or ExchangeFault with status
    14, where one cannot be opened."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        callbacks = callbacks_for(settings)
        self._callbacks = None if callbacks is None else self.enter_context(callbacks)
        log = trace_log_for(settings)
        self._log = None if log is None else self.enter_context(log)
        if self._log is not None and not settings[QUIET]:
            sys.stderr.write(f"whttp: trace {self._log.path}\n")

    def request(self, plan: RequestPlan, start_line: Callable[[], None] | None = None) -> Watch:
        """What they see of one request, as a context manager. `start_line` ends a line of a body that
        stands on the terminal."""
        notices = None if self._callbacks is None else self._callbacks.request(plan, start_line)
        return Watch(notices, None if self._log is None else self._log.request())

    def faults(self) -> list[ExchangeFault]:
        """What they failed with, complete once they are closed."""
        watching = (self._callbacks, self._log)
        return [one.fault for one in watching if one is not None and one.fault is not None]

    def settle(self) -> int:
        """After the end: one line for each that failed, unless -q, and the status it comes to."""
        faults = self.faults()
        if not self._settings[QUIET]:
            for fault in faults:
                write_failure(fault, None, self._settings, sys.stderr)
        return ExitStatus.FILE if faults else ExitStatus.OK


class Watch(ExitStack):
    """The watchers of one request: `also` joins them to an Emit, `tapped` to a Sink."""

    def __init__(self, notices: RequestNotices | None, trace: Emit | None) -> None:
        super().__init__()
        self._notices = None if notices is None else self.enter_context(notices)
        self._emits = [emit for emit in (self._notices, trace) if emit is not None]

    def also(self, emit: Emit) -> Emit:
        """`emit`, and the watchers behind it."""

        def tell(event: Event) -> None:
            emit(event)
            for each in self._emits:
                each(event)

        return tell

    def tapped(self, sink: Sink) -> Sink:
        """`sink`, whose pieces are seen as they are handed over."""
        return sink if self._notices is None else self._notices.tapped(sink)
