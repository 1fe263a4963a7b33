"""Where the configuration file is.

Promise: one place per system, the same on macOS as on Linux, and no search along a path: the user's
own directory or the file that was named. Nothing is opened here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE_NAME = "config.toml"
_DIRECTORY = "whttp"


def usual_path(environ: Mapping[str, str], *, windows: bool) -> Path | None:
    """%APPDATA%\\whttp on Windows, else $XDG_CONFIG_HOME/whttp or ~/.config/whttp; None without a home.

    A relative XDG_CONFIG_HOME counts as not set (XDG Base Directory Specification).
    """
    base = _windows_base(environ) if windows else _unix_base(environ)
    return base / _DIRECTORY / FILE_NAME if base is not None else None


def _windows_base(environ: Mapping[str, str]) -> Path | None:
    roaming = environ.get("APPDATA")
    return Path(roaming) if roaming else None


def _unix_base(environ: Mapping[str, str]) -> Path | None:
    named = Path(environ.get("XDG_CONFIG_HOME", ""))
    if named.is_absolute():
        return named
    home = environ.get("HOME")
    return Path(home) / ".config" if home else None
