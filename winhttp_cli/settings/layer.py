"""One layer of settings: what one source said, each value with its origin.

Promise: a layer is complete and checked when it exists; every bad value has been refused with the
name of its source. Order between layers is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winhttp_cli.errors import Code
from winhttp_cli.options.kinds import BadValue, Kind
from winhttp_cli.options.option import AnyOption, Handle, Option, Repeat
from winhttp_cli.record import dataclass
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused


@dataclass(frozen=True, slots=True)
class Said:
    """One value, typed. `handle` is the WinHTTP handle it was said for, None where none was named."""

    option: AnyOption
    value: Any
    origin: Origin
    handle: Handle | None = None


class Layer:
    """Values by option and handle. Fill it with `say`; iterate over what was said."""

    def __init__(self) -> None:
        self._said: dict[tuple[AnyOption, Handle | None], Said] = {}

    def say(self, option: AnyOption, text: str, origin: Origin, handle: Handle | None = None) -> None:
        """Records `text` as the value of `option`; raises UsageFault naming `origin`."""
        try:
            value = option.kind.parse(text)
        except BadValue as bad:
            shown = "the value cannot be used" if option.kind.secret else bad.message
            raise refused(origin, shown, bad.code, hint=hint_for(option.kind)) from None
        if origin.rank is not Rank.FLAG and option.kind.runs_code(value):
            message = f"{text}: code to run is taken from the command line only"
            raise refused(origin, message, Code.ERROR_WINHTTP_INVALID_OPTION)
        self.put(option, value, origin, handle)

    def put(self, option: Option[Any], value: Any, origin: Origin, handle: Handle | None = None) -> None:
        """Records a value that is already typed."""
        earlier = self._said.pop((option, handle), None)
        if earlier is not None and option.repeat is Repeat.ONCE:
            message = f"{option.key} is set once for the process, {earlier.origin} has done so"
            raise refused(origin, message, Code.ERROR_WINHTTP_INCORRECT_HANDLE_STATE)
        if earlier is not None:
            value = option.again(earlier.value, value)
        self._said[option, handle] = Said(option, value, origin, handle)

    def __iter__(self) -> Iterator[Said]:
        return iter(self._said.values())

    def __contains__(self, option: AnyOption) -> bool:
        return any(said.option is option for said in self)

    def __len__(self) -> int:
        return len(self._said)


def hint_for(kind: Kind[Any]) -> str:
    """What values the kind takes, as a hint line."""
    text = kind.range_text()
    return f"takes {text}" if text else ""
