"""`whttp config path|show|check|init`: where the configuration is, what it comes to, whether it is right.

Promise: nothing is sent, no password is asked for or read, and no existing file is touched. Knows no
click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from winhttp_cli import whole_file
from winhttp_cli.engine.proxy.bypass import check_lists
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, InternalFault, Phase, UsageFault
from winhttp_cli.options.tool import CONFIG, JSON, SHOW_SECRETS, VERBOSE
from winhttp_cli.options.uses import ANYTHING, CONFIG_VERBS
from winhttp_cli.planner.proxy import proxy_policy
from winhttp_cli.render.configuration import (
    Place,
    check_document,
    configuration_document,
    configuration_lines,
    place_document,
)
from winhttp_cli.render.terminal import Outlet, outlet_for
from winhttp_cli.report.printable import printable
from winhttp_cli.settings import files, tables
from winhttp_cli.settings.environment import environment_layer
from winhttp_cli.settings.flags import flag_layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.resolve import config_path, resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.suitable import check_flags
from winhttp_cli.settings.template import template
from winhttp_cli.settings.words import FlagWord


def run(
    verb: str,
    words: Sequence[FlagWord],
    environ: Mapping[str, str] = os.environ,
    stream: TextIO | None = None,
) -> int:
    """Does one verb; returns the exit status. Raises UsageFault for a configuration that cannot be
    used (not from `check`, which lists the mistakes), ExchangeFault (14) for a file not written."""
    flags = flag_layer(words)
    check_flags(flags, CONFIG_VERBS.get(verb, ANYTHING))
    named = Settings((environment_layer(environ), flags))
    out = outlet_for(stream or sys.stdout, named, environ)
    place = _place(named, environ)
    if verb == "path":
        return _path(place, named, out)
    if verb == "show":
        return _show(place, words, environ, out)
    if verb == "check":
        return _check(place, named, out)
    if verb == "init":
        return _init(place, named, out)
    raise InternalFault(f"config has no verb {verb!r}")


def _place(named: Settings, environ: Mapping[str, str]) -> Place:
    path = config_path(named, environ)
    return Place(path, path is not None and os.path.lexists(path))


def _path(place: Place, named: Settings, out: Outlet) -> int:
    """Just the path, so that `$EDITOR "$(whttp config path)"` works."""
    out.line(place_document(place) if named[JSON] else str(place.path or "none"))
    return ExitStatus.OK


def _show(place: Place, words: Sequence[FlagWord], environ: Mapping[str, str], out: Outlet) -> int:
    settings = resolve(words, environ, reader=None, purpose=CONFIG_VERBS["show"])
    secrets = settings[SHOW_SECRETS]
    if settings[JSON]:
        out.line(configuration_document(place, settings, show_secrets=secrets))
        return ExitStatus.OK
    everything = settings[VERBOSE] > 0
    for line in configuration_lines(
        place, settings, everything=everything, show_secrets=secrets, width=out.width
    ):
        out.line(line)
    return ExitStatus.OK


def _check(place: Place, named: Settings, out: Outlet) -> int:
    """Every mistake on a line of its own; status 2 where there is one."""
    mistakes = [_sentence(fault) for fault in _faults(place, required=named.is_set(CONFIG))]
    if named[JSON]:
        out.line(check_document(place, mistakes))
    else:
        for line in mistakes or [f"{place}: no mistakes"]:
            out.line(line)
    return ExitStatus.USAGE if mistakes else ExitStatus.OK


def _faults(place: Place, *, required: bool) -> Iterator[UsageFault]:
    if place.path is None:
        return
    try:
        config = files.read(place.path, required=required)
    except UsageFault as unreadable:
        yield unreadable
        return
    mistakes = list(tables.mistakes(config))
    yield from mistakes or _unusable_lists(config)


def _unusable_lists(config: files.ConfigFile) -> Iterator[UsageFault]:
    """Proxy and bypass lists that no request could use, chosen or not."""
    asked = Origin(Rank.FLAG, "config check")
    profiles = (tables.profile_layer(config, name, asked) for name in config.profiles)
    for layer in (tables.file_layer(config), *profiles):
        try:
            check_lists(proxy_policy(Settings((layer,))))
        except UsageFault as fault:
            yield fault


def _sentence(fault: UsageFault) -> str:
    text = printable(fault.message)
    return f"{text} ({printable(fault.hint)})" if fault.hint else text


def _init(place: Place, named: Settings, out: Outlet) -> int:
    """Writes a file of comments where there is none."""
    if place.path is None:
        raise UsageFault(
            "there is no place for a configuration file",
            Code.ERROR_INVALID_PARAMETER,
            hint="--config FILE names one",
        )
    try:
        whole_file.write_new(place.path, template())
    except OSError as error:
        why = "is there already" if isinstance(error, FileExistsError) else error.strerror or str(error)
        message = f"{place.path}: {why}"
        raise ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE) from None
    written = Place(place.path, exists=True)
    out.line(place_document(written) if named[JSON] else f"wrote {written}")
    return ExitStatus.OK
