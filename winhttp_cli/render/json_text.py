"""JSON made readable as it arrives: indented and coloured, never held back.

Promise: text in, text out, piece by piece; memory is the nesting (64 levels) and one unfinished word.
Strings, numbers and their order are never changed. From the first character that is not JSON, or
deeper than 64 levels, the text goes through as it is. Escaping control characters is the caller's.
"""

from __future__ import annotations

import re

from winhttp_cli.render.terminal import Outlet, Style

DEEPEST = 64
INDENT = "  "
LONGEST_WORD = 1000

_TOKEN = re.compile(r'[ \t\r\n]+|[{}\[\]:,"]|[^ \t\r\n{}\[\]:,"]+')
_IN_STRING = re.compile(r'(?:[^"\\]|\\.)*', re.DOTALL)
_WORD = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_CLOSERS = {"}": "{", "]": "["}


class JsonText:
    """One JSON text, or several one after another."""

    def __init__(self, out: Outlet) -> None:
        self._out = out
        self._stack: list[str] = []
        self._text = ""
        self._at = 0
        self._in_string = False
        self._quote = ""
        self._string_style = Style.GREEN
        self._just_opened = False
        self._expects_key = False
        self._value_done = False
        self._raw = False

    def feed(self, text: str) -> str:
        """What can be shown of the text so far."""
        self._text = self._text[self._at :] + text
        self._at = 0
        shown: list[str] = []
        while self._at < len(self._text):
            piece = self._step()
            if piece is None:
                break
            shown.append(piece)
        return "".join(shown)

    def finish(self) -> str:
        """What was still waiting for its end."""
        word = self._quote + self._rest()
        return self._word(word) if _WORD.fullmatch(word) and not self._raw else word

    def _rest(self) -> str:
        rest = self._text[self._at :]
        self._at = len(self._text)
        return rest

    def _step(self) -> str | None:
        """The next token as shown, or None where its end has not come yet."""
        if self._raw:
            return self._rest()
        if self._in_string:
            return self._rest_of_string()
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            return self._gives_up()
        token = match[0]
        if token[0] in ' \t\r\n{}[]:,"':
            return self._mark(token)
        if match.end() == len(self._text) and len(token) <= LONGEST_WORD:
            return None
        if not _WORD.fullmatch(token):
            return self._gives_up()
        self._at = match.end()
        return self._word(token)

    def _mark(self, token: str) -> str:
        before = self._at
        self._at += len(token)
        shown = "" if token.isspace() else self._punctuation(token)
        if self._raw:
            self._at = before
        return shown

    def _rest_of_string(self) -> str | None:
        match = _IN_STRING.match(self._text, self._at)
        end = self._at if match is None else match.end()
        closed = end < len(self._text) and self._text[end] == '"'
        end += closed
        if end == self._at:
            return None
        text = self._quote + self._text[self._at : end]
        self._quote = ""
        self._at = end
        self._in_string = not closed
        return self._out.paint(text, self._string_style)

    def _word(self, word: str) -> str:
        style = Style.MAGENTA if word[0] in "tfn" else Style.YELLOW
        return self._before_value() + self._out.paint(word, style)

    def _punctuation(self, mark: str) -> str:
        if mark == '"':
            return self._string_begins()
        if mark in "{[":
            return self._opens(mark)
        if mark in "}]":
            return self._closes(mark)
        if not self._stack:
            return self._gives_up()
        if mark == ":":
            self._expects_key = False
            return ": "
        self._expects_key = self._stack[-1] == "{"
        return "," + self._line()

    def _string_begins(self) -> str:
        before = self._before_value()
        self._in_string = True
        self._string_style = Style.CYAN if self._expects_key else Style.GREEN
        self._quote = '"'
        return before

    def _opens(self, mark: str) -> str:
        if len(self._stack) >= DEEPEST:
            return self._gives_up()
        before = self._before_value()
        self._stack.append(mark)
        self._just_opened = True
        self._expects_key = mark == "{"
        return before + mark

    def _closes(self, mark: str) -> str:
        if not self._stack or self._stack[-1] != _CLOSERS[mark]:
            return self._gives_up()
        self._stack.pop()
        empty, self._just_opened = self._just_opened, False
        self._expects_key = False
        return mark if empty else self._line() + mark

    def _gives_up(self) -> str:
        """Not JSON after all: the rest goes through as it is."""
        self._raw = True
        return ""

    def _before_value(self) -> str:
        """The line break and indentation in front of a value or key."""
        if self._just_opened:
            self._just_opened = False
            return self._line()
        if not self._stack:
            first, self._value_done = not self._value_done, True
            return "" if first else "\n"
        return ""

    def _line(self) -> str:
        return "\n" + INDENT * len(self._stack)
