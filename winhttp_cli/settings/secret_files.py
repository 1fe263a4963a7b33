"""The files that hold a credential and nothing else: the bearer token's, and the netrc file.

Promise: opened only where --bearer-file, --netrc or --netrc-file asks for it, once a run, before
anything is sent; a netrc file that others can read is refused, as ftp refuses it; nothing of a file's
text is in a failure. The netrc grammar is the standard library's, quoted tokens included.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.options.tool_credentials import BEARER_FILE, NETRC, NETRC_FILE
from winhttp_cli.secret import Secret
from winhttp_cli.settings import secrets
from winhttp_cli.settings.general import General
from winhttp_cli.settings.held import Entry, Held, Netrc, Store
from winhttp_cli.settings.location import credentials_path
from winhttp_cli.settings.origin import Origin
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.settings import Settings

#: more than any netrc file needs; a larger file is some other file
MAXIMUM_SIZE = 1024 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# expressions as texts: compiled by the runs that use them
_TOKEN = r"[\x21-\x7e]+"


def read(settings: Settings, general: General, environ: Mapping[str, str], *, windows: bool) -> Held:
    """Everything the settings name. Raises UsageFault for a file that is broken or open to others,
    ExchangeFault (status 14) for a named one that cannot be read."""
    return Held(
        _bearer(settings),
        _netrc(settings, general, environ, windows),
        Store(credentials_path(environ, windows=windows)),
    )


def _bearer(settings: Settings) -> Secret | None:
    """The token: visible ASCII without blanks, so that it is one header value and nothing else."""
    if not settings[BEARER_FILE]:
        return None
    path, origin = Path(settings[BEARER_FILE] or ""), settings.origin(BEARER_FILE)
    token = secrets.first_line_of(path, origin).strip()
    if not re.fullmatch(_TOKEN, token):
        raise refused(origin, f"the first line of {path} is not a token")
    return Secret(token)


def _netrc(
    settings: Settings, general: General, environ: Mapping[str, str], windows: bool
) -> Netrc | None:
    if not _is_wanted(settings):
        return None
    named = settings[NETRC_FILE]
    if named:
        return _read(Path(named), settings.origin(NETRC_FILE))
    if general.netrc is not None:
        return _read(Path(general.netrc.value), general.netrc.origin)
    usual = [path for path in _usual(environ, windows) if path.exists()]
    return _read(usual[0], settings.origin(NETRC)) if usual else Netrc()


def _is_wanted(settings: Settings) -> bool:
    """--netrc-file includes --netrc; of a file and a switch the stronger voice decides."""
    if settings[NETRC_FILE] and not settings.is_set(NETRC):
        return True
    is_overruled = settings.origin(NETRC).rank < settings.origin(NETRC_FILE).rank
    return settings[NETRC] or (bool(settings[NETRC_FILE]) and is_overruled)


def _usual(environ: Mapping[str, str], windows: bool) -> list[Path]:
    home = environ.get("USERPROFILE" if windows else "HOME")
    names = (".netrc", "_netrc") if windows else (".netrc",)
    return [Path(home) / name for name in names] if home else []


def _read(path: Path, origin: Origin) -> Netrc:
    # read only where it was asked for
    import netrc

    try:
        _check(path, origin)
        found = netrc.netrc(path).hosts
    except OSError as error:
        message = f"{origin}: {path} cannot be read: {error.strerror or error}"
        raise ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE) from None
    except netrc.NetrcParseError as error:
        # its words may hold a password that stands in the wrong place
        raise refused(origin, f"{path} is not a netrc file: see line {error.lineno}") from None
    except ValueError:
        raise refused(origin, f"{path} is not a netrc file: not text") from None
    entries = {
        host.lower(): Entry(login, Secret(password))
        for host, (login, _, password) in found.items()
        if login and password
    }
    return Netrc(path, entries)


def _check(path: Path, origin: Origin) -> None:
    """Raises OSError or UsageFault before anything is read."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise refused(origin, f"{path} is not a regular file")
    if status.st_size > MAXIMUM_SIZE:
        raise refused(origin, f"{path} is larger than {MAXIMUM_SIZE} bytes: not a netrc file")
    if os.name == "posix" and status.st_mode & _OTHERS:
        raise refused(origin, f"{path} can be read by others", hint=f"chmod 600 {path}")
