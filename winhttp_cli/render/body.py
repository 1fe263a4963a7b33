"""The body on a terminal: decoded, escaped, made readable, and never held back.

Promise: what a piece holds is shown when the piece arrives, so long bodies and endless streams cost no
memory. Control characters of a server come out as escapes. A binary body is counted and not printed.
Only for a terminal: on a pipe and in a file the bytes go untouched and this file is not loaded.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import Protocol

from winhttp_cli.plan import Header
from winhttp_cli.render.charset import charset_of, media_type
from winhttp_cli.render.html_text import HtmlText
from winhttp_cli.render.json_text import JsonText
from winhttp_cli.render.markup_text import MarkupText
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.report.model import Response
from winhttp_cli.report.printable import printable, shortened

#: Types that are text beside text/* and those with a +json or +xml suffix.
_TEXT_TYPES = frozenset(
    {
        "application/ecmascript",
        "application/graphql",
        "application/javascript",
        "application/json",
        "application/json-seq",
        "application/jsonl",
        "application/sql",
        "application/toml",
        "application/x-ndjson",
        "application/x-ns-proxy-autoconfig",
        "application/x-pem-file",
        "application/x-sh",
        "application/x-www-form-urlencoded",
        "application/x-yaml",
        "application/xml",
        "application/xml-dtd",
        "application/yaml",
        "image/svg+xml",
    }
)
#: Types whose bytes decide: servers say these when they do not know.
_VAGUE_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/unknown"})
#: Control characters that text may hold: tab, line feed, form feed, carriage return, escape.
_TEXT_CONTROLS = b"\t\n\f\r\x1b"


class Formatter(Protocol):
    """Text in, text to show out."""

    def feed(self, text: str) -> str: ...

    def finish(self) -> str: ...


class PlainText:
    """Text as it is."""

    def feed(self, text: str) -> str:
        return text

    def finish(self) -> str:
        return ""


class TerminalBody:
    """Takes the pieces of one body. `charset` is what the user says it is in, or None."""

    def __init__(self, out: Outlet, response: Response, charset: str | None = None) -> None:
        self._out = out
        self._type = _field(response.headers, "content-type")
        coding = _field(response.headers, "content-encoding").strip().lower()
        self._coding = "" if coding == "identity" else coding
        self._charset = charset
        self._begun = False
        self._binary = False
        self._size = 0
        self._decoder: codecs.IncrementalDecoder | None = None
        self._formatter: Formatter = PlainText()
        self._held_return = ""
        self._at_line_start = True

    def take(self, piece: bytes) -> None:
        """Shows the next piece."""
        self._size += len(piece)
        if not self._begun and piece:
            self._begin(piece)
        if self._decoder is not None:
            self._show(self._decoder.decode(piece))

    def finish(self) -> None:
        """The body is complete."""
        if self._decoder is not None:
            self._show(self._decoder.decode(b"", final=True), last=True)
            if not self._at_line_start:
                self._write("\n")
        elif self._binary:
            text = _unprinted(self._size, self._coding)
            self._out.line(self._out.paint(text, Style.DIM))
        self._out.flush()

    def abandon(self) -> None:
        """The exchange failed: what is there is shown, and the line is ended."""
        self.finish()

    def start_line(self) -> None:
        """Something else is about to be written on the same terminal."""
        if not self._at_line_start:
            self._write("\n")
            self._out.flush()

    def _begin(self, first: bytes) -> None:
        self._begun = True
        charset = charset_of(self._type, first, self._charset)
        self._binary = bool(self._coding) or is_binary(self._type, first, charset)
        if not self._binary:
            # what the charset cannot hold is shown as an escape, like every other odd byte
            self._decoder = codecs.getincrementaldecoder(charset)("backslashreplace")
            self._formatter = formatter_for(self._type, first, self._out)

    def _show(self, text: str, *, last: bool = False) -> None:
        """Line ends become the terminal's, then the formatter has the text, then it is escaped."""
        text = self._held_return + text
        self._held_return = ""
        if text.endswith("\r") and not last:
            text, self._held_return = text[:-1], "\r"
        text = printable(text.replace("\r\n", "\n"), keep="\n\t")
        shown = self._formatter.feed(text)
        if last:
            shown += self._formatter.finish()
        self._write(shown)
        self._out.flush()

    def _write(self, text: str) -> None:
        if text:
            self._out.write(text)
            self._at_line_start = text.endswith("\n")


def _unprinted(size: int, coding: str) -> str:
    """What stands in the place of a binary body, and which flag shows it."""
    if not coding:
        return f"binary body, {size} bytes, not printed; use -o FILE"
    undone = {"gzip": "--decompression gzip", "x-gzip": "--decompression gzip"}
    undone |= {"deflate": "--decompression deflate"}
    undone |= {name: f"--extra-codings {name}" for name in ("br", "zstd")}
    flag = undone.get(coding)
    shown = f"{flag} undoes the coding" if flag else "use -o FILE"
    return f"body in {printable(shortened(coding, 40))}, {size} bytes, not printed; {shown}"


def _field(headers: Iterable[Header], name: str) -> str:
    return next((value for field, value in headers if field.lower() == name), "")


def is_binary(content_type: str, first: bytes, charset: str) -> bool:
    """Whether a body is not to be printed, by its type and, where that says little, its first bytes."""
    if charset.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        return False
    kind = media_type(content_type)
    is_text = kind.startswith("text/") or kind in _TEXT_TYPES or kind.endswith(("+json", "+xml", "+yaml"))
    if is_text:
        return b"\0" in first
    if kind not in _VAGUE_TYPES and kind.startswith(("image/", "audio/", "video/", "font/", "model/")):
        return True
    return not _looks_like_text(first)


def _looks_like_text(first: bytes) -> bool:
    """UTF-8 without control characters that text does not hold; the last character may be cut off."""
    if any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in first):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(first)
    except UnicodeDecodeError:
        return False
    return True


def formatter_for(content_type: str, first: bytes, out: Outlet) -> Formatter:
    """The formatter of a type; without a type the first character tells."""
    kind = media_type(content_type)
    begins = first.lstrip()[:1]
    if kind.endswith(("/json", "+json")) or (kind in _VAGUE_TYPES and begins in (b"{", b"[")):
        return JsonText(out)
    if kind in ("text/html", "application/xhtml+xml"):
        return HtmlText(out)
    if kind.endswith(("/xml", "+xml")) or (kind in _VAGUE_TYPES and first.lstrip().startswith(b"<?xml")):
        return MarkupText(out)
    return PlainText()
