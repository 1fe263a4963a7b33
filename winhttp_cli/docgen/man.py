"""Man pages: whttp(1), and one for each command.

Promise: plain man(7) macros that groff and mandoc format without a warning; text is escaped, so nothing
in the catalogue can be taken for a request. No date: a page changes only when its content does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from winhttp_cli import __version__
from winhttp_cli.docgen.command import PROGRAM, Command
from winhttp_cli.docgen.exit_statuses import MEANINGS
from winhttp_cli.docgen.general import DESCRIPTIONS, FILES, PRECEDENCE, VARIABLES
from winhttp_cli.options.catalogue import OPTIONS, SEED
from winhttp_cli.options.facts import FACTS, FIELD, HEADER
from winhttp_cli.options.option import AnyOption, Fate, Topic
from winhttp_cli.options.wording import (
    TITLES,
    default_text,
    flag_names,
    number_text,
    shorthands_of,
    takes_text,
)

_MANUAL = "whttp manual"
#: examples shown on a command's page
_EXAMPLES = 8
#: letters a word may have before it gets places to break at
_LONG = 24
_BREAK = "\0"


def pages(commands: Sequence[Command]) -> dict[str, str]:
    """File name to page."""
    names = [PROGRAM, *(f"{PROGRAM}-{command.name}" for command in commands)]
    found = {f"{PROGRAM}.1": _page(_main(commands), PROGRAM)}
    for command in commands:
        name = f"{PROGRAM}-{command.name}"
        others = [other for other in names if other != name]
        found[f"{name}.1"] = _page(_command(command, others), name)
    return found


def _page(lines: Iterator[str], name: str) -> str:
    head = f'.TH {_plain(name.upper())} 1 "" "{PROGRAM} {__version__}" "{_MANUAL}"'
    # neither hyphens nor wide gaps: option names are to be read and copied as they are
    start = [r".\" Written by `make docs`; do not edit here.", head, ".nh", ".ad l"]
    return "\n".join([*start, *lines, ""])


def escaped(text: str) -> str:
    """Text of one paragraph: backslash and dash mean something to roff, a leading dot or quote too. A
    word longer than a narrow line may be broken behind its punctuation."""
    words = [_breakable(word) if len(word) > _LONG else word for word in text.split()]
    safe = " ".join(words).replace("\\", "\\e").replace("-", "\\-").replace(_BREAK, "\\:")
    return "\\&" + safe if safe.startswith((".", "'")) else safe


def _breakable(word: str) -> str:
    return re.sub(r"(?<=[|,;=\]/:?&@_])(?=.)", _BREAK, word)


def _plain(text: str) -> str:
    return text.replace('"', "")


def _bold(text: str) -> str:
    return f"\\fB{escaped(text)}\\fR"


def _slanted(text: str) -> str:
    return f"\\fI{escaped(text)}\\fR"


def _main(commands: Sequence[Command]) -> Iterator[str]:
    yield from (".SH NAME", f"{PROGRAM} \\- WinHTTP for every shell")
    yield from (".SH SYNOPSIS", f".B {PROGRAM}", ".I COMMAND", ".RI [ OPTION ...]", ".RI [ ARGUMENT ...]")
    yield ".SH DESCRIPTION"
    yield escaped(
        f"{PROGRAM} sends HTTP requests the way a Windows program on WinHTTP would, on any system, and "
        f"says why: which setting decided, which check failed, which timer fired, and what Windows calls "
        f"it. Each of WinHTTP's {len(SEED)} documented options is a flag, a configuration key and an "
        "environment variable. Flags stand before or after the command."
    )
    yield ".SH COMMANDS"
    for command in commands:
        yield from (".TP", f".BR {PROGRAM}\\-{escaped(command.name)} (1)", escaped(command.summary))
    for topic in Topic:
        yield f".SH {TITLES[topic].upper()}"
        for option in OPTIONS:
            if option.topic is topic and option.settable:
                yield from _option(option)
    yield from _queries()
    yield from _general(commands)


def _option(option: AnyOption) -> Iterator[str]:
    """One entry: its flags, what it does, and its facts."""
    metavar = f" {_slanted(option.kind.metavar)}" if option.takes_value else ""
    names = [_bold(name) + metavar for name in flag_names(option)]
    for short in shorthands_of(option):
        value = f" {_slanted(short.metavar)}" if short.takes_value else ""
        names += [_bold(name) + value for name in short.flags]
    yield from (".TP", ", ".join(names), escaped(option.summary))
    yield from (".IP", escaped(option.doc)) if option.doc else ()
    yield from (".IP", escaped(_facts(option)))


def _facts(option: AnyOption) -> str:
    parts = [f"{option.winhttp_name}, {number_text(option)}" if option.winhttp_name else ""]
    words = [choice.word for choice in option.kind.choices if choice.settable]
    if option.takes_value and words:
        parts.append(f"Takes {', '.join(words)}")
    elif option.takes_value and takes_text(option):
        parts.append(f"Takes {takes_text(option)}")
    parts.append(f"Default {default_text(option)}" if default_text(option) else "")
    parts.append("" if option.fate is Fate.WORKS else f"Here: {option.fate.value}")
    return "".join(f"{part}. " for part in parts if part).rstrip() or f"Key {option.key}."


def _queries() -> Iterator[str]:
    yield ".SH VALUES TO QUERY"
    yield escaped("What --query NAME prints beside every settable option that WinHTTP lets be read:")
    for option in OPTIONS:
        if option.queryable and not option.settable:
            yield from (".TP", _bold(option.key), escaped(option.summary))
    for word, meaning in (*FACTS.items(), (f"{HEADER}NAME", FIELD)):
        yield from (".TP", _bold(word), escaped(meaning))


def _general(commands: Sequence[Command]) -> Iterator[str]:
    yield ".SH EXIT STATUS"
    for status, meaning in MEANINGS.items():
        yield from (".TP", f".B {status.value}", escaped(meaning.replace("`", "")))
    yield ".SH ENVIRONMENT"
    for name, meaning in VARIABLES.items():
        yield from (".TP", _bold(name), escaped(meaning))
    yield ".SH FILES"
    for name, meaning in FILES.items():
        yield from (".TP", _slanted(name), escaped(meaning))
    yield from (".SH PRECEDENCE", escaped(PRECEDENCE))
    yield from _see_also([f"{PROGRAM}-{command.name}" for command in commands])


def _see_also(names: Sequence[str]) -> Iterator[str]:
    yield ".SH SEE ALSO"
    last = len(names) - 1
    for index, name in enumerate(names):
        yield f".BR {escaped(name)} (1){'' if index == last else ','}"


def _own_options(command: Command) -> Iterator[str]:
    if command.described:
        yield ".SH OPTIONS"
    for flag in command.described:
        metavar = f" {_slanted(flag.metavar)}" if flag.metavar else ""
        yield from (".TP", ", ".join(_bold(name) + metavar for name in flag.names), escaped(flag.summary))
    if command.takes_options:
        which = "All other options" if command.described else "All options"
        yield from (".PP", f"{which} are described in\n.BR {PROGRAM} (1).")


def _command(command: Command, others: Sequence[str]) -> Iterator[str]:
    """The page of one command."""
    yield from (
        ".SH NAME",
        f"{PROGRAM}\\-{escaped(command.name)} \\- {escaped(command.summary.rstrip('.'))}",
    )
    yield from (".SH SYNOPSIS", f".B {PROGRAM} {escaped(command.name)}")
    yield from (".RI [ OPTION ...]", escaped(command.usage))
    yield from (".SH DESCRIPTION", escaped(command.summary))
    for text in DESCRIPTIONS.get(command.name, ()):
        yield from (".PP", escaped(text))
    yield from _own_options(command)
    examples = [option.example for option in OPTIONS if _is_example(option, command)][:_EXAMPLES]
    if examples:
        yield from (".SH EXAMPLES", ".nf", *(escaped(example) for example in examples), ".fi")
    yield from _see_also(others)


def _is_example(option: AnyOption, command: Command) -> bool:
    works = option.fate in (Fate.WORKS, Fate.EMULATED)
    return works and option.example.startswith(f"{PROGRAM} {command.name} ")
