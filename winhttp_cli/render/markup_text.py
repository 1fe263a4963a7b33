"""XML as it arrives: coloured and indented.

Promise: text in, text out, piece by piece; at most one unfinished tag of 8 KiB waits for its end.
Text inside an element that mixes text and elements stays on its line. Nothing is fetched, no entity is
expanded: this is no parser. HTML has rules of its own (`html_text.py`).
"""

from __future__ import annotations

import re

from winhttp_cli.render.terminal import Outlet, Style

LONGEST_TAG = 8192
DEEPEST = 64
INDENT = "  "

#: Comment, CDATA section, processing instruction, or a tag whose quoted values may hold ">". The
#: quantifiers are possessive: a hostile page cannot make the match try again.
TAG = re.compile(
    r"<(?:!--.*?--|!\[CDATA\[.*?\]\]|\?.*?\?|"
    r"(?!!--|!\[CDATA\[|\?)(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
_VALUE = re.compile(r"(\"[^\"]*\"|'[^']*')")


class MarkupText:
    """One document; elements are put on lines of their own."""

    def __init__(self, out: Outlet) -> None:
        self._out = out
        self._indent = True
        self._pending = ""
        self._mixed: list[bool] = []
        self._after_open = False
        self._begun = False

    def feed(self, text: str) -> str:
        """What can be shown of the text so far."""
        self._pending += text
        shown: list[str] = []
        while self._pending:
            piece = self._tag() if self._pending[0] == "<" else self._text()
            if piece is None:
                break
            shown.append(piece)
        return "".join(shown)

    def finish(self) -> str:
        """A tag that never ended, as it is."""
        pending, self._pending = self._pending, ""
        return pending

    def _text(self) -> str | None:
        end = self._pending.find("<")
        if end < 0 and self._indent and self._pending.isspace() and len(self._pending) < LONGEST_TAG:
            # whether these blanks are content is known when the next tag or letter comes
            return None
        end = len(self._pending) if end < 0 else end
        text, self._pending = self._pending[:end], self._pending[end:]
        if self._indent and text.isspace() and not self._inline():
            return ""
        if self._mixed and not text.isspace():
            self._mixed[-1] = True
        self._begun = True
        self._after_open = False
        return text

    def _tag(self) -> str | None:
        match = TAG.match(self._pending)
        if match is None:
            if len(self._pending) <= LONGEST_TAG:
                return None
            text, self._pending = self._pending[0], self._pending[1:]
            self._indent = False
            return text
        tag = match[0]
        self._pending = self._pending[match.end() :]
        return self._placed(tag) + painted_tag(tag, self._out)

    def _inline(self) -> bool:
        return bool(self._mixed) and self._mixed[-1]

    def _placed(self, tag: str) -> str:
        """The line break and indentation in front of a tag; keeps count of the nesting."""
        if not self._indent:
            return ""
        if tag.startswith("</"):
            inline = self._mixed.pop() if self._mixed else False
            hugging, self._after_open = self._after_open, False
            return "" if inline or hugging else self._line()
        inline = self._inline()
        before = "" if inline else self._line()
        opens = not tag.startswith(("<!", "<?")) and not tag.endswith("/>")
        self._after_open = opens
        if opens:
            self._mixed.append(inline)
        self._begun = True
        return before

    def _line(self) -> str:
        return "\n" + INDENT * min(len(self._mixed), DEEPEST) if self._begun else ""


def painted_tag(tag: str, out: Outlet) -> str:
    """A tag in colour, its values in another; comments and declarations dim."""
    if tag.startswith(("<!", "<?")):
        return out.paint(tag, Style.DIM)
    parts = _VALUE.split(tag)
    styles = (Style.CYAN, Style.GREEN)
    return "".join(out.paint(part, styles[number % 2]) for number, part in enumerate(parts))
