"""What is kept of a response body: its length, its digest, and its bytes up to a limit.

Promise: memory never exceeds the limit, however long the body is; the digest covers all of it.
"""

from __future__ import annotations

from winhttp_cli.record import dataclass


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """The body as delivered to the user (after decompression). `data` is None where it was longer
    than the limit; `path` is the file it was saved in, or ""."""

    length: int
    sha256: str
    data: bytes | None
    path: str = ""


class BodyCapture:
    """A sink that keeps at most `limit` bytes. Once the body is longer, the bytes kept are dropped."""

    def __init__(self, limit: int) -> None:
        import hashlib

        self._limit = limit
        self._digest = hashlib.sha256()
        self._length = 0
        self._kept: bytearray | None = bytearray()

    def __call__(self, piece: bytes) -> None:
        """Takes the next piece of the body."""
        self._digest.update(piece)
        self._length += len(piece)
        if self._kept is not None:
            if self._length > self._limit:
                self._kept = None
            else:
                self._kept += piece

    def facts(self, path: str = "") -> BodyFacts:
        """What was seen so far; `path` is where the body was saved."""
        data = None if self._kept is None else bytes(self._kept)
        return BodyFacts(self._length, self._digest.hexdigest(), data, path)
