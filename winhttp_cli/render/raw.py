"""Raw bytes for `-vv`: as they crossed the stream, escaped, secrets masked.

Promise: one shown line per line on the wire, its end visible (`\\r\\n`); every other unprintable byte as
`\\xNN`; nothing else is changed but masked values. A header that arrives in pieces is put together
before it is shown, so a secret cannot slip through at a seam. Memory is bounded by one line of 64 KiB
per direction. HTTP/2 frames hold compressed headers that cannot be masked: only their size is shown,
unless `--show-secrets`.
"""

from __future__ import annotations

import re

from winhttp_cli.report.masking import masked_header, masked_parameters, masked_url

LONGEST_LINE = 65536
_PREFACE = b"PRI * HTTP/2.0"
_FIELD = re.compile(r"([!-9;-~]+):[ \t]*(.*)", re.DOTALL)
_REQUEST_LINE = re.compile(r"[!-~]+ [!-~]+ HTTP/\d")


class RawText:
    """Turns pieces of the stream into shown lines."""

    def __init__(self, *, show_secrets: bool) -> None:
        self._show_secrets = show_secrets
        self._pending = {">": bytearray(), "<": bytearray()}
        self._suppressed = {">": False, "<": False}
        self._is_http2 = False

    def lines(self, direction: str, data: bytes) -> list[str]:
        """The lines that `data` completes; an unfinished line waits for its end, or for the other
        side to speak."""
        shown = self.rest("<" if direction == ">" else ">")
        pending = self._pending[direction]
        pending += data
        if pending.startswith(_PREFACE):
            self._is_http2 = True
        if self._is_http2 and not self._show_secrets:
            pending.clear()
            return [*shown, f"{direction}{direction} {len(data)} bytes of HTTP/2 frames"]
        *complete, unfinished = pending.split(b"\n")
        shown += [line for piece in complete for line in self._shown(direction, bytes(piece) + b"\n")]
        if len(unfinished) > LONGEST_LINE:
            shown += self._shown(direction, bytes(unfinished))
            unfinished = bytearray()
        self._pending[direction] = bytearray(unfinished)
        return shown

    def rest(self, direction: str) -> list[str]:
        """What still waits in `direction`."""
        pending = self._pending[direction]
        if not pending:
            return []
        self._pending[direction] = bytearray()
        return self._shown(direction, bytes(pending))

    def _shown(self, direction: str, piece: bytes) -> list[str]:
        """One line or one piece of an over-long one. After a masked piece the rest of its line stays
        hidden, since the seam may lie within the secret."""
        is_end = piece.endswith(b"\n")
        hidden = self._suppressed[direction]
        text = piece.decode("latin-1")
        masked = text if self._show_secrets else self._masked(direction, text)
        self._suppressed[direction] = not is_end and (hidden or masked != text)
        return [] if hidden else [f"{direction}{direction} {escaped(masked)}"]

    def _masked(self, direction: str, text: str) -> str:
        content = text.rstrip("\r\n")
        end = text[len(content) :]
        field = _FIELD.match(content)
        if field is not None:
            name, value = field.groups()
            masked = masked_header(name, value)
            return text if masked == value else f"{name}: {masked}{end}"
        if _REQUEST_LINE.match(content):
            return masked_url(content) + end
        return masked_parameters(content) + end if direction == ">" else text


def escaped(text: str) -> str:
    """Latin-1 text with each byte that is not printable ASCII, and the backslash, written out."""
    return "".join(map(_escape, text)) if not text.isprintable() or not text.isascii() else _plain(text)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\")


def _escape(letter: str) -> str:
    named = {"\r": "\\r", "\n": "\\n", "\t": "\\t", "\\": "\\\\"}
    if letter in named:
        return named[letter]
    return letter if " " <= letter <= "~" else f"\\x{ord(letter):02x}"
