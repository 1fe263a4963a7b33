"""One process at a time: the lock that a file shared between runs is changed under.

Promise: `fcntl` and `msvcrt` stand behind this one door. The lock is a file of its own beside the
guarded one, because the guarded one is replaced as a whole; it stays where it is, empty, since taking
it away would let two runs hold two locks. Waiting is bounded.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Seconds a run waits for another one; the lock is held for milliseconds.
PATIENCE = 10.0
_PAUSE = 0.02

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Holds the lock of `path` (the file PATH.lock). Raises OSError; TimeoutError when another process
    keeps it for longer than `patience` seconds. Closing the file gives the lock back."""
    name = path.with_name(path.name + ".lock")
    descriptor = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(descriptor, time.monotonic() + patience)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, end: float) -> None:
    while True:
        try:
            return _take(descriptor)
        except OSError:
            if time.monotonic() >= end:
                raise TimeoutError("another process keeps it locked") from None
            time.sleep(_PAUSE)
