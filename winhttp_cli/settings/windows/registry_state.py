"""What registry values say about proxies and TLS.

Promise: of all values only WinHttpSettings, DefaultConnectionSettings and DefaultSecureProtocols are
read, from the keys they belong to (semantics N6, N8, L5). A 32-bit twin (Wow6432Node) counts only where
the other is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from winhttp_cli.record import replace
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.windows.blob import MACHINE_VALUE, USER_VALUE, read_blob
from winhttp_cli.settings.windows.hex_text import read_hex
from winhttp_cli.settings.windows.registry import RegistryValue
from winhttp_cli.settings.windows.state import ProxyState, Scope

PROTOCOLS_VALUE = "DefaultSecureProtocols"
_PLACES = {
    MACHINE_VALUE.lower(): "internet settings\\connections",
    USER_VALUE.lower(): "internet settings\\connections",
    PROTOCOLS_VALUE.lower(): "internet settings\\winhttp",
}
_DWORD = re.compile(r"dword:(?P<digits>[0-9a-f]{1,8})", re.IGNORECASE)
_TWIN = "wow6432node"
_HIVES = {"HKEY_LOCAL_MACHINE": "HKLM", "HKEY_CURRENT_USER": "HKCU", "HKEY_USERS": "HKU"}


def read_values(values: Iterable[RegistryValue], source: str) -> list[ProxyState]:
    """A state for each proxy value, the machine's first; the TLS versions go with the machine's.

    Raises UsageFault when none of the three values is there, or one cannot be read.
    """
    chosen = _without_twins([value for value in values if _is_ours(value)])
    if not chosen:
        names = f"{MACHINE_VALUE}, {USER_VALUE} and {PROTOCOLS_VALUE}"
        raise refused(Origin(Rank.FILE, source), f"none of {names} is in it")
    states = [_state(value, source) for value in chosen if value.name.lower() != PROTOCOLS_VALUE.lower()]
    states.sort(key=lambda state: state.scope is not Scope.MACHINE)
    for value in chosen:
        if value.name.lower() == PROTOCOLS_VALUE.lower():
            states = _with_protocols(states, value, source)
    return states


def _is_ours(value: RegistryValue) -> bool:
    place = _PLACES.get(value.name.lower())
    return place is not None and value.key.lower().endswith(place)


def _without_twins(values: list[RegistryValue]) -> list[RegistryValue]:
    """The last of each name and hive; one under Wow6432Node only where it is alone."""
    chosen: dict[tuple[str, str], RegistryValue] = {}
    for value in sorted(values, key=lambda value: _TWIN not in value.key.lower()):
        chosen[value.name.lower(), _owner(value.key)] = value
    return list(chosen.values())


def _owner(key: str) -> str:
    """The hive, and in HKEY_USERS the user."""
    parts = key.upper().split("\\")
    return "\\".join(parts[:2]) if parts[0] == "HKEY_USERS" else parts[0]


def _label(value: RegistryValue, source: str) -> str:
    hive = value.key.split("\\")[0].upper()
    return f"{source} {_HIVES.get(hive, hive)} {value.name}"


def _state(value: RegistryValue, source: str) -> ProxyState:
    """One of the two binary values; a deleted one means direct (semantics N6)."""
    label = _label(value, source)
    scope = Scope.MACHINE if value.name.lower() == MACHINE_VALUE.lower() else Scope.USER
    if value.data == "-":
        return ProxyState(label, scope)
    if not value.data.lower().startswith("hex"):
        raise refused(Origin(Rank.FILE, label), f"line {value.line}: not a binary value")
    return replace(read_blob(read_hex(value.data, label), label), scope=scope)


def _with_protocols(states: list[ProxyState], value: RegistryValue, source: str) -> list[ProxyState]:
    label = _label(value, source)
    mask = _dword(value, label)
    if mask is None:
        return states
    if states and states[0].scope is Scope.MACHINE:
        return [replace(states[0], secure_protocols=mask), *states[1:]]
    return [ProxyState(label, says_proxy=False, secure_protocols=mask), *states]


def _dword(value: RegistryValue, label: str) -> int | None:
    """The mask; None for a deleted value and for 0, which chooses nothing."""
    if value.data == "-":
        return None
    found = _DWORD.fullmatch(value.data)
    if found is None:
        raise refused(Origin(Rank.FILE, label), f"line {value.line}: not a DWORD")
    return int(found["digits"], 16) or None
