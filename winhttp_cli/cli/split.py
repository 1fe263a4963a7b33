"""argv made command-first: flags may stand before or after the command word.

Promise: one pass over argv with the catalogue's arity table; nothing is interpreted, only moved. `--`
ends options. A word in an option's value place is never taken for the command, so
`whttp --as windows-7 get URL` and `whttp get URL --as windows-7` give the same list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping


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
        index += 2 if _wants_next_word(word, takes_value) else 1
    return None


def _wants_next_word(word: str, takes_value: Mapping[str, bool]) -> bool:
    """Whether the value of this option word is the following word."""
    if word.startswith("--"):
        return "=" not in word and takes_value.get(word, False)
    for index, letter in enumerate(word[1:], start=1):
        if takes_value.get("-" + letter, False):
            return index == len(word) - 1
    return False
