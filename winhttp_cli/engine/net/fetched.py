"""What was fetched for TLS, kept until it ends: CRLs, OCSP answers, missing issuers.

Promise: an entry is given back until the moment it was stored for, from memory and, where a folder is
given, from disk in later runs. What is kept is checked anew by whoever reads it, so a spoiled entry
can do no harm but cost a fetch. A disk that cannot be used is no fault. Loads no OpenSSL.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from datetime import UTC, datetime
from pathlib import Path

from winhttp_cli import whole_file

_MOST_IN_MEMORY = 256
_MOST_ON_DISK = 500
_LARGEST_ON_DISK = 32 << 20


class Fetched:
    """Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[str, tuple[datetime, bytes]] = {}

    def get(self, key: str, folder: Path | None, now: datetime) -> bytes | None:
        """What is kept under `key`, unless its time is over."""
        with self._lock:
            entry = self._entries.get(key)
        if entry is None and folder is not None:
            entry = _read(folder / _file_name(key))
        return entry[1] if entry is not None and entry[0] > now else None

    def put(self, key: str, content: bytes, until: datetime, folder: Path | None) -> None:
        """Keep `content` until then."""
        with self._lock:
            self._entries[key] = (until, content)
            while len(self._entries) > _MOST_IN_MEMORY:
                del self._entries[next(iter(self._entries))]
        if folder is not None:
            with contextlib.suppress(OSError):
                _write(folder, _file_name(key), until, content)


def _file_name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _read(file: Path) -> tuple[datetime, bytes] | None:
    """First line the end as seconds since 1970, then the content."""
    try:
        if file.stat().st_size > _LARGEST_ON_DISK:
            return None
        head, _, content = file.read_bytes().partition(b"\n")
        return (datetime.fromtimestamp(int(head), UTC), content)
    except (OSError, ValueError, OverflowError):
        return None


def _write(folder: Path, name: str, until: datetime, content: bytes) -> None:
    whole_file.write(folder / name, b"%d\n" % int(until.timestamp()) + content)
    _tidy(folder)


def _tidy(folder: Path) -> None:
    """Keep the newest files only."""
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
    for file in files[:-_MOST_ON_DISK]:
        file.unlink()
