"""One option explained, and the list of all: as lines and as JSON objects.

Promise: everything comes from the catalogue's records; nothing about an option is written here.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.options.catalogue import OPTIONS, SEED
from winhttp_cli.options.kinds import FlagSet
from winhttp_cli.options.option import AnyOption, Fate, Topic
from winhttp_cli.options.shorthand import Shorthand
from winhttp_cli.options.wording import (
    access_words,
    default_text,
    flag_text,
    handle_words,
    in_files,
    number_text,
    takes_text,
)
from winhttp_cli.render.listing import facts, prose, table

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def option_lines(option: AnyOption, *, width: int = 0) -> Iterator[str]:
    """The page of one option."""
    yield f"{option.key.replace('_', '-')}{_title(option)}"
    yield ""
    yield from prose(option.summary, width=width)
    if option.doc:
        yield ""
        yield from prose(option.doc, width=width)
    yield ""
    yield from facts(_facts(option), width=width)
    values = _value_rows(option)
    if values:
        yield ""
        yield "  values"
        yield from table(values, width=width, indent=4)
    if option.example:
        yield ""
        yield f"  $ {option.example}"


def _title(option: AnyOption) -> str:
    if option.number is None:
        return "    whttp's own option"
    return f"    {option.winhttp_name}, {number_text(option)}"


def _facts(option: AnyOption) -> list[tuple[str, str]]:
    settable = option.settable
    return [
        ("flag", flag_text(option) if settable else ""),
        ("file", f"{option.key} = ..." if in_files(option) else ""),
        ("variable", option.environment if in_files(option) else ""),
        ("query", f"--query {option.key}" if option.queryable else ""),
        ("takes", takes_text(option) if settable else ""),
        ("default", default_text(option)),
        ("handles", ", ".join(handle_words(option)) if option.number is not None else ""),
        ("access", " and ".join(access_words(option)) if option.number is not None else ""),
        ("also", ", ".join(option.aliases)),
        ("here", option.fate.value),
    ]


def _value_rows(option: AnyOption) -> list[tuple[str, str, str]]:
    """Word, number and meaning of each value; a switch needs no list."""
    if not option.takes_value:
        return []
    form = "0x{:X}" if isinstance(option.kind, FlagSet) else "{}"
    return [
        (choice.word, form.format(choice.number), _meaning(choice.winhttp, choice.meaning))
        for choice in option.kind.choices
    ]


def _meaning(winhttp: str, meaning: str) -> str:
    return f"{meaning} ({winhttp})" if winhttp.isupper() else meaning


def shorthand_lines(short: Shorthand, *, width: int = 0) -> Iterator[str]:
    """A shorthand, and then the option it stands for."""
    means = f"{short.option.flag} {short.value}" if not short.takes_value else short.option.flag
    yield f"{', '.join(short.flags)}    short for {means}"
    yield ""
    yield from prose(short.summary, width=width)
    yield ""
    yield from option_lines(short.option, width=width)


def options_lines(*, width: int = 0) -> Iterator[str]:
    """Every option, by topic: word, number, what it does here if not simply working, summary."""
    for topic in Topic:
        chosen = [option for option in OPTIONS if option.topic is topic]
        yield topic.value
        rows = [(_name(option), _number(option), _summary(option)) for option in chosen]
        yield from table(rows, width=width)
        yield ""
    own = len(OPTIONS) - len(SEED)
    yield f"{len(SEED)} options of WinHTTP, {own} of whttp's own; whttp explain NAME tells more."


def _name(option: AnyOption) -> str:
    return option.flag if option.settable else f"--query {option.key}"


def _number(option: AnyOption) -> str:
    return "" if option.number is None else str(option.number)


def _summary(option: AnyOption) -> str:
    return option.summary if option.fate is Fate.WORKS else f"{option.summary} [{option.fate.value}]"


def option_object(option: AnyOption) -> dict[str, Json]:
    """Everything about an option, for scripts. A member that does not apply is null."""
    settable, files = option.settable, in_files(option)
    return {
        "name": option.winhttp_name or option.name,
        "number": option.number,
        "topic": option.topic.value,
        "summary": option.summary,
        "doc": option.doc,
        "fate": option.fate.value,
        "flag": option.flag if settable else None,
        "short": option.short or None,
        "key": option.key if files else None,
        "environment": option.environment if files else None,
        "query": option.key if option.queryable else None,
        "handles": list(handle_words(option)),
        "access": list(access_words(option)),
        "default": None if option.default is None else option.kind.show(option.default),
        "range": option.kind.range_text() or None,
        "repeat": option.repeat.value,
        "values": [
            {
                "word": choice.word,
                "name": choice.winhttp,
                "number": choice.number,
                "meaning": choice.meaning,
                "settable": choice.settable,
            }
            for choice in option.kind.choices
        ],
        "aliases": list(option.aliases),
        "example": option.example or None,
    }


def options_object() -> dict[str, Json]:
    """The options of WinHTTP, then whttp's own."""
    own = [option for option in OPTIONS if option.number is None]
    return {
        "options": [option_object(option) for option in SEED],
        "own": [option_object(option) for option in own],
    }
