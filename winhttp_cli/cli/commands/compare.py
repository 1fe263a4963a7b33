"""compare: the same request several ways, side by side."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command; `--with` is its own flag and may stand many times."""

    @click.pass_context
    def compare(context: click.Context, url: str, specs: tuple[str, ...]) -> int:
        from winhttp_cli.actions.compare import run

        return run(url, specs, words_given(context))

    parameters: list[click.Parameter] = [
        click.Argument(["url"], metavar="URL"),
        click.Option(
            ["--with", "specs"],
            multiple=True,
            metavar="NAME=VALUE...",
            help="One way to make the request: settings as --set takes them, split by blanks.",
        ),
    ]
    return CatalogueCommand(row.name, params=parameters, callback=compare, help=row.summary)
