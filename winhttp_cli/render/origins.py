"""Which setting is behind a request header, and what of the settings is worth a line of the trace.

Promise: names an origin only where a layer really spoke of an option that makes that header; a header
the stack adds by itself has none. Needs no parser and no plan.
"""

from __future__ import annotations

from winhttp_cli.options.option import AnyOption, Fate
from winhttp_cli.render.values import header_lines
from winhttp_cli.settings.settings import Settings

#: Options that make a header, the strongest first; those that hold header lines come before them.
_MAKERS: dict[str, tuple[str, ...]] = {
    "accept-encoding": ("DECOMPRESSION", "EXTRA_CODINGS"),
    "authorization": (
        "BEARER_FILE",
        "AUTH_SCHEME",
        "PASSWORD",
        "NETRC_FILE",
        "NETRC",
        "USERNAME",
        "GLOBAL_SERVER_CREDS",
        "USE_GLOBAL_SERVER_CREDENTIALS",
    ),
    "cache-control": ("REFRESH",),
    "connection": ("DISABLE_FEATURE",),
    "content-type": ("JSON_BODY", "FORM", "DATA", "DATA_URLENCODE"),
    "cookie": ("COOKIE", "COOKIE_JAR"),
    "if-range": ("CONTINUE",),
    "pragma": ("REFRESH",),
    "proxy-authorization": (
        "PROXY_AUTH_SCHEME",
        "PROXY_USERNAME",
        "PROXY_PASSWORD",
        "GLOBAL_PROXY_CREDS",
    ),
    "range": ("CONTINUE",),
    "referer": ("REFERER",),
    "user-agent": ("USER_AGENT",),
}

#: What the stack writes in place of a header line of the caller's (semantics B1).
_REPLACED = frozenset({"accept-encoding"})

#: Said by the user about the trace itself; a line about them would only be noise.
_ABOUT_THE_TRACE = frozenset({"VERBOSE", "SHOW_SECRETS", "COLOR"})


def header_origin(name: str, settings: Settings) -> str:
    """Who asked for the request header `name`, or ""."""
    lowered = name.lower()
    by_line, by_maker = _line_origin(lowered, settings), _maker_origin(lowered, settings)
    return by_maker or by_line if lowered in _REPLACED else by_line or by_maker


def _line_origin(lowered: str, settings: Settings) -> str:
    for option in settings.said():
        if any(line.name.lower() == lowered for line in header_lines(settings[option])):
            return settings.origin(option).text
    return ""


def _maker_origin(lowered: str, settings: Settings) -> str:
    said = {option.name: option for option in settings.said()}
    for maker in _MAKERS.get(lowered, ()):
        if maker in said:
            return settings.origin(said[maker]).text
    return ""


def traced_options(settings: Settings) -> list[AnyOption]:
    """The options worth a line: all that any layer spoke of, WinHTTP's own first."""
    said = [option for option in settings.said() if option.name not in _ABOUT_THE_TRACE]
    return sorted(said, key=lambda option: (option.number is None, option.name))


def fate_remark(option: AnyOption) -> str:
    """What a fate other than "works" means for someone who set the option."""
    if option.fate in (Fate.WORKS, Fate.EMULATED):
        return ""
    return f"({option.fate.value})"
