"""get, post and the other methods: one request per URL, all in one session.

Promise: resolves the settings, plans, sends, and hands facts to the renderers; body bytes go out as
they arrive. Returns the exit status of the first request that failed. Knows no click and no socket.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from winhttp_cli.actions.delivery import Delivery
from winhttp_cli.actions.wishes import hides_everything, wants_file, wants_listeners, wants_summary
from winhttp_cli.engine.session import Session
from winhttp_cli.errors import ExitStatus, WhttpError
from winhttp_cli.events import Emit, Sink
from winhttp_cli.options.diagnostics import ENABLETRACING
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.tool import (
    CURL,
    DRY_RUN,
    EXPECT,
    FAIL,
    HAR,
    JSON,
    QUERY,
    QUIET,
    REPORT_SECTIONS,
    RETRY,
)
from winhttp_cli.options.tool_body import HEAD
from winhttp_cli.options.tool_diagnostics import STATUS_CALLBACK
from winhttp_cli.plan import RequestPlan
from winhttp_cli.planner.connections import session_plan
from winhttp_cli.planner.message import remark_on
from winhttp_cli.planner.request import request_plans
from winhttp_cli.render.terminal import outlet_for
from winhttp_cli.report.collect import Collector
from winhttp_cli.report.connections import KnownConnections
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord

if TYPE_CHECKING:
    from collections.abc import Callable

    from winhttp_cli.actions.archive import Archive
    from winhttp_cli.actions.listeners import Listeners
    from winhttp_cli.actions.queries import Query
    from winhttp_cli.actions.saving import Saving
    from winhttp_cli.actions.telling import Telling
    from winhttp_cli.actions.watchers import Watchers


def run(
    method: str,
    urls: Sequence[str],
    words: Sequence[FlagWord],
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Sends one request per URL; returns the exit status. Raises UsageFault before anything is sent."""
    settings = resolve(words, environment)
    queries = _questions(settings)
    method = "HEAD" if settings[HEAD] else method
    plans = request_plans(settings, method, urls)
    if len(plans) > 1 and wants_file(settings):
        _check_places(settings, plans)
    remarks = tuple(filter(None, map(remark_on, urls)))
    for line in (*settings.warnings, *settings.notes, *remarks):
        sys.stderr.write(f"whttp: {line}\n")
    if settings[CURL]:
        return _show_curl(plans, settings)
    if settings[DRY_RUN]:
        return _show_only(plans, settings)
    with Sender(settings, queries, several=len(plans) > 1) as sender:
        statuses = [sender.send(plan) for plan in plans]
    statuses.append(sender.settle())
    return next((status for status in statuses if status), ExitStatus.OK)


def _questions(settings: Settings) -> list[Query]:
    """--query and --expect; a malformed one is refused here, before anything is sent."""
    if not settings[QUERY] and not settings[EXPECT]:
        return []
    from winhttp_cli.actions.expectations import check_forms
    from winhttp_cli.actions.queries import Query

    queries = [Query.of(text) for text in settings[QUERY]]
    check_forms(settings[EXPECT])
    return queries


def _check_places(settings: Settings, plans: Sequence[RequestPlan]) -> None:
    from winhttp_cli.actions.saving import check_places

    check_places(settings, plans)


def _show_only(plans: Sequence[RequestPlan], settings: Settings) -> int:
    from winhttp_cli.actions.dry_run import show

    for plan in plans:
        show(plan, settings, outlet_for(sys.stdout, settings))
    return ExitStatus.OK


def _show_curl(plans: Sequence[RequestPlan], settings: Settings) -> int:
    from winhttp_cli.actions.curl_line import show

    for plan in plans:
        show(plan, settings, outlet_for(sys.stdout, settings))
    return ExitStatus.OK


class Sender(ExitStack):
    """The requests of one command line: one session, one pair of streams, one archive (--har). With
    `several` a failure names its URL."""

    def __init__(self, settings: Settings, queries: Sequence[Query], *, several: bool = False) -> None:
        super().__init__()
        self._several = several
        self._sent = False
        self._settings = settings
        self._queries = queries
        self._out = outlet_for(sys.stdout, settings)
        self._error = outlet_for(sys.stderr, settings)
        self._telling: Telling | None = None
        self._known = KnownConnections()
        self._watchers = self._open_watchers()
        self._session = Session(session_plan(settings))
        self.callback(self._session.close)
        self._archive = self._open_archive()
        self._saves = wants_file(settings)
        self._listens = wants_listeners(settings, self._error)
        self._summarises = wants_summary(settings, self._out, self._error)
        self._tells = self._wants_report()

    def send(self, plan: RequestPlan) -> int:
        """One request, delivered and reported; returns its exit status."""
        if self._sent and self._summarises:
            self._error.line()
        self._sent = True
        collector = Collector(self._known)
        saving = self._saving(plan) if self._saves else None
        delivery = Delivery(
            self._settings,
            self._out,
            lambda: self._voice.screen,
            collector,
            saving,
            asked=bool(self._queries),
            is_head=plan.method == "HEAD",
        )
        failure: WhttpError | None = None
        try:
            plan = saving.prepared(plan) if saving is not None else plan
            if self._listens:
                self._send_heard(plan, saving, delivery, collector)
            else:
                self._send(plan, collector, delivery, collector)
            delivery.finish()
        except WhttpError as error:
            failure = error
            collector.fail(error)
            delivery.abandon()
        except BaseException:
            # Ctrl-C, SIGTERM
            delivery.abandon()
            self._voice.write_remains(delivery)
            raise
        if failure is None and not self._tells:
            return ExitStatus.OK
        return self._voice.tell(collector.report(), delivery, failure, self._archive)

    def _send_heard(
        self, plan: RequestPlan, saving: Saving | None, delivery: Delivery, collector: Collector
    ) -> None:
        """Sends it for others than the report, too."""
        with self._listeners(collector, saving, delivery) as listeners:
            self._send(plan, listeners.emit, delivery, collector)

    def _send(self, plan: RequestPlan, emit: Emit, delivery: Delivery, collector: Collector) -> None:
        """Under the eyes of those who watch the run."""
        if self._watchers is None:
            self._send_retrying(plan, emit, delivery.take, collector)
            return
        with self._watchers.request(plan, self._start_line(delivery)) as watch:
            self._send_retrying(plan, watch.also(emit), watch.tapped(delivery.take), collector)

    def _send_retrying(self, plan: RequestPlan, emit: Emit, sink: Sink, collector: Collector) -> None:
        """As often as --retry allows."""
        if not self._settings[RETRY]:
            self._session.send(plan, emit, sink)
            return
        from winhttp_cli.actions.retrying import Retrying

        retrying = Retrying(plan, self._settings[RETRY], emit, lambda: collector.response)
        retrying.run(lambda taking: self._session.send(plan, emit, taking), sink)

    def _start_line(self, delivery: Delivery) -> Callable[[], None] | None:
        return delivery.start_line if self._error.is_terminal else None

    def settle(self) -> int:
        """What is still to be said once everything is closed, and the status it comes to."""
        return ExitStatus.OK if self._watchers is None else self._watchers.settle()

    def _saving(self, plan: RequestPlan) -> Saving:
        from winhttp_cli.actions.saving import Saving

        return Saving(self._settings, plan)

    def _listeners(self, collector: Collector, saving: Saving | None, delivery: Delivery) -> Listeners:
        from winhttp_cli.actions.listeners import Listeners

        shows_body = saving is None and self._out.is_terminal
        return Listeners(
            collector,
            self._settings,
            self._error,
            shows_body=shows_body,
            start_line=delivery.start_line,
        )

    def _open_watchers(self) -> Watchers | None:
        """--callback and ENABLETRACING, opened before the session and closed after it."""
        settings = self._settings
        if settings[STATUS_CALLBACK] is None and not settings[ENABLETRACING]:
            return None
        from winhttp_cli.actions.watchers import Watchers

        return self.enter_context(Watchers(settings))

    def _open_archive(self) -> Archive | None:
        """Where --har keeps the exchanges until the end, which also comes after a failure."""
        if self._settings[HAR] is None:
            return None
        from winhttp_cli.actions.archive import Archive

        return self.enter_context(Archive(self._settings))

    @property
    def _voice(self) -> Telling:
        """Made by the first exchange of which something is said."""
        if self._telling is None:
            self._telling = self._new_voice()
        return self._telling

    def _new_voice(self) -> Telling:
        from winhttp_cli.actions.telling import Telling

        return Telling(
            self._settings,
            self._out,
            self._error,
            self._queries,
            summarises=self._summarises,
            several=self._several,
        )

    def _wants_report(self) -> bool:
        """Whether something is said or judged of an exchange that went well: most scripts want the
        body and nothing else."""
        settings = self._settings
        asked: tuple[AnyOption, ...] = (JSON, HAR, REPORT_SECTIONS, EXPECT, FAIL)
        shows = not settings[QUIET] and hides_everything(settings)
        return bool(self._summarises or shows or self._queries or any(settings[one] for one in asked))
