"""A real interactive shell on a pseudo-terminal: what TAB offers in it.

Promise: no waiting by the clock; the shell is asked to print a mark after each TAB, and what came
before the mark is the answer. POSIX only.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
from collections.abc import Mapping, Sequence
from types import TracebackType

_PROMPT = b"ready>"
_SEQUENCES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[=>()][A-Z0-9]?")
_LIMIT = 120.0


class Shell:
    """One shell. `setup` is typed first; it sets the prompt to "ready>" in two parts, so that its echo
    is not taken for the prompt."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], setup: str) -> None:
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.execvpe(argv[0], list(argv), dict(env))
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 160, 0, 0))
        self._seen = b""
        self._marks = 0
        self._type(setup.encode() + b"\r")
        self._until(_PROMPT)

    def offers(self, line: str) -> str:
        """What the terminal shows after `line` and TAB twice."""
        self._type(line.encode() + b"\t\t")
        self._marks += 1
        self._type(b"\x15echo ma''rk%d.\r" % self._marks)
        shown = self._until(b"mark%d." % self._marks)
        self._until(_PROMPT)
        return _SEQUENCES.sub(b"", shown).decode("utf-8", "replace")

    def _type(self, keys: bytes) -> None:
        os.write(self._terminal, keys)

    def _until(self, mark: bytes) -> bytes:
        """Everything up to and with `mark`."""
        while mark not in self._seen:
            ready, _, _ = select.select([self._terminal], [], [], _LIMIT)
            assert ready, f"no {mark!r} in {self._seen[-2000:]!r}"
            self._seen += os.read(self._terminal, 65536)
        before, _, self._seen = self._seen.partition(mark)
        return before + mark

    def __enter__(self) -> Shell:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._terminal)
        os.waitpid(self._process, 0)
