"""The value of PROXY (WINHTTP_PROXY_INFO without its bypass list): access type and proxy list.

The list's grammar (semantics X3) is read by the room that routes; here only what Windows refuses at
once is refused: an empty list and characters beyond ASCII (behaviour e15). Credentials in a list are
refused here too, before any outlet could show them.
"""

from __future__ import annotations

import re
from enum import IntEnum

from winhttp_cli.options.kinds import BadValue, Choice, Kind
from winhttp_cli.record import dataclass


class AccessType(IntEnum):
    """The WINHTTP_ACCESS_TYPE_ values."""

    DEFAULT_PROXY = 0
    NO_PROXY = 1
    NAMED_PROXY = 3
    AUTOMATIC_PROXY = 4


@dataclass(frozen=True, slots=True)
class ProxySetting:
    """`proxies` is the list as written, "" unless the access type is NAMED_PROXY."""

    access: AccessType
    proxies: str = ""


DEFAULT_PROXY = ProxySetting(AccessType.DEFAULT_PROXY)

_PREFIX = "WINHTTP_ACCESS_TYPE_"
_CHOICES = (
    Choice("default", _PREFIX + "DEFAULT_PROXY", 0, "what is configured for the machine"),
    Choice("none", _PREFIX + "NO_PROXY", 1, "always direct"),
    Choice("automatic", _PREFIX + "AUTOMATIC_PROXY", 4, "system and user settings, PAC, auto-detection"),
)


class ProxyKind(Kind[ProxySetting]):
    """`none`, `default`, `automatic`, or a proxy list."""

    metavar = "LIST|none|default|automatic"
    choices = _CHOICES
    completion = "host"

    def parse(self, text: str) -> ProxySetting:
        wanted = text.strip()
        for choice in _CHOICES:
            if wanted.lower() in (choice.word, choice.winhttp.lower(), str(choice.number)):
                return ProxySetting(AccessType(choice.number))
        if not wanted or wanted == "3" or wanted.upper() == _PREFIX + "NAMED_PROXY":
            raise BadValue("a named proxy needs a proxy list")
        if not wanted.isascii() or not wanted.isprintable():
            raise BadValue("a proxy list holds printable ASCII characters only")
        if "@" in wanted:
            raise BadValue(
                "credentials do not belong into a proxy list; give them with --proxy-username and "
                "--proxy-password-prompt"
            )
        return ProxySetting(AccessType.NAMED_PROXY, wanted)

    def show(self, value: ProxySetting) -> str:
        if value.access is AccessType.NAMED_PROXY:
            return value.proxies
        return next(c.word for c in _CHOICES if c.number == value.access)

    def range_text(self) -> str:
        return (
            "none, default, automatic, or a list of [scheme=][scheme://]server[:port], split by ; "
            "or blanks"
        )


# a text: compiled when a run shows a list
_CREDENTIALS = r"(?i)((?:^|[;\s])(?:[a-z]+=)?(?:[a-z0-9]+://)?)[^;\s]*@"


def without_credentials(proxies: str) -> str:
    """A list that nobody has checked, fit to be shown."""
    return re.sub(_CREDENTIALS, r"\1***@", proxies)
