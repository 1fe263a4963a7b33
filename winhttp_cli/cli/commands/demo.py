"""demo: the embedded server and the guided tour."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command."""

    def demo(serve: bool) -> int:
        from winhttp_cli.actions.demo import run

        status: int = run(serve)
        return status

    option = click.Option(["--serve"], is_flag=True, help="Keep the server up until Ctrl-C.")
    return CatalogueCommand(
        row.name, params=[option], callback=demo, help=row.summary, takes_options=False
    )
