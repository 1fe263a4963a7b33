"""Two columns on a line: what happened on the left, why or how long on the right.

Promise: a line is never wider than asked while both parts fit on lines of their own; nothing is cut.
Widths are counted in terminal cells, so that wide and combining characters line up.
"""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """How many terminal cells `text` takes (wide characters two, combining ones none)."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(letter) for letter in text)


def _cells_of(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def padded(text: str, width: int) -> str:
    """`text` filled with blanks to `width` cells."""
    return text + " " * max(width - cells(text), 0)


def beside(left: str, right: str, *, column: int, width: int, indent: int) -> list[str]:
    """`right` starts at `column`, or further left or right as the width allows, or on a line of its
    own behind `indent` blanks. `width` 0 never wraps."""
    if not right:
        return [left]
    start = max(column, cells(left) + 2)
    if width and start + cells(right) > width:
        start = width - cells(right)
        if start < cells(left) + 2:
            return [left, " " * indent + right]
    return [padded(left, start) + right]


def at_the_end(left: str, right: str, *, width: int, column: int) -> list[str]:
    """`right` ends at the right edge (a duration); without a width it starts at `column`."""
    if not width:
        return beside(left, right, column=column, width=0, indent=0)
    return beside(left, right, column=width - cells(right), width=width, indent=width - cells(right))


def wrapped(text: str, *, width: int, indent: int) -> list[str]:
    """`text` broken between words so that no line is wider than `width` (0: not broken); lines after
    the first are indented. The blanks in front of the first line stay; a long word is never cut."""
    if not width or cells(text) <= width:
        return [text]
    words = text.lstrip(" ").split(" ")
    lines: list[str] = []
    line = text[: len(text) - len(text.lstrip(" "))] + words[0]
    for word in words[1:]:
        if cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = " " * indent + word
        else:
            line = f"{line} {word}"
    return [*lines, line]
