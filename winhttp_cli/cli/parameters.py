"""The catalogue as click parameters: one list serves every command.

Promise: click is told no defaults, no environment and no config; it only reports the flags given, as
`FlagWord`s in the order they were typed, so that one rule (settings) decides precedence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import click

from winhttp_cli.cli.app import PlainOption
from winhttp_cli.cli.split import flags_in
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.option import AnyOption, Repeat
from winhttp_cli.options.shorthand import SHORTHANDS, Shorthand
from winhttp_cli.settings.words import FlagWord

_WORDS = "whttp.words"


def words_given(context: click.Context) -> list[FlagWord]:
    """The flags of this invocation, in the order click met them."""
    words: list[FlagWord] = context.meta.setdefault(_WORDS, [])
    return words


class CatalogueOption(PlainOption):
    """A click option that remembers which record it came from and reports words, not values."""

    def __init__(self, record: AnyOption | Shorthand, names: Sequence[str], **attributes: Any) -> None:
        super().__init__(names, record.summary, expose_value=False, callback=self.report, **attributes)
        self.record = record

    def report(self, context: click.Context, parameter: click.Parameter, value: Any) -> None:
        """click's callback: turns what was given into FlagWords."""
        for text in self._texts(value):
            option = self.record.option if isinstance(self.record, Shorthand) else self.record
            words_given(context).append(FlagWord(option, text, self.opts[0]))

    def _texts(self, value: Any) -> list[str]:
        if value is None or value is False or value == ():
            return []
        if isinstance(self.record, Shorthand):
            given = value if isinstance(value, tuple) else (value,)
            return [self.record.text(str(text)) for text in given]
        if self.count:
            return [str(value)] if value else []
        if isinstance(value, tuple):
            return [str(item) for item in value]
        return ["true"] if value is True else [str(value)]


def settable_options() -> Iterator[AnyOption]:
    """The options that exist as flags. A query-only option has none; `--set` refuses it with 12011."""
    return (option for option in OPTIONS if option.settable)


class _Declared(NamedTuple):
    """The names of one parameter, whether it takes a value, and how to make it."""

    names: tuple[str, ...]
    takes_value: bool
    make: Callable[[], CatalogueOption]


@cache
def _declared() -> tuple[_Declared, ...]:
    """Every flag of the catalogue, the switches' `--no-` forms, and the shorthands."""
    switches = [option for option in settable_options() if not option.takes_value]
    return (
        *(_option_declared(option) for option in settable_options()),
        *(_Declared((_negative(option),), False, partial(_negation, option)) for option in switches),
        *(
            _Declared(short.flags, short.takes_value, partial(_of_shorthand, short))
            for short in SHORTHANDS
        ),
    )


def _option_declared(option: AnyOption) -> _Declared:
    names = (option.flag, option.short) if option.short else (option.flag,)
    takes_value = option.takes_value and not option.kind.counts
    return _Declared(names, takes_value, partial(_of_option, option, names))


def build(flags: Collection[str] | None = None) -> list[click.Parameter]:
    """Every flag as click wants it; with `flags` only what these name."""
    if flags is None:
        return [declared.make() for declared in _declared()]
    wanted = frozenset(flags)
    return [declared.make() for declared in _declared() if not wanted.isdisjoint(declared.names)]


def given_in(arguments: list[str], own: Collection[str]) -> set[str] | None:
    """The flags of the catalogue in `arguments`; None where there is one that is neither of it nor
    one of the command's `own`."""
    found = flags_in(arguments, arity()).difference(own)
    return found if found <= _catalogue_arity().keys() else None


@cache
def _catalogue_arity() -> dict[str, bool]:
    return {name: declared.takes_value for declared in _declared() for name in declared.names}


def arity() -> dict[str, bool]:
    """Flag to "takes a value"; with the flags of one command only (compare, proxy), which may stand
    before the command, too."""
    return _catalogue_arity() | {"--with": True, "--from": True}


def _of_shorthand(record: Shorthand) -> CatalogueOption:
    if not record.takes_value:
        return CatalogueOption(record, record.flags, is_flag=True)
    return CatalogueOption(record, record.flags, type=str, multiple=True, metavar=record.metavar)


def _of_option(option: AnyOption, names: Sequence[str]) -> CatalogueOption:
    if option.kind.counts:
        return CatalogueOption(option, names, count=True)
    if not option.takes_value:
        return CatalogueOption(option, names, is_flag=True)
    is_multiple = option.repeat is not Repeat.LAST
    return CatalogueOption(option, names, type=str, multiple=is_multiple, metavar=option.kind.metavar)


def _negation(option: AnyOption) -> CatalogueOption:
    record = Shorthand((_negative(option),), option, "false", f"Switch {option.flag} off.")
    return CatalogueOption(record, record.flags, is_flag=True, hidden=True)


def _negative(option: AnyOption) -> str:
    return f"--no-{option.flag[2:]}"
