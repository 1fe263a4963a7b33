"""Standard error as a place where what cannot be said is left unsaid.

Promise: a write that fails (a full disk, a reader that left) changes nothing about the run: its rest goes
nowhere, and the exit status tells what it would have told. Standard output is another matter: it is
what was asked for.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO


class StandardError(TextIOWrapper):
    """The stream of the same name, as it is but for that."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            return super().write(text)
        abandon(self)
        return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            abandon(self)


def settle() -> None:
    """Puts it in the place of the interpreter's own stream, not in that of a caller's."""
    own = sys.stderr
    if type(own) is not TextIOWrapper:
        return
    encoding, errors, by_line = own.encoding, own.errors, own.line_buffering
    sys.stderr = StandardError(own.detach(), encoding, errors, line_buffering=by_line)


def abandon(stream: TextIO) -> None:
    """Points a stream at nothing, so that its last flush is quiet too."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
