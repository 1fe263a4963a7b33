"""`whttp compare URL --with SPEC --with SPEC`: the same request several ways, side by side.

Promise: each side has its own settings and its own session, so that nothing of one (a connection, a
cookie, a TLS session, a PAC script) helps another. A SPEC is one or more `NAME=VALUE` as `--set` takes
them, split by blanks: `proxy=none`, `as=windows-7`, `profile=lab proxy=px:8080`. Returns 0, or 21 where
a side got no response. Knows no click.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from winhttp_cli.engine.proxy.bypass import check_lists
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import Code, ExitStatus, UsageFault, WhttpError
from winhttp_cli.options.tool import JSON, JSON_BODY_LIMIT, SET, SHOW_SECRETS
from winhttp_cli.options.uses import COMPARE
from winhttp_cli.plan import RequestPlan
from winhttp_cli.planner.connections import session_plan
from winhttp_cli.planner.request import request_plan
from winhttp_cli.render.comparison import comparison_document, comparison_lines
from winhttp_cli.render.terminal import outlet_for
from winhttp_cli.report.body import BodyCapture
from winhttp_cli.report.collect import Collector
from winhttp_cli.report.comparison import Side, compare
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord

FEWEST, MOST = 2, 8


def run(
    url: str,
    specs: Sequence[str],
    words: Sequence[FlagWord],
    environ: Mapping[str, str] = os.environ,
    stream: TextIO | None = None,
) -> int:
    """Makes the request once per SPEC; returns the exit status. Raises UsageFault before anything is
    sent."""
    if not FEWEST <= len(specs) <= MOST:
        raise _misused(f"compare takes {FEWEST} to {MOST} --with, {len(specs)} given")
    settings = [resolve([*words, *_words(spec)], environ, purpose=COMPARE) for spec in specs]
    plans = [request_plan(own, "GET", url) for own in settings]
    for plan in plans:
        check_lists(plan.proxy)
    sides = tuple(_side(spec, plan, own) for spec, plan, own in zip(specs, plans, settings, strict=True))
    common = settings[0]
    comparison = compare(sides, show_secrets=common[SHOW_SECRETS])
    out = outlet_for(stream or sys.stdout, common)
    if common[JSON]:
        out.line(comparison_document(comparison, settings))
    else:
        for line in comparison_lines(comparison, out):
            out.line(line)
    failed = any(side.report.failure is not None for side in sides)
    return ExitStatus.ITEMS_FAILED if failed else ExitStatus.OK


def _words(spec: str) -> list[FlagWord]:
    """The words of one SPEC."""
    try:
        parts = shlex.split(spec)
    except ValueError as error:
        raise _misused(f"--with {spec}: {error}") from None
    if not parts or not all("=" in part for part in parts):
        raise _misused(f"--with {spec}: takes NAME=VALUE, several split by blanks")
    return [FlagWord(SET, part, "--with") for part in parts]


def _side(spec: str, plan: RequestPlan, settings: Settings) -> Side:
    """One way, in a session of its own."""
    collector = Collector()
    body = BodyCapture(settings[JSON_BODY_LIMIT])
    session = Session(session_plan(settings))
    try:
        session.send(plan, collector, body)
    except WhttpError as error:
        collector.fail(error)
    finally:
        session.close()
    report = collector.report()
    return Side(spec, report, body.facts() if report.response is not None else None)


def _misused(message: str) -> UsageFault:
    return UsageFault(
        message,
        Code.ERROR_INVALID_PARAMETER,
        hint="whttp compare URL --with proxy=none --with proxy=px:8080",
    )
