"""A credential that cannot print itself.

Promise: `repr`, `str`, `format`, JSON and dataclass dumps of a `Secret` are `***`. Only the engine's
codec and `engine/auth/` call `reveal`, and `render/` when the user said `--show-secrets`. Equality is
by content, so that settings can be compared. Imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable

MASK = "***"


class Secret:
    """Wraps one credential (text)."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The credential itself. Call it as late as possible and never store the result."""
        return self._text

    def __repr__(self) -> str:
        return MASK

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> str:
        raise TypeError("a Secret is not pickled")


class DeferredSecret(Secret):
    """A credential that stays where it is kept until it is revealed: `fetch` brings it, at most once,
    and may fail. Two are equal only where they are the same."""

    __slots__ = ("_fetch", "_fetched")

    def __init__(self, fetch: Callable[[], str]) -> None:
        self._fetch = fetch
        self._fetched: str | None = None

    def reveal(self) -> str:
        if self._fetched is None:
            self._fetched = self._fetch()
        return self._fetched

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)
