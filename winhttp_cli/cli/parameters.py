"""The catalogue as click parameters: one list serves every command.

Promise: click is told no defaults, no environment and no config; it only reports the flags given, as
`FlagWord`s in the order they were typed, so that one rule (settings) decides precedence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.option import AnyOption, Repeat
from winhttp_cli.options.shorthand import SHORTHANDS, Shorthand
from winhttp_cli.settings.words import FlagWord

_WORDS = "whttp.words"


def words_given(context: click.Context) -> list[FlagWord]:
    """The flags of this invocation, in the order click met them."""
    words: list[FlagWord] = context.meta.setdefault(_WORDS, [])
    return words


class CatalogueOption(click.Option):
    """A click option that remembers which record it came from and reports words, not values."""

    def __init__(self, record: AnyOption | Shorthand, declarations: list[str], **attributes: Any) -> None:
        super().__init__(declarations, expose_value=False, callback=self.report, **attributes)
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


def build() -> list[click.Parameter]:
    """Every flag of the catalogue, the switches' `--no-` forms, and the shorthands."""
    parameters: list[click.Parameter] = [_of_option(option) for option in settable_options()]
    parameters += [_negation(option) for option in settable_options() if not option.takes_value]
    parameters += [_of_shorthand(record) for record in SHORTHANDS]
    return parameters


def _of_shorthand(record: Shorthand) -> CatalogueOption:
    names = list(record.flags)
    if not record.takes_value:
        return CatalogueOption(record, names, is_flag=True, help=record.summary)
    return CatalogueOption(
        record, names, type=str, multiple=True, metavar=record.metavar, help=record.summary
    )


def _of_option(option: AnyOption) -> CatalogueOption:
    names = [option.flag] + ([option.short] if option.short else [])
    if option.kind.counts:
        return CatalogueOption(option, names, count=True, help=option.summary)
    if not option.takes_value:
        return CatalogueOption(option, names, is_flag=True, help=option.summary)
    return CatalogueOption(
        option,
        names,
        type=str,
        multiple=option.repeat is not Repeat.LAST,
        metavar=option.kind.metavar,
        help=option.summary,
    )


def _negation(option: AnyOption) -> CatalogueOption:
    record = Shorthand((f"--no-{option.flag[2:]}",), option, "false", f"Switch {option.flag} off.")
    return CatalogueOption(record, list(record.flags), is_flag=True, hidden=True)


def arity() -> dict[str, bool]:
    """Flag to "takes a value", for `split.command_first`."""
    table: dict[str, bool] = {}
    for option in settable_options():
        takes_value = option.takes_value and not option.kind.counts
        table[option.flag] = takes_value
        if option.short:
            table[option.short] = takes_value
    for short in SHORTHANDS:
        table.update(dict.fromkeys(short.flags, short.takes_value))
    # flags of one command only (compare, proxy), which may stand before the command, too
    table.update({"--with": True, "--from": True})
    return table
