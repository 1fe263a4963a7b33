"""get, head, post, put, patch, delete, options and request: one request per URL."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command of one method, or of `request`, which takes the method as a word."""
    arguments: list[click.Parameter] = [
        click.Argument(["urls"], nargs=-1, required=True, metavar="URL...")
    ]
    if row.name == "request":
        arguments.insert(0, click.Argument(["method"], metavar="METHOD"))

    @click.pass_context
    def send(context: click.Context, urls: tuple[str, ...], method: str = row.name.upper()) -> int:
        from winhttp_cli.actions.send import run

        return run(method, urls, words_given(context))

    return CatalogueCommand(row.name, params=arguments, callback=send, help=row.summary)
