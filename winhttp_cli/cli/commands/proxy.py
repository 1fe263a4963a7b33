"""proxy: which proxy a request would take and why, and what is configured."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command; the verb is a word of its own, `explain` takes a URL and `import` a file."""

    @click.pass_context
    def proxy(context: click.Context, verb: str, what: str | None, files: tuple[str, ...]) -> int:
        _check(verb, what, files)
        if verb == "import" and what is not None:
            from winhttp_cli.actions import proxy_import

            return proxy_import.run(what, words_given(context))
        from winhttp_cli.actions import proxy as action

        if what is None:
            return action.show(words_given(context), files)
        return action.explain(what, words_given(context), files)

    arguments: list[click.Parameter] = [
        click.Argument(["verb"], type=click.Choice(row.verbs), metavar=row.usage),
        click.Argument(["what"], required=False, metavar=""),
        click.Option(
            ["--from", "files"],
            multiple=True,
            metavar="FILE|system",
            help="explain, show: Windows' own settings to go by (netsh text, advproxy JSON, .reg).",
        ),
    ]
    return CatalogueCommand(row.name, params=arguments, callback=proxy, help=row.summary)


def _check(verb: str, what: str | None, files: tuple[str, ...]) -> None:
    if verb == "import" and files:
        raise click.UsageError("proxy import takes its file as a word, not by --from")
    if verb == "explain" and what is None:
        raise click.UsageError("proxy explain needs a URL")
    if verb == "import" and what is None:
        raise click.UsageError("proxy import needs a file")
    if verb == "show" and what is not None:
        raise click.UsageError("proxy show takes no URL")
