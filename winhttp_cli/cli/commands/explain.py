"""explain: an option, an error number, or a list of either."""

from __future__ import annotations

import re

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row

_NEGATIVE = re.compile(r"-\d{6,}\Z")


class ExplainCommand(CatalogueCommand):
    """A negative number is an HRESULT the way logs print it, not a row of flags."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        numbers = [word for word in args if _NEGATIVE.match(word)]
        flags = [word for word in args if word not in numbers and word != "--"]
        return super().parse_args(context, [*flags, "--", *numbers] if numbers else args)


def command(row: Row) -> click.Command:
    """The click command."""

    @click.pass_context
    def explain(context: click.Context, topic: str | None) -> int:
        from winhttp_cli.actions.explain import run

        status: int = run(topic, words_given(context))
        return status

    argument = click.Argument(["topic"], required=False, metavar=row.usage)
    return ExplainCommand(row.name, params=[argument], callback=explain, help=row.summary)
