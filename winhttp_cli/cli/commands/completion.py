"""completion: the completion script of a shell, on standard output."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.documents import commands
from winhttp_cli.cli.table import Row
from winhttp_cli.docgen.completion import completion as script


def command(row: Row) -> click.Command:
    """The click command; the shell is a word of its own."""

    def completion(shell: str) -> None:
        click.echo(script(shell, commands()), nl=False)

    argument = click.Argument(["shell"], type=click.Choice(row.verbs), metavar=row.usage)
    return CatalogueCommand(
        row.name, params=[argument], callback=completion, help=row.summary, takes_options=False
    )
