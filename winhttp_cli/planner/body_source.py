"""Where body bytes come from: a file, a pipe, standard input.

Promise: a file that cannot be read is found out before anything is sent (status 14, naming who asked for
it); regular files and redirected standard input have a length, pipes and devices have none. Nothing is
read here but what must be looked at as a whole (`read_whole`, bounded).
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase, UsageFault
from winhttp_cli.plan import Body, BodyPart, FilePart, StdinPart

#: The word for standard input.
STDIN = "-"
#: Bytes of a file that are held in memory where its content has to be encoded.
LARGEST_WHOLE = 256 * 1024 * 1024


def source(name: str, origin: str) -> FilePart | StdinPart:
    """The part that streams the file called `name`, or standard input. Raises UsageFault for an empty
    name, ExchangeFault with status 14 for a file that cannot be read."""
    if not name:
        raise UsageFault(f"{origin}: the file name is empty", Code.ERROR_INVALID_PARAMETER, origin=origin)
    return StdinPart(_length_of_stdin(origin)) if name == STDIN else _file(name, origin)


def _file(name: str, origin: str) -> FilePart:
    path = Path(name)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError("it is a directory")
        if not stat.S_ISREG(status.st_mode):
            return FilePart(path, None)
        with path.open("rb"):
            return FilePart(path, status.st_size)
    except (OSError, ValueError) as error:
        raise _unreadable(name, origin, error) from None


def _length_of_stdin(origin: str) -> int | None:
    """What is left to read where standard input is a regular file, else None."""
    try:
        descriptor = sys.stdin.fileno()
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None
        return max(0, status.st_size - os.lseek(descriptor, 0, os.SEEK_CUR))
    except (AttributeError, OSError, ValueError):
        error = OSError("it is closed")
        raise _unreadable("standard input", origin, error) from None


def read_whole(name: str, origin: str) -> bytes:
    """All bytes of a file or of standard input. Raises as `source` does, and status 14 above
    LARGEST_WHOLE."""
    part = source(name, origin)
    try:
        if isinstance(part, StdinPart):
            data = sys.stdin.buffer.read(LARGEST_WHOLE + 1)
        else:
            with part.path.open("rb") as file:
                data = file.read(LARGEST_WHOLE + 1)
    except OSError as error:
        raise _unreadable(name, origin, error) from None
    if len(data) > LARGEST_WHOLE:
        raise _unreadable(name, origin, OSError(f"more than {LARGEST_WHOLE} bytes to encode"))
    return data


def _unreadable(name: str, origin: str, error: OSError | ValueError) -> ExchangeFault:
    reason = getattr(error, "strerror", None) or error
    return ExchangeFault(
        f"{origin}: cannot read {name}: {reason}", None, Phase.FILE, status=ExitStatus.FILE
    )


def body_of_parts(parts: list[BodyPart], origin: str) -> Body:
    """A body of these parts. Raises UsageFault where standard input would be read twice."""
    if sum(isinstance(part, StdinPart) for part in parts) > 1:
        raise stdin_twice(origin)
    return Body(tuple(parts))


def stdin_twice(origin: str) -> UsageFault:
    """The refusal of a second `@-`."""
    return UsageFault(
        f"{origin}: standard input can be read once only", Code.ERROR_INVALID_PARAMETER, origin=origin
    )
