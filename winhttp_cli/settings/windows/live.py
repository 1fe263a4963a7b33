"""The live registry of this Windows: the same three values as in an export.

Promise: read only, and refused with one line on any other system. A value that is not there is the
default: no machine proxy (semantics N6).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.windows.blob import MACHINE_VALUE, USER_VALUE
from winhttp_cli.settings.windows.reading import Format, WindowsFile
from winhttp_cli.settings.windows.registry import RegistryValue
from winhttp_cli.settings.windows.registry_state import PROTOCOLS_VALUE, read_values

if sys.platform == "win32":
    import winreg

#: the word that stands for the live values where a file is wanted
NAME = "system"

_SETTINGS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
_WANTED = (
    ("HKEY_LOCAL_MACHINE", _SETTINGS + r"\Connections", MACHINE_VALUE),
    ("HKEY_CURRENT_USER", _SETTINGS + r"\Connections", USER_VALUE),
    ("HKEY_LOCAL_MACHINE", _SETTINGS + r"\WinHttp", PROTOCOLS_VALUE),
)


def read() -> WindowsFile:
    """The live values. Raises UsageFault where there is no Windows registry."""
    if os.name != "nt":
        raise refused(Origin(Rank.FLAG, NAME), "only Windows has live settings; name a file")
    return WindowsFile(Format.REGISTRY, tuple(read_values(_values(), NAME)))


def _values() -> Iterator[RegistryValue]:
    """What is there; a machine value that is missing counts as deleted, which is direct."""
    for hive, path, name in _WANTED:
        data = _query(hive, path, name)
        if data is not None or name == MACHINE_VALUE:
            yield RegistryValue(f"{hive}\\{path}", name, _written(data), 0)


def _written(data: object) -> str:
    """A value as a .reg file writes it."""
    if data is None:
        return "-"
    return f"hex:{data.hex()}" if isinstance(data, bytes) else f"dword:{data:x}"


def _query(hive: str, path: str, name: str) -> bytes | int | None:
    """One value of the 64-bit view, or None."""
    if sys.platform == "win32":
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(getattr(winreg, hive), path, 0, access) as key:
                data = winreg.QueryValueEx(key, name)[0]
        except FileNotFoundError:
            return None
        return data if isinstance(data, bytes | int) else None
    return None
