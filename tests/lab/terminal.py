"""A terminal of our own around a run of `whttp`: what a person would see, in the width they have.

Promise: the chosen streams of the run are one pseudo-terminal; what was written to it is kept raw and as
the screen a terminal emulator (pyte) makes of it. POSIX only.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte

from tests.lab.command import Argument, Whttp

ALL_STREAMS = frozenset({"stdin", "stdout", "stderr"})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a run showed. `lines` is the screen without trailing blanks; `raw` every byte sent to it;
    `stdout` and `stderr` hold what went into pipes instead."""

    status: int
    raw: bytes
    lines: tuple[str, ...]
    stdout: bytes
    stderr: bytes

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def __str__(self) -> str:
        return f"status {self.status}\n{self.text}"

    __repr__ = __str__


def show(
    whttp: Whttp,
    *arguments: Argument,
    columns: int = 80,
    rows: int = 200,
    terminal: Collection[str] = ALL_STREAMS,
    talk: Sequence[tuple[bytes, bytes]] = (),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    limit: float = 30,
) -> Shown:
    """Runs `whttp` with the streams named in `terminal` on a terminal and the others in pipes (standard
    input: empty). `talk` is what a person does: wait until the first text is shown, then type the second;
    `(b"password: ", b"secret\\n")`. `limit` is seconds; a run that does not end fails the test."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        process = subprocess.Popen(
            (sys.executable, "-c", _BECOME_FOREGROUND, os.ttyname(theirs), *whttp.command(arguments)),
            stdin=theirs if "stdin" in terminal else subprocess.DEVNULL,
            stdout=theirs if "stdout" in terminal else subprocess.PIPE,
            stderr=theirs if "stderr" in terminal else subprocess.PIPE,
            env=whttp.environment({"TERM": "xterm-256color", **(env or {})}),
            cwd=cwd or whttp.home,
            start_new_session=True,
        )
    finally:
        os.close(theirs)
    with process:
        return _watch(process, _Terminal(ours, deque(talk)), columns, rows, limit)


_BECOME_FOREGROUND = """
import fcntl, os, sys, termios
terminal = os.open(sys.argv[1], os.O_RDWR)
fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
os.close(terminal)
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Makes the terminal the controlling one, so that /dev/tty and Ctrl-C work as at a real terminal."""


class _Terminal:
    """Our end: what was shown so far, and what is still to be typed."""

    def __init__(self, descriptor: int, talk: deque[tuple[bytes, bytes]]) -> None:
        self.descriptor = descriptor
        self.talk = talk
        self.raw = b""
        self._answered = 0

    def read(self) -> bytes:
        """More bytes, b"" at the end: a terminal whose last user has gone reads as EIO on Linux."""
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:
            return b""
        self.raw += data
        return data

    def type_what_is_due(self) -> None:
        while self.talk and (found := self.raw.find(self.talk[0][0], self._answered)) >= 0:
            awaited, keys = self.talk.popleft()
            self._answered = found + len(awaited)
            os.write(self.descriptor, keys)


def _watch(
    process: subprocess.Popen[bytes], terminal: _Terminal, columns: int, rows: int, limit: float
) -> Shown:
    try:
        piped = _read_all(process, terminal, time.monotonic() + limit)
        status = process.wait(timeout=limit)
    except (TimeoutError, subprocess.TimeoutExpired):
        process.kill()
        raise AssertionError(f"still running after {limit} s, having shown {terminal.raw!r}") from None
    finally:
        os.close(terminal.descriptor)
    return Shown(
        status=status,
        raw=terminal.raw,
        lines=_screen(terminal.raw, columns, rows),
        stdout=piped.get("stdout", b""),
        stderr=piped.get("stderr", b""),
    )


def _read_all(process: subprocess.Popen[bytes], terminal: _Terminal, end: float) -> dict[str, bytes]:
    """Reads the pipes and the terminal to their ends, typing when it is time to."""
    pipes = {"stdout": process.stdout, "stderr": process.stderr}
    names = {pipe.fileno(): name for name, pipe in pipes.items() if pipe}
    seen = dict.fromkeys(names.values(), b"")
    waiting = {terminal.descriptor, *names}
    while waiting:
        terminal.type_what_is_due()
        ready, _, _ = select.select(waiting, [], [], max(0.0, end - time.monotonic()))
        if not ready:
            raise TimeoutError
        for descriptor in ready:
            own = descriptor == terminal.descriptor
            data = terminal.read() if own else os.read(descriptor, 65536)
            if not own:
                seen[names[descriptor]] += data
            if not data:
                waiting.discard(descriptor)
    return seen


def _screen(raw: bytes, columns: int, rows: int) -> tuple[str, ...]:
    screen = pyte.HistoryScreen(columns, rows, history=10_000, ratio=1)
    pyte.ByteStream(screen).feed(raw)
    above = ["".join(line[x].data for x in range(columns)) for line in screen.history.top]
    lines = [line.rstrip() for line in (*above, *screen.display)]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)
