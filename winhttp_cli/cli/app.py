"""The click command tree, built lazily from the command table.

Promise: `--help` imports no command and no catalogue; a command's module is imported when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click

from winhttp_cli import __version__
from winhttp_cli.cli.table import BY_NAME, TABLE
from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.suggest import did_you_mean

WIDTH = {"max_content_width": 100}


class PlainOption(click.Option):
    """An option whose `summary` is its help, one clean line: click would load `inspect` to take out an
    indentation."""

    def __init__(self, names: Sequence[str], summary: str, **attributes: Any) -> None:
        super().__init__(list(names), **attributes)
        self.help = summary


def answering(names: list[str], summary: str, answer: Callable[[click.Context], str]) -> PlainOption:
    """A flag that prints `answer` and ends the run."""

    def say(context: click.Context, parameter: click.Parameter, given: bool) -> None:
        if given and not context.resilient_parsing:
            click.echo(answer(context))
            context.exit()

    return PlainOption(names, summary, is_flag=True, is_eager=True, expose_value=False, callback=say)


def help_option() -> PlainOption:
    """In the place of click's own, which costs that."""
    return answering(["-h", "--help"], "Show this message and exit.", click.Context.get_help)


class Application(click.Group):
    """The top of the tree; commands come from the table."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [row.name for row in TABLE]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        row = BY_NAME.get(name)
        if row is None:
            return None
        command: click.Command = import_module(row.path).command(row)
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """click's, with words of ours for a word that is no command. Raises UsageFault 87."""
        if args[0] not in BY_NAME and not args[0].startswith("-"):
            raise _no_command(args[0])
        return super().resolve_command(context, args)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table alone: no command is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(row.name, row.summary) for row in TABLE])


def _no_command(word: str) -> UsageFault:
    hint = did_you_mean(word, BY_NAME) or "whttp --help lists the commands"
    if "://" in word:
        hint = "whttp get URL fetches it"
    message = f"no such command: {word}"
    return UsageFault(message, Code.ERROR_INVALID_PARAMETER, origin="command line", hint=hint)


def application() -> Application:
    """The `whttp` command."""
    return Application(
        name="whttp",
        help=(
            "WinHTTP for every shell: any WINHTTP_OPTION_* as a flag, and an answer to why.\n\n"
            "Flags stand before or after the command. `whttp COMMAND --help` lists them all; "
            "`whttp explain NAME` tells what one does."
        ),
        context_settings=WIDTH,
        add_help_option=False,
        params=[
            answering(
                ["--version", "-V"], "Print the version and exit.", lambda _: f"whttp {__version__}"
            ),
            help_option(),
        ],
        subcommand_metavar="COMMAND [ARGS]...",
    )


def names() -> Sequence[str]:
    """The command words, for the command-first split."""
    return list(BY_NAME)
