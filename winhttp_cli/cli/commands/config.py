"""config: where the configuration is, what it comes to, whether it is right."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command; the verb is a word of its own."""

    @click.pass_context
    def config(context: click.Context, verb: str) -> int:
        from winhttp_cli.actions.config import run

        status: int = run(verb, words_given(context))
        return status

    argument = click.Argument(["verb"], type=click.Choice(row.verbs), metavar=row.usage)
    return CatalogueCommand(row.name, params=[argument], callback=config, help=row.summary)
