"""A call that may hang in the system, on a thread of its own.

Promise: the one who waits stays free for the timers and for Ctrl-C; when nobody waits any more the thread
is left behind, and does not keep the process alive. Knows nothing of what is called.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from winhttp_cli.engine.net.timers import Countdown

Got = TypeVar("Got")

# Windows does not interrupt a lock for Ctrl-C; there the wait is cut into slices of this many seconds.
_SLICE = 0.25 if os.name == "nt" else None


class Background(Generic[Got]):
    """Begins `call` at once. Only what is `expected` may be raised by it; `result` raises it again."""

    def __init__(self, call: Callable[[], Got], expected: tuple[type[Exception], ...], name: str) -> None:
        self._call = call
        self._expected = expected
        self._results: list[Got] = []
        self._error: Exception | None = None
        self._done = threading.Event()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        try:
            self._results.append(self._call())
        except self._expected as error:
            self._error = error
        finally:
            self._done.set()

    def wait(self, countdown: Countdown) -> bool:
        """True when the call has ended, False when the countdown has."""
        while not countdown.is_over:
            left = countdown.left()
            slice_end = _SLICE if left is None else left if _SLICE is None else min(left, _SLICE)
            if self._done.wait(slice_end):
                return True
        return self._done.is_set()

    def result(self) -> Got:
        """What the call gave, once `wait` was True."""
        if self._error is not None:
            raise self._error
        (result,) = self._results
        return result
