"""`whttp explain [NAME|NUMBER|options|errors|callbacks|presets]`: what something is, does or means.

Promise: no network, no configuration file and no heavy module: what goes wrong with those can be
explained all the same. Knows no click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from winhttp_cli.actions.explain_lookup import subjects
from winhttp_cli.errors import ExitStatus
from winhttp_cli.options.tool import JSON
from winhttp_cli.options.uses import EXPLAIN
from winhttp_cli.render.explanation import (
    LISTS,
    OVERVIEW,
    lists_document,
    subject_lines,
    subjects_document,
)
from winhttp_cli.render.terminal import Outlet, outlet_for
from winhttp_cli.settings.flags import flag_layer
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.suitable import check_flags
from winhttp_cli.settings.words import FlagWord


def run(
    topic: str | None,
    words: Sequence[FlagWord],
    environ: Mapping[str, str] = os.environ,
    stream: TextIO | None = None,
) -> int:
    """Explains `topic`; returns the exit status. Raises UsageFault for something nobody knows."""
    flags = flag_layer(words)
    check_flags(flags, EXPLAIN)
    settings = Settings((flags,))
    out = outlet_for(stream or sys.stdout, settings, environ)
    if settings[JSON]:
        out.line(_document(topic))
    else:
        _write(topic, out)
    return ExitStatus.OK


def _document(topic: str | None) -> str:
    if topic is None or topic in LISTS:
        return lists_document(LISTS if topic is None else (topic,))
    return subjects_document(subjects(topic))


def _write(topic: str | None, out: Outlet) -> None:
    if topic is None:
        out.line(OVERVIEW)
        return
    lines = LISTS[topic](out.width) if topic in LISTS else subject_lines(subjects(topic), width=out.width)
    for line in lines:
        out.line(line)
