"""`whttp tls FILE`: the certificates of a file and what can be said of them without a server."""

from __future__ import annotations

from winhttp_cli.events import CheckVerdict
from winhttp_cli.render.certificate_panel import check_lines
from winhttp_cli.render.columns import wrapped
from winhttp_cli.render.screen import counted
from winhttp_cli.render.section import section_title
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.render.tls import expiry_lines, failure_lines, note_lines, spaced, store_lines
from winhttp_cli.render.tls_chain import chain_lines
from winhttp_cli.report.printable import printable
from winhttp_cli.report.tls import FileReport
from winhttp_cli.settings.settings import Settings


def file_lines(report: FileReport, settings: Settings, out: Outlet) -> list[str]:
    """Everything about one file, line by line."""
    checks = section_title("CHECKS", "without a server", out)
    checks += check_lines(report.checks, settings, out)
    ending = expiry_lines(report.expiry, out) + note_lines(report.warnings, out)
    if report.failure is not None:
        ending += failure_lines(report.failure, settings, out)
    chain = chain_lines(report.chain, report.chain_length, out)
    return spaced([_headline(report, out), chain, checks, store_lines(report.stores, out), ending])


def _headline(report: FileReport, out: Outlet) -> list[str]:
    """ "server.pem, PEM, 2 certificates: every check that could be made is ok"."""
    failed = sum(check.verdict is CheckVerdict.FAIL for check in report.checks)
    verdict = f"{failed} of {len(report.checks)} checks failed" if failed else "no check failed"
    held = counted(report.chain_length, "certificate")
    text = printable(f"{report.path}, {report.form}, {held}: {verdict}")
    style = Style.RED if failed else Style.GREEN
    return [out.paint(line, style, Style.BOLD) for line in wrapped(text, width=out.width, indent=2)]
