"""What scripts ask of an exchange beside WinHTTP's options: `--query status`, `--query header:etag`.

Promise: one line of printable text for each, "" where there is nothing to say; secrets are masked. The
words stand apart from the names of options, none of which is one of these.
"""

from __future__ import annotations

from collections.abc import Callable

from winhttp_cli.errors import Code
from winhttp_cli.options.facts import HEADER
from winhttp_cli.report.masking import masked_headers
from winhttp_cli.report.model import Report, WebSocket
from winhttp_cli.report.printable import printable


def fact(word: str, report: Report, *, show_secrets: bool) -> str:
    """The answer to a word that `options/facts.py` knows."""
    if word.startswith(HEADER):
        return printable(_header(word.removeprefix(HEADER), report, show_secrets))
    return printable(_ANSWERS[word](report))


def _header(name: str, report: Report, show_secrets: bool) -> str:
    """Several lines of one name are one list (RFC 9110 section 5.3)."""
    headers = report.response.headers if report.response is not None else ()
    shown = masked_headers(headers, show_secrets=show_secrets)
    return ", ".join(value for field, value in shown if field.lower() == name)


def _status(report: Report) -> str:
    return str(report.response.status) if report.response is not None else ""


def _error(report: Report) -> str:
    """WinHTTP's number, 0 for none; a failure of whttp's own has no number."""
    if report.failure is None:
        return "0"
    code: Code | None = report.failure.code
    return "" if code is None else str(int(code))


def _received(report: Report) -> str:
    return str(report.response.received) if report.response is not None else ""


def _redirects(report: Report) -> str:
    return str(sum(each.redirect is not None and each.redirect.followed for each in report.exchanges))


def _milliseconds(report: Report) -> str:
    return f"{report.milliseconds:.0f}"


def _web_socket(report: Report) -> WebSocket | None:
    return report.last.web_socket if report.last is not None else None


def _close_code(report: Report) -> str:
    web_socket = _web_socket(report)
    closing = web_socket.closing if web_socket is not None else None
    return str(closing.code) if closing is not None else ""


def _close_reason(report: Report) -> str:
    web_socket = _web_socket(report)
    closing = web_socket.closing if web_socket is not None else None
    return closing.reason if closing is not None else ""


def _messages(report: Report) -> str:
    web_socket = _web_socket(report)
    return str(web_socket.received.messages) if web_socket is not None else ""


_ANSWERS: dict[str, Callable[[Report], str]] = {
    "status": _status,
    "error": _error,
    "milliseconds": _milliseconds,
    "received": _received,
    "redirects": _redirects,
    "close-code": _close_code,
    "close-reason": _close_reason,
    "messages": _messages,
}
