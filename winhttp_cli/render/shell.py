"""Words for a POSIX shell, with secrets as variables.

Promise: whatever the pieces hold, the shell hands exactly these characters to the command; nothing is
expanded but the variables meant. Bytes that a word cannot hold are written by `printf`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from winhttp_cli.record import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """A secret that the command takes from a shell variable."""

    name: str
    value: str


Piece = str | Variable


def variable(name: str, value: str) -> Variable:
    """A variable whose name is made from `name`: "X-Api-Key" becomes X_API_KEY."""
    upper = re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
    return Variable(upper if upper[:1].isalpha() else f"SECRET_{upper}".rstrip("_"), value)


def word(pieces: Sequence[Piece]) -> str:
    """One word: text quoted where it must be, variables in double quotes."""
    texts = [f'"${piece.name}"' if isinstance(piece, Variable) else quoted(piece) for piece in pieces]
    return "".join(text for text in texts if text) or "''"


def quoted(text: str) -> str:
    return shlex.quote(text) if text else ""


def printf(data: bytes) -> str:
    """The command that writes `data`: octal escapes, which every shell's printf knows. A dash in front
    would be taken for an option."""
    text = "".join(map(_printf_byte, data))
    return f"printf '{_octal(data[0]) + text[1:] if text.startswith('-') else text}'"


def _octal(byte: int) -> str:
    return f"\\{byte:03o}"


def _printf_byte(byte: int) -> str:
    letter = chr(byte)
    if letter in "%\\":
        return letter * 2
    if " " <= letter <= "~" and letter != "'":
        return letter
    return _octal(byte)
