"""One item of a batch sent, in whichever thread: what the session and its watchers share is theirs to
guard, all else belongs to the item.

Promise: an item comes to an outcome, whatever it meets; only a bug of ours is raised. Bodies are saved
where --output-dir says, under the item's number and a safe name, or counted and let go.
"""

from __future__ import annotations

from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from winhttp_cli.actions.batch_item import Item
from winhttp_cli.actions.expectations import check_expectations
from winhttp_cli.actions.file_names import name_from_url
from winhttp_cli.actions.part_file import PartFile, Record
from winhttp_cli.actions.queries import Query
from winhttp_cli.actions.retrying import Retrying
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import ExitStatus, WhttpError
from winhttp_cli.events import Emit, Sink
from winhttp_cli.options.diagnostics import ENABLETRACING
from winhttp_cli.options.tool import EXPECT, FAIL, JSON, JSON_BODY_LIMIT, QUERY, RETRY
from winhttp_cli.options.tool_body import OUTPUT_DIR
from winhttp_cli.options.tool_diagnostics import STATUS_CALLBACK
from winhttp_cli.plan import RequestPlan
from winhttp_cli.planner.connections import session_plan
from winhttp_cli.render.batch import Outcome
from winhttp_cli.report.body import BodyCapture, BodyFacts
from winhttp_cli.report.collect import Collector
from winhttp_cli.report.connections import KnownConnections
from winhttp_cli.report.model import Report
from winhttp_cli.settings.settings import Settings

if TYPE_CHECKING:
    from winhttp_cli.actions.watchers import Watchers


class BatchSender(ExitStack):
    """The session that all items share, and those who watch it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._known = KnownConnections()
        self._watchers = self._open_watchers(settings)
        self._session = Session(session_plan(settings))
        self.callback(self._session.close)

    def settle(self) -> int:
        """What is still to be said once everything is closed, and the status it comes to."""
        return ExitStatus.OK if self._watchers is None else self._watchers.settle()

    def outcome(self, item: Item) -> Outcome:
        """Sends one item."""
        if item.plan is None:
            return _outcome(item, Report(failure=item.fault), BodyPlace(item, ""))
        collector = Collector(self._known)
        place = BodyPlace(item, item.plan.target.path)
        try:
            self._send_watched(item.plan, item.settings[RETRY], place.take, collector)
            place.finish()
        except WhttpError as error:
            collector.fail(error)
            place.abandon()
        return _outcome(item, collector.report(), place)

    def _send_watched(self, plan: RequestPlan, times: int, sink: Sink, collector: Collector) -> None:
        if self._watchers is None:
            self._send(plan, times, collector, sink, collector)
            return
        with self._watchers.request(plan) as watch:
            self._send(plan, times, watch.also(collector), watch.tapped(sink), collector)

    def _send(self, plan: RequestPlan, times: int, emit: Emit, sink: Sink, collector: Collector) -> None:
        """As often as --retry allows."""
        if not times:
            self._session.send(plan, emit, sink)
            return
        retrying = Retrying(plan, times, emit, lambda: collector.response)
        retrying.run(lambda taking: self._session.send(plan, emit, taking), sink)

    def _open_watchers(self, settings: Settings) -> Watchers | None:
        if settings[STATUS_CALLBACK] is None and not settings[ENABLETRACING]:
            return None
        from winhttp_cli.actions.watchers import Watchers

        return self.enter_context(Watchers(settings))


class BodyPlace:
    """Where the body of one item goes. `length` counts its bytes."""

    def __init__(self, item: Item, path: str) -> None:
        settings = item.settings
        directory = settings[OUTPUT_DIR]
        self._file: PartFile | None = None
        if directory and item.plan is not None:
            self._file = PartFile(Path(directory) / f"{item.index}-{name_from_url(path)}")
        self._url = item.url
        self._is_begun = False
        self._capture = BodyCapture(settings[JSON_BODY_LIMIT]) if settings[JSON] else None
        self.length = 0
        self.saved = ""

    def take(self, piece: bytes) -> None:
        """The next piece. Raises ExchangeFault, status 14."""
        self.length += len(piece)
        if self._capture is not None:
            self._capture(piece)
        if self._file is not None:
            self._begun(self._file).take(piece)

    def finish(self) -> None:
        """The body is complete, and the file gets its name. Raises ExchangeFault, status 14."""
        if self._file is not None:
            self._begun(self._file).finish()
            self.saved = str(self._file.path)

    def abandon(self) -> None:
        """The exchange failed: what came of the body stays as a .part file."""
        if self._file is not None:
            self._file.abandon()

    def facts(self) -> BodyFacts | None:
        """What --json says of the body."""
        return None if self._capture is None else self._capture.facts(self.saved)

    def _begun(self, file: PartFile) -> PartFile:
        if not self._is_begun:
            self._is_begun = True
            file.begin(Record(self._url, "", None), append=False)
        return file


def _outcome(item: Item, report: Report, place: BodyPlace) -> Outcome:
    settings = item.settings
    unmet = StringIO()
    if report.failure is not None:
        status = report.failure.status
    else:
        status = check_expectations(settings[EXPECT], report, settings, unmet)
        status = status or _http_status(report, settings)
    return Outcome(
        item.index,
        item.line,
        item.id,
        item.method,
        item.url,
        settings,
        report,
        status,
        length=place.length,
        path=place.saved,
        unmet=tuple(line.removeprefix("whttp: ") for line in unmet.getvalue().splitlines()),
        answers=tuple((text, Query.of(text).answer(report, settings)) for text in settings[QUERY]),
        body=place.facts(),
    )


def _http_status(report: Report, settings: Settings) -> ExitStatus:
    """-f: an HTTP status of 400 or more is a failure."""
    response = report.response
    refused = response is not None and response.status >= 400
    return ExitStatus.HTTP_STATUS if refused and settings[FAIL] else ExitStatus.OK
