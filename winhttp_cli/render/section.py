"""The sections of a report: a bold word that opens one, and rows of label and text under it.

Promise: long texts wrap between words under their column and are never cut; what comes from outside
is made printable here.
"""

from __future__ import annotations

from winhttp_cli.render.columns import padded, wrapped
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.report.printable import printable

_WORD_WIDTH = 7


def section_title(word: str, text: str, out: Outlet) -> list[str]:
    """The line that opens a section; its word is bold and stands apart."""
    opening = f"{padded(word, _WORD_WIDTH)} {printable(text)}".rstrip()
    lines = wrapped(opening, width=out.width, indent=_WORD_WIDTH + 1)
    lines[0] = out.paint(word, Style.BOLD) + lines[0][len(word) :]
    return lines


def labelled(label: str, text: str, *, indent: int, width: int, out: Outlet) -> list[str]:
    """ "     serial     c0ffee": the label in `width` cells behind `indent` blanks. A word that is
    longer than the terminal is wide stands on a line of its own."""
    start = " " * indent + padded(label, width)
    return wrapped(start + printable(text), width=out.width, indent=indent + width)
