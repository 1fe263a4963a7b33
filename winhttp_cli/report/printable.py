"""Text from the world made safe to print: no control byte and no bidi trick reaches a terminal.

Promise: what comes out holds no character that moves a cursor, changes a colour, rings a bell, hides
text or reorders it; each is shown as an escape (`\\x1b`, `\\u202e`). Knows no stream and no colour.
"""

from __future__ import annotations

import functools

#: Invisible or reordering characters above Latin-1 (first, last): zero-width and directional marks,
#: separators, bidi embeddings and isolates, word joiners, byte order mark, interlinear and tag marks.
_UNSEEN = (
    (0x061C, 0x061C),
    (0x200B, 0x200B),
    (0x200E, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F),
)


def escape_of(point: int) -> str:
    """How a character that may not be printed is written: `\\x1b`, `\\u202e` or `\\U000e0001`."""
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


@functools.cache
def _table() -> dict[int, str]:
    """Every forbidden character but the surrogates, with its escape."""
    points = [*range(0x20), *range(0x7F, 0xA0)]
    for first, last in _UNSEEN:
        points.extend(range(first, last + 1))
    return {point: escape_of(point) for point in points}


@functools.cache
def _table_without(kept: str) -> dict[int, str]:
    return {point: text for point, text in _table().items() if chr(point) not in kept}


def printable(text: str, *, keep: str = "") -> str:
    """`text` with every unsafe character escaped, but for those in `keep` (`"\\n\\t"` for a body)."""
    if text.isascii() and text.isprintable():
        return text
    shown = text.translate(_table_without(keep) if keep else _table())
    if any("\ud800" <= letter <= "\udfff" for letter in shown):
        return "".join(_without_surrogate(letter) for letter in shown)
    return shown


def _without_surrogate(letter: str) -> str:
    return escape_of(ord(letter)) if "\ud800" <= letter <= "\udfff" else letter


def shortened(text: str, limit: int) -> str:
    """`text` cut to `limit` characters, the cut shown by three dots."""
    return text if len(text) <= limit else text[: max(limit - 3, 0)] + "..."
