"""Waiting for a socket, with a limit, on every system.

Promise: `readable` and `writable` return True when the socket is ready (or has failed, which the next
call on it will say) and False when the seconds are over; `either` waits for both and says which. Any
timer of WinHTTP's will do: 0xFFFFFFFE ms are more than poll can count, so that a long wait is cut into
slices. Ctrl-C ends a wait: POSIX interrupts the system call, on Windows, where select does not return
for a signal, the slices are short. Must not read, write or close anything.
"""

from __future__ import annotations

import os
import select
import socket
import time

#: Seconds. poll counts milliseconds in a C int, which is full after 24 days.
_SLICE = 0.25 if os.name == "nt" else 86400.0

Waitable = socket.socket | int


def readable(sock: Waitable, seconds: float | None) -> bool:
    """Wait until `sock` can be read without blocking, or at most `seconds`. Where there is poll, it may
    be the number of any descriptor."""
    return any(_wait(sock, True, False, seconds))


def writable(sock: socket.socket, seconds: float | None) -> bool:
    """Wait until `sock` can be written (or its connect has ended), or at most `seconds`."""
    return any(_wait(sock, False, True, seconds))


def either(sock: socket.socket, seconds: float | None) -> tuple[bool, bool]:
    """Wait until `sock` can be read or written, or at most `seconds`: which of the two it can."""
    return _wait(sock, True, True, seconds)


def _wait(sock: Waitable, reading: bool, writing: bool, seconds: float | None) -> tuple[bool, bool]:
    if seconds is not None and seconds <= _SLICE:
        return _once(sock, reading, writing, seconds)
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        left = _SLICE if end is None else max(0.0, end - time.monotonic())
        ready = _once(sock, reading, writing, min(left, _SLICE))
        if any(ready) or left == 0.0:
            return ready


def _poll(sock: Waitable, reading: bool, writing: bool, seconds: float) -> tuple[bool, bool]:
    """poll, because select cannot take descriptors from 1024 on. It tells of a failure unasked."""
    poll = select.poll()
    poll.register(sock, (reading and select.POLLIN) | (writing and select.POLLOUT))
    for _, found in poll.poll(seconds * 1000):
        failed = not found & (select.POLLIN | select.POLLOUT)
        return bool(found & select.POLLIN), failed or bool(found & select.POLLOUT)
    return False, False


def _select(sock: Waitable, reading: bool, writing: bool, seconds: float) -> tuple[bool, bool]:
    """Windows reports a failed connect only in the third set."""
    can_read, can_write, failed = select.select(
        [sock] if reading else [], [sock] if writing else [], [sock], seconds
    )
    return bool(can_read), bool(can_write or failed)


_once = _poll if hasattr(select, "poll") else _select


def any_readable(first: socket.socket, second: socket.socket, seconds: float | None) -> None:
    """Wait until one of two sockets can be read, or at most `seconds`; the caller looks which."""
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        left = _SLICE if end is None else max(0.0, end - time.monotonic())
        if _any_once((first, second), min(left, _SLICE)) or left == 0.0:
            return


def _any_once(sockets: tuple[socket.socket, ...], seconds: float) -> bool:
    if not hasattr(select, "poll"):
        return any(select.select(sockets, [], sockets, seconds))
    poll = select.poll()
    for sock in sockets:
        poll.register(sock, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
