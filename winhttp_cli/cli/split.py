"""argv made command-first: flags may stand before or after the command word.

Promise: one pass over argv with the catalogue's arity table; nothing is interpreted, only moved. `--`
ends options. A word in an option's value place is never taken for the command, so
`whttp --as windows-7 get URL` and `whttp get URL --as windows-7` give the same list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple


def command_first(
    arguments: list[str], takes_value: Mapping[str, bool], commands: Collection[str]
) -> list[str]:
    """`arguments` with the command word moved to the front; unchanged when there is none."""
    position = _command_position(arguments, takes_value)
    if position is None or arguments[position] not in commands:
        return arguments
    return [arguments[position], *arguments[:position], *arguments[position + 1 :]]


def _command_position(arguments: list[str], takes_value: Mapping[str, bool]) -> int | None:
    """The index of the first word that is neither an option nor an option's value."""
    index = 0
    while index < len(arguments):
        word = arguments[index]
        if word == "--":
            return index + 1 if index + 1 < len(arguments) else None
        if not word.startswith("-") or word == "-":
            return index
        index += 2 if _read(word, takes_value).wants_next else 1
    return None


def flags_in(arguments: list[str], takes_value: Mapping[str, bool]) -> set[str]:
    """The flags among `arguments`, known or not. An unknown one is taken to have no value."""
    found: set[str] = set()
    index = 0
    while index < len(arguments) and arguments[index] != "--":
        word = _read(arguments[index], takes_value)
        found.update(word.flags)
        index += 2 if word.wants_next else 1
    return found


class _Word(NamedTuple):
    """The flags in one word, none for a plain one, and whether the next word is their value."""

    flags: list[str]
    wants_next: bool = False


def _read(word: str, takes_value: Mapping[str, bool]) -> _Word:
    if word.startswith("--"):
        name, is_complete, _ = word.partition("=")
        return _Word([name], not is_complete and takes_value.get(name, False))
    flags: list[str] = []
    if word.startswith("-"):
        for index, letter in enumerate(word[1:], start=1):
            flags.append("-" + letter)
            if takes_value.get("-" + letter, False):
                return _Word(flags, index == len(word) - 1)
    return _Word(flags)
