"""The lines of a batch, from a file or from standard input, as they come.

Promise: memory holds one line, at most `LONGEST` bytes of it; a line is handed on as soon as it is
complete. Blank lines and those that begin with # are passed over. The descriptor is read without
Python's buffers: a thread that waits in one cannot be left behind when the process ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.record import dataclass

LONGEST = 1024 * 1024
_PIECE = 64 * 1024
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """`text` of line `number`, counted from 1; `fault` says why there is none."""

    number: int
    text: str
    fault: str = ""


class LineSource:
    """Opens FILE, or standard input for `-`. Raises ExchangeFault, status 14."""

    def __init__(self, name: str) -> None:
        self.name = "standard input" if name == STDIN else name
        try:
            self._descriptor = sys.stdin.fileno() if name == STDIN else _opened(Path(name))
        except (AttributeError, OSError, ValueError) as error:
            raise self._unreadable(error) from None

    def __iter__(self) -> Iterator[Line]:
        """Raises ExchangeFault, status 14."""
        for number, data in enumerate(self._raw_lines(), start=1):
            line = _read(number, data.rstrip(b"\r\n"))
            if line.fault or (line.text and not line.text.startswith("#")):
                yield line

    def _raw_lines(self) -> Iterator[bytes]:
        """Each line with its end; of a longer one than LONGEST its beginning, that it is too long."""
        begun = bytearray()
        while piece := self._piece():
            *complete, rest = piece.split(b"\n")
            for end in complete:
                begun += end[: LONGEST + 1 - len(begun)]
                yield bytes(begun)
                begun.clear()
            begun += rest[: LONGEST + 1 - len(begun)]
        if begun:
            yield bytes(begun)

    def _piece(self) -> bytes:
        try:
            return os.read(self._descriptor, _PIECE)
        except OSError as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: Exception) -> ExchangeFault:
        reason = getattr(error, "strerror", None) or error
        return ExchangeFault(
            f"cannot read {self.name}: {reason}", None, Phase.FILE, status=ExitStatus.FILE
        )


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))


def _read(number: int, data: bytes) -> Line:
    if len(data) > LONGEST:
        return Line(number, "", f"a line holds at most {LONGEST} bytes")
    try:
        text = data.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        return Line(number, "", f"byte {error.start + 1} is not UTF-8")
    return Line(number, text.strip())
