"""Settings: layers in, one typed value per option out, each with its origin.

Promise: `settings[OPTION]` is typed by the option; `settings.origin(OPTION)` names who asked. One
rule decides: the highest rank wins (options whose repeat rule is ACCUMULATE add up instead).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from winhttp_cli.options.option import AnyOption, Option, Repeat
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import BUILT_IN, Origin

T = TypeVar("T")


class Settings:
    """The resolved settings of one run. Immutable after construction."""

    def __init__(self, layers: Iterable[Layer] = ()) -> None:
        self._values: dict[AnyOption, tuple[Any, Origin]] = {}
        said = [entry for layer in layers for entry in layer.items()]
        for option, value, origin in sorted(said, key=lambda entry: entry[2].rank):
            if option.repeat is Repeat.ACCUMULATE and option in self._values:
                value = (*self._values[option][0], *value)
            self._values[option] = (value, origin)

    def __getitem__(self, option: Option[T]) -> T:
        if option in self._values:
            return cast(T, self._values[option][0])
        return option.default

    def origin(self, option: AnyOption) -> Origin:
        """Who asked for the value `settings[option]` has."""
        return self._values[option][1] if option in self._values else BUILT_IN

    def is_set(self, option: AnyOption) -> bool:
        """Whether any layer said something; False means the built-in default."""
        return option in self._values

    def said(self) -> list[AnyOption]:
        """The options that any layer spoke of."""
        return list(self._values)
