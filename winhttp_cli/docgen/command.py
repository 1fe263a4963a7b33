"""The commands as they are handed in: docgen may not know the front door.

Promise: nothing but data. `verbs` are the words of a second level.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnFlag:
    """A flag that only this command has. `metavar` is "" for a switch."""

    names: tuple[str, ...]
    metavar: str
    summary: str


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `usage` is what follows its name; `described` are its own flags with what help says
    of them."""

    name: str
    summary: str
    usage: str
    takes_options: bool = True
    verbs: tuple[str, ...] = ()
    described: tuple[OwnFlag, ...] = ()


PROGRAM = "whttp"

#: words that the arguments of a command may be, beside its verbs
EXPLAINED = ("options", "errors", "callbacks", "presets")
