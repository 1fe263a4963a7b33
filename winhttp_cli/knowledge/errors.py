"""Every error number in one place, and how to find one by name, number or HRESULT.

Promise: a number that WinHTTP and WinINet both use is given in both readings, WinHTTP's first. Texts
may be a name with or without its prefix, a decimal number, a hexadecimal one, an HRESULT (0x80072F8F)
or the same HRESULT as a negative number, the way logs print it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from winhttp_cli.knowledge import (
    errors_connection,
    errors_hresult,
    errors_message,
    errors_proxy,
    errors_security,
    errors_system,
    errors_wininet,
)
from winhttp_cli.knowledge.known_error import KnownError, Library
from winhttp_cli.record import replace
from winhttp_cli.suggest import closest

WINHTTP: tuple[KnownError, ...] = tuple(
    sorted(
        (
            *errors_connection.ERRORS,
            *errors_message.ERRORS,
            *errors_security.ERRORS,
            *errors_proxy.ERRORS,
        ),
        key=lambda error: error.number,
    )
)
OTHERS: tuple[KnownError, ...] = (
    *errors_wininet.ERRORS,
    *errors_system.ERRORS,
    *errors_hresult.ERRORS,
)
ERRORS: tuple[KnownError, ...] = (*WINHTTP, *OTHERS)

_PREFIXES = ("ERROR_WINHTTP_", "ERROR_INTERNET_", "ERROR_HTTP_", "WINHTTP_", "ERROR_", "")
_FACILITY_WIN32 = 0x8007
#: Eight digits from 8 on are an HRESULT without its 0x, even when none of them is a letter.
_NUMBER = re.compile(
    r"(?P<bare>8[0-9a-f]{7})|(?P<decimal>-?[0-9]{1,10})|0x(?P<hex>[0-9a-f]{1,8})",
    re.IGNORECASE | re.ASCII,
)


class UnknownError(LookupError):
    """A name or number that is nobody's. `suggestion` is a name that is near, or ""."""

    def __init__(self, text: str, suggestion: str = "") -> None:
        super().__init__(f"no error is called {text}")
        self.suggestion = suggestion


def find_error(text: str) -> tuple[KnownError, ...]:
    """Every reading of that name or number, WinHTTP's first; raises UnknownError."""
    number = error_number(text)
    found = by_number(number) if number is not None else _by_name(text)
    if not found:
        raise UnknownError(text, "" if number is not None else _suggestion(text))
    return found


def by_number(number: int) -> tuple[KnownError, ...]:
    """Every reading of a number; WinINet's name for a number it shares comes from WinHTTP's record."""
    return tuple(reading for error in ERRORS if error.number == number for reading in _readings(error))


def _readings(error: KnownError) -> Iterator[KnownError]:
    yield error
    if error.twin:
        yield replace(error, name=error.twin, library=Library.WININET, twin="", note="")


def error_number(text: str) -> int | None:
    """The plain number behind `text`: an HRESULT made of a Win32 number gives that number, any other
    HRESULT itself, unsigned. None when it is no number. `80072F8F` without its 0x is read too."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    value = int(match["decimal"]) if match["decimal"] else int(match["hex"] or match["bare"], 16)
    if -(1 << 31) <= value < 0:
        value += 1 << 32
    return value & 0xFFFF if value >> 16 == _FACILITY_WIN32 else value


def _by_name(text: str) -> tuple[KnownError, ...]:
    wanted = text.strip().upper().replace("-", "_")
    names = {prefix + wanted for prefix in _PREFIXES}
    numbers = {error.number for error in ERRORS if names & {reading.name for reading in _readings(error)}}
    return tuple(reading for number in sorted(numbers) for reading in by_number(number))


def _suggestion(text: str) -> str:
    """The nearest name; compared without prefixes, which would make every name look alike."""
    bare = {_bare(reading.name): reading.name for error in ERRORS for reading in _readings(error)}
    near = closest(_bare(text.strip().upper().replace("-", "_")), bare)
    return bare[near] if near else ""


def _bare(name: str) -> str:
    return next(name.removeprefix(prefix) for prefix in _PREFIXES if name.startswith(prefix))
