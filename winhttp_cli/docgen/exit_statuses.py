"""The table of exit statuses, written from `errors.py`.

Promise: every `ExitStatus` has a row, and each row's numbers are those the code really ends with. Knows
only errors; the words are the ones users read in the README.
"""

from __future__ import annotations

from winhttp_cli.errors import Code, ExitStatus, exit_status

MEANINGS: dict[ExitStatus, str] = {
    ExitStatus.OK: "a response was received",
    ExitStatus.INTERNAL: "internal error: a bug of whttp",
    ExitStatus.USAGE: "usage or configuration error; nothing was sent",
    ExitStatus.NAME: "name not resolved",
    ExitStatus.CONNECT: "no connection",
    ExitStatus.TIMEOUT: "timeout; the message and the JSON name the timer",
    ExitStatus.TLS: "TLS handshake failed",
    ExitStatus.CERTIFICATE: "certificate rejected",
    ExitStatus.CLIENT_CERTIFICATE: "client certificate needed or refused",
    ExitStatus.PROXY: "proxy: unreachable, refused CONNECT, PAC failed, 407 on CONNECT",
    ExitStatus.AUTHENTICATION: "authentication could not complete",
    ExitStatus.REDIRECT: "redirect refused by limit, or broken",
    ExitStatus.BROKEN_ANSWER: "connection closed, or the answer is not valid HTTP",
    ExitStatus.LIMIT: "a size limit was hit",
    ExitStatus.FILE: "local file: unreadable, unwritable, disk full",
    ExitStatus.WEBSOCKET: "WebSocket closed with a code other than 1000 (or 1001 by the server)",
    ExitStatus.EXPECTATION: "an `--expect` check failed, or a certificate ends within `--expires-in`",
    ExitStatus.ITEMS_FAILED: "batch or compare: at least one item failed",
    ExitStatus.HTTP_STATUS: "HTTP status 400 or more, only with `-f` (the body is still printed)",
    ExitStatus.INTERRUPTED: "interrupted (Ctrl-C)",
    ExitStatus.BROKEN_PIPE: "stdout was closed by its reader",
    ExitStatus.TERMINATED: "ended by SIGTERM",
}


def table() -> str:
    """The statuses as a Markdown table: number, meaning, the WinHTTP numbers that lead to it."""
    rows = [
        f"| {status.value} | {MEANINGS[status]} | {', '.join(_numbers(status))} |"
        for status in ExitStatus
    ]
    return "\n".join(["| status | meaning | WinHTTP numbers |", "|--:|---|---|", *rows])


def _numbers(status: ExitStatus) -> list[str]:
    return [str(code.value) for code in Code if exit_status(code) is status]
