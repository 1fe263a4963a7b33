"""Where the body goes: stdout as it arrives, a file, the JSON document, or nowhere.

Promise: on a pipe the bytes are untouched; the head (-i, or a terminal) is written once, before the
first byte of the response that is handed over. A file gets its name only when it is complete.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from winhttp_cli.actions.wishes import wants_head
from winhttp_cli.options.tool import CHARSET, HAR, INCLUDE, JSON, JSON_BODY_LIMIT
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.body import BodyCapture, BodyFacts
from winhttp_cli.report.collect import Collector
from winhttp_cli.report.model import Response
from winhttp_cli.settings.settings import Settings

if TYPE_CHECKING:
    from winhttp_cli.actions.saving import Saving
    from winhttp_cli.render.screen import Screen


class Place(Protocol):
    """Takes body bytes; `finish` when all are there, `abandon` when the exchange failed, `start_line`
    before something else is written on the terminal."""

    def take(self, piece: bytes) -> None: ...

    def finish(self) -> None: ...

    def abandon(self) -> None: ...

    def start_line(self) -> None: ...


class Nowhere:
    """--query without -o: only the values are wanted."""

    def take(self, piece: bytes) -> None:
        """Drops the piece."""

    def finish(self) -> None:
        """Nothing to do."""

    def abandon(self) -> None:
        """Nothing to do."""

    def start_line(self) -> None:
        """Nothing to do."""


class StandardOutput(Nowhere):
    """The bytes as they came, flushed piece by piece so that streams are seen live."""

    def take(self, piece: bytes) -> None:
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


class Save:
    """A file, by way of `Saving`."""

    def __init__(self, saving: Saving, response: Response | None) -> None:
        self._saving = saving
        if response is not None:
            saving.begin(response)

    def take(self, piece: bytes) -> None:
        self._saving.take(piece)

    def finish(self) -> None:
        self._saving.finish()

    def abandon(self) -> None:
        self._saving.abandon()

    def start_line(self) -> None:
        """A file is no terminal."""


class Delivery:
    """The body of one request on its way to the user. `asked`: only values are wanted (--query);
    `is_head`: the request asks for the head alone, so that is what is printed."""

    def __init__(
        self,
        settings: Settings,
        out: Outlet,
        screen: Callable[[], Screen],
        collector: Collector,
        saving: Saving | None,
        *,
        asked: bool,
        is_head: bool,
    ) -> None:
        self._settings = settings
        self._is_head = is_head
        self._out = out
        self._screen = screen
        self._collector = collector
        self._saving = saving
        self._asked = asked
        wants_copy = settings[JSON] or settings[HAR] is not None
        self._capture = BodyCapture(settings[JSON_BODY_LIMIT]) if wants_copy else None
        self._place: Place | None = None

    def take(self, piece: bytes) -> None:
        """One piece of the body: the engine's sink."""
        if self._capture is not None:
            self._capture(piece)
        (self._place or self._started()).take(piece)

    def finish(self) -> None:
        """The response is complete."""
        (self._place or self._started()).finish()

    def abandon(self) -> None:
        """The exchange failed; what arrived stays where it is."""
        if self._place is not None:
            self._place.abandon()

    def start_line(self) -> None:
        """The trace is about to write."""
        if self._place is not None:
            self._place.start_line()

    def saved(self) -> tuple[str, int] | None:
        """The file that was written and its size, None where there is none."""
        return (self._saving.path, self._saving.size) if self._saving and self._saving.size else None

    def remains(self) -> str:
        """What a transfer that ended early left behind, "" for nothing."""
        return self._saving.remains() if self._saving is not None else ""

    def body_facts(self) -> BodyFacts | None:
        """What --json and --har say of the body; None where nothing was captured."""
        path = self._saving.path if self._saving is not None else ""
        return self._capture.facts(path) if self._capture is not None else None

    def _started(self) -> Place:
        self._place = self._open()
        return self._place

    def _open(self) -> Place:
        settings = self._settings
        if self._saving is not None:
            return Save(self._saving, self._collector.response)
        if settings[JSON] or self._asked:
            return Nowhere()
        wants_head = self._wants_head()
        if not wants_head and not self._out.is_terminal:
            return StandardOutput()
        response = self._collector.response
        if response is not None and wants_head:
            self._screen().head(response)
        if response is not None and self._out.is_terminal:
            from winhttp_cli.render.body import TerminalBody

            return TerminalBody(self._out, response, settings[CHARSET])
        return StandardOutput()

    def _wants_head(self) -> bool:
        include = self._settings[INCLUDE] or self._is_head
        return wants_head(self._settings, self._out, include=include)
