"""What is said after an exchange: the summary or the failure, the document, the answers to questions.

Promise: everything that goes to the streams besides the body, and the exit status the exchange comes to.
Loaded by the first exchange of which something is said; most scripts want the body and nothing else.
Sends nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from winhttp_cli.actions.expectations import check_expectations
from winhttp_cli.actions.queries import Query, write_answers
from winhttp_cli.errors import ExitStatus, WhttpError
from winhttp_cli.options.tool import EXPECT, FAIL, JSON, QUIET, REPORT_SECTIONS, SHOW_SECRETS
from winhttp_cli.render.certificate_panel import hidden_lines
from winhttp_cli.render.failure import write_failure, write_note
from winhttp_cli.render.screen import Screen
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.model import Report
from winhttp_cli.settings.settings import Settings

if TYPE_CHECKING:
    from winhttp_cli.actions.archive import Archive
    from winhttp_cli.actions.delivery import Delivery


class Telling:
    """The voice of one command line. `summarises` says whether the summary is wanted; with `several`
    URLs a failure names its own."""

    def __init__(
        self,
        settings: Settings,
        out: Outlet,
        error: Outlet,
        queries: Sequence[Query],
        *,
        summarises: bool,
        several: bool,
    ) -> None:
        self._settings = settings
        self._error = error
        self._queries = queries
        self._summarises = summarises
        self._several = several
        self.screen = Screen(out, error, settings, show_secrets=settings[SHOW_SECRETS])

    def tell(
        self, report: Report, delivery: Delivery, failure: WhttpError | None, archive: Archive | None
    ) -> int:
        """What is written after the exchange, and the exit status it comes to."""
        settings = self._settings
        if archive is not None:
            archive.add(report, delivery.body_facts())
        if settings[JSON]:
            self._write_document(report, delivery)
        elif failure is not None:
            self._write_failure(failure, report)
            self.write_remains(delivery)
        elif self._summarises:
            self.screen.summary(report, delivery.saved())
        elif not settings[QUIET]:
            for line in hidden_lines(report, settings):
                write_note(line, self._error)
        self._write_sections(report)
        write_answers(self._queries, report, settings, sys.stdout)
        if failure is not None:
            return failure.status
        failed = check_expectations(settings[EXPECT], report, settings, sys.stderr)
        return failed or self._http_status(report)

    def write_remains(self, delivery: Delivery) -> None:
        """What is left of a file that could not be completed."""
        text = delivery.remains()
        if text and not self._settings[QUIET]:
            write_note(text, self._error)

    def _write_failure(self, failure: WhttpError, report: Report) -> None:
        """The error block, unless -q: the exit status still tells."""
        if not self._settings[QUIET]:
            url = report.url if self._several else ""
            write_failure(failure, report, self._settings, sys.stderr, url=url)
            if failure.status is ExitStatus.CERTIFICATE:
                self._write_suspicion(report)

    def _write_suspicion(self, report: Report) -> None:
        """Who seems to open the connection, where the rejected chain bears the name of a product."""
        from winhttp_cli.actions.tls_inspection import named_inspector

        named = named_inspector(report)
        if named:
            write_note(named, self._error)

    def _write_sections(self, report: Report) -> None:
        """--report-sections, behind the summary or the error."""
        wanted = self._settings[REPORT_SECTIONS]
        if wanted and not self._settings[QUIET]:
            from winhttp_cli.render.sections import section_lines

            for line in section_lines(report, self._settings, wanted, self._error):
                self._error.line(line)
            self._error.flush()

    def _write_document(self, report: Report, delivery: Delivery) -> None:
        from winhttp_cli.render.document import document

        sys.stdout.write(document(report, self._settings, delivery.body_facts()) + "\n")

    def _http_status(self, report: Report) -> int:
        """-f: an HTTP status of 400 or more is a failure."""
        response = report.response
        refused = response is not None and response.status >= 400
        return ExitStatus.HTTP_STATUS if refused and self._settings[FAIL] else ExitStatus.OK
