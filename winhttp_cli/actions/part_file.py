"""A file that grows as NAME.part and gets its name when it is complete.

Promise: before the first byte a small record (NAME.part.json: URL, validator, length) says what the
part belongs to, so that a killed transfer can go on; nothing half-written ever has the final name. A
target that is no regular file (/dev/null, a pipe) is written directly.
"""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import BinaryIO

from winhttp_cli import whole_file
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.record import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """What a part file is a part of. `validator` is a strong ETag or a Last-Modified that can stand in
    If-Range (RFC 9110 section 13.1.5), "" where the answer had neither."""

    url: str
    validator: str
    length: int | None

    @classmethod
    def read(cls, path: Path) -> Record | None:
        """The record at `path`; None where there is none that can be used."""
        try:
            said = json.loads(path.read_text("utf-8"))
            url, validator, length = said["url"], said["validator"], said["length"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if not isinstance(url, str) or not isinstance(validator, str):
            return None
        return cls(url, validator, length if isinstance(length, int) else None)


class PartFile:
    """Takes the bytes of one file. Raises ExchangeFault with status 14 for whatever the disk says."""

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))
        self.part = self.path.with_name(self.path.name + ".part")
        self.record_path = self.part.with_name(self.part.name + ".json")
        self._is_plain = self.path.is_file() or not self.path.exists()
        self._file: BinaryIO | None = None

    @property
    def size(self) -> int:
        """Bytes already there, 0 without a part file."""
        try:
            return self.part.stat().st_size if self._is_plain else 0
        except OSError:
            return 0

    def begin(self, record: Record, *, append: bool) -> None:
        """Opens the part file, its record written first; `append` keeps what is there."""
        if not self.path.parent.is_dir():
            raise unwritable(self.path, OSError(errno.ENOENT, "there is no such directory"))
        try:
            if self._is_plain and not append:
                self.part.unlink(missing_ok=True)
                whole_file.write(self.record_path, json.dumps(asdict(record)) + "\n")
            self._file = self._opened(append)
        except OSError as error:
            raise unwritable(self.path, error) from None

    def _opened(self, append: bool) -> BinaryIO:
        """A new part must be new: a link that someone put in its place meanwhile is not followed."""
        if not self._is_plain:
            return self.path.open("wb", buffering=0)
        return self.part.open("ab" if append else "xb", buffering=0)

    def take(self, piece: bytes) -> None:
        """The next bytes."""
        assert self._file is not None
        try:
            write_all(self._file, piece)
        except OSError as error:
            raise unwritable(self.part if self._is_plain else self.path, error) from None

    def finish(self) -> int:
        """All bytes are there: the file gets its name, the record goes. Returns the file's size, 0 for
        what is no regular file."""
        size = self.size
        try:
            if self._file is not None:
                self._file.close()
            if self._is_plain:
                os.replace(self.part, self.path)
                self.record_path.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self.path, error) from None
        return size

    def abandon(self) -> None:
        """The transfer failed: the part stays for --continue, unless nothing of it arrived."""
        if self._file is None:
            return
        self._file.close()
        if self._is_plain and self.size == 0:
            self.part.unlink(missing_ok=True)
            self.record_path.unlink(missing_ok=True)


def write_all(file: BinaryIO, data: bytes) -> None:
    """Writes to an unbuffered file, which may take a piece at a time. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def unwritable(path: Path, error: OSError) -> ExchangeFault:
    """Status 14, naming the file."""
    reason = error.strerror or str(error)
    return ExchangeFault(f"{path}: {reason}", None, Phase.FILE, status=ExitStatus.FILE)
