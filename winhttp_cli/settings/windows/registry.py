"""Registry values by key: `.reg` exports (regedit, `reg export`) and the text of `reg query`.

Promise: every value with its key and line; nothing is interpreted. A line that is neither value nor
comment is refused with its number where it stands under Internet Settings, and passed over elsewhere
(a text with line ends of its own looks like that). What the values mean is `registry_state`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from winhttp_cli.record import dataclass
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused

HEADERS = ("Windows Registry Editor Version 5.00", "REGEDIT4")
_KEY = re.compile(r"\[(?P<gone>-?)(?P<path>[^\]]*)\]?")
_VALUE = re.compile(r'(?:"(?P<name>(?:[^"\\]|\\.)*)"|@)\s*=\s*(?P<data>.*)', re.DOTALL)
_COLUMNS = re.compile(r"\s{2,}|\t")
_TYPES = {"REG_BINARY": "hex:", "REG_DWORD": "dword:"}


@dataclass(frozen=True, slots=True)
class RegistryValue:
    """One value. `data` is as a .reg file writes it (`hex:18,00`, `dword:0a00`, `-`, a quoted text);
    `line` is where it stands."""

    key: str
    name: str
    data: str
    line: int


def read_export(text: str, source: str) -> Iterator[RegistryValue]:
    """The values of a .reg file, in order. Raises UsageFault."""
    key = ""
    for number, line in _joined(text):
        if not line or line.startswith(";") or line in HEADERS:
            continue
        found = _KEY.fullmatch(line)
        if found:
            key = "" if found["gone"] else found["path"]
            continue
        value = _VALUE.fullmatch(line)
        if value is not None:
            yield RegistryValue(key, value["name"] or "", value["data"].strip(), number)
        elif "internet settings" in key.lower():
            raise refused(Origin(Rank.FILE, source), f"line {number}: neither a key nor a value")


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their continuations (a backslash at the end of a line of bytes)."""
    held, start = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        start = start if held else number
        held += stripped
        if held.endswith("\\") and "hex" in held:
            held = held[:-1]
            continue
        yield start, held
        held = ""
    if held:
        yield start, held


def read_query(text: str) -> Iterator[RegistryValue]:
    """The values that `reg query` prints; lines of other kinds are passed over."""
    key = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("HKEY_"):
            key = line.strip()
        name, kind, *rest = (*_COLUMNS.split(line.strip(), maxsplit=2), "")
        if kind in _TYPES:
            data = rest[0].strip().removeprefix("0x")
            yield RegistryValue(key, name, _TYPES[kind] + data, number)
