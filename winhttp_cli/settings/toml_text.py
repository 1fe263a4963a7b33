"""Values and tables written as TOML.

Promise: what is written here, `files` and `tables` read back as the same value.
"""

from __future__ import annotations

import json
from typing import Any

from winhttp_cli.options.kinds import FlagSet, Many, Number, Seconds
from winhttp_cli.options.option import AnyOption


def string(text: str) -> str:
    """A TOML basic string: JSON's, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def literal(option: AnyOption, value: Any) -> str:
    """The value of an option in the TOML type that suits its kind."""
    kind = option.kind
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(kind, Many):
        return "[" + ", ".join(string(kind.item.show(item)) for item in value) + "]"
    text = kind.show(value)
    if isinstance(kind, FlagSet) and "," in text:
        return "[" + ", ".join(string(word) for word in text.split(",")) + "]"
    if isinstance(kind, Number | Seconds) or kind.counts:
        return text if text.replace(".", "", 1).isdigit() else string(text)
    return string(text)


def line(option: AnyOption, value: Any) -> str:
    """`key = value`."""
    return f"{option.key} = {literal(option, value)}"
