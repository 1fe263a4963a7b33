"""Changes that no test can notice, because they change nothing a caller could see: module, before, after,
and the reason."""

from __future__ import annotations

_REASONS: dict[tuple[str, str, str], str] = {}

HARMLESS = frozenset(_REASONS)
