"""A failure in a few lines: what happened, WinHTTP's number, what to try, and who has to act.

Promise: the first line is `whttp: ` and one sentence; the second the number, name and HRESULT where
WinHTTP has one. A rejected certificate gets its panel, every check in one go; a timeout names its
timer with value and origin. Works with a half-filled report or none at all; escapes what a server
sent, and never shows a traceback or a secret.
"""

from __future__ import annotations

from typing import TextIO

from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, UsageFault, WhttpError
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.render.certificate_panel import panel, panel_title
from winhttp_cli.render.columns import wrapped
from winhttp_cli.render.terminal import Outlet, Style, outlet_for
from winhttp_cli.render.timers import timer_lines
from winhttp_cli.report.masking import masked_url
from winhttp_cli.report.model import CertificateReport, Report
from winhttp_cli.report.printable import printable, shortened
from winhttp_cli.settings.settings import Settings

PROGRAM = "whttp"
INDENT = len(PROGRAM) + 2
#: Characters of a sentence; a server may have put a megabyte into it.
MOST_TEXT = 1000


def write_failure(
    error: WhttpError,
    report: Report | None,
    settings: Settings | None,
    stream: TextIO,
    *,
    url: str = "",
) -> None:
    """Writes the block of `error` on `stream`. `report` and `settings` are None where the run had not
    come that far; `url` is whose failure it is, where that could be in doubt."""
    settings = settings or Settings()
    out = outlet_for(stream, settings)
    certificate = rejected_certificate(error, report)
    message = panel_title(certificate) if certificate else sentence(error, settings)
    _write_wrapped(out, f"{PROGRAM}: {message}", Style.RED, Style.BOLD)
    # the panel has a look of its own
    details = detail_lines(error, settings, names_status=certificate is None)
    if url:
        details.append(printable(f"url: {url if settings[SHOW_SECRETS] else masked_url(url)}"))
    for line in details:
        _write_wrapped(out, " " * INDENT + line, Style.DIM)
    if certificate is not None and report is not None:
        for line in panel(certificate, report.url, settings, out):
            out.line(line)
    out.flush()


def write_note(text: str, out: Outlet) -> None:
    """A line under the block, or in its place after Ctrl-C."""
    _write_wrapped(out, f"{PROGRAM}: {printable(text)}")
    out.flush()


def _write_wrapped(out: Outlet, text: str, *styles: Style) -> None:
    for line in wrapped(text, width=out.width, indent=INDENT):
        out.line(out.paint(line, *styles))


def sentence(error: WhttpError, settings: Settings) -> str:
    """The message, with the origin in front for a usage fault that does not name it already."""
    message = error.message if settings[SHOW_SECRETS] else masked_url(error.message)
    if isinstance(error, UsageFault) and error.origin and not message.startswith(error.origin):
        message = f"{error.origin}: {message}"
    return printable(shortened(message, MOST_TEXT))


def detail_lines(error: WhttpError, settings: Settings, *, names_status: bool = False) -> list[str]:
    """The number, the exit status where `names_status`, the timer, the socket error and the hint, as
    far as there are any."""
    numbers: list[str] = []
    if error.code is not None:
        numbers.append(f"{error.code:d} {error.code.name} (0x{error.code.hresult:08X})")
    if names_status:
        numbers.append(f"exit status {error.status:d}")
    lines = [", ".join(numbers)] if numbers else []
    if isinstance(error, ExchangeFault):
        lines += timer_lines(error, settings)
        if error.extended:
            lines.append(f"socket error {error.extended} (EXTENDED_ERROR)")
    if error.hint:
        hint = error.hint if settings[SHOW_SECRETS] else masked_url(error.hint)
        lines.append(printable(shortened(f"hint: {hint}", MOST_TEXT)))
    return lines


def rejected_certificate(error: WhttpError, report: Report | None) -> CertificateReport | None:
    """The certificate whose checks are shown: that of the last exchange, if the error is about it. 12188
    is about the proxy's."""
    if error.status is not ExitStatus.CERTIFICATE or report is None or report.last is None:
        return None
    is_proxy = error.code is Code.ERROR_WINHTTP_SECURE_FAILURE_PROXY
    certificate = report.last.proxy_certificate if is_proxy else report.last.certificate
    return certificate if certificate is not None and certificate.checks else None
