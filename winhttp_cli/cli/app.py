"""The click command tree, built lazily from the command table.

Promise: `--help` imports no command and no catalogue; a command's module is imported when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import click

from winhttp_cli import __version__
from winhttp_cli.cli.table import BY_NAME, TABLE

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


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

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table alone: no command is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(row.name, row.summary) for row in TABLE])


def application() -> Application:
    """The `whttp` command."""
    return Application(
        name="whttp",
        help=(
            "WinHTTP for every shell: any WINHTTP_OPTION_* as a flag, and an answer to why.\n\n"
            "Flags stand before or after the command. `whttp COMMAND --help` lists them all; "
            "`whttp explain NAME` tells what one does."
        ),
        context_settings=HELP,
        params=[
            click.Option(
                ["--version", "-V"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                help="Print the version and exit.",
                callback=_version,
            )
        ],
        subcommand_metavar="COMMAND [ARGS]...",
    )


def _version(context: click.Context, parameter: click.Parameter, given: bool) -> None:
    if given:
        click.echo(f"whttp {__version__}")
        context.exit()


def names() -> Sequence[str]:
    """The command words, for the command-first split."""
    return list(BY_NAME)
