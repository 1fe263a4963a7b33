"""The record of one error number: what happened, why, and which command tells the causes apart."""

from __future__ import annotations

from enum import Enum

from winhttp_cli.errors import Code, ExitStatus, exit_status
from winhttp_cli.record import dataclass

_WIN32_FACILITY = 0x80070000
_OUR_CODES = {int(code) for code in Code}


class Library(Enum):
    """Whose number it is. WinHTTP and WinINet use the same range with partly other meanings."""

    WINHTTP = "WinHTTP"
    WININET = "WinINet"
    WIN32 = "Windows"
    WINSOCK = "Winsock"
    HRESULT = "HRESULT"


@dataclass(frozen=True, slots=True)
class KnownError:
    """One error as one library means it.

    `twin` is WinINet's name for the same number and meaning, "" where it has none; `leads_to` the
    WinHTTP number under which a certificate fault is reported, 0 for others. `com_only`: the C API
    gives 12175 instead and puts the detail into the callback.
    """

    number: int
    name: str
    library: Library
    happened: str
    causes: tuple[str, ...] = ()
    tell_apart: str = ""
    note: str = ""
    twin: str = ""
    obsolete: bool = False
    com_only: bool = False
    leads_to: int = 0

    @property
    def hresult(self) -> int:
        """The HRESULT, unsigned: what the COM object, .NET and Windows Update print in hexadecimal."""
        return self.number if self.number > 0xFFFF else _WIN32_FACILITY | self.number

    @property
    def signed_hresult(self) -> int:
        """The same as a signed number, the way many logs print it."""
        return self.hresult - (1 << 32) if self.hresult >= 1 << 31 else self.hresult

    @property
    def status(self) -> ExitStatus | None:
        """whttp's exit status when it ends with this number, or None where it never does."""
        if self.library not in (Library.WINHTTP, Library.WIN32):
            return None
        return exit_status(Code(self.number)) if self.number in _OUR_CODES else None
