"""Bytes written as hexadecimal text, the way people copy registry values.

Promise: `18 00`, `18,00`, `1800`, `0x18 0x00`, `hex:18,00,\\` with line ends and their mixtures are the
same bytes; anything else is refused with the place of the first wrong character.
"""

from __future__ import annotations

import re

from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused

_PREFIX = re.compile(r"\s*(?:hex(?:\([0-9a-f]{1,2}\))?:)?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,\\]+|0x(?=[0-9a-f]{2})", re.IGNORECASE)
_ONLY_HEX = re.compile(r"[0-9a-fx\s,\\]+", re.IGNORECASE)
_PAIRS = re.compile(r"(?:[0-9a-f]{2})+(?![0-9a-f])", re.IGNORECASE)


def looks_like_hex(text: str) -> bool:
    """Whether `text` is made of nothing but such bytes."""
    prefix = _PREFIX.match(text)
    start = prefix.end() if prefix else 0
    return start < len(text) and _ONLY_HEX.fullmatch(text, start) is not None


def read_hex(text: str, source: str) -> bytes:
    """The bytes. Raises UsageFault with the position (from 0) of what is none."""
    prefix = _PREFIX.match(text)
    position = prefix.end() if prefix else 0
    found = bytearray()
    while position < len(text):
        between = _BETWEEN.match(text, position)
        if between:
            position = between.end()
            continue
        pairs = _PAIRS.match(text, position)
        if pairs is None:
            wrong = text[position : position + 8].split("\n")[0]
            raise refused(Origin(Rank.FILE, source), f"position {position}: {wrong!r} is no hexadecimal")
        found += bytes.fromhex(pairs.group())
        position = pairs.end()
    return bytes(found)
