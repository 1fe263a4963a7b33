"""Plain tables and labelled facts: columns lined up with blanks, the last one wrapped.

Promise: no line is wider than asked where words allow it; without a width, prose still breaks at 80
and a table's rows do not. Knows no colour and no topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from winhttp_cli.render.columns import cells, padded, wrapped

PROSE = 80
_GAP = 2


def table(rows: Sequence[Sequence[str]], *, width: int = 0, indent: int = 2) -> list[str]:
    """Rows of equally many cells; each column as wide as its widest cell, the last one wrapped."""
    if not rows:
        return []
    widths = [max(cells(row[column]) for row in rows) + _GAP for column in range(len(rows[0]) - 1)]
    start = indent + sum(widths)
    lines: list[str] = []
    for row in rows:
        head = " " * indent + "".join(padded(cell, size) for cell, size in zip(row, widths, strict=False))
        lines.extend(_row(head, row[-1], start, width))
    return lines


def _row(head: str, last: str, start: int, width: int) -> list[str]:
    """One row; where the last column would be narrower than a few words it goes below."""
    if width and width - start < 24:
        below = wrapped(" " * 6 + last, width=width, indent=6)
        return [head.rstrip(), *(below if last else [])]
    first, *more = wrapped(last, width=max(width - start, 0), indent=0)
    return [(head + first).rstrip(), *(" " * start + line for line in more)]


def prose(text: str, *, width: int = 0) -> list[str]:
    """A paragraph."""
    return wrapped(text, width=min(width or PROSE, 100), indent=0)


def facts(pairs: Iterable[tuple[str, str]], *, width: int = 0) -> list[str]:
    """`label  value` lines; a pair without a value is left out."""
    return table([pair for pair in pairs if pair[1]], width=width or PROSE)
