"""The one gate through which every source says a value: checked by name, then by kind.

Promise: flags, environment, profiles and files all pass here, so the same text means the same from
each of them.
"""

from __future__ import annotations

from winhttp_cli.options.auth import PASSWORD, USERNAME
from winhttp_cli.options.option import AnyOption, Handle
from winhttp_cli.options.tool_credentials import USER
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.names import check_settable
from winhttp_cli.settings.origin import Origin


def say(layer: Layer, option: AnyOption, text: str, origin: Origin, handle: Handle | None = None) -> None:
    """Adds a value to `layer`. Raises UsageFault with the WinHTTP number and the origin."""
    check_settable(option, origin)
    if option is USER:
        _say_user(layer, text, origin)
    else:
        layer.say(option, text, origin, handle)


def _say_user(layer: Layer, text: str, origin: Origin) -> None:
    """`USER[:PASSWORD]` is two options; everything after the first colon is the password."""
    name, colon, password = text.partition(":")
    layer.say(USERNAME, name, origin)
    if colon:
        layer.say(PASSWORD, password, origin)
