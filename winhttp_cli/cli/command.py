"""A command with the catalogue's flags: the same list for every command, shown by topic.

Promise: click learns the flags from the catalogue alone, once the command line is known. Loaded with
the command that runs.
"""

from __future__ import annotations

from typing import Any

import click

from winhttp_cli.cli import parameters
from winhttp_cli.cli.app import WIDTH, help_option
from winhttp_cli.cli.table import BY_NAME
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.shorthand import Shorthand
from winhttp_cli.options.wording import TITLES


class CatalogueCommand(click.Command):
    """A command with the catalogue's flags, listed by topic in its help."""

    def __init__(self, name: str, *, takes_options: bool = True, **attributes: Any) -> None:
        super().__init__(name, context_settings=WIDTH, add_help_option=False, **attributes)
        self._takes_options = takes_options

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """click is given the flags that occur, a few of two hundred; all of them when help is asked for
        or a flag is unknown, for its suggestions."""
        if self._takes_options:
            own = {name for parameter in self.params for name in parameter.opts}
            self.params.extend(parameters.build(parameters.given_in(args, own)))
        self.params.append(help_option())
        return super().parse_args(context, args)

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Groups the flags that it has a use for by topic; flags of the command itself come first."""
        purposes = BY_NAME[self.name].purposes if self.name in BY_NAME else ()
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(context):
            # click lists an argument too, without a word about it; the usage line names it
            option = _option_of(parameter)
            if option is not None and not any(each.has_use_for(option) for each in purposes):
                continue
            line = parameter.get_help_record(context)
            if line is not None and not isinstance(parameter, click.Argument):
                sections.setdefault(_section(parameter), []).append(line)
        order = ["Options", *TITLES.values()]
        for title in sorted(sections, key=order.index):
            with formatter.section(title):
                formatter.write_dl(sections[title])


def _option_of(parameter: click.Parameter) -> AnyOption | None:
    """The option behind a flag of the catalogue, None for a flag of the command itself."""
    if not isinstance(parameter, parameters.CatalogueOption):
        return None
    record = parameter.record
    return record.option if isinstance(record, Shorthand) else record


def _section(parameter: click.Parameter) -> str:
    option = _option_of(parameter)
    return "Options" if option is None else TITLES[option.topic]
