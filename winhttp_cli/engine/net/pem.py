"""The blocks of a PEM file, whatever they hold.

Promise: time and memory grow with the file and not faster; a block that is cut off or not base64 is a
block without content, never an error. RFC 7468, read leniently as its section 3 allows: text between
blocks and headers inside them are passed over. Knows no ASN.1.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from winhttp_cli.record import dataclass

_BEGIN, _END, _DASHES = b"-----BEGIN ", b"-----END ", b"-----"


@dataclass(frozen=True, slots=True)
class Block:
    """`label` is what stands behind BEGIN; `der` is None where the block cannot be read; `text` is
    the whole block as it stands in the file."""

    label: str
    der: bytes | None
    text: bytes


def is_pem(content: bytes) -> bool:
    return _BEGIN in content


def blocks(content: bytes) -> Iterator[Block]:
    """Every block, in order. One that is cut off ends where the next begins, or at the end."""
    label: str | None = None
    lines: list[bytes] = []
    for line in content.splitlines():
        if line.startswith(_BEGIN):
            if label is not None:
                yield Block(label, None, b"\n".join(lines))
            label, lines = _label(line), [line]
        elif label is not None:
            lines.append(line)
            if line.startswith(_END):
                yield Block(label, _decoded(lines[1:-1]), b"\n".join(lines) + b"\n")
                label = None
    if label is not None:
        yield Block(label, None, b"\n".join(lines))


def _label(line: bytes) -> str:
    name = line.removeprefix(_BEGIN).rstrip().removesuffix(_DASHES)
    return name.decode("ascii", "backslashreplace")


def _decoded(lines: list[bytes]) -> bytes | None:
    """The base64 part: a line with a colon, and what follows it up to a blank line, is a header."""
    body = [line for line in lines if b":" not in line]
    try:
        return base64.b64decode(b"".join(body).translate(None, b" \t\r\n"), validate=True)
    except (binascii.Error, ValueError):
        return None
