"""Several ways side by side: one row a fact, the differing ones marked; and the same as JSON.

Promise: columns where they fit, one line a side where they do not; nothing is cut; text of servers is
made printable. Judges nothing: what differs and what follows comes with the comparison.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import zip_longest

from winhttp_cli.render.columns import cells, padded, wrapped
from winhttp_cli.render.document import document
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.report.comparison import Comparison, Line
from winhttp_cli.report.printable import printable
from winhttp_cli.settings.settings import Settings

SCHEMA = 1
_GAP = 2
_HEAD_INDENT = 3
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def comparison_lines(comparison: Comparison, out: Outlet) -> list[str]:
    """The whole comparison."""
    labels = [printable(side.label) for side in comparison.sides]
    rows = [_Row(line) for line in comparison.lines]
    names = max((cells(row.name) for row in rows), default=0)
    heads = tuple(f"{_LETTERS[index % 26]}  {label}" for index, label in enumerate(labels))
    wanted = _column_width(rows, heads, names, out)
    lines = [out.paint(head, Style.BOLD) for head in _heads(heads, names, wanted)]
    for row in rows:
        lines += _row(row, names, wanted, out)
    for finding in comparison.findings:
        text = wrapped(f"! {printable(finding)}", width=out.width, indent=2)
        lines += [out.paint(line, Style.YELLOW, Style.BOLD) for line in text]
    count = len(comparison.differences)
    lines.append(f"{count} {'difference' if count == 1 else 'differences'}")
    return lines


class _Row:
    """A line of the comparison, made printable."""

    def __init__(self, line: Line) -> None:
        self.name = printable(line.name)
        self.differs = line.differs
        self.values = tuple(printable(value) or "-" for value in line.values)
        self.is_same = len(set(line.values)) == 1


def _heads(heads: tuple[str, ...], names: int, width: int) -> list[str]:
    """The sides above their columns, in as many lines as the longest takes; one below the other where
    there are no columns."""
    if not width:
        return list(heads)
    lines = zip_longest(
        *(wrapped(head, width=width, indent=_HEAD_INDENT) for head in heads), fillvalue=""
    )
    return [_joined(" " * names, line, names, width).rstrip() for line in lines]


def _column_width(rows: Sequence[_Row], heads: tuple[str, ...], names: int, out: Outlet) -> int:
    """How wide each side's column is, 0 where columns do not fit: the widest of what most rows need."""
    sides = len(heads)
    if not out.width:
        return max([cells(head) for head in heads] + [24])
    room = (out.width - names - 4) // sides - _GAP
    words = [cells(word) + _HEAD_INDENT for head in heads for word in head.split(" ")]
    return room if room >= max([*words, 20]) else 0


def _row(row: _Row, names: int, width: int, out: Outlet) -> list[str]:
    mark = "*" if row.differs else " "
    styles = (Style.YELLOW,) if row.differs else ()
    start = f"{mark} {padded(row.name, names)}"
    if row.is_same:
        return [out.paint(line, *styles) for line in _one(start, row.values[0], names, out)]
    fits = width and all(cells(value) <= width for value in row.values[:-1])
    last = cells(row.values[-1])
    if fits and (not out.width or names + 4 + (width + _GAP) * (len(row.values) - 1) + last <= out.width):
        return [out.paint(_joined(start[2:], row.values, names, width, mark), *styles)]
    lines: list[str] = []
    for index, value in enumerate(row.values):
        head = start if index == 0 else " " * (names + 2)
        lines += _one(f"{head}  {_LETTERS[index % 26]}", value, names + 3, out)
    return [out.paint(line, *styles) for line in lines]


def _one(start: str, value: str, names: int, out: Outlet) -> list[str]:
    """A value that has the rest of the line."""
    indent = names + 4
    if not out.width:
        return [f"{start}  {value}"]
    first, *more = wrapped(value, width=max(out.width - indent, 20), indent=0)
    return [f"{start}  {first}", *(" " * indent + line for line in more)]


def _joined(name: str, values: tuple[str, ...], names: int, width: int, mark: str = " ") -> str:
    columns = [padded(value, width) for value in values[:-1]] + [values[-1]]
    return f"{mark} {padded(name, names)}  " + (" " * _GAP).join(columns)


def comparison_document(comparison: Comparison, settings: Sequence[Settings]) -> str:
    """The comparison as one JSON object; each side holds the document `--json` gives for it."""
    sides = [
        {"with": side.label, "report": json.loads(document(side.report, own, side.body))}
        for side, own in zip(comparison.sides, settings, strict=True)
    ]
    facts = [
        {"fact": line.name, "values": list(line.values), "differs": line.differs}
        for line in comparison.lines
    ]
    return json.dumps(
        {"schema": SCHEMA, "sides": sides, "facts": facts, "findings": list(comparison.findings)},
        indent=2,
    )
