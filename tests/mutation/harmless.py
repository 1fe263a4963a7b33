"""Changes that no test can notice, because they change nothing a caller could see: module, line, before,
after, and the reason."""

from __future__ import annotations

_303 = 'return method if method in ("GET", "HEAD") else "GET"'

_REASONS: dict[tuple[str, str, str, str], str] = {
    ("engine/redirects.py", _303, "('GET', 'HEAD')", "('HEAD',)"): "GET becomes GET either way",
    ("engine/redirects.py", _303, "'GET'", "'mutated'"): "GET becomes GET either way",
}

HARMLESS = frozenset(_REASONS)
