"""The effective configuration, each value with its source: as lines and as a JSON document.

Promise: credentials are `***` unless `show_secrets`; a value of a file or a variable never reaches a
terminal raw. Knows no file: what is read where is handed in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.option import AnyOption, Fate
from winhttp_cli.options.tool import CONFIG, PROFILE
from winhttp_cli.record import dataclass
from winhttp_cli.render.columns import beside
from winhttp_cli.render.values import long_value, value_text, word_of
from winhttp_cli.report.printable import printable
from winhttp_cli.secret import MASK
from winhttp_cli.settings.general import General
from winhttp_cli.settings.settings import Settings

SCHEMA = 1
_COLUMN = 56
_INDENT = 4


@dataclass(frozen=True, slots=True)
class Place:
    """The configuration file: where it is (None for none) and whether it is there."""

    path: Path | None
    exists: bool

    def __str__(self) -> str:
        if self.path is None:
            return "none"
        return printable(str(self.path)) + ("" if self.exists else " (not there)")


def configuration_lines(
    place: Place, settings: Settings, *, everything: bool, show_secrets: bool = False, width: int = 0
) -> Iterator[str]:
    """Every value that some source asked for; with `everything` the built-in ones too."""
    values = tuple(_values(settings, everything, show_secrets))
    for left, right in (*_sources(place, settings), *((("", ""),) if values else ()), *values):
        yield from beside(left, printable(right), column=_COLUMN, width=width, indent=_INDENT)
    if not everything:
        yield ""
        yield "Everything else has its built-in value; -v lists that too."


def _sources(place: Place, settings: Settings) -> Iterator[tuple[str, str]]:
    """Which file and profile speak, and on the right who named them."""
    yield f"file     {place}", settings.origin(CONFIG).text if settings.is_set(CONFIG) else ""
    if settings[PROFILE] is not None:
        yield f"profile  {printable(settings[PROFILE] or '')}", settings.origin(PROFILE).text


def _values(settings: Settings, everything: bool, show_secrets: bool) -> Iterator[tuple[str, str]]:
    """What stands on the left and its source on the right."""
    for option in shown_options(settings, everything=everything):
        value = long_value(option, settings, show_secrets=show_secrets)
        shown = value if settings[option] is not None else "(not set)"
        yield f"{word_of(option)} = {shown}", settings.origin(option).text
    for name, value, remark in general_values(settings.general, show_secrets=show_secrets):
        yield f"{name} = {value}", remark


def shown_options(settings: Settings, *, everything: bool) -> list[AnyOption]:
    """The options in the order of the catalogue; those about the configuration itself stand above."""
    return [
        option
        for option in OPTIONS
        if option not in (CONFIG, PROFILE)
        and option.settable
        and (settings.is_set(option) or (everything and option.fate is not Fate.NOT_YET))
    ]


def general_values(general: General, *, show_secrets: bool) -> Iterator[tuple[str, str, str]]:
    """Name, value and remark of the variables that other programs read too."""
    if general.no_color:
        yield "NO_COLOR", "set", "environment"
    for variable in (general.certificate_file, general.key_log_file, general.netrc):
        if variable is not None:
            yield variable.name, printable(variable.value), "environment"
    for proxy in general.proxies:
        value = proxy.value if show_secrets else _masked_proxy(proxy.value)
        remark = f"ignored: {proxy.ignored}" if proxy.ignored else "environment; WinHTTP never reads it"
        yield proxy.name, printable(value), remark


def _masked_proxy(value: str) -> str:
    """A proxy variable may carry user and password, with or without a scheme in front."""
    scheme, separator, rest = value.rpartition("://")
    credentials, at, server = rest.rpartition("@")
    return f"{scheme}{separator}{MASK}@{server}" if at and credentials else value


def configuration_document(place: Place, settings: Settings, *, show_secrets: bool = False) -> str:
    """Everything as one JSON object: each settable option with value, origin and whether it was set."""
    options = [
        {
            "name": option.winhttp_name or option.name,
            "key": option.key,
            "value": _text_or_none(option, settings, show_secrets),
            "origin": settings.origin(option).text,
            "set": settings.is_set(option),
        }
        for option in shown_options(settings, everything=True)
    ]
    variables = [
        {"name": name, "value": value, "remark": remark}
        for name, value, remark in general_values(settings.general, show_secrets=show_secrets)
    ]
    return json.dumps(
        {
            "schema": SCHEMA,
            "file": _path_text(place.path),
            "exists": place.exists,
            "profile": settings[PROFILE],
            "options": options,
            "variables": variables,
        },
        indent=2,
    )


def _text_or_none(option: AnyOption, settings: Settings, show_secrets: bool) -> str | None:
    return None if settings[option] is None else value_text(option, settings, show_secrets=show_secrets)


def place_document(place: Place) -> str:
    """The place alone, as JSON."""
    return json.dumps(
        {"schema": SCHEMA, "file": _path_text(place.path), "exists": place.exists}, indent=2
    )


def check_document(place: Place, mistakes: Sequence[str]) -> str:
    """The result of a check, as JSON."""
    return json.dumps(
        {"schema": SCHEMA, "file": _path_text(place.path), "mistakes": list(mistakes)}, indent=2
    )


def _path_text(path: Path | None) -> str | None:
    return None if path is None else str(path)
