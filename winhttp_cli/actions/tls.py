"""`whttp tls TARGET`: the handshake and certificate report of a server, or of a certificate file.

Promise: the report is on standard output, as lines or as one JSON document, after success and after
failure alike; with --query only the values asked for. Returns the exit status a request would end
with, or 20 where --expires-in or --expect does not hold. Knows no click and no socket.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from winhttp_cli.actions.expectations import check_expectations, check_forms
from winhttp_cli.actions.queries import Query, write_answers
from winhttp_cli.actions.tls_expiry import read_duration
from winhttp_cli.actions.tls_file import describe
from winhttp_cli.actions.tls_look import Look, Wishes
from winhttp_cli.actions.tls_target import read_target
from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.options.tool import EXPECT, JSON, QUERY
from winhttp_cli.options.uses import TLS_FILE, TLS_SERVER
from winhttp_cli.record import dataclass
from winhttp_cli.render.failure import write_failure
from winhttp_cli.render.terminal import Outlet, outlet_for
from winhttp_cli.render.tls import report_lines
from winhttp_cli.render.tls_document import file_document, report_document
from winhttp_cli.render.tls_file import file_lines
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord


@dataclass(frozen=True, slots=True)
class Flags:
    """The command's own flags as they were given."""

    releases: bool = False
    expires_in: str | None = None
    certificate: str | None = None


def run(
    target: str,
    flags: Flags,
    words: Sequence[FlagWord],
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Looks and tells; returns the exit status. Raises UsageFault before anything is sent."""
    place = read_target(target)
    purpose = TLS_FILE if isinstance(place, Path) else TLS_SERVER
    settings = resolve(words, environment, purpose=purpose)
    within = read_duration(flags.expires_in) if flags.expires_in is not None else None
    for line in (*settings.warnings, *settings.notes):
        sys.stderr.write(f"whttp: {line}\n")
    out = outlet_for(sys.stdout, settings)
    if isinstance(place, Path):
        _check_for_file(flags)
        file_report = describe(place, within, settings)
        text = file_document(file_report, settings) if settings[JSON] else None
        _write(out, [text] if text is not None else file_lines(file_report, settings, out))
        return ExitStatus.OK if file_report.failure is None else file_report.failure.status
    wishes = Wishes(flags.releases, within, flags.certificate)
    return _server(Look(place, wishes, settings, outlet_for(sys.stderr, settings)), settings, out)


def _server(look: Look, settings: Settings, out: Outlet) -> int:
    queries = [Query.of(text) for text in settings[QUERY]]
    check_forms(settings[EXPECT])
    report = look.report()
    if settings[JSON]:
        _write(out, [report_document(report, settings)])
    elif not queries:
        _write(out, report_lines(report, settings, out))
    write_answers(queries, report.report, settings, sys.stdout)
    if report.failure is not None:
        if queries and not settings[JSON]:
            write_failure(report.failure, report.report, settings, sys.stderr)
        return report.failure.status
    return check_expectations(settings[EXPECT], report.report, settings, sys.stderr)


def _write(out: Outlet, lines: Sequence[str]) -> None:
    for line in lines:
        out.line(line)


def _check_for_file(flags: Flags) -> None:
    """What only a server can answer is refused, not passed over."""
    asked = ["--releases"] if flags.releases else []
    asked += ["--cert"] if flags.certificate is not None else []
    for flag in asked:
        message = f"{flag}: {TLS_FILE.why}"
        raise UsageFault(message, Code.ERROR_INVALID_PARAMETER, origin=flag)
