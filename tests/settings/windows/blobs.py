"""Makes the binary registry values from their description, by no code of the package."""

from __future__ import annotations

import struct
from collections.abc import Callable

from winhttp_cli.errors import UsageFault


def text(value: str) -> bytes:
    """A length-prefixed text."""
    data = value.encode("latin-1")
    return struct.pack("<I", len(data)) + data


def machine(flags: int, proxy: str = "", bypass: str = "", *, layout: int = 0x18) -> bytes:
    """WinHttpSettings; the newer layout goes on with a script's address and padding."""
    data = struct.pack("<III", layout, 0, flags) + text(proxy) + text(bypass)
    return data if layout == 0x18 else data + text("") + bytes(16)


def user(flags: int, proxy: str = "", bypass: str = "", script: str = "", *, layout: int = 0x46) -> bytes:
    """DefaultConnectionSettings."""
    head = struct.pack("<III", layout, 7, flags)
    return head + text(proxy) + text(bypass) + text(script) + bytes(32)


def export(hive: str, name: str, data: bytes) -> str:
    """A .reg file with one binary value, wrapped as regedit wraps it."""
    pairs = [f"{byte:02x}" for byte in data]
    rows = [",".join(pairs[start : start + 25]) for start in range(0, len(pairs), 25)]
    key = rf"{hive}\Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections"
    body = ",\\\r\n  ".join(rows)
    return f'Windows Registry Editor Version 5.00\r\n\r\n[{key}]\r\n"{name}"=hex:{body}\r\n\r\n'


def fault_of(attempt: Callable[[], object]) -> UsageFault | None:
    """The UsageFault of an attempt, None when it succeeds; anything else fails the test."""
    try:
        attempt()
    except UsageFault as fault:
        return fault
    return None
