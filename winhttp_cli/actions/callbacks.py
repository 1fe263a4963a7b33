"""--callback: the status notifications of a run, and the sink they go to.

Promise: the sink is opened, or its function found, before anything is sent. One that fails later is told
once, at the end, with status 14; requests go on as if nobody listened. Nothing of this is loaded
where no sink is named.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from operator import attrgetter
from pathlib import Path
from threading import Lock
from types import ModuleType, TracebackType
from typing import BinaryIO, Protocol

from winhttp_cli.actions.part_file import unwritable, write_all
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase, UsageFault, WhttpError
from winhttp_cli.options.callback_sink import CallbackSink, SinkPlace
from winhttp_cli.options.diagnostics import CONTEXT_VALUE
from winhttp_cli.options.option import Handle
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.options.tool_diagnostics import CALLBACK_ASYNC, STATUS_CALLBACK
from winhttp_cli.plan import RequestPlan
from winhttp_cli.render.json_value import Object
from winhttp_cli.render.notice import Notice
from winhttp_cli.render.notice_text import notice_json, notice_line, notice_object
from winhttp_cli.render.notices import RequestNotices, SessionNotices
from winhttp_cli.report.masking import masked_url
from winhttp_cli.settings.settings import Settings

StartLine = Callable[[], None]


class Place(Protocol):
    """Takes one notice at a time; `close` ends it. Raises ExchangeFault, status 14."""

    def take(self, notice: Notice) -> None: ...

    def close(self) -> None: ...


class Callbacks(AbstractContextManager["Callbacks"]):
    """The notifications of one session. `fault` is what its sink failed with, None while it works."""

    def __init__(self, settings: Settings, sink: CallbackSink) -> None:
        self._place = _opened(sink)
        self._lock = Lock()
        self._shows_secrets = settings[SHOW_SECRETS]
        self._is_beside_body = sink.place is SinkPlace.STDERR
        self._start_line: StartLine = _nothing
        self.fault: ExchangeFault | None = None
        context = settings.on(Handle.SESSION)[CONTEXT_VALUE]
        self._session = SessionNotices(self._tell, context, asynchronous=settings[CALLBACK_ASYNC])

    def request(self, plan: RequestPlan, start_line: StartLine | None = None) -> RequestNotices:
        """The notices of one request, as a context manager and an Emit. `start_line` ends a line of a
        body on the terminal that a notice would break into."""
        if self._is_beside_body:
            self._start_line = start_line or _nothing
        return RequestNotices(self._session, plan.context_value, self._shown)

    def __exit__(self, *ending: object) -> None:
        self._start_line = _nothing
        self._session.close()
        try:
            self._place.close()
        except ExchangeFault as fault:
            self.fault = self.fault or fault

    def _tell(self, notice: Notice) -> None:
        """From whichever thread; a sink that has failed is left alone."""
        with self._lock:
            if self.fault is None:
                self._start_line()
                try:
                    self._place.take(notice)
                except ExchangeFault as fault:
                    self.fault = fault

    def _shown(self, url: str) -> str:
        return url if self._shows_secrets else masked_url(url)


def _nothing() -> None:
    """No line has been begun."""


def callbacks_for(settings: Settings) -> Callbacks | None:
    """The callbacks that the settings ask for. Raises UsageFault, or ExchangeFault with status 14."""
    sink = settings[STATUS_CALLBACK]
    return None if sink is None else Callbacks(settings, sink)


def _opened(sink: CallbackSink) -> Place:
    if sink.place is SinkPlace.FUNCTION:
        return Function(sink.name, _function(sink.name))
    write = _json_lines() if sink.as_json else notice_line
    if sink.place is SinkPlace.STDERR:
        return StandardError(write)
    return Lines(_file(sink), _name(sink), write)


def _json_lines() -> Callable[[Notice], str]:
    begun = time.perf_counter()
    return lambda notice: notice_json(notice, begun)


# --- lines --------------------------------------------------------------------------------------------


class StandardError:
    """A line each, beside whatever else is told there."""

    def __init__(self, text_of: Callable[[Notice], str]) -> None:
        self._text_of = text_of

    def take(self, notice: Notice) -> None:
        try:
            sys.stderr.write(self._text_of(notice) + "\n")
            sys.stderr.flush()
        except OSError as error:
            raise unwritable(Path("standard error"), error) from None

    def close(self) -> None:
        """Standard error is not ours to close."""


class Lines:
    """A line each to a file or a descriptor, whole in one write, unbuffered."""

    def __init__(self, file: BinaryIO, name: str, text_of: Callable[[Notice], str]) -> None:
        self._file = file
        self._name = name
        self._text_of = text_of

    def take(self, notice: Notice) -> None:
        try:
            write_all(self._file, (self._text_of(notice) + "\n").encode("ascii", "backslashreplace"))
        except OSError as error:
            raise unwritable(Path(self._name), error) from None

    def close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise unwritable(Path(self._name), error) from None


def _name(sink: CallbackSink) -> str:
    return f"fd:{sink.name}" if sink.place is SinkPlace.DESCRIPTOR else sink.name


def _file(sink: CallbackSink) -> BinaryIO:
    """A descriptor stays the caller's and is not closed."""
    try:
        if sink.place is SinkPlace.FILE:
            return Path(sink.name).open("wb", buffering=0)
        return os.fdopen(int(sink.name), "wb", buffering=0, closefd=False)
    except OSError as error:
        raise unwritable(Path(_name(sink)), error) from None


# --- functions ----------------------------------------------------------------------------------------


class Function:
    """A Python function of the user's, called with each notice as an object."""

    def __init__(self, name: str, function: Callable[[Object], object]) -> None:
        self._name = name
        self._function = function
        self._begun = time.perf_counter()

    def take(self, notice: Notice) -> None:
        with Foreign(self._name):
            self._function(notice_object(notice, self._begun))

    def close(self) -> None:
        """A function has no end."""


class Foreign(AbstractContextManager["Foreign"]):
    """Code of the user's runs inside: whatever it raises becomes status 14, the interrupt of a person
    apart. WHTTP_TRACEBACK=1 shows where it happened."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception | SystemExit) or isinstance(error, WhttpError):
            return
        if os.environ.get("WHTTP_TRACEBACK"):
            sys.excepthook(type(error), error, trace)
        raise self._fault(error) from None

    def _fault(self, error: BaseException) -> ExchangeFault:
        said = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
        return ExchangeFault(f"{self._name} raised {said}", None, Phase.FILE, status=ExitStatus.FILE)


def _function(name: str) -> Callable[[Object], object]:
    """What MODULE:FUNCTION names. Raises UsageFault, or ExchangeFault where the module fails."""
    module_name, _, path = name.partition(":")
    with Foreign(name):
        try:
            function = attrgetter(path)(_module(module_name))
        except (ImportError, AttributeError) as error:
            raise _misnamed(name, str(error)) from None
    if not callable(function):
        raise _misnamed(name, "it cannot be called")
    called: Callable[[Object], object] = function
    return called


def _module(name: str) -> ModuleType:
    """Looked for in the current directory too, behind everything that is installed."""
    here = os.getcwd()
    if here in sys.path:
        return importlib.import_module(name)
    sys.path.append(here)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(here)


def _misnamed(name: str, why: str) -> UsageFault:
    return UsageFault(
        f"--callback {name}: {why}",
        Code.ERROR_INVALID_PARAMETER,
        hint=f"MODULE:FUNCTION is a Python function; a file of that name is written ./{name}",
    )
