"""batch: many requests in one session."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row

DEFAULT_JOBS = 8
MOST_JOBS = 256


def command(row: Row) -> click.Command:
    """The click command; `--jobs` and `--ordered` are its own flags."""

    @click.pass_context
    def batch(context: click.Context, name: str, jobs: int, ordered: bool) -> int:
        from winhttp_cli.actions.batch import run

        return run(name, words_given(context), jobs=jobs, ordered=ordered)

    parameters: list[click.Parameter] = [
        click.Argument(["name"], metavar="FILE|-"),
        click.Option(
            ["--jobs"],
            type=click.IntRange(1, MOST_JOBS),
            default=DEFAULT_JOBS,
            metavar="N",
            help=f"How many requests run at a time, {DEFAULT_JOBS} unless said.",
        ),
        click.Option(
            ["--ordered"], is_flag=True, help="Print results in the order of the lines, not as they come."
        ),
    ]
    return CatalogueCommand(row.name, params=parameters, callback=batch, help=row.summary)
