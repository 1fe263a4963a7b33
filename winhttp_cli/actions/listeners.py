"""Who hears the events of one request: the report, the trace, the progress line, and the files for
heads and certificates.

Promise: what is not wanted is neither made nor loaded; everything made is closed at the end, also
after Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from winhttp_cli.actions.chain_file import ChainFile
from winhttp_cli.actions.part_file import unwritable, write_all
from winhttp_cli.actions.wishes import wants_progress
from winhttp_cli.events import Emit, Event, InterimResponse, ResponseHead
from winhttp_cli.options.tool import SHOW_SECRETS, VERBOSE
from winhttp_cli.options.tool_body import DUMP_HEADER
from winhttp_cli.options.tool_network import CERT_OUT
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.settings.settings import Settings


class Listeners(ExitStack):
    """`emit` passes each event to every listener. `shows_body`: the body goes to a terminal;
    `start_line` ends a line of it that the trace would break into."""

    def __init__(
        self,
        collector: Emit,
        settings: Settings,
        error: Outlet,
        *,
        shows_body: bool,
        start_line: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._listeners: list[Emit] = [collector]
        if settings[VERBOSE]:
            self._listeners.append(_trace(settings, error, start_line))
        elif wants_progress(settings, error):
            self._listeners.append(self._progress(error, shows_body))
        chain = settings[CERT_OUT]
        if chain:
            self._listeners.append(ChainFile(Path(chain)))
        name = settings[DUMP_HEADER]
        if name:
            self._listeners.append(self.enter_context(HeadFile(Path(name))))

    @property
    def emit(self) -> Emit:
        """What the engine is given: the one listener itself, where there is no other."""
        return self._listeners[0] if len(self._listeners) == 1 else self._tell

    def _tell(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)

    def _progress(self, error: Outlet, shows_body: bool) -> Emit:
        from winhttp_cli.render.progress import Progress

        return self.enter_context(Progress(error, shows_body=shows_body))


def _trace(settings: Settings, error: Outlet, start_line: Callable[[], None] | None) -> Emit:
    from winhttp_cli.render.trace import Trace

    return Trace(
        error.stream,
        settings,
        width=error.width,
        verbosity=settings[VERBOSE],
        show_secrets=settings[SHOW_SECRETS],
        colour=error.colour,
        start_line=start_line if error.is_terminal else None,
    )


class HeadFile:
    """-D FILE (- is standard output): the heads of all answers as they came, one after another.
    Raises ExchangeFault, status 14."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def __enter__(self) -> HeadFile:
        if str(self._path) == "-":
            self._file = sys.stdout.buffer
            return self
        try:
            self._file = self._path.open("wb", buffering=0)
        except OSError as error:
            raise unwritable(self._path, error) from None
        return self

    def __exit__(self, *ending: object) -> None:
        if self._file is not None and self._file is not sys.stdout.buffer:
            self._file.close()

    def __call__(self, event: Event) -> None:
        """Writes a head; every other event is passed over."""
        if self._file is None or not isinstance(event, ResponseHead | InterimResponse):
            return
        protocol = event.protocol if isinstance(event, ResponseHead) else "HTTP/1.1"
        lines = [f"{protocol} {event.status} {event.reason}".rstrip()]
        lines += [f"{name}: {value}" for name, value in event.headers]
        try:
            write_all(self._file, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"))
            self._file.flush()
        except OSError as error:
            raise unwritable(self._path, error) from None
