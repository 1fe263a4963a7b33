"""`whttp proxy import FILE`: what Windows prints, exports and stores, written as a profile.

Promise: nothing is sent and no existing profile is touched. Each state of the file becomes a profile
of its own: the machine's, and a user's beside it. Knows no click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.options.tool import JSON, PROFILE
from winhttp_cli.options.uses import PROXY_IMPORT
from winhttp_cli.render.proxy_import import import_document, import_lines
from winhttp_cli.render.terminal import outlet_for
from winhttp_cli.settings import profiles
from winhttp_cli.settings.environment import environment_layer
from winhttp_cli.settings.flags import flag_layer
from winhttp_cli.settings.resolve import config_path
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.suitable import check_flags
from winhttp_cli.settings.windows import live
from winhttp_cli.settings.windows.reading import read_file
from winhttp_cli.settings.words import FlagWord


def run(
    file: str,
    words: Sequence[FlagWord],
    environ: Mapping[str, str] = os.environ,
    stream: TextIO | None = None,
) -> int:
    """Imports `file`, or with "system" the live values of this Windows. Returns the exit status.

    Raises UsageFault for a file that cannot be understood, ExchangeFault (14) for one that cannot be
    opened or a configuration that cannot be written.
    """
    flags = flag_layer(words)
    check_flags(flags, PROXY_IMPORT)
    named = Settings((environment_layer(environ), flags))
    place = config_path(named, environ)
    if place is None:
        message = "there is no configuration file to write to"
        raise UsageFault(message, Code.ERROR_INVALID_PARAMETER, hint="--config FILE names one")
    found = live.read() if file == live.NAME else read_file(Path(file))
    base = named[PROFILE] or profiles.name_from(Path(file))
    new = profiles.profiles_of(base, found.states)
    profiles.add(place, new)
    out = outlet_for(stream or sys.stdout, named, environ)
    if named[JSON]:
        out.line(import_document(found, place, new))
        return ExitStatus.OK
    for line in import_lines(found, place, new):
        out.line(line)
    return ExitStatus.OK
