"""Text from a certificate, fit for one line.

Promise: no control character, no line break, no direction override and at most so many characters
come out of here. Knows nothing else.
"""

from __future__ import annotations

LONGEST = 100


def printable(text: str, longest: int = LONGEST) -> str:
    r"""`text` with what cannot be shown written as \x0a or \u202e, cut to `longest` characters."""
    head = text[: longest + 1]
    shown = "".join(character if character.isprintable() else _escaped(character) for character in head)
    return shown if len(shown) <= longest else shown[: longest - 3] + "..."


def _escaped(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def listed(texts: list[str], most: int = 3) -> str:
    """ "a, b, c and 97 more": each made printable."""
    shown = ", ".join(printable(text) for text in texts[:most])
    left_out = len(texts) - most
    return f"{shown} and {left_out} more" if left_out > 0 else shown
