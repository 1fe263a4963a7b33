"""proxy: which proxy a request would take and why, and what is configured."""

from __future__ import annotations

import click

from winhttp_cli.cli.app import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command; the verb is a word of its own, and `explain` takes a URL after it."""

    @click.pass_context
    def proxy(context: click.Context, verb: str, url: str | None) -> int:
        from winhttp_cli.actions import proxy as action

        _check(verb, url)
        if url is None:
            return action.show(words_given(context))
        return action.explain(url, words_given(context))

    arguments: list[click.Parameter] = [
        click.Argument(["verb"], type=click.Choice(row.verbs), metavar=row.usage),
        click.Argument(["url"], required=False, metavar=""),
    ]
    return CatalogueCommand(row.name, params=arguments, callback=proxy, help=row.summary)


def _check(verb: str, url: str | None) -> None:
    if verb == "explain" and url is None:
        raise click.UsageError("proxy explain needs a URL")
    if verb == "show" and url is not None:
        raise click.UsageError("proxy show takes no URL")
