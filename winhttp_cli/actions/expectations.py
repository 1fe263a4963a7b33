"""--expect NAME=VALUE: fail with status 20 unless these values came out."""

from __future__ import annotations

from typing import TextIO

from winhttp_cli.actions.queries import Query
from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.options.kinds import BadValue, parse_number
from winhttp_cli.report.model import Report
from winhttp_cli.settings.settings import Settings

_ORIGIN = "--expect"


def check_expectations(
    texts: tuple[str, ...], report: Report, settings: Settings, error: TextIO
) -> ExitStatus:
    """EXPECTATION when one check does not hold, each of them said on `error`; else OK."""
    status = ExitStatus.OK
    for text in texts:
        name, wanted = _read(text)
        came = Query.of(name, _ORIGIN).answer(report, settings)
        if not _same(came, wanted):
            error.write(f"whttp: expected {name} = {wanted}, got {came or 'nothing'}\n")
            status = ExitStatus.EXPECTATION
    return status


def check_forms(texts: tuple[str, ...]) -> None:
    """Refuses a malformed --expect before anything is sent."""
    for text in texts:
        Query.of(_read(text)[0], _ORIGIN)


def _read(text: str) -> tuple[str, str]:
    name, equals, wanted = text.partition("=")
    if not equals or not name:
        raise UsageFault(
            f"{_ORIGIN}: {text!r} is not NAME=VALUE", Code.ERROR_INVALID_PARAMETER, origin=_ORIGIN
        )
    return name.strip(), wanted.strip()


def _same(came: str, wanted: str) -> bool:
    """Equal as text, or as numbers: 0x1 is 1."""
    if came == wanted:
        return True
    try:
        return parse_number(came) == parse_number(wanted)
    except BadValue:
        return False
