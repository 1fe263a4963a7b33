"""--report-sections: the facts of every exchange in full, section by section, for people.

Promise: a section with no facts is left out; a half-filled report gives what it has. What a server sent
is made printable, secrets are masked, lines keep to the width. The document of --json has the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from winhttp_cli.options.tool import SHOW_SECRETS, ReportSections
from winhttp_cli.plan import Header
from winhttp_cli.render.certificate_panel import check_lines
from winhttp_cli.render.logins import attempt_lines, outcome_text
from winhttp_cli.render.origins import traced_options
from winhttp_cli.render.screen import counted
from winhttp_cli.render.section import labelled, section_title
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.render.tls_chain import chain_lines
from winhttp_cli.render.values import long_value, word_of
from winhttp_cli.report.certificate import read_certificate
from winhttp_cli.report.masking import masked_headers, masked_url
from winhttp_cli.report.model import Exchange, Report, Response, Timing, Tls
from winhttp_cli.settings.settings import Settings

_INDENT = 2
_LABEL = 12
#: Certificates of a chain that are read; a chain may hold a thousand.
_MOST_CERTIFICATES = 20

Rows = Iterator[tuple[str, str]]


def section_lines(report: Report, settings: Settings, wanted: ReportSections, out: Outlet) -> list[str]:
    """The lines of all sections in `wanted`."""
    writer = _Sections(settings, out)
    lines: list[str] = []
    if ReportSections.SETTINGS in wanted:
        lines += writer.section("SETTINGS", "who asked for what", writer.settings_rows())
    for number, exchange in enumerate(report.exchanges, 1):
        told = writer.exchange(exchange, wanted)
        if told and len(report.exchanges) > 1:
            place = f"exchange {number} of {len(report.exchanges)}"
            told = [*writer.heading(f"{place}, {exchange.reason.value}", exchange), *told]
        lines += told
    return lines


class _Sections:
    def __init__(self, settings: Settings, out: Outlet) -> None:
        self._settings = settings
        self._out = out
        self._show_secrets = settings[SHOW_SECRETS]

    def heading(self, title: str, exchange: Exchange) -> list[str]:
        """The line that parts one exchange from the next."""
        text = f"{title}: {exchange.method} {self._url(exchange.url)}"
        lines = labelled("", text, indent=0, width=0, out=self._out)
        return ["", *(self._out.paint(line, Style.BOLD, Style.CYAN) for line in lines)]

    def section(self, word: str, text: str, rows: Rows) -> list[str]:
        """A title and its rows; nothing where there are none."""
        lines = [line for label, value in rows for line in self._row(label, value)]
        return ["", *section_title(word, text, self._out), *lines] if lines else []

    def exchange(self, exchange: Exchange, wanted: ReportSections) -> list[str]:
        """The sections of one exchange."""
        writers: tuple[tuple[ReportSections, Callable[[Exchange], list[str]]], ...] = (
            (ReportSections.ROUTE, lambda facts: self.section("ROUTE", "", self._route_rows(facts))),
            (ReportSections.TLS, self._tls),
            (ReportSections.CERTIFICATE, self._certificate),
            (ReportSections.REQUEST, self._request),
            (ReportSections.RESPONSE, self._response),
            (ReportSections.REDIRECT, self._redirect),
            (ReportSections.TIMING, lambda facts: self.section("TIMING", "", _timing_rows(facts.timing))),
            (ReportSections.NOTES, lambda facts: self.section("NOTES", "", self._note_rows(facts))),
        )
        return [line for section, write in writers if section in wanted for line in write(exchange)]

    def _row(self, label: str, text: str) -> list[str]:
        """A header line has no label, and starts where labels do."""
        return labelled(label, text, indent=_INDENT, width=_LABEL if label else 0, out=self._out)

    def _url(self, text: str) -> str:
        return text if self._show_secrets else masked_url(text)

    def _header_lines(self, headers: tuple[Header, ...]) -> Rows:
        masked = masked_headers(headers, show_secrets=self._show_secrets)
        return (("", f"{name}: {value}") for name, value in masked)

    # --- the sections ---------------------------------------------------------------------------------

    def settings_rows(self) -> Rows:
        """Value and source of every option that anyone spoke of."""
        for option in traced_options(self._settings):
            value = long_value(option, self._settings, show_secrets=self._show_secrets)
            yield "", f"{word_of(option)} = {value}, from {self._settings.origin(option).text}"

    def _route_rows(self, exchange: Exchange) -> Rows:
        if exchange.route is not None:
            yield "by", self._url(exchange.route.proxy) or "direct"
            yield "because", self._url(exchange.route.why)
        if exchange.addresses:
            yield "addresses", ", ".join(exchange.addresses)
        for attempt in exchange.attempts:
            spent = "" if attempt.milliseconds is None else f", {attempt.milliseconds:.1f} ms"
            number = f" ({attempt.extended})" if attempt.extended else ""
            outcome = f"{attempt.error}{number}" if attempt.error else "connected"
            yield "tried", f"{attempt.address}: {outcome}{spent}"
        connection = exchange.connection
        if connection is not None:
            reused = ", used again" if connection.reused else ""
            ends = f"{connection.local} -> {connection.remote}" if connection.local else connection.remote
            yield "connection", f"{connection.number}: {ends}{reused}"
        for answer in exchange.proxy_answers:
            yield "proxy said", f"{answer.status} {answer.reason} to CONNECT {answer.target}"
        for login in exchange.logins:
            for left, right in attempt_lines(login):
                yield "auth", f"{left} ({right})" if right else left
        for let_in in exchange.logged_on:
            yield "auth", outcome_text(let_in)

    def _tls(self, exchange: Exchange) -> list[str]:
        tls = exchange.tls
        return [] if tls is None else self.section("TLS", tls.version, _tls_rows(tls))

    def _certificate(self, exchange: Exchange) -> list[str]:
        shown = exchange.certificate
        if shown is None:
            return []
        chain = tuple(read_certificate(der) for der in shown.chain[:_MOST_CERTIFICATES])
        lines = ["", *chain_lines(chain, len(shown.chain), self._out)] if chain else []
        lines += ["", *section_title("CHECKS", f"for {shown.host}", self._out)]
        return lines + check_lines(shown.checks, self._settings, self._out)

    def _request(self, exchange: Exchange) -> list[str]:
        sent = exchange.request
        if sent is None:
            return []
        line = f"{sent.method} {self._url(sent.target)} {sent.protocol}"
        rows = [*self._header_lines(sent.headers)]
        if sent.size:
            rows.append(("sent", counted(sent.size, "byte")))
        return self.section("REQUEST", line, iter(rows))

    def _response(self, exchange: Exchange) -> list[str]:
        came = exchange.response
        if came is None:
            return []
        interim = [("interim", f"{status} {reason}") for status, reason in exchange.interim]
        rows = [*self._header_lines(came.headers), *interim, *self._body_rows(came)]
        return self.section("RESPONSE", f"{came.protocol} {came.status} {came.reason}", iter(rows))

    def _body_rows(self, came: Response) -> Rows:
        length = "" if came.length is None else f" of {came.length}"
        state = "" if came.complete else ", not complete"
        yield "body", f"{came.received}{length} bytes{state}"
        if came.decoding is not None:
            removed = ", ".join(name for name, _ in came.decoding.removed)
            codings = ", ".join(came.decoding.codings)
            yield "decoded", f"{codings} to {came.delivered} bytes; {removed} taken out of the head"
        for name, value in masked_headers(came.trailers, show_secrets=self._show_secrets):
            yield "trailer", f"{name}: {value}"

    def _redirect(self, exchange: Exchange) -> list[str]:
        note = exchange.redirect
        if note is None:
            return []
        led = f"followed to {self._url(note.url)}" if note.followed else f"not followed: {note.why}"
        rows = [("location", self._url(note.location)), *(("changed", each) for each in note.changes)]
        return self.section("REDIRECT", led, iter(rows))

    def _note_rows(self, exchange: Exchange) -> Rows:
        return (("", self._url(note)) for note in exchange.notes)


def _tls_rows(tls: Tls) -> Rows:
    yield "cipher", f"{tls.cipher}, {tls.bits} bit"
    if tls.group:
        yield "group", tls.group
    yield "ALPN", tls.alpn or "none"
    yield "resumed", "yes" if tls.resumed else "no"
    if tls.client_certificate_requested:
        yield "client", "certificate sent" if tls.client_certificate_sent else "certificate not sent"
        yield "accepted", "; ".join(tls.accepted_issuers) or "the server names no CA"
    if tls.binding:
        yield "binding", f"tls-server-end-point {tls.binding.hex()}"
    yield "flags", f"SECURITY_FLAGS 0x{tls.security_flags:X}"


def _timing_rows(timing: Timing) -> Rows:
    for phase in ("resolve", "connect", "tunnel", "tls", "send", "wait", "body", "total"):
        spent: float | None = getattr(timing, phase)
        if spent is not None:
            yield phase, f"{spent:10.1f} ms"
