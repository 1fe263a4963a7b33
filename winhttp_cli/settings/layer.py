"""One layer of settings: what one source said, each value with its origin.

Promise: a layer is complete and checked when it exists; every bad value has been refused with the
name of its source. Order between layers is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winhttp_cli.errors import UsageFault
from winhttp_cli.options.kinds import BadValue, Kind
from winhttp_cli.options.option import AnyOption, Option, Repeat
from winhttp_cli.settings.origin import Origin


class Layer:
    """Values by option. Fill it with `say`; read it with `items`."""

    def __init__(self) -> None:
        self._values: dict[AnyOption, tuple[Any, Origin]] = {}

    def say(self, option: AnyOption, text: str, origin: Origin) -> None:
        """Records `text` as the value of `option`; raises UsageFault naming `origin`."""
        try:
            value = option.kind.parse(text)
        except BadValue as bad:
            shown = "the value" if option.kind.secret else bad.message
            raise UsageFault(
                f"{origin.text}: {shown}", bad.code, origin=origin.text, hint=hint_for(option.kind)
            ) from None
        self.put(option, value, origin)

    def put(self, option: Option[Any], value: Any, origin: Origin) -> None:
        """Records a value that is already typed."""
        if option.repeat is not Repeat.LAST and option in self._values:
            value = (*self._values[option][0], *value)
        self._values[option] = (value, origin)

    def items(self) -> Iterator[tuple[AnyOption, Any, Origin]]:
        for option, (value, origin) in self._values.items():
            yield option, value, origin

    def __contains__(self, option: AnyOption) -> bool:
        return option in self._values

    def __len__(self) -> int:
        return len(self._values)


def hint_for(kind: Kind[Any]) -> str:
    """What values the kind takes, as a hint line."""
    text = kind.range_text()
    return f"takes {text}" if text else ""
