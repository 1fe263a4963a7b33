"""The text of `netsh winhttp show proxy`, and the script of `netsh winhttp dump`.

Promise: the first is read in any language of Windows, by its shape: a heading that ends with a colon,
then either two lines `label : value` (proxies, bypass list) or one line without a value (direct). Of a
script the last word counts, as when netsh runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.windows.advproxy import read_settings
from winhttp_cli.settings.windows.state import ProxyState, Scope

_NOTHING = re.compile(r"\(.*\)|（.*）")
_WORD = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+')
_COMMAND = re.compile(
    r"\s*(?:netsh\s+winhttp\s+)?(?P<verb>set|reset|import)\s+(?P<what>\S+)\s*(?P<rest>.*)",
    re.IGNORECASE,
)


def read_show(text: str, source: str) -> ProxyState:
    """What `show proxy` printed. Raises UsageFault for a text of another shape."""
    origin = Origin(Rank.FILE, source)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or not lines[0].rstrip().endswith((":", "：")):
        raise refused(origin, "line 1: not the heading of netsh winhttp show proxy")
    pairs = [value for value in map(_value, lines[1:]) if value]
    if not pairs and len(lines) == 2:
        return ProxyState(source)
    if len(pairs) != 2 or len(lines) != 3:
        raise refused(origin, "neither a proxy with its bypass list nor direct access")
    proxies, bypass = ("" if _NOTHING.fullmatch(value) else value for value in pairs)
    return ProxyState(source, proxies=proxies, bypass=bypass)


def _value(line: str) -> str:
    """What stands behind the first colon that a blank follows, "" where there is none."""
    label, colon, value = line.replace("：", ": ").partition(": ")
    return value.strip() if label.strip() and colon else ""


def looks_like_script(text: str) -> bool:
    """Whether `text` holds commands of netsh winhttp."""
    return any(_is_about_proxies(line) for line in text.splitlines())


def _is_about_proxies(line: str) -> bool:
    found = _COMMAND.fullmatch(line)
    return bool(found and found["what"].lower() in ("proxy", "advproxy", "autoproxy", "tracing"))


def read_script(text: str, source: str) -> list[ProxyState]:
    """The states a script leaves behind, the machine's first. Raises UsageFault."""
    states: dict[Scope, ProxyState] = {}
    for number, line in _commands(text):
        found = _COMMAND.fullmatch(line)
        if found is None:
            continue
        state = _after(found["verb"].lower(), found["what"].lower(), found["rest"], source, number)
        if state is not None:
            states[state.scope] = state
    if not states:
        raise refused(Origin(Rank.FILE, source), "no command in it sets a proxy")
    return sorted(states.values(), key=lambda state: state.scope is not Scope.MACHINE)


def _commands(text: str) -> Iterator[tuple[int, str]]:
    """The lines in the context of winhttp: all of them where no context is entered."""
    has_contexts = re.search(r"^\s*pushd\s", text, re.MULTILINE | re.IGNORECASE)
    inside = not has_contexts
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.lower().split()
        if words[:1] == ["pushd"]:
            inside = words[1:2] == ["winhttp"]
        elif words[:1] == ["popd"]:
            inside = not has_contexts
        elif inside or words[:2] == ["netsh", "winhttp"]:
            yield number, line


def _after(verb: str, what: str, rest: str, source: str, line: int) -> ProxyState | None:
    """The state after one command, None for one that is about something else."""
    origin = Origin(Rank.FILE, source)
    if verb == "import":
        raise refused(origin, f"line {line}: what {verb} {what} took over is not in this file")
    if what in ("proxy", "autoproxy") and verb == "reset":
        return ProxyState(source) if what == "proxy" else None
    if what == "proxy":
        return _set_proxy(rest, origin, line)
    return _set_advproxy(rest, origin, line) if what == "advproxy" else None


def _set_proxy(rest: str, origin: Origin, line: int) -> ProxyState:
    values = _arguments(rest, ("proxy-server", "bypass-list"))
    if not values.get("proxy-server"):
        raise refused(origin, f"line {line}: set proxy names no proxy")
    return ProxyState(origin.text, proxies=values["proxy-server"], bypass=values.get("bypass-list", ""))


def _set_advproxy(rest: str, origin: Origin, line: int) -> ProxyState:
    """`setting-scope=machine settings={...}`; the object's quotes may carry backslashes."""
    before, brace, after = rest.partition("{")
    values = _arguments(before, ("setting-scope", "settings"))
    if not brace:
        raise refused(origin, f"line {line}: the settings are in another file; import that one")
    scope = Scope.USER if values.get("setting-scope", "").lower() == "user" else Scope.MACHINE
    text = (brace + after[: after.rfind("}") + 1]).replace('\\"', '"')
    return read_settings(text, origin.text, scope=scope, line=line)


def _arguments(text: str, names: tuple[str, ...]) -> dict[str, str]:
    """Named or in order, quoted or not, the way netsh takes them."""
    values: dict[str, str] = {}
    for word in _WORD.findall(text):
        name, equals, value = word.partition("=")
        if not equals or name.lower() not in names:
            name, value = next((known for known in names if known not in values), ""), word
        values[name.lower()] = value.strip('"')
    return values
