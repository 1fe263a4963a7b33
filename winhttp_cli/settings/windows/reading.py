"""A file of any of the formats: which it is, and what it says.

Promise: the format is told from the content, never from the file's name; a file that is none of them is
refused with the list of those that are read. Bounded: nothing above a mebibyte is looked at.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.record import dataclass
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.windows import advproxy, netsh
from winhttp_cli.settings.windows.blob import read_blob
from winhttp_cli.settings.windows.hex_text import looks_like_hex, read_hex
from winhttp_cli.settings.windows.registry import HEADERS, read_export, read_query
from winhttp_cli.settings.windows.registry_state import read_values
from winhttp_cli.settings.windows.state import ProxyState

MAXIMUM_SIZE = 1024 * 1024


class Format(Enum):
    """What was recognised."""

    EXPORT = ".reg export"
    QUERY = "reg query"
    HEX = "registry value in hexadecimal"
    BINARY = "registry value"
    SETTINGS = "advproxy JSON"
    PRINTED = "netsh winhttp show advproxy"
    SCRIPT = "netsh winhttp dump"
    SHOWN = "netsh winhttp show proxy"
    REGISTRY = "live registry"


@dataclass(frozen=True, slots=True)
class WindowsFile:
    """One file read: its format and its states, the machine's first."""

    format: Format
    states: tuple[ProxyState, ...]


def read_file(path: Path) -> WindowsFile:
    """Reads the file. Raises ExchangeFault (status 14) when it cannot be opened, UsageFault when it
    cannot be understood."""
    try:
        with path.open("rb") as file:
            data = file.read(MAXIMUM_SIZE + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        message = f"{path}: cannot be read: {why}"
        raise ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE) from None
    return read(data, path.name)


def read(data: bytes, name: str) -> WindowsFile:
    """Reads the bytes of a file called `name`. Raises UsageFault."""
    if len(data) > MAXIMUM_SIZE:
        raise refused(Origin(Rank.FILE, name), f"is larger than {MAXIMUM_SIZE} bytes")
    text = _text(data)
    if text is None:
        return WindowsFile(Format.BINARY, (read_blob(data, name),))
    kind = recognise(text)
    if kind is None:
        hint = f"read are: {', '.join(kind.value for kind in Format if kind is not Format.REGISTRY)}"
        raise refused(Origin(Rank.FILE, name), "is in no format that is read here", hint=hint)
    return WindowsFile(kind, tuple(_states(kind, text, name)))


def _text(data: bytes) -> str | None:
    """The text, or None for something binary. regedit writes UTF-16, PowerShell either, cmd the code
    page of the system; what matters here is ASCII in all of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def recognise(text: str) -> Format | None:
    """The format of `text`, or None."""
    start = text.lstrip()
    if start.startswith(HEADERS):
        return Format.EXPORT
    if netsh.looks_like_script(text):
        return Format.SCRIPT
    if "REG_BINARY" in text or "REG_DWORD" in text:
        return Format.QUERY
    if start.startswith("{"):
        return Format.SETTINGS
    if "{" in text:
        return Format.PRINTED
    if looks_like_hex(text):
        return Format.HEX
    return Format.SHOWN if ":" in text or "：" in text else None


def _states(kind: Format, text: str, name: str) -> list[ProxyState]:
    match kind:
        case Format.EXPORT:
            return read_values(read_export(text, name), name)
        case Format.QUERY:
            return read_values(read_query(text), name)
        case Format.SCRIPT:
            return netsh.read_script(text, name)
        case Format.SETTINGS:
            return [advproxy.read_settings(text, name)]
        case Format.PRINTED:
            return [advproxy.read_printed(text, name)]
        case Format.HEX:
            return [read_blob(read_hex(text, name), name)]
        case _:
            return [netsh.read_show(text, name)]
