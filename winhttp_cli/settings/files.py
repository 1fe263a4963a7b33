"""The configuration file: found, read in bounded memory, and split into its tables.

Promise: a file that cannot be used ends in one UsageFault that names file, line and column; nothing
in a file is interpreted here beyond TOML itself. What a key means is decided in `tables`.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.record import dataclass, field

#: more than any configuration needs; a larger file is some other file
MAXIMUM_SIZE = 1024 * 1024
# expressions as texts: compiled by the runs that use them
_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z"
_PROFILES = "profile"
_OTHERS = stat.S_IRGRP | stat.S_IROTH

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """One file. `path` None stands for no file at all. `plain` are the top-level keys. `is_open` says
    that others than its owner may read it (always False on Windows, where the mode does not tell)."""

    path: Path | None = None
    plain: Table = field(default_factory=dict)
    profiles: Mapping[str, Table] = field(default_factory=dict)
    is_open: bool = False

    @property
    def label(self) -> str:
        """The name that origins carry."""
        return self.path.name if self.path is not None else ""


NO_FILE = ConfigFile()


def read(path: Path, *, required: bool) -> ConfigFile:
    """The tables of the file at `path`; without `required`, a file that is not there is an empty one.

    Raises UsageFault for a directory, an unreadable file, one above a mebibyte, and broken TOML.
    """
    try:
        data, is_open = _bounded(path, required)
    except FileNotFoundError:
        if not required:
            return NO_FILE
        raise _fault(path, "there is no such file") from None
    except OSError as error:
        raise _fault(path, f"cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise _fault(path, "the name cannot be a file's") from None
    return _split(path, _parse(path, _decode(path, data)), is_open)


def _bounded(path: Path, required: bool) -> tuple[bytes, bool]:
    """The bytes of the file, and whether others may read it. A pipe is read where it was named
    (`--config <(...)`), not where it happens to lie at the usual place: that might never end."""
    if not required and not stat.S_ISREG(path.stat().st_mode):
        raise _fault(path, "is not a regular file")
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        data = file.read(MAXIMUM_SIZE + 1)
    if len(data) > MAXIMUM_SIZE:
        raise _fault(path, f"is larger than {MAXIMUM_SIZE} bytes: not a configuration")
    return data, os.name == "posix" and stat.S_ISREG(mode) and bool(mode & _OTHERS)


def _decode(path: Path, data: bytes) -> str:
    """UTF-8 with or without the mark that Windows editors put in front."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise _fault(path, f"line {line}, column {column}: not UTF-8 text") from None


def _parse(path: Path, text: str) -> Table:
    # read only where there is a file to read
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _fault(path, _where(str(error), text)) from None
    except ValueError:
        raise _fault(path, "holds a number beyond all measure") from None
    except RecursionError:
        raise _fault(path, "is nested too deeply") from None


def _where(message: str, text: str) -> str:
    """The parser's message with its place in front: `line 3, column 7: invalid value`."""
    match = re.search(_PLACE, message)
    if match is None:
        return message
    line, column = match.groups()
    if line is None:
        lines = text.split("\n")
        line, column = str(len(lines)), str(len(lines[-1]) + 1)
    return f"line {line}, column {column}: {message[: match.start()]}"


def _split(path: Path, document: Table, is_open: bool) -> ConfigFile:
    plain = {key: value for key, value in document.items() if key != _PROFILES}
    profiles = document.get(_PROFILES, {})
    if not isinstance(profiles, dict) or not all(isinstance(table, dict) for table in profiles.values()):
        raise _fault(path, "profile holds tables, [profile.NAME]; --profile NAME chooses one")
    return ConfigFile(path, plain, profiles, is_open)


def _fault(path: Path, message: str) -> UsageFault:
    """One line that starts with the file as the user knows it."""
    return UsageFault(
        f"{path}: {message}",
        Code.ERROR_INVALID_PARAMETER,
        origin=str(path),
        hint="whttp config path prints which file is read; --config none reads none",
    )
