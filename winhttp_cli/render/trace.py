"""The trace of `-v`: curl's prefixes, and on the right who decided or how long it took.

Promise: a `Trace` is an `Emit`; each line is written when its event happens. Needs events and the
settings, nothing else. Secrets are masked (`--show-secrets` turns that off), hostile text is escaped,
lines keep to the width where both columns fit. With verbosity 2 the raw bytes are shown, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TextIO

from winhttp_cli import events
from winhttp_cli.events_websocket import WebSocketClosed, WebSocketFrame, WebSocketOpened
from winhttp_cli.options.timeouts import (
    CONNECT_TIMEOUT,
    RECEIVE_TIMEOUT,
    RESOLVE_TIMEOUT,
    SEND_TIMEOUT,
)
from winhttp_cli.options.tls import CLIENT_CERT_CONTEXT, SECURITY_FLAGS
from winhttp_cli.plan import NO_FAULT, Header
from winhttp_cli.render.columns import at_the_end, beside, padded, wrapped
from winhttp_cli.render.logins import attempt_lines, outcome_text
from winhttp_cli.render.origins import fate_remark, header_origin, traced_options
from winhttp_cli.render.raw import RawText
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.render.timers import a_piece, in_all, waiting
from winhttp_cli.render.values import long_value, word_of
from winhttp_cli.render.websocket import closing_text, frame_text, opened_text
from winhttp_cli.report.certificate import read_certificate
from winhttp_cli.report.masking import masked_headers, masked_url
from winhttp_cli.report.model import Closing
from winhttp_cli.report.printable import printable, shortened
from winhttp_cli.report.security import facts_of
from winhttp_cli.settings.settings import Settings

LABEL_WIDTH = 9
RIGHT_COLUMN = 57
INDENT = 11
#: Certificates of a chain that get a line each; a chain may hold a thousand.
MOST_CERTIFICATES = 10
#: Lines of a proxy's page, and characters of one, that are shown.
MOST_PAGE_LINES = 40
MOST_LINE = 500


class Trace:
    """Writes the trace on `stream`. `width` 0 never wraps; `verbosity` 2 adds raw bytes; `start_line` is
    called before each event's lines, where a body may be on the same terminal."""

    def __init__(
        self,
        stream: TextIO,
        settings: Settings,
        *,
        width: int = 0,
        verbosity: int = 1,
        show_secrets: bool = False,
        colour: bool = False,
        start_line: Callable[[], None] | None = None,
    ) -> None:
        self._start_line = start_line
        self._out = Outlet(stream, colour=colour, width=width)
        self._settings = settings
        self._verbosity = verbosity
        self._show_secrets = show_secrets
        self._options_told = False
        self._raw = RawText(show_secrets=show_secrets)
        self._since: dict[str, float] = {}
        self._handlers = self._all_handlers()

    def _all_handlers(self) -> dict[type[events.Event], Callable[[Any], None]]:
        """Any: each handler takes the one event type it is listed under."""
        return {
            events.ExchangeStarted: self._exchange_started,
            events.RouteChosen: self._route_chosen,
            events.ResolveStarted: self._resolve_started,
            events.ResolveDone: self._resolve_done,
            events.ConnectStarted: self._connect_started,
            events.ConnectFailed: self._connect_failed,
            events.ConnectDone: self._connect_done,
            events.ConnectionReused: self._connection_reused,
            events.TlsStarted: self._tls_started,
            events.RevocationAnswered: self._revocation_answered,
            events.CertificateChecked: self._certificate_checked,
            events.TlsDone: self._tls_done,
            events.TlsFailed: self._tls_failed,
            events.WithProxy: self._with_proxy,
            events.RequestHeadSent: self._head_sent,
            events.RequestSent: self._request_sent,
            events.InterimResponse: self._interim_response,
            events.ResponseHead: self._response_head,
            events.ProxyAnswered: self._proxy_answered,
            events.TunnelOpened: self._tunnel_opened,
            events.LoginTried: self._login_tried,
            events.LoggedOn: self._logged_on,
            events.DecodingStarted: self._decoding_started,
            events.ContentDecoded: self._content_decoded,
            events.ResponseDone: self._response_done,
            events.RedirectFollowed: self._redirect_followed,
            events.RedirectReturned: self._redirect_returned,
            events.ConnectionClosed: self._connection_closed,
            WebSocketOpened: self._web_socket_opened,
            WebSocketFrame: self._web_socket_frame,
            WebSocketClosed: self._web_socket_closed,
            events.RawBytes: self._raw_bytes,
            events.Note: self._note,
            events.Failed: self._end_raw_lines,
        }

    def __call__(self, event: events.Event) -> None:
        """Writes the lines of one event."""
        handler = self._handlers.get(type(event))
        if handler is not None:
            if self._start_line is not None:
                self._start_line()
            handler(event)
            self._out.flush()

    # --- lines ----------------------------------------------------------------------------------------

    def _star(self, label: str, left: str, right: str = "", *, duration: bool = False) -> None:
        """`* label    left          right`."""
        start = f"* {padded(label, LABEL_WIDTH - 1)} {left}"
        if duration:
            lines = at_the_end(start, right, width=self._out.width, column=RIGHT_COLUMN)
        else:
            width = self._out.width
            *lines, last = wrapped(start, width=width, indent=INDENT)
            lines += beside(last, right, column=RIGHT_COLUMN, width=width, indent=INDENT)
        for line in lines:
            self._out.line(self._out.paint(line, Style.DIM))

    def _long_star(self, label: str, text: str) -> None:
        """A line with nothing on the right, wrapped between words."""
        start = f"* {padded(label, LABEL_WIDTH - 1)} {text}"
        for line in wrapped(start, width=self._out.width, indent=INDENT):
            self._out.line(self._out.paint(line, Style.DIM))

    def _url(self, text: str) -> str:
        return printable(text if self._show_secrets else masked_url(text))

    def _spent(self, key: str, at: float) -> str:
        """The milliseconds since `key` was started, or ""."""
        since = self._since.pop(key, None)
        return "" if since is None else f"{max(at - since, 0.0) * 1000:.0f} ms"

    # --- settings and route ---------------------------------------------------------------------------

    def _exchange_started(self, event: events.ExchangeStarted) -> None:
        if not self._options_told:
            self._options_told = True
            self._tell_options()
        if event.reason is not events.Reason.INITIAL:
            self._star("request", f"{event.method} {self._url(event.url)}", f"after {event.reason.value}")

    def _tell_options(self) -> None:
        for option in traced_options(self._settings):
            value = long_value(option, self._settings, show_secrets=self._show_secrets)
            remark = fate_remark(option)
            text = f"{word_of(option)} = {value} {remark}".rstrip()
            self._star("option", text, printable(self._settings.origin(option).text))

    def _route_chosen(self, event: events.RouteChosen) -> None:
        self._star("route", self._url(event.proxy) or "direct", self._url(event.why))

    # --- names and connections ------------------------------------------------------------------------

    def _resolve_started(self, event: events.ResolveStarted) -> None:
        self._since["dns"] = event.at

    def _resolve_done(self, event: events.ResolveDone) -> None:
        answer = ", ".join(event.addresses) or "no address"
        source = f" ({event.source})" if event.source else ""
        text = printable(f"{event.host} -> {answer}{source}")
        spent = in_all(self._spent("dns", event.at), RESOLVE_TIMEOUT, self._settings)
        self._star("dns", text, spent, duration=True)

    def _connect_started(self, event: events.ConnectStarted) -> None:
        self._since[event.address] = event.at

    def _connect_failed(self, event: events.ConnectFailed) -> None:
        number = f" ({event.extended})" if event.extended else ""
        text = printable(f"{event.address} failed: {event.message}{number}")
        self._star("connect", text, self._connecting(event.address, event.at), duration=True)

    def _connect_done(self, event: events.ConnectDone) -> None:
        text = printable(f"{event.local} -> {event.remote}" if event.local else event.remote)
        self._star("connect", text, self._connecting(event.remote, event.at), duration=True)

    def _connecting(self, key: str, at: float) -> str:
        """A handshake has the time of a connection attempt."""
        return in_all(self._spent(key, at), CONNECT_TIMEOUT, self._settings)

    def _connection_reused(self, event: events.ConnectionReused) -> None:
        self._star("connect", printable(f"{event.remote}, connection {event.connection} reused"))

    def _connection_closed(self, event: events.ConnectionClosed) -> None:
        if event.why == events.SESSION_CLOSED:
            # every run ends so, behind its summary; there is nothing to learn from it
            return
        self._end_raw_lines()
        self._star("close", printable(f"connection {event.connection}: {event.why}"))

    # --- TLS ------------------------------------------------------------------------------------------

    def _tls_started(self, event: events.TlsStarted) -> None:
        self._since["tls"] = event.at

    def _certificate_checked(self, event: events.CertificateChecked) -> None:
        matched = next((check.detail for check in event.checks if check.name == "name"), "")
        for number, der in enumerate(event.chain[:MOST_CERTIFICATES]):
            self._tell_certificate(number, der, matched if number == 0 else "")
        if len(event.chain) > MOST_CERTIFICATES:
            self._star("cert", f"and {len(event.chain) - MOST_CERTIFICATES} more")
        for check in event.checks:
            # what fails is told by the panel of the error, all checks in one go
            if check.verdict is events.CheckVerdict.FORGIVEN:
                self._tell_forgiven(check)

    def _revocation_answered(self, event: events.RevocationAnswered) -> None:
        answer = event.answer
        said = answer.detail or answer.status
        self._star("revoked?", printable(f"{answer.certificate}: {said}"), printable(answer.source))

    def _tell_certificate(self, number: int, der: bytes, matched: str) -> None:
        facts = read_certificate(der)
        if facts.problem or facts.not_before is None or facts.not_after is None:
            self._star(f"cert {number}", f"{facts.title}   {facts.problem or 'validity not readable'}")
            return
        dates = f"{facts.not_before:%Y-%m-%d} .. {facts.not_after:%Y-%m-%d}"
        right = printable(matched) or f"issued by {facts.issuer_title}"
        self._star(f"cert {number}", f"{facts.title}   {dates}", right)

    def _tell_forgiven(self, check: events.CertificateCheck) -> None:
        number = "" if check.fault == NO_FAULT else f"{facts_of(check.fault).code:d} "
        origin = self._settings.origin(SECURITY_FLAGS).text
        self._star("forgiven", printable(f"{check.name}: {check.detail}"), f"{number}by {origin}")

    def _tls_done(self, event: events.TlsDone) -> None:
        parts = [event.version, event.cipher, event.group, f"ALPN {event.alpn}" if event.alpn else ""]
        if event.resumed:
            parts.append("resumed")
        text = printable("  ".join(part for part in parts if part))
        self._star("tls", text, self._connecting("tls", event.at), duration=True)
        if event.client_certificate_requested:
            self._tell_client_certificate(event)

    def _tell_client_certificate(self, event: events.TlsDone) -> None:
        count = len(event.accepted_issuers)
        named = "1 CA accepted" if count == 1 else f"{count} CAs accepted"
        named = f"{named}, see whttp tls" if count else "the server names no CA"
        if event.client_certificate_sent:
            self._long_star("client", f"certificate requested and sent ({named})")
            return
        chosen = self._settings[CLIENT_CERT_CONTEXT]
        why = "client-cert-context none; " if chosen is not None and chosen.is_none else ""
        self._long_star("client", f"certificate requested, none sent ({why}{named})")

    def _tls_failed(self, event: events.TlsFailed) -> None:
        text = printable(f"failed: {event.message}")
        self._star("tls", text, self._connecting("tls", event.at), duration=True)

    def _with_proxy(self, event: events.WithProxy) -> None:
        """The handshake with an https proxy itself: told like any other, under a line of its own."""
        if isinstance(event.event, events.TlsStarted):
            self._star(
                "proxy", f"TLS with {self._url(event.proxy)} itself", "WinHTTP has no https proxies"
            )
        handler = self._handlers.get(type(event.event))
        if handler is not None:
            handler(event.event)

    # --- request and response -------------------------------------------------------------------------

    def _head_sent(self, event: events.RequestHeadSent) -> None:
        self._since["send"] = event.at
        self._head_line(">", f"{event.method} {self._url(event.target)} {event.protocol}", Style.BOLD)
        for name, value in masked_headers(event.headers, show_secrets=self._show_secrets):
            # the pseudo headers of HTTP/2 repeat the request line (RFC 9113 section 8.3.1)
            if not name.startswith(":"):
                self._sent_header((name, value))

    def _sent_header(self, header: Header) -> None:
        name, value = header
        origin = header_origin(name, self._settings)
        left = printable(f"> {name}: {value}")
        right = printable(f"from {origin}") if origin else ""
        for line in beside(left, right, column=RIGHT_COLUMN, width=self._out.width, indent=INDENT):
            self._out.line(line)

    def _request_sent(self, event: events.RequestSent) -> None:
        spent = a_piece(self._spent("send", event.at), SEND_TIMEOUT, self._settings)
        self._star("send", f"{event.size} bytes", spent, duration=True)
        self._since["wait"] = event.at

    def _tell_waiting(self, event: events.ResponseHead) -> None:
        spent = waiting(self._spent("wait", event.at), self._settings)
        if spent:
            self._star("wait", f"{event.size} bytes of head", spent, duration=True)

    def _interim_response(self, event: events.InterimResponse) -> None:
        self._head_line("<", f"{event.status} {event.reason}".rstrip(), Style.BOLD)
        self._received_headers(event.headers)

    def _response_head(self, event: events.ResponseHead) -> None:
        self._tell_waiting(event)
        self._head_line("<", f"{event.protocol} {event.status} {event.reason}".rstrip(), Style.BOLD)
        self._received_headers(event.headers)
        if event.from_proxy:
            self._star("proxy", "this answer is the proxy's, to CONNECT")
        self._since["body"] = event.at

    def _proxy_answered(self, event: events.ProxyAnswered) -> None:
        """The page of a refused CONNECT: what a browser would show, and WinHTTP hides."""
        size = f"{len(event.body)} bytes" + (", cut here" if event.is_cut else "")
        self._star("proxy", f"{event.status} to CONNECT {printable(event.target)}", size)
        text = event.body.decode("utf-8", "replace").splitlines()
        for line in text[:MOST_PAGE_LINES]:
            self._out.line(f"< {printable(shortened(line, MOST_LINE))}")
        if len(text) > MOST_PAGE_LINES:
            self._star("proxy", f"and {len(text) - MOST_PAGE_LINES} more lines; --json has them all")

    def _tunnel_opened(self, event: events.TunnelOpened) -> None:
        legs = f"{event.legs} CONNECT requests" if event.legs > 1 else ""
        self._star("tunnel", f"open to {printable(event.target)}", legs)

    def _login_tried(self, event: events.LoginTried) -> None:
        for left, right in attempt_lines(event.attempt):
            self._star("auth", printable(left), printable(right))

    def _logged_on(self, event: events.LoggedOn) -> None:
        self._star("auth", printable(outcome_text(event.outcome)))

    def _received_headers(self, headers: tuple[Header, ...]) -> None:
        for name, value in masked_headers(headers, show_secrets=self._show_secrets):
            self._out.line(printable(f"< {name}: {value}"))

    def _head_line(self, prefix: str, text: str, style: Style) -> None:
        self._out.line(f"{prefix} {self._out.paint(printable(text), style)}")

    def _decoding_started(self, event: events.DecodingStarted) -> None:
        names = ", ".join(name for name, _ in event.removed)
        self._star(
            "decode", f"{', '.join(event.codings)}; {names} taken out of the head, as WinHTTP does"
        )

    def _content_decoded(self, event: events.ContentDecoded) -> None:
        self._star("decode", f"{event.delivered} bytes after decompression")

    def _response_done(self, event: events.ResponseDone) -> None:
        text = f"{event.received} bytes"
        if event.delivered != event.received:
            text += f", {event.received - event.delivered} of them thrown away"
        self._end_raw_lines()
        spent = a_piece(self._spent("body", event.at), RECEIVE_TIMEOUT, self._settings)
        self._star("body", text, spent, duration=True)
        self._received_headers(event.trailers)

    def _web_socket_opened(self, event: WebSocketOpened) -> None:
        self._star("socket", opened_text(event))

    def _web_socket_frame(self, event: WebSocketFrame) -> None:
        self._out.line(self._out.paint(frame_text(event), Style.DIM))

    def _web_socket_closed(self, event: WebSocketClosed) -> None:
        self._end_raw_lines()
        self._star("socket", closing_text(Closing(event.by, event.code, event.reason)))

    # --- what came of it ------------------------------------------------------------------------------

    def _redirect_followed(self, event: events.RedirectFollowed) -> None:
        changes = f" ({', '.join(event.changes)})" if event.changes else ""
        self._plain_star(f"redirect {event.status} to {self._url(event.url)}{printable(changes)}")

    def _redirect_returned(self, event: events.RedirectReturned) -> None:
        self._plain_star(printable(f"redirect not followed: {event.why}"))

    def _plain_star(self, text: str) -> None:
        for line in wrapped(f"* {text}", width=self._out.width, indent=INDENT):
            self._out.line(self._out.paint(line, Style.DIM))

    def _note(self, event: events.Note) -> None:
        self._long_star("note", self._url(event.text))

    def _raw_bytes(self, event: events.RawBytes) -> None:
        if self._verbosity > 1:
            self._raw_lines(self._raw.lines(event.direction, event.data))

    def _end_raw_lines(self, event: events.Event | None = None) -> None:
        """Nothing more will come: lines without an end are shown as they are."""
        self._raw_lines([*self._raw.rest(">"), *self._raw.rest("<")])

    def _raw_lines(self, lines: list[str]) -> None:
        for line in lines:
            self._out.line(self._out.paint(line, Style.DIM))
