"""Words given: the options of one command line, in the order they were typed.

Promise: a word is only what was said; nothing is parsed or refused here. The front door makes the
words (a shorthand arrives as the option it stands for), `flags` gives them their meaning.
"""

from __future__ import annotations

from winhttp_cli.options.option import AnyOption, Handle
from winhttp_cli.record import dataclass


@dataclass(frozen=True, slots=True)
class FlagWord:
    """One option given on the command line. `text` is its value ("true" for a switch that stands
    alone), `spelled` the flag as the user wrote it: the origin of the value. `handle` is the WinHTTP
    handle that `NAME@session=VALUE` names, or None."""

    option: AnyOption
    text: str
    spelled: str
    handle: Handle | None = None
