"""Every flag as a completion script needs it: names, one line, and what its value may be.

Promise: made from the catalogue alone. An option that does nothing yet is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from winhttp_cli.docgen.command import Command
from winhttp_cli.knowledge.releases import RELEASES
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.facts import FACTS, FIELD, HEADER
from winhttp_cli.options.kinds import FlagSet
from winhttp_cli.options.option import AnyOption, Fate, Repeat
from winhttp_cli.options.shorthand import SHORTHANDS, Shorthand


class Offer(Enum):
    """What is offered for a value, beside fixed words."""

    NOTHING = ""
    FILE = "file"
    DIRECTORY = "directory"
    HOST = "host"
    PROFILE = "profile"
    SETTABLE = "settable"
    QUERYABLE = "queryable"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that can be typed, and what it means."""

    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag with all its names. `metavar` is "" where it takes no value; `is_list` says that words
    may be joined by commas; `repeats` that it may be given again."""

    names: tuple[str, ...]
    summary: str
    metavar: str = ""
    words: tuple[Word, ...] = ()
    offer: Offer = Offer.NOTHING
    is_list: bool = False
    repeats: bool = False

    @property
    def takes_value(self) -> bool:
        return bool(self.metavar)

    @property
    def identifier(self) -> str:
        """The first long name as a word that shells take in a function's name."""
        return self.names[0].strip("-").replace("-", "_").replace(".", "_")


_IN_USAGE = re.compile(r"(--[a-z][a-z-]*)(?: ([A-Z][A-Z=]*))?")
_HIDDEN = (Fate.NOT_YET, Fate.RESERVED)
_OWN = (
    Flag(("--help", "-h"), "Show the help of the command."),
    Flag(("--version", "-V"), "Print the version."),
)


def flags() -> tuple[Flag, ...]:
    """Every flag that does something: the options', a switch's opposite, the shorthands, help."""
    offered = [option for option in OPTIONS if option.settable and option.fate not in _HIDDEN]
    return (
        *(_of_option(option) for option in offered),
        *(_opposite(option) for option in offered if not option.takes_value and not option.kind.counts),
        *(_of_shorthand(short) for short in SHORTHANDS if short.option.fate not in _HIDDEN),
        *_OWN,
    )


def own_flags(command: Command) -> tuple[Flag, ...]:
    """The flags that a command has beside the catalogue's: those its usage line names."""
    found = dict(_IN_USAGE.findall(command.usage))
    said = {name: own.summary for own in command.described for name in own.names}
    return tuple(
        Flag((name,), said.get(name, f"Of whttp {command.name}."), metavar)
        for name, metavar in found.items()
    )


def _of_option(option: AnyOption) -> Flag:
    names = (option.flag, option.short) if option.short else (option.flag,)
    if not option.takes_value:
        return Flag(names, option.summary, repeats=option.kind.counts)
    return Flag(
        names,
        option.summary,
        option.kind.metavar,
        tuple(_words(option)),
        _offer(option),
        is_list=isinstance(option.kind, FlagSet),
        repeats=option.repeat is not Repeat.LAST,
    )


def _opposite(option: AnyOption) -> Flag:
    return Flag((f"--no-{option.flag[2:]}",), f"Turn {option.flag} off.")


def _of_shorthand(short: Shorthand) -> Flag:
    words = tuple(Word(word, f"short for {full}") for word, full in short.words.items())
    names = tuple(sorted(short.flags, key=len, reverse=True))
    metavar = short.metavar if short.takes_value else ""
    return Flag(names, short.summary, metavar, words, is_list=bool(words))


def _words(option: AnyOption) -> Iterator[Word]:
    """The words of the kind that may be set; the releases for --as."""
    if option.kind.completion == "release":
        yield from (Word(release.word, release.title) for release in RELEASES)
    yield from (Word(choice.word, choice.meaning) for choice in option.kind.choices if choice.settable)
    if option.name == "CONFIG":
        yield Word("none", "read no file")


def _offer(option: AnyOption) -> Offer:
    kind = option.kind.completion
    return Offer(kind) if kind in {offer.value for offer in Offer} else Offer.NOTHING


def option_words() -> tuple[Word, ...]:
    """The names that `explain` takes."""
    return tuple(_key(option) for option in OPTIONS if option.fate is not Fate.RESERVED)


def settable_words() -> tuple[Word, ...]:
    """The names that --set takes."""
    return tuple(_key(option) for option in OPTIONS if option.settable and option.fate not in _HIDDEN)


def queryable_words() -> tuple[Word, ...]:
    """What --query and --expect take: the names of options, and the facts beside them."""
    options = (_key(option) for option in OPTIONS if option.queryable and option.fate not in _HIDDEN)
    facts = (Word(word, meaning) for word, meaning in FACTS.items())
    return (*options, *facts, Word(HEADER, FIELD))


def _key(option: AnyOption) -> Word:
    return Word(option.key, option.summary)
