"""Settings: layers in, one typed value per option out, each with its origin.

Promise: `settings[OPTION]` is typed by the option; `settings.origin(OPTION)` names who asked. One
rule decides: the highest rank wins (options whose repeat rule is ACCUMULATE add up instead). Among
values of one rank a value for a request handle wins over one for its session, as a child handle's own
value does in WinHTTP (semantics H1).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from winhttp_cli.knowledge.releases import Release
from winhttp_cli.options.option import AnyOption, Handle, Option, Repeat
from winhttp_cli.settings.general import NOTHING, General
from winhttp_cli.settings.held import NOTHING_HELD, Held
from winhttp_cli.settings.layer import Said
from winhttp_cli.settings.origin import BUILT_IN, Origin

T = TypeVar("T")

#: parents before children; a websocket handle hangs under the connect handle (semantics H3)
_ORDER = (Handle.NULL, Handle.SESSION, Handle.CONNECT, Handle.REQUEST, Handle.WEBSOCKET)


class Settings:
    """The resolved settings of one run, as a request handle sees them. Immutable after construction.

    `general` holds the variables that other tools read too (NO_COLOR, SSL_CERT_FILE, proxies);
    `held` are credentials that files hold; `release` is the Windows release of --as, or None.
    `warnings` are lines for standard error, `notes` lines for -v.
    """

    def __init__(
        self,
        layers: Iterable[Iterable[Said]] = (),
        *,
        general: General = NOTHING,
        held: Held = NOTHING_HELD,
        release: Release | None = None,
        warnings: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        self.general = general
        self.held = held
        self.release = release
        self.warnings = warnings
        self.notes = notes
        self._said = tuple(said for layer in layers for said in layer)
        self._values: dict[AnyOption, tuple[Any, Origin]] = {}
        for said in sorted(self._said, key=_strength):
            value = said.value
            if said.option.repeat is Repeat.ACCUMULATE and said.option in self._values:
                value = (*self._values[said.option][0], *value)
            self._values[said.option] = (value, said.origin)

    def __getitem__(self, option: Option[T]) -> T:
        if option in self._values:
            return cast(T, self._values[option][0])
        return option.default

    def origin(self, option: AnyOption) -> Origin:
        """Who asked for the value `settings[option]` has."""
        return self._values[option][1] if option in self._values else BUILT_IN

    def heard(self, option: AnyOption) -> tuple[Said, ...]:
        """Everything that was said about `option`, the voice that counts first, for explaining."""
        own = [said for said in self._said if said.option is option]
        return tuple(sorted(own, key=_strength)[::-1])

    def is_set(self, option: AnyOption) -> bool:
        """Whether any layer said something; False means the built-in default."""
        return option in self._values

    def said(self) -> list[AnyOption]:
        """The options that any layer spoke of."""
        return list(self._values)

    def values(self) -> dict[AnyOption, Any]:
        """Every value that was said, without origins: equal where two sources mean the same."""
        return {option: value for option, (value, _) in self._values.items()}

    def on(self, handle: Handle) -> Settings:
        """The settings as `handle` sees them: what was said for it and for its parents."""
        seen = [said for said in self._said if _depth(said) <= _ORDER.index(handle)]
        return Settings(
            (seen,),
            general=self.general,
            held=self.held,
            release=self.release,
            warnings=self.warnings,
            notes=self.notes,
        )

    def also(self, layer: Iterable[Said]) -> Settings:
        """These settings and one voice more."""
        return Settings(
            (self._said, layer),
            general=self.general,
            held=self.held,
            release=self.release,
            warnings=self.warnings,
            notes=self.notes,
        )

    def placed(self) -> list[tuple[AnyOption, Handle, Origin]]:
        """The values that name a handle (`NAME@session`), for the room that knows handles."""
        return [(said.option, said.handle, said.origin) for said in self._said if said.handle is not None]


def _strength(said: Said) -> tuple[int, int]:
    return said.origin.rank, _depth(said)


def _depth(said: Said) -> int:
    """How far down the tree of handles a value sits; unnamed, on the highest that may hold it."""
    handles = said.option.handles if said.handle is None else said.handle
    return next((depth for depth, handle in enumerate(_ORDER) if handle in handles), 0)
