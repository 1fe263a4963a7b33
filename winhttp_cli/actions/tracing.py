"""ENABLETRACING: a log of everything that happened to the requests of a run.

Promise: one file per run, readable by its owner only (semantics G4), in the look of WinHTTP's own logs
(semantics G2, G3): time, request number, text. The text is that of -v, so secrets are masked by the same
rule. A log that is full is emptied and goes on (semantics G1); one that cannot be written is told once,
at the end, with status 14. Nothing of this is loaded where nobody traces.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from itertools import count
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from winhttp_cli.actions.part_file import unwritable, write_all
from winhttp_cli.errors import Code, ExchangeFault, UsageFault, WhttpError
from winhttp_cli.events import Event, Failed
from winhttp_cli.options.diagnostics import ENABLETRACING
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.options.tool_diagnostics import MAX_TRACE_FILE_SIZE, TRACE_FILE_PREFIX
from winhttp_cli.render.trace import Trace
from winhttp_cli.report.printable import printable
from winhttp_cli.settings.location import state_folder
from winhttp_cli.settings.settings import Settings

#: Logs that the folder of whttp's own keeps; those under a prefix of the user's are the user's.
MOST_LOGS = 20
_ENDING = ".log"


class TraceLog(AbstractContextManager["TraceLog"]):
    """The log of one run. `fault` is what it failed with, None while it works."""

    def __init__(self, settings: Settings, environment: Mapping[str, str] = os.environ) -> None:
        self._settings = settings
        self._most = settings[MAX_TRACE_FILE_SIZE]
        self._lock = Lock()
        self._numbers = count(1)
        self._size = 0
        self.fault: ExchangeFault | None = None
        self.path = _path(settings, environment)
        self._file = _created(self.path)
        self.session_line("session opened")

    def request(self) -> RequestTrace:
        """An Emit that traces one request."""
        return RequestTrace(self, f"{next(self._numbers):07}", self._settings)

    def session_line(self, text: str) -> None:
        self.lines("Session", text)

    def lines(self, who: str, text: str) -> None:
        """Each line of `text` with its time and number, from whichever thread. A log that has failed is
        left alone."""
        with self._lock:
            if self.fault is None:
                try:
                    self._write("".join(f"{_now()} ::*{who}* :: {line}\n" for line in text.split("\n")))
                except OSError as error:
                    self.fault = unwritable(self.path, error)

    def _write(self, text: str) -> None:
        data = text.encode("ascii", "backslashreplace")
        if self._size + len(data) > self._most:
            self._file.seek(0)
            self._file.truncate()
            data = (f"{_now()} ::*Session* :: the log was full and has been emptied\n".encode() + data)[
                : self._most
            ]
            self._size = 0
        write_all(self._file, data)
        self._size += len(data)

    def __exit__(self, *ending: object) -> None:
        self.session_line("session closed")
        try:
            self._file.close()
        except OSError as error:
            self.fault = self.fault or unwritable(self.path, error)


class RequestTrace:
    """What -v would show of one request, line by line into the log."""

    def __init__(self, log: TraceLog, number: str, settings: Settings) -> None:
        self._log = log
        self._number = number
        self._text = io.StringIO()
        self._trace = Trace(self._text, settings, show_secrets=settings[SHOW_SECRETS])

    def __call__(self, event: Event) -> None:
        """Writes the lines of one event; of a failure, which -v leaves to the error block, one more."""
        self._trace(event)
        if isinstance(event, Failed):
            self._text.write(f"* failed   {_told(event.error)}\n")
        text = self._text.getvalue()
        if text:
            self._text.seek(0)
            self._text.truncate()
            self._log.lines(self._number, text.rstrip("\n"))


def trace_log_for(settings: Settings) -> TraceLog | None:
    """The log that the settings ask for. Raises UsageFault, or ExchangeFault with status 14."""
    return TraceLog(settings) if settings[ENABLETRACING] else None


def _told(error: WhttpError) -> str:
    number = "" if error.code is None else f"   {error.code:d} {error.code.name}"
    return printable(error.message) + number


def _now() -> str:
    """Local time of day to the millisecond, as WinHTTP's logs have it."""
    now = time.time()
    return f"{time.strftime('%H:%M:%S', time.localtime(now))}.{int(now * 1000) % 1000:03}"


def _path(settings: Settings, environment: Mapping[str, str]) -> Path:
    """PREFIX-whttp.TIME.PROCESS.log, in whttp's own folder where there is no prefix."""
    ending = f"whttp.{time.strftime('%Y%m%d-%H%M%S')}.{os.getpid()}{_ENDING}"
    prefix = settings[TRACE_FILE_PREFIX]
    if prefix:
        return Path(f"{prefix}-{ending}")
    state = state_folder(environment, windows=sys.platform == "win32")
    if state is None:
        raise UsageFault(
            "--enabletracing: there is no home directory to keep trace logs in",
            Code.ERROR_INVALID_PARAMETER,
            hint="--trace-file-prefix PREFIX says where",
        )
    return _made_room(state / "trace") / ending


def _made_room(folder: Path) -> Path:
    """The folder, with one log less than it may hold. What another run removes meanwhile is gone as
    well."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        logs = sorted(folder.glob(f"whttp.*{_ENDING}"))
    except OSError as error:
        raise unwritable(folder, error) from None
    for log in logs[: max(len(logs) - MOST_LOGS + 1, 0)]:
        with suppress(OSError):
            log.unlink()
    return folder


def _created(path: Path) -> BinaryIO:
    """A new file; a link that lies in wait under its name is not followed."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise unwritable(path, error) from None
    return os.fdopen(descriptor, "wb", buffering=0)
