"""passport: sign out."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command; its one verb is a word of its own."""

    @click.pass_context
    def passport(context: click.Context, verb: str, url: str | None) -> int:
        from winhttp_cli.actions.passport import sign_out

        return sign_out(url, words_given(context))

    arguments: list[click.Parameter] = [
        click.Argument(["verb"], type=click.Choice(row.verbs), metavar=row.usage),
        click.Argument(["url"], required=False, metavar=""),
    ]
    return CatalogueCommand(row.name, params=arguments, callback=passport, help=row.summary)
