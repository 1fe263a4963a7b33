"""HTML as it arrives: coloured, and each element that makes a block on a line of its own.

Promise: text in, text out, piece by piece; at most one unfinished tag of 8 KiB and the blanks before a
tag wait. Only blanks at the edge of a block are moved, which a browser does not show; what stands in pre,
script, style and textarea stays as it is. No parser: a page that is not well-formed is shown as well.
"""

from __future__ import annotations

import re
from enum import Enum

from winhttp_cli.record import dataclass
from winhttp_cli.render.markup_text import DEEPEST, INDENT, LONGEST_TAG, TAG, painted_tag
from winhttp_cli.render.terminal import Outlet

_NAME = re.compile(r"</?\s*([^\s/>]+)")
_VOID = frozenset({"!doctype", "base", "col", "frame", "hr", "link", "meta"})
#: Elements that end a paragraph when they begin (HTML section 13.1.2.4).
_AFTER_PARAGRAPH = frozenset(
    {"address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main"}
    | {"menu", "nav", "ol", "p", "pre", "section", "table", "ul"}
)
#: Elements whose edges break a line in a browser, or whose blanks nobody sees (HTML section 15.3).
_BLOCKS = (
    _VOID
    | _AFTER_PARAGRAPH
    | {"body", "caption", "colgroup", "dd", "dialog", "dt", "frameset", "head", "html", "legend", "li"}
    | {
        "noscript",
        "optgroup",
        "option",
        "script",
        "select",
        "style",
        "summary",
        "tbody",
        "td",
        "template",
    }
    | {"tfoot", "th", "thead", "title", "tr"}
)
_VERBATIM = frozenset({"pre", "script", "style", "textarea"})
#: What an opening tag ends without saying so (HTML section 13.1.2.4).
_ENDS = {
    "li": {"li", "p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
    "tr": {"tr", "td", "th", "p"},
    "tbody": {"thead", "tbody", "tr", "td", "th"},
    "tfoot": {"thead", "tbody", "tr", "td", "th"},
    "option": {"option"},
    "optgroup": {"option", "optgroup"},
    "body": {"head"},
}
#: Elements that are kept count of; a hostile page nests a million.
_MOST_OPEN = 1000


class _Edge(Enum):
    """What stands right before: text, or a block that was just opened or ended."""

    NONE = "none"
    OPENED = "opened"
    ENDED = "ended"


@dataclass
class _Element:
    name: str
    has_blocks: bool = False


class HtmlText:
    """One document."""

    def __init__(self, out: Outlet) -> None:
        self._out = out
        self._pending = ""
        self._gap = ""
        self._open: list[_Element] = []
        self._verbatim = ""
        self._edge = _Edge.OPENED
        self._begun = False

    def feed(self, text: str) -> str:
        """What can be shown of the text so far."""
        self._pending += text
        shown: list[str] = []
        while self._pending:
            piece = self._next()
            if piece is None:
                break
            shown.append(piece)
        return "".join(shown)

    def finish(self) -> str:
        """A tag that never ended, as it is."""
        text, self._pending = self._gap.strip() + self._pending, ""
        return text

    def _next(self) -> str | None:
        if self._verbatim:
            return self._verbatim_text()
        return self._tag() if self._pending[0] == "<" else self._text()

    def _take(self, size: int) -> str:
        text, self._pending = self._pending[:size], self._pending[size:]
        return text

    def _text(self) -> str:
        """Text up to the next tag; the blanks at its end wait for what comes."""
        end = self._pending.find("<")
        text = self._take(len(self._pending) if end < 0 else end)
        body = text.rstrip()
        if not body:
            self._gap = (self._gap + text)[-LONGEST_TAG:]
            return ""
        before = self._before_inline()
        after, self._gap = self._gap, text[len(body) :]
        self._edge, self._begun = _Edge.NONE, True
        return after + body if before is None else before + body.lstrip()

    def _before_inline(self) -> str | None:
        """What takes the place of the blanks before text or an inline tag; None leaves them."""
        if self._edge is _Edge.NONE:
            return None
        return self._line() if self._edge is _Edge.ENDED else ""

    def _tag(self) -> str | None:
        match = TAG.match(self._pending)
        if match is None:
            if len(self._pending) <= LONGEST_TAG:
                return None
            self._edge = _Edge.NONE
            return self._take(1)
        tag = self._take(match.end())
        found = _NAME.match(tag)
        name = found[1].lower() if found else ""
        placed = self._placed(tag, name)
        self._gap, self._begun = "", True
        if name in _VERBATIM and not tag.startswith("</") and not tag.endswith("/>"):
            self._verbatim = name
        return placed + painted_tag(tag, self._out)

    def _placed(self, tag: str, name: str) -> str:
        """The line break or the blanks in front of a tag; keeps count of the nesting."""
        if name not in _BLOCKS and not tag.startswith("<!--"):
            before = self._before_inline()
            self._edge = _Edge.NONE
            return self._gap if before is None else before
        if tag.startswith("<!--"):
            return self._gap if self._edge is _Edge.NONE else self._line()
        return self._block_ended(name) if tag.startswith("</") else self._block_opened(tag, name)

    def _block_opened(self, tag: str, name: str) -> str:
        ended = {"p"} if name in _AFTER_PARAGRAPH else _ENDS.get(name, ())
        while self._open and self._open[-1].name in ended:
            self._open.pop()
        if self._open:
            self._open[-1].has_blocks = True
        before = self._line()
        leaf = name in _VOID or tag.endswith("/>")
        if not leaf and len(self._open) < _MOST_OPEN:
            self._open.append(_Element(name))
        self._edge = _Edge.ENDED if leaf else _Edge.OPENED
        return before

    def _block_ended(self, name: str) -> str:
        if not any(element.name == name for element in self._open):
            return self._gap
        element = self._open.pop()
        while element.name != name:
            element = self._open.pop()
        self._edge = _Edge.ENDED
        return self._line() if element.has_blocks else ""

    def _line(self) -> str:
        return "\n" + INDENT * min(len(self._open), DEEPEST) if self._begun else ""

    def _verbatim_text(self) -> str | None:
        """Up to the end tag, untouched; what may be its beginning waits."""
        ending = f"</{self._verbatim}"
        end = self._pending.lower().find(ending)
        if end < 0:
            shown = self._take(max(len(self._pending) - len(ending) + 1, 0))
            return shown or None
        self._verbatim, self._edge = "", _Edge.NONE
        return self._take(end)
