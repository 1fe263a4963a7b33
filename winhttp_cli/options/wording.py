"""An option's facts in words: the one wording for `explain`, help, man pages and reference.

Promise: derived from the record, never written by hand; no outlet's markup in it.
"""

from __future__ import annotations

from winhttp_cli.options.kinds import Number
from winhttp_cli.options.option import Access, AnyOption, Handle, Topic
from winhttp_cli.options.shorthand import SHORTHANDS, Shorthand

#: a heading for each topic
TITLES = {
    Topic.MESSAGE: "Request",
    Topic.REDIRECTS: "Redirects",
    Topic.COOKIES: "Cookies",
    Topic.TIMEOUTS: "Timers (milliseconds)",
    Topic.CONNECTIONS: "Connections and limits",
    Topic.TLS: "TLS",
    Topic.PROXY: "Proxy",
    Topic.AUTH: "Authentication",
    Topic.WEBSOCKET: "WebSocket",
    Topic.DIAGNOSTICS: "Diagnostics",
    Topic.TOOL: "Output and scripting",
}
_HANDLES = (Handle.NULL, Handle.SESSION, Handle.CONNECT, Handle.REQUEST, Handle.WEBSOCKET)


def in_files(option: AnyOption) -> bool:
    """Whether files and the environment may set it."""
    return option.settable and not option.from_command_line_only


def flag_names(option: AnyOption) -> list[str]:
    """The flags of the option itself, without values: long, short, and a switch's opposite."""
    names = [option.flag]
    if option.short:
        names.append(option.short)
    if not option.takes_value and not option.kind.counts:
        names.append(f"--no-{option.flag[2:]}")
    return names


def flag_text(option: AnyOption) -> str:
    """`--proxy LIST, -x LIST`, with the shorthands behind it."""
    metavar = f" {option.kind.metavar}" if option.takes_value else ""
    names = [name + metavar for name in flag_names(option)]
    return ", ".join([*names, *(shorthand_text(short) for short in shorthands_of(option))])


def shorthands_of(option: AnyOption) -> list[Shorthand]:
    """The flags that say in one word what this option says in more."""
    return [short for short in SHORTHANDS if short.option is option]


def shorthand_text(short: Shorthand) -> str:
    """`-L, --location (always)`."""
    names = ", ".join(short.flags)
    return f"{names} {short.metavar}" if short.takes_value else f"{names} ({short.value})"


def takes_text(option: AnyOption) -> str:
    """The range, "" where it is a matter of the option's words."""
    listed = option.takes_value and option.kind.choices
    return "" if listed and not isinstance(option.kind, Number) else option.kind.range_text()


def default_text(option: AnyOption) -> str:
    """The built-in value in words; "" for a query-only option and where nothing is built in."""
    if not option.settable or option.default is None or option.default == ():
        return ""
    text = option.kind.show(option.default)
    if not text:
        return ""
    query = option.kind.query(option.default)
    unit = f" {option.kind.unit}" if isinstance(option.kind, Number) and text.isdigit() else ""
    tells_more = query not in (text, "0", "1") and not query.startswith("{")
    return f"{text} ({query})" if tells_more else f"{text}{unit}"


def handle_words(option: AnyOption) -> list[str]:
    """`session`, `request` and so on, parents first."""
    return [(handle.name or "").lower() for handle in _HANDLES if handle in option.handles]


def access_words(option: AnyOption) -> list[str]:
    """`set`, `query` or both."""
    words = {Access.SET: "set", Access.QUERY: "query"}
    return [word for access, word in words.items() if access in option.access]


def number_text(option: AnyOption) -> str:
    """`88 (0x58)`, "" for an option of whttp's own."""
    return "" if option.number is None else f"{option.number} (0x{option.number:X})"
