"""What a run wants of what only some runs need; asked before that code is loaded."""

from __future__ import annotations

from winhttp_cli.options.callback_sink import SinkPlace
from winhttp_cli.options.tls import IGNORE_EVERYTHING, SECURITY_FLAGS
from winhttp_cli.options.tool import PROGRESS, QUIET, REPORT, REPORT_SECTIONS, VERBOSE
from winhttp_cli.options.tool_body import DUMP_HEADER, OUTPUT, REMOTE_HEADER_NAME, REMOTE_NAME
from winhttp_cli.options.tool_diagnostics import STATUS_CALLBACK
from winhttp_cli.options.tool_network import CERT_OUT
from winhttp_cli.render.terminal import Outlet, goes_back
from winhttp_cli.settings.settings import Settings


def wants_file(settings: Settings) -> bool:
    """Whether the body goes to a file."""
    name = settings[OUTPUT]
    return (name is not None and name != "-") or settings[REMOTE_NAME] or settings[REMOTE_HEADER_NAME]


def wants_head(settings: Settings, out: Outlet, *, include: bool) -> bool:
    """Whether the response head goes to stdout: with `-i`, and on a terminal unless `-v` shows it."""
    return include or (out.is_terminal and settings[VERBOSE] == 0)


def wants_summary(settings: Settings, out: Outlet, error: Outlet) -> bool:
    """Whether the five lines are written: both streams are terminals, or `-v` or `--report`."""
    if settings[QUIET]:
        return False
    report = settings[REPORT] or bool(settings[REPORT_SECTIONS])
    return report or settings[VERBOSE] > 0 or (out.is_terminal and error.is_terminal)


def wants_progress(settings: Settings, error: Outlet) -> bool:
    """A line that is written over again and again does not share a terminal with other lines."""
    sink = settings[STATUS_CALLBACK]
    has_lines = sink is not None and sink.place is SinkPlace.STDERR
    quiet = settings[QUIET] or has_lines
    return error.is_terminal and goes_back() and settings[PROGRESS] and not quiet


def wants_listeners(settings: Settings, error: Outlet) -> bool:
    """Whether anybody but the report listens to the events of a request."""
    files = settings[CERT_OUT] or settings[DUMP_HEADER]
    return bool(settings[VERBOSE] or files or wants_progress(settings, error))


def hides_everything(settings: Settings) -> bool:
    """Whether all five ignore bits are set, as -k does."""
    return not IGNORE_EVERYTHING & ~settings[SECURITY_FLAGS]
