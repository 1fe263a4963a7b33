"""DECOMPRESSION, and whttp's additions to it: which content codings are asked for and undone."""

from __future__ import annotations

import importlib.util

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.message import DECOMPRESSION, DecompressionFlags
from winhttp_cli.options.tool_body import EXTRA_CODINGS, ExtraCodings
from winhttp_cli.settings.settings import Settings

_OF_WINHTTP = {DecompressionFlags.GZIP: "gzip", DecompressionFlags.DEFLATE: "deflate"}
#: Coding and the package that undoes it; the engine loads it with the first such body.
_OF_OURS = {ExtraCodings.BR: ("br", "brotli"), ExtraCodings.ZSTD: ("zstd", "zstandard")}


def codings(settings: Settings) -> frozenset[str]:
    """Their names as Accept-Encoding has them. Raises UsageFault 87 for one whose package is missing."""
    names = {name for flag, name in _OF_WINHTTP.items() if flag in settings[DECOMPRESSION]}
    for flag, (name, package) in _OF_OURS.items():
        if flag in settings[EXTRA_CODINGS]:
            _check_installed(package, settings.origin(EXTRA_CODINGS).text)
            names.add(name)
    return frozenset(names)


def _check_installed(package: str, origin: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise UsageFault(
            f"{origin}: the package {package} is not installed",
            Code.ERROR_INVALID_PARAMETER,
            origin=origin,
            hint="pip install 'whttp[compression]'",
        )
