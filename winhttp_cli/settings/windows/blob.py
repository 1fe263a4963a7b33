"""The binary registry values WinHttpSettings (the machine's) and DefaultConnectionSettings (a user's).

Promise: every length is checked against what is left before anything is taken, so a cut-off or foreign
value ends in one UsageFault with the offset. Microsoft documents neither layout (semantics N9); what is
read here is N7 and N8. The tail after the last text is not understood and not looked at.
"""

from __future__ import annotations

from enum import IntFlag

from winhttp_cli.options.proxy_setting import without_credentials
from winhttp_cli.record import dataclass
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.windows.state import ProxyState, Scope

#: first 32 bits of the value (N7, N8)
_MACHINE_LAYOUTS = (0x18, 0x28)
_USER_LAYOUTS = (0x3C, 0x46)
_WITHOUT_SCRIPT = 0x18
MACHINE_VALUE = "WinHttpSettings"
USER_VALUE = "DefaultConnectionSettings"


class Flags(IntFlag):
    """The third 32 bits."""

    DIRECT = 1
    PROXY = 2
    SCRIPT = 4
    AUTO_DETECT = 8


@dataclass(slots=True)
class _Cursor:
    """Reads forward; `source` is named in faults."""

    data: bytes
    source: str
    offset: int = 0

    def fault(self, message: str, offset: int | None = None) -> Exception:
        place = self.offset if offset is None else offset
        return refused(Origin(Rank.FILE, self.source), f"offset {place} (0x{place:02X}): {message}")

    def number(self, what: str) -> int:
        """32 bits, little endian."""
        if len(self.data) - self.offset < 4:
            raise self.fault(f"the value ends before {what}")
        value = int.from_bytes(self.data[self.offset : self.offset + 4], "little")
        self.offset += 4
        return value

    def text(self, what: str) -> str:
        """A length, and as many bytes of ASCII; NULs at the end are no part of it."""
        start = self.offset
        length = self.number(f"the length of {what}")
        left = len(self.data) - self.offset
        if length > left:
            raise self.fault(f"{what} is said to have {length} bytes, {left} are left", start)
        taken = self.data[self.offset : self.offset + length].rstrip(b"\0")
        for index, byte in enumerate(taken):
            if not 0x20 <= byte < 0x7F:
                raise self.fault(f"0x{byte:02X} is no character of {what}", self.offset + index)
        self.offset += length
        return taken.decode("ascii")

    @property
    def left(self) -> int:
        return len(self.data) - self.offset


def read_blob(data: bytes, source: str) -> ProxyState:
    """The state a value holds; which of the two it is, its first number says. Raises UsageFault."""
    cursor = _Cursor(data, source)
    layout = cursor.number("its first number")
    if layout not in (*_MACHINE_LAYOUTS, *_USER_LAYOUTS):
        raise cursor.fault(
            f"0x{layout:X} begins neither {MACHINE_VALUE} (0x18, 0x28) nor {USER_VALUE} (0x3C, 0x46)", 0
        )
    cursor.number("the counter")
    flags = cursor.number("the flags")
    proxies, bypass = cursor.text("the proxy list"), cursor.text("the bypass list")
    script = "" if layout == _WITHOUT_SCRIPT or cursor.left < 4 else cursor.text("the script's address")
    scope = Scope.USER if layout in _USER_LAYOUTS else Scope.MACHINE
    return _state(flags, proxies, bypass, script, source, scope)


def _state(flags: int, proxies: str, bypass: str, script: str, source: str, scope: Scope) -> ProxyState:
    """What is switched on counts; what is remembered but off is noted."""
    on = Flags(flags & 0xF)
    state = ProxyState(
        source=source,
        scope=scope,
        proxies=proxies if Flags.PROXY in on else "",
        bypass=bypass if Flags.PROXY in on else "",
        pac_url=script if Flags.SCRIPT in on else "",
        auto_detect=Flags.AUTO_DETECT in on,
    )
    if proxies and Flags.PROXY not in on:
        shown = without_credentials(proxies)
        state = state.noted(f"{source}: the proxy list {shown} is stored, but switched off")
    if script and Flags.SCRIPT not in on:
        state = state.noted(f"{source}: the script {script} is stored, but switched off")
    if flags & ~0xF:
        state = state.noted(f"{source}: flags 0x{flags & ~0xF:X} are not understood")
    return state
