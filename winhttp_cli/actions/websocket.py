"""`whttp ws URL`: a handshake like any request, then lines in, messages out, and a close code.

Promise: a refused upgrade is shown like any response and ends with 12152; a conversation that was not
closed with 1000 (or 1001 by the server) ends with status 15; Ctrl-C closes it and still reports. Knows
no click and no socket.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence

from winhttp_cli.actions.archive import Archive
from winhttp_cli.actions.delivery import Delivery
from winhttp_cli.actions.dry_run import show
from winhttp_cli.actions.expectations import check_forms
from winhttp_cli.actions.listeners import Listeners
from winhttp_cli.actions.queries import Query
from winhttp_cli.actions.saving import Saving
from winhttp_cli.actions.send import Sender
from winhttp_cli.actions.telling import Telling
from winhttp_cli.actions.websocket_flags import Flags
from winhttp_cli.actions.websocket_input import Input
from winhttp_cli.engine.websocket.conversation import Dialogue
from winhttp_cli.engine.websocket.feed import Feed
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase, WhttpError
from winhttp_cli.events import Emit, Event, Sink
from winhttp_cli.events_websocket import WebSocketOpened
from winhttp_cli.options.tool import DRY_RUN, EXPECT, FAIL, JSON, QUERY
from winhttp_cli.options.uses import WEB_SOCKET
from winhttp_cli.options.websocket import UPGRADE_TO_WEB_SOCKET
from winhttp_cli.plan import RequestPlan
from winhttp_cli.planner.message import remark_on
from winhttp_cli.planner.request import request_plan
from winhttp_cli.record import replace
from winhttp_cli.render.document import document_line
from winhttp_cli.render.messages import JsonMessages, Messages, PipedMessages, ShownMessages
from winhttp_cli.render.terminal import Outlet, outlet_for
from winhttp_cli.render.websocket import close_text, closing_text
from winhttp_cli.report.collect import Collector
from winhttp_cli.report.model import Closing, Report
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord
from winhttp_cli.websocket import Side, WebSocketPlan

_SCHEME = re.compile(r"ws(s?):", re.IGNORECASE)
_ORIGIN = "whttp ws"
_NORMAL, _GOING_AWAY = 1000, 1001


def run(
    url: str, flags: Flags, words: Sequence[FlagWord], environment: Mapping[str, str] = os.environ
) -> int:
    """Talks to `url`; returns the exit status. Raises UsageFault before anything is sent."""
    upgrade = FlagWord(UPGRADE_TO_WEB_SOCKET, "true", _ORIGIN)
    settings = resolve([*words, upgrade], environment, purpose=WEB_SOCKET)
    queries = [Query.of(text) for text in settings[QUERY]]
    check_forms(settings[EXPECT])
    plan = _plan(url, flags, settings)
    for line in (*settings.warnings, *settings.notes, *filter(None, [remark_on(_http_url(url))])):
        sys.stderr.write(f"whttp: {line}\n")
    if settings[DRY_RUN]:
        show(plan, settings, outlet_for(sys.stdout, settings))
        return ExitStatus.OK
    with Talker(settings, queries, flags) as talker:
        status = talker.send(plan)
    return status or talker.settle()


def _http_url(url: str) -> str:
    return _SCHEME.sub(r"http\1:", url, count=1) if _SCHEME.match(url) else url


def _plan(url: str, flags: Flags, settings: Settings) -> RequestPlan:
    """WinHTTP opens a WebSocket with an http or https URL (12006 for any other)."""
    http_url = _http_url(url)
    plan = request_plan(settings, "GET", http_url)
    remarks = plan.remarks
    if http_url != url:
        scheme = plan.target.scheme
        remarks = (*remarks, f"{scheme.replace('http', 'ws')}:// is {scheme}:// to WinHTTP")
    talk = plan.web_socket or WebSocketPlan()
    return replace(plan, web_socket=flags.applied(talk), remarks=remarks)


class Talker(Sender):
    """One conversation, told and judged as a request is."""

    def __init__(self, settings: Settings, queries: Sequence[Query], flags: Flags) -> None:
        super().__init__(settings, queries)
        self._flags = flags
        # how it ended is always looked at
        self._tells = True
        self._messages = self._shown()

    def _shown(self) -> Messages:
        """Where messages go."""
        if self._settings[JSON]:
            return JsonMessages(self._out)
        if self._queries:
            return Messages()
        if self._out.is_terminal:
            return ShownMessages(self._out)
        return PipedMessages(sys.stdout.buffer, bare=self._flags.binary)

    def _send(self, plan: RequestPlan, emit: Emit, delivery: Delivery, collector: Collector) -> None:
        def tell(event: Event) -> None:
            emit(event)
            if isinstance(event, WebSocketOpened):
                # the head, where it is to be seen, stands before the first message
                delivery.take(b"")
            self._messages.tell(event)

        super()._send(plan, tell, delivery, collector)
        self._judge(collector.report(), delivery)

    def _send_retrying(self, plan: RequestPlan, emit: Emit, sink: Sink, collector: Collector) -> None:
        """A conversation is not held again."""
        feed = Feed()
        size = (plan.web_socket or WebSocketPlan()).send_buffer
        reading = Input(feed, self._flags.texts, binary=self._flags.binary, limit=size)

        def tell(event: Event) -> None:
            emit(event)
            if isinstance(event, WebSocketOpened):
                reading.start()

        try:
            self._session.send(plan, tell, sink, Dialogue(feed, self._messages.take))
        except KeyboardInterrupt:
            closing = _closing(collector.report())
            if closing is None:
                raise
            raise _interrupted(closing) from None
        finally:
            feed.close()

    def _listeners(self, collector: Collector, saving: Saving | None, delivery: Delivery) -> Listeners:
        return Listeners(
            collector,
            self._settings,
            self._error,
            shows_body=self._out.is_terminal,
            start_line=lambda: self._new_line(delivery),
        )

    def _start_line(self, delivery: Delivery) -> Callable[[], None] | None:
        return (lambda: self._new_line(delivery)) if self._error.is_terminal else None

    def _new_line(self, delivery: Delivery) -> None:
        """Something else is about to be written on the terminal."""
        delivery.start_line()
        self._messages.start_line()

    def _judge(self, report: Report, delivery: Delivery) -> None:
        """Raises ExchangeFault where it was refused, or closed with another code than it should."""
        closing = _closing(report)
        if closing is None:
            delivery.finish()
            raise self._refused(report)
        is_fine = closing.code == _NORMAL or (closing.code, closing.by) == (_GOING_AWAY, Side.SERVER)
        if not is_fine:
            text = f"WebSocket {closing_text(closing)}"
            raise ExchangeFault(text, None, Phase.BODY, status=ExitStatus.WEBSOCKET)

    def _refused(self, report: Report) -> ExchangeFault:
        response = report.response
        answer = f"{response.status} {response.reason}".rstrip() if response is not None else "nothing"
        is_failure = self._settings[FAIL] and response is not None and response.status >= 400
        return ExchangeFault(
            f"the answer to the WebSocket handshake is {answer}, not 101",
            Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
            Phase.RECEIVE,
            status=ExitStatus.HTTP_STATUS if is_failure else None,
        )

    def _new_voice(self) -> Telling:
        return _Voice(
            self._settings,
            self._out,
            self._error,
            self._queries,
            summarises=self._summarises,
            several=False,
            messages=self._messages,
        )


class _Voice(Telling):
    """What is said when the conversation is over: on a line of its own, the document in one line."""

    def __init__(
        self,
        settings: Settings,
        out: Outlet,
        error: Outlet,
        queries: Sequence[Query],
        *,
        summarises: bool,
        several: bool,
        messages: Messages,
    ) -> None:
        super().__init__(settings, out, error, queries, summarises=summarises, several=several)
        self._messages = messages

    def tell(
        self, report: Report, delivery: Delivery, failure: WhttpError | None, archive: Archive | None
    ) -> int:
        self._messages.start_line()
        return super().tell(report, delivery, failure, archive)

    def _write_document(self, report: Report, delivery: Delivery) -> None:
        sys.stdout.write(document_line(report, self._settings, delivery.body_facts()) + "\n")


def _closing(report: Report) -> Closing | None:
    web_socket = report.last.web_socket if report.last is not None else None
    return web_socket.closing if web_socket is not None else None


def _interrupted(closing: Closing) -> ExchangeFault:
    """WinHttpWebSocketClose ends a pending receive with this number (behaviour i9)."""
    return ExchangeFault(
        f"interrupted; WebSocket closed with {close_text(closing.code, closing.reason)}",
        Code.ERROR_WINHTTP_OPERATION_CANCELLED,
        Phase.BODY,
    )
