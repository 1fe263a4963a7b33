"""Where the configuration file is, and where what may be lost is kept.

Promise: one place per system, the same on macOS as on Linux, and no search along a path: the user's
own directory or the file that was named. Nothing is opened here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE_NAME = "config.toml"
CREDENTIALS_NAME = "credentials.toml"
_DIRECTORY = "whttp"


def usual_path(environ: Mapping[str, str], *, windows: bool) -> Path | None:
    """%APPDATA%\\whttp on Windows, else $XDG_CONFIG_HOME/whttp or ~/.config/whttp; None without a home.

    A relative XDG_CONFIG_HOME counts as not set (XDG Base Directory Specification).
    """
    base = _windows_base(environ) if windows else _unix_base(environ, "XDG_CONFIG_HOME", ".config")
    return base / _DIRECTORY / FILE_NAME if base is not None else None


def credentials_path(environ: Mapping[str, str], *, windows: bool) -> Path | None:
    """The store of credentials, beside the usual configuration file; None without a home."""
    beside = usual_path(environ, windows=windows)
    return beside.with_name(CREDENTIALS_NAME) if beside is not None else None


def cache_folder(environ: Mapping[str, str], *, windows: bool) -> Path | None:
    """%LOCALAPPDATA%\\whttp\\cache on Windows, else $XDG_CACHE_HOME/whttp or ~/.cache/whttp; None
    without a home."""
    if windows:
        local = environ.get("LOCALAPPDATA")
        return Path(local) / _DIRECTORY / "cache" if local else None
    base = _unix_base(environ, "XDG_CACHE_HOME", ".cache")
    return base / _DIRECTORY if base is not None else None


def state_folder(environ: Mapping[str, str], *, windows: bool) -> Path | None:
    """%LOCALAPPDATA%\\whttp on Windows, else $XDG_STATE_HOME/whttp or ~/.local/state/whttp; None
    without a home."""
    if windows:
        local = environ.get("LOCALAPPDATA")
        return Path(local) / _DIRECTORY if local else None
    base = _unix_base(environ, "XDG_STATE_HOME", ".local/state")
    return base / _DIRECTORY if base is not None else None


def _windows_base(environ: Mapping[str, str]) -> Path | None:
    roaming = environ.get("APPDATA")
    return Path(roaming) if roaming else None


def _unix_base(environ: Mapping[str, str], variable: str, usual: str) -> Path | None:
    named = Path(environ.get(variable, ""))
    if named.is_absolute():
        return named
    home = environ.get("HOME")
    return Path(home) / usual if home else None
