"""What `whttp ws` says: the texts and files of --send, else the lines of standard input.

Promise: memory does not grow with a line or a file; a line is a message without its line end, the last
one too if it has none. Read on a thread of its own, which is not waited for: nobody can be made to
press a key. Knows no frames.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread

from winhttp_cli.engine.websocket.feed import Feed
from winhttp_cli.engine.websocket.frames import Piece
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase

_CHUNK = 64 * 1024
_STANDARD_INPUT = "standard input"


class Input:
    """Starts feeding when told to. `texts` are those of --send; `limit` is the longest piece."""

    def __init__(self, feed: Feed, texts: tuple[str, ...], *, binary: bool, limit: int) -> None:
        self._feed = feed
        self._texts = texts
        self._is_text = not binary
        self._limit = limit
        for text in texts:
            if text.startswith("@"):
                _check(Path(text[1:]))

    def start(self) -> None:
        """Reads on a thread of its own from now on."""
        Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            for piece in self._pieces():
                if not self._feed.put(piece):
                    return
        except OSError as error:
            name = error.filename or _STANDARD_INPUT
            self._feed.end(_unreadable(f"{name}: {error.strerror}"))
        else:
            self._feed.end()

    def _pieces(self) -> Iterator[Piece]:
        if self._texts:
            for text in self._texts:
                yield from self._sent(text)
        elif self._is_text:
            yield from line_pieces(_standard_input(), self._limit)
        else:
            yield from whole_pieces(_standard_input(), is_text=False, source=_STANDARD_INPUT)

    def _sent(self, text: str) -> Iterator[Piece]:
        if not text.startswith("@"):
            yield Piece(os.fsencode(text), self._is_text, ends=True, source=f"--send {text}")
            return
        with Path(text[1:]).open("rb", buffering=0) as file:
            chunks = iter(lambda: file.read(_CHUNK) or b"", b"")
            yield from whole_pieces(chunks, is_text=self._is_text, source=text[1:])


def _standard_input() -> Iterator[bytes]:
    """Unbuffered: a reader that holds the lock of sys.stdin would be in the way at the end. Where that
    was closed the descriptor may be something else's by now. A console of Windows is read as UTF-8."""
    if sys.stdin is None:
        return
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as raw:
        while data := raw.read(_CHUNK):
            yield data


def line_pieces(chunks: Iterable[bytes], limit: int) -> Iterator[Piece]:
    """A message per line, without its line end; a line longer than `limit` comes in pieces."""
    held, number, has_begun = bytearray(), 1, False
    for chunk in chunks:
        held += chunk
        while (end := held.find(b"\n")) >= 0:
            yield _line(bytes(held[:end]).removesuffix(b"\r"), number, ends=True)
            del held[: end + 1]
            number, has_begun = number + 1, False
        # the last byte may be the first half of a line end
        while len(held) > limit:
            yield _line(bytes(held[:limit]), number, ends=False)
            del held[:limit]
            has_begun = True
    if held or has_begun:
        yield _line(bytes(held), number, ends=True)


def _line(data: bytes, number: int, *, ends: bool) -> Piece:
    return Piece(data, True, ends, f"{_STANDARD_INPUT}, line {number}")


def whole_pieces(chunks: Iterable[bytes], *, is_text: bool, source: str) -> Iterator[Piece]:
    """All of it as one message; nothing at all where there is nothing."""
    held: bytes | None = None
    for chunk in chunks:
        if held is not None:
            yield Piece(held, is_text, ends=False, source=source)
        held = chunk
    if held is not None:
        yield Piece(held, is_text, ends=True, source=source)


def _check(path: Path) -> None:
    """Refuses what cannot be read before anything is sent. Raises ExchangeFault, status 14."""
    try:
        with path.open("rb"):
            return
    except OSError as error:
        raise _unreadable(f"--send @{path}: {error.strerror}") from None


def _unreadable(message: str) -> ExchangeFault:
    return ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE)
