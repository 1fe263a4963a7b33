"""The default screen: status line, headers, and five dim summary lines.

Promise: needs a response or a report and the settings, nothing else; a half-filled report gives the
lines whose facts exist. Everything a server sent is escaped before a terminal sees it and secrets are
masked. In a pipe the head is written as it came (`-i`), byte for byte but for masked values.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from winhttp_cli.options.tls import IGNORE_EVERYTHING, SecurityFlags
from winhttp_cli.plan import NO_FAULT, CertFault, Header
from winhttp_cli.render.columns import beside, cells, padded, wrapped
from winhttp_cli.render.logins import summary_rows as login_rows
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.render.websocket import closing_text, sums_text
from winhttp_cli.report.answers import security_flags
from winhttp_cli.report.certificate import Certificate, read_certificate
from winhttp_cli.report.masking import masked_headers, masked_url
from winhttp_cli.report.model import Exchange, Report, Response, Timing
from winhttp_cli.report.printable import printable
from winhttp_cli.report.security import facts_of
from winhttp_cli.settings.settings import Settings

LABEL_WIDTH = 10
INDENT = 2
RIGHT_COLUMN = 43

#: One line of the summary: its label, what, and what WinHTTP says of it.
Row = tuple[str, str, str]


class Screen:
    """Writes heads on `out` and the summary on `error`. `now` is a clock that tests set."""

    def __init__(
        self,
        out: Outlet,
        error: Outlet,
        settings: Settings,
        *,
        show_secrets: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._out = out
        self._error = error
        self._settings = settings
        self._show_secrets = show_secrets
        self._now = now

    def head(self, response: Response) -> None:
        """The status line, the headers and an empty line."""
        headers = masked_headers(response.headers, show_secrets=self._show_secrets)
        status = f"{response.protocol} {response.status} {response.reason}".rstrip()
        if self._out.is_terminal:
            self._out.line(self._out.paint(printable(status), Style.BOLD, status_style(response.status)))
            for header in headers:
                self._out.line(painted_header(self._out, header))
            self._out.line()
        else:
            lines = [status, *(f"{name}: {value}" for name, value in headers), "", ""]
            write_octets(self._out, "\r\n".join(lines))
        self._out.flush()

    def trailers(self, trailers: tuple[Header, ...]) -> None:
        """The trailer section, after the body, where there is one."""
        for header in masked_headers(trailers, show_secrets=self._show_secrets):
            self._out.line(painted_header(self._out, header))

    def summary(self, report: Report, saved: tuple[str, int] | None = None) -> None:
        """The five lines, and one more for a file that was written: its name and size."""
        if report.last is None:
            return
        self._error.line()
        rows = summary_rows(report, self._settings, self._now(), show_secrets=self._show_secrets)
        if saved is not None:
            rows.append(("saved", printable(saved[0]), counted(saved[1], "byte")))
        for line in laid_out(rows, self._error.width):
            self._error.line(self._error.paint(line, Style.DIM))
        self._error.flush()


def write_octets(out: Outlet, text: str) -> None:
    """Header text as it came off the wire: one byte per character (RFC 9110 section 5.5)."""
    out.flush()
    data = text.encode("latin-1", "replace")
    buffer = getattr(out.stream, "buffer", None)
    if buffer is None:
        out.write(data.decode("latin-1"))
    else:
        buffer.write(data)


def status_style(status: int) -> Style:
    """Green for 2xx, cyan for 1xx and 3xx, yellow for 4xx, red for 5xx and the rest."""
    return {1: Style.CYAN, 2: Style.GREEN, 3: Style.CYAN, 4: Style.YELLOW}.get(status // 100, Style.RED)


def painted_header(out: Outlet, header: Header) -> str:
    name, value = header
    return f"{out.paint(printable(name), Style.CYAN)}: {printable(value)}"


# --- the summary ------------------------------------------------------------------------------------


def summary_rows(
    report: Report, settings: Settings, now: datetime, *, show_secrets: bool = False
) -> list[Row]:
    """The rows whose facts exist, in PRODUCT's order."""
    last = report.last
    if last is None:
        return []
    rows = [
        _protocol_row(last),
        _certificate_row(last, now),
        security_row(report, last, settings),
        route_row(last, show_secrets),
        *((label, printable(what), printable(right)) for label, what, right in login_rows(report)),
        _socket_row(last),
        time_row(report, last),
    ]
    return [row for row in rows if row[1]]


def laid_out(rows: list[Row], width: int) -> list[str]:
    """Rows as lines: label, left part, and the right part in one column where the width allows."""
    column = RIGHT_COLUMN
    needed = max((INDENT + LABEL_WIDTH + cells(what) + 2 for _, what, right in rows if right), default=0)
    longest = max((cells(right) for _, _, right in rows), default=0)
    if needed > column and (not width or needed + longest <= width):
        column = needed
    lines: list[str] = []
    for label, what, right in rows:
        left = " " * INDENT + padded(label, LABEL_WIDTH) + what
        indent = INDENT + LABEL_WIDTH
        for line in beside(left, right, column=column, width=width, indent=indent):
            lines += wrapped(line, width=width, indent=indent)
    return lines


def _protocol_row(exchange: Exchange) -> Row:
    response, tls = exchange.response, exchange.tls
    if response is None and tls is None:
        return ("protocol", "", "")
    spoken = response.protocol if response is not None else "no response"
    carrier = f" over {tls.version}" if tls is not None else ", not encrypted"
    # HTTP_PROTOCOL_USED has a bit for HTTP/2 and none for HTTP/1.x
    used = 1 if spoken == "HTTP/2" else 0
    right = f"HTTP_PROTOCOL_USED 0x{used:X}"
    if tls is not None:
        right += f", ALPN {printable(tls.alpn)}" if tls.alpn else ", no ALPN"
    return ("protocol", printable(spoken) + carrier, right)


def _certificate_row(exchange: Exchange, now: datetime) -> Row:
    if exchange.certificate is None or not exchange.certificate.chain:
        return ("cert", "", "")
    leaf = read_certificate(exchange.certificate.chain[0])
    if leaf.problem:
        return ("cert", leaf.title, leaf.problem)
    return ("cert", leaf.title, f"{validity(leaf, now)}, issued by {leaf.issuer_title}")


def validity(certificate: Certificate, now: datetime) -> str:
    """How long a certificate is still good for: "47 days left", "expired 5 days ago"."""
    if certificate.not_before is None or certificate.not_after is None:
        return "validity not readable"
    if now < certificate.not_before:
        return f"not valid before {certificate.not_before:%Y-%m-%d %H:%MZ}"
    if now > certificate.not_after:
        days = (now - certificate.not_after).days
        return f"expired {counted(days, 'day')} ago"
    left = certificate.not_after - now
    if left.days < 2:
        return f"{counted(int(left.total_seconds() // 3600), 'hour')} left"
    return f"{counted(left.days, 'day')} left"


def counted(number: int, noun: str, many: str = "") -> str:
    """ "1 day", "2 days"; `many` is a plural that takes more than an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {many or f'{noun}s'}"


def security_row(report: Report, exchange: Exchange, settings: Settings) -> Row:
    flags = security_flags(report, settings)
    tls = exchange.tls
    if tls is None:
        failed = exchange.certificate is not None
        return ("security", "not established", "") if failed else ("security", "none", f"0x{flags:X}")
    strength = next(
        (name for name in ("STRONG", "MEDIUM", "WEAK") if SecurityFlags[f"STRENGTH_{name}"] in flags),
        "STRENGTH unknown",
    )
    told = _ignored_text(exchange, flags)
    return ("security", f"SECURE, {strength}, {tls.bits} bit", f"0x{flags:X}, {told}")


def _ignored_text(exchange: Exchange, flags: SecurityFlags) -> str:
    """What the ignore bits let pass, by the words of `--ignore`."""
    if not flags & IGNORE_EVERYTHING:
        return "nothing ignored"
    passed = exchange.certificate.forgiven if exchange.certificate is not None else NO_FAULT
    words = [facts_of(fault).ignore for fault in CertFault if fault in passed]
    return f"let pass: {', '.join(words)}" if words else "ignore bits set, none needed"


def route_row(exchange: Exchange, show_secrets: bool) -> Row:
    if exchange.route is None:
        return ("route", "", "")
    proxy, why = exchange.route.proxy, exchange.route.why
    if not show_secrets:
        proxy, why = masked_url(proxy), masked_url(why)
    remote = exchange.connection.remote if exchange.connection is not None else ""
    what = f"via {proxy}" if proxy else f"direct {remote}".rstrip()
    if exchange.proxy_tls is not None:
        what += f", {exchange.proxy_tls.version}"
    if exchange.connection is not None and exchange.connection.reused:
        why = f"{why}; connection reused" if why else "connection reused"
    return ("route", printable(what), printable(why))


def _socket_row(exchange: Exchange) -> Row:
    """A WebSocket's conversation, and how it ended."""
    web_socket = exchange.web_socket
    if web_socket is None:
        return ("socket", "", "")
    ended = closing_text(web_socket.closing) if web_socket.closing is not None else "not closed"
    return ("socket", ended, sums_text(web_socket))


def time_row(report: Report, exchange: Exchange) -> Row:
    timing = exchange.timing
    text = f"{phases_text(timing)} = {timing.total:.0f} ms".removeprefix(" = ")
    count = len(report.exchanges)
    more = f"the last of {count} exchanges, {report.milliseconds:.0f} ms in all" if count > 1 else ""
    return ("time", text, more)


def phases_text(timing: Timing) -> str:
    """ "dns 4  tcp 11  tls 24  wait 88  body 2", the phases that were reached. Sending, and what is
    left over (whttp's own work between the phases), are told from 1 ms on."""
    phases = [
        ("dns", timing.resolve),
        ("tcp", timing.connect),
        ("tunnel", timing.tunnel),
        ("tls", timing.tls),
        ("send", _from_one(timing.send)),
        ("wait", timing.wait),
        ("body", timing.body),
    ]
    accounted = sum(spent for _, spent in phases if spent is not None)
    phases.append(("other", _from_one(timing.total - accounted)))
    return "  ".join(f"{name} {spent:.0f}" for name, spent in phases if spent is not None)


def _from_one(spent: float | None) -> float | None:
    return spent if spent is not None and spent >= 1 else None
