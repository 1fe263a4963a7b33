"""explain: an option, an error number, or a list of either."""

from __future__ import annotations

import click

from winhttp_cli.cli.app import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command."""

    @click.pass_context
    def explain(context: click.Context, topic: str | None) -> int:
        from winhttp_cli.actions.explain import run

        status: int = run(topic, words_given(context))
        return status

    argument = click.Argument(["topic"], required=False, metavar=row.usage)
    return CatalogueCommand(row.name, params=[argument], callback=explain, help=row.summary)
