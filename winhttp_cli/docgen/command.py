"""The commands as they are handed in: docgen may not know the front door.

Promise: nothing but data. `verbs` are the words of a second level.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `usage` is what follows its name."""

    name: str
    summary: str
    usage: str
    takes_options: bool = True
    verbs: tuple[str, ...] = ()


PROGRAM = "whttp"

#: words that the arguments of a command may be, beside its verbs
EXPLAINED = ("options", "errors", "callbacks", "presets")
