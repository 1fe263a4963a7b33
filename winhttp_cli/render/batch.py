"""What a batch prints: one JSON object per request, and on a terminal a line that counts.

Promise: each object has the same members (docs/batch.md), is one line of ASCII, and masks secrets unless
`--show-secrets`. The counting line is written over itself and is gone at the end.
"""

from __future__ import annotations

import json
import time

from winhttp_cli.headers import value_of
from winhttp_cli.options.tool import JSON, SHOW_SECRETS
from winhttp_cli.record import dataclass
from winhttp_cli.render.document import DocumentWriter, maybe
from winhttp_cli.render.json_value import Object
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.body import BodyFacts
from winhttp_cli.report.masking import masked_url
from winhttp_cli.report.model import Report
from winhttp_cli.settings.settings import Settings

#: How often the counting line may change.
_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item. `method` and `url` are what was asked for; `length` counts the bytes of
    the body as delivered, `path` is where they were saved; `unmet` are the expectations that did not
    hold, `answers` the values of --query; `body` is there with --json only."""

    index: int
    line: int
    id: str | int | None
    method: str
    url: str
    settings: Settings
    report: Report
    exit_status: int
    length: int = 0
    path: str = ""
    unmet: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    body: BodyFacts | None = None


def outcome_line(outcome: Outcome) -> str:
    """The object, without a line end."""
    # DEL is the one control character that JSON leaves as it is
    return json.dumps(_object(outcome)).replace("\x7f", "\\u007f")


def _object(outcome: Outcome) -> Object:
    report, response = outcome.report, outcome.report.response
    members: Object = {
        "index": outcome.index,
        "line": outcome.line,
        "id": outcome.id,
        "method": outcome.method,
        "url": _shown(outcome.url, outcome.settings),
        "final_url": _shown(report.url, outcome.settings) or None,
        "status": None if response is None else response.status,
        "content_type": None if response is None else value_of(response.headers, "content-type"),
        "bytes": outcome.length,
        "file": outcome.path or None,
        "milliseconds": round(report.milliseconds, 3),
        "exit_status": int(outcome.exit_status),
        "failure": maybe(report.failure, lambda failure: _writer(outcome).failure(failure)),
        "unmet": list(outcome.unmet),
        "query": dict(outcome.answers),
    }
    if outcome.settings[JSON]:
        members["report"] = _writer(outcome).report(report, outcome.body)
    return members


def _writer(outcome: Outcome) -> DocumentWriter:
    return DocumentWriter(outcome.settings)


def _shown(url: str, settings: Settings) -> str:
    return url if settings[SHOW_SECRETS] else masked_url(url)


class Tally:
    """How many are done, and how many of them failed."""

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0

    def count(self, outcome: Outcome) -> None:
        self.done += 1
        self.failed += outcome.exit_status != 0


class TallyLine:
    """The tally on a terminal."""

    def __init__(self, error: Outlet) -> None:
        self._error = error
        self._width = 0
        self._next = 0.0

    def show(self, tally: Tally) -> None:
        """Writes it, unless it was written a moment ago."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY_SECONDS
            failed = f", {tally.failed} failed" if tally.failed else ""
            text = f"whttp: {tally.done} done{failed}"
            self._put("\r" + text.ljust(self._width))
            self._width = len(text)

    def clear(self) -> None:
        """Takes it away."""
        self._put("\r" + " " * self._width + "\r")

    def _put(self, text: str) -> None:
        self._error.write(text)
        self._error.flush()
