"""Passwords that are not written on the command line: asked for, or read from a file, a variable or
standard input.

Promise: of several sources the one of the highest rank is read, two of one rank are refused, and a
password is a `Secret` from the moment it is read. Nothing is read before the settings are complete.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.options.auth import PASSWORD
from winhttp_cli.options.option import AnyOption, Option
from winhttp_cli.options.proxy import PROXY_PASSWORD
from winhttp_cli.options.tool_credentials import (
    CLIENT_CERT_PASSWORD,
    CLIENT_CERT_PASSWORD_SOURCES,
    PASSWORD_SOURCES,
    PROXY_PASSWORD_SOURCES,
    PasswordSources,
)
from winhttp_cli.record import dataclass
from winhttp_cli.secret import Secret
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.settings import Settings

#: longer than any password; a larger first line is some other file
MAXIMUM_LENGTH = 64 * 1024


@dataclass(frozen=True, slots=True)
class Need:
    """One password: the option that holds it, its other sources, and what the prompt calls it."""

    option: Option[Secret | None]
    sources: PasswordSources
    prompt: str


NEEDS = (
    Need(PASSWORD, PASSWORD_SOURCES, "Password for the server: "),
    Need(PROXY_PASSWORD, PROXY_PASSWORD_SOURCES, "Password for the proxy: "),
    Need(CLIENT_CERT_PASSWORD, CLIENT_CERT_PASSWORD_SOURCES, "Password of the client certificate: "),
)


class Reader(Protocol):
    """Where passwords are read from; the tests bring their own."""

    def ask(self, prompt: str) -> str:
        """What the user types, without echo. Raises OSError or EOFError where nobody can be asked."""

    def first_line(self) -> bytes:
        """The first line of standard input."""


class Terminal:
    """The terminal and the standard input of this process."""

    def ask(self, prompt: str) -> str:
        if not _terminal_exists():
            raise OSError("there is no terminal to ask in")
        import getpass

        return getpass.getpass(prompt)

    def first_line(self) -> bytes:
        return sys.stdin.buffer.readline(MAXIMUM_LENGTH + 1)


TERMINAL = Terminal()


def _terminal_exists() -> bool:
    """getpass falls back to an echoing read of standard input; a password must not be echoed."""
    if sys.platform == "win32":
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        Path("/dev/tty").open("rb").close()
    except OSError:
        return False
    return True


def read(settings: Settings, environ: Mapping[str, str], reader: Reader) -> Layer:
    """The passwords that `settings` name a source for. Raises UsageFault, or ExchangeFault (status 14)
    for a file."""
    layer = Layer()
    chosen = [(need, _source(settings, need)) for need in NEEDS]
    _check_standard_input(settings, [source for need, source in chosen if source is need.sources.stdin])
    for need, source in chosen:
        if source is not None and source is not need.option:
            origin = settings.origin(source)
            text = _text(settings, need, source, environ, reader)
            layer.put(need.option, Secret(text), origin)
    return layer


def _source(settings: Settings, need: Need) -> AnyOption | None:
    """The option that says where the password is; the password's own option when that decides."""
    given = [option for option in (need.option, *need.sources.all()) if _says(settings, option)]
    if not given:
        return None
    highest = max(settings.origin(option).rank for option in given)
    first, *others = [option for option in given if settings.origin(option).rank == highest]
    if others:
        raise refused(settings.origin(first), f"{settings.origin(others[0])} gives a password too")
    return first


def _says(settings: Settings, option: AnyOption) -> bool:
    """A switch that is off names no source."""
    return settings.is_set(option) and settings[option] not in (False, None)


def _check_standard_input(settings: Settings, sources: list[AnyOption]) -> None:
    if len(sources) > 1:
        other = settings.origin(sources[1])
        raise refused(settings.origin(sources[0]), f"{other} wants to read standard input too")


def _text(
    settings: Settings, need: Need, source: AnyOption, environ: Mapping[str, str], reader: Reader
) -> str:
    origin = settings.origin(source)
    if source is need.sources.file:
        return first_line_of(Path(settings[need.sources.file] or ""), origin)
    if source is need.sources.environment:
        return _from_variable(settings[need.sources.environment] or "", environ, origin)
    if source is need.sources.stdin:
        return _line(reader.first_line(), origin, "standard input")
    return _asked(need, reader, origin)


def _asked(need: Need, reader: Reader, origin: Origin) -> str:
    try:
        return reader.ask(need.prompt)
    except (OSError, EOFError):
        raise refused(origin, "there is no terminal to ask in") from None


def _from_variable(name: str, environ: Mapping[str, str], origin: Origin) -> str:
    if name not in environ:
        raise refused(origin, f"there is no environment variable {name!r}")
    return environ[name]


def first_line_of(path: Path, origin: Origin) -> str:
    """The first line of a file. Raises UsageFault, or ExchangeFault (status 14) for one that cannot be
    read."""
    try:
        with path.open("rb") as file:
            data = file.readline(MAXIMUM_LENGTH + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        message = f"{origin}: {path} cannot be read: {why}"
        raise ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE) from None
    return _line(data, origin, str(path))


def _line(data: bytes, origin: Origin, where: str) -> str:
    """The line without its end. No line at all is no password; an empty line is an empty one."""
    if not data:
        raise refused(origin, f"{where} is empty")
    if len(data) > MAXIMUM_LENGTH:
        raise refused(origin, f"the first line of {where} is longer than {MAXIMUM_LENGTH} bytes")
    try:
        return data.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise refused(origin, f"{where} is not UTF-8 text") from None
