"""Waiting for a socket, with a limit, on every system.

Promise: `readable` and `writable` return True when the socket is ready (or has failed, which the next
call on it will say) and False when the seconds are over. Ctrl-C ends a wait: POSIX interrupts the
system call, on Windows the wait is cut into slices, since select does not return for a signal there.
Must not read, write or close anything.
"""

from __future__ import annotations

import os
import select
import socket
import time

_SLICE = 0.25 if os.name == "nt" else None


def readable(sock: socket.socket, seconds: float | None) -> bool:
    """Wait until `sock` can be read without blocking, or at most `seconds`."""
    return _wait(sock, for_reading=True, seconds=seconds)


def writable(sock: socket.socket, seconds: float | None) -> bool:
    """Wait until `sock` can be written (or its connect has ended), or at most `seconds`."""
    return _wait(sock, for_reading=False, seconds=seconds)


def _wait(sock: socket.socket, *, for_reading: bool, seconds: float | None) -> bool:
    if _SLICE is None:
        return _once(sock, for_reading, seconds)
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        left = None if end is None else max(0.0, end - time.monotonic())
        if _once(sock, for_reading, _SLICE if left is None else min(left, _SLICE)):
            return True
        if left == 0.0:
            return False


def _poll(sock: socket.socket, for_reading: bool, seconds: float | None) -> bool:
    """poll, because select cannot take descriptors from 1024 on."""
    poll = select.poll()
    poll.register(sock, select.POLLIN if for_reading else select.POLLOUT)
    return bool(poll.poll(None if seconds is None else seconds * 1000))


def _select(sock: socket.socket, for_reading: bool, seconds: float | None) -> bool:
    """Windows reports a failed connect only in the third set."""
    reading = [sock] if for_reading else []
    writing = [] if for_reading else [sock]
    return any(select.select(reading, writing, [sock], seconds))


_once = _poll if hasattr(select, "poll") else _select
