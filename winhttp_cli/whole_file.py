"""Files that are whole or not there: written beside their place, for the owner only, then named.

Promise: nobody ever sees half a file under the final name, and only the owner may read it: a
configuration may hold credentials, a cookie jar always does (mode 0600; on Windows the directory's list
decides). Knows nothing of what is written, and stands below all rooms that write such files.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

_OWNER_ONLY = 0o600
_OWNER_DIRECTORY = 0o700


def write(path: Path, content: str | bytes, *, locked: bool = False) -> None:
    """Replaces the file at `path` (what it points to, for a symbolic link), or makes it; text in UTF-8.
    `locked`: no other run writes it now, and what a killed one left beside it is taken away.

    Raises OSError; the old content then stays.
    """
    _write(path, content, os.replace, "new" if locked else os.urandom(6).hex())


def write_new(path: Path, content: str | bytes) -> None:
    """Makes the file at `path`; raises FileExistsError when there is one, however it came there."""
    _write(path, content, _name_new, os.urandom(6).hex())


def _write(
    path: Path, content: str | bytes, name: Callable[[Path, Path], None], distinction: str
) -> None:
    path = Path(os.path.realpath(path))
    path.parent.mkdir(mode=_OWNER_DIRECTORY, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{distinction}")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        name(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _name_new(beside: Path, path: Path) -> None:
    """A second name (hard link) fails where the name is taken, in one step; a rename on POSIX does
    not. Where a file system has no links, the name is taken first and the file moved onto it."""
    if os.name == "nt":
        beside.rename(path)
        return
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
        os.replace(beside, path)
