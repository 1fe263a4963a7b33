"""The JSON of `netsh winhttp set advproxy` and of `show advproxy`.

Promise: a settings file must hold the four members that netsh wants (semantics N2); what netsh prints
(N3) may leave out what is empty. A wrong type, a missing member or broken JSON is refused with its
place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.windows.state import ProxyState, Scope

_TEXTS = ("Proxy", "ProxyBypass", "AutoconfigUrl")
_REQUIRED = (*_TEXTS, "AutoDetect")
_SWITCHES = ("AutoDetect", "ProxyIsEnabled", "AutoConfigIsEnabled", "PerUserProxySettings")
#: only what netsh prints has these
_PRINTED = ("ProxyIsEnabled", "AutoConfigIsEnabled", "PerUserProxySettings")


def read_printed(text: str, source: str) -> ProxyState:
    """What `show advproxy` prints: a heading in the system's language, then the object."""
    start = text.index("{")
    before = text[:start]
    return read_settings(text[start:], source, line=before.count("\n") + 1)


def read_settings(text: str, source: str, *, scope: Scope | None = None, line: int = 1) -> ProxyState:
    """The object. `scope` is known for `set advproxy setting-scope=`; `line` is the text's first line
    in its file. Raises UsageFault."""
    origin = Origin(Rank.FILE, source)
    members = _members(text, origin, line)
    _check(members, origin)
    texts = {name: str(members.get(name, "")) for name in _TEXTS}
    has_proxy = bool(members.get("ProxyIsEnabled", texts["Proxy"]))
    has_script = bool(members.get("AutoConfigIsEnabled", texts["AutoconfigUrl"]))
    is_user = bool(members.get("PerUserProxySettings", False))
    state = ProxyState(
        source=source,
        scope=scope or (Scope.USER if is_user else Scope.MACHINE),
        proxies=texts["Proxy"] if has_proxy else "",
        bypass=texts["ProxyBypass"] if has_proxy else "",
        pac_url=texts["AutoconfigUrl"] if has_script else "",
        auto_detect=members.get("AutoDetect") is True,
    )
    others = [name for name in members if name not in (*_REQUIRED, *_PRINTED)]
    return state.noted(f"{source}: {', '.join(others)} not understood") if others else state


def _members(text: str, origin: Origin, line: int) -> Mapping[str, object]:
    try:
        value, end = json.JSONDecoder().raw_decode(text.lstrip())
    except json.JSONDecodeError as error:
        place = f"line {error.lineno + line - 1}, column {error.colno}"
        raise refused(origin, f"{place}: {error.msg}") from None
    except (ValueError, RecursionError):
        raise refused(origin, "holds a number or a nesting beyond all measure") from None
    if not isinstance(value, dict):
        raise refused(origin, "is not a JSON object")
    if text.lstrip()[end:].strip():
        raise refused(origin, "something follows the JSON object")
    return value


def _check(members: Mapping[str, object], origin: Origin) -> None:
    missing = [name for name in _REQUIRED if name not in members]
    if missing and not any(name in members for name in _PRINTED) and members:
        raise refused(origin, f"{', '.join(missing)} missing; netsh wants {', '.join(_REQUIRED)}")
    for name, kind, wanted in (
        *((name, str, "a text") for name in _TEXTS),
        *((name, bool, "true or false") for name in _SWITCHES),
    ):
        if not isinstance(members.get(name, kind()), kind):
            raise refused(origin, f"{name} is not {wanted}")
