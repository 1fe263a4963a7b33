"""credentials: what is kept for all runs behind GLOBAL_SERVER_CREDS and GLOBAL_PROXY_CREDS."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command; the verb is a word of its own, `set` and `delete` take a target."""

    @click.pass_context
    def credentials(
        context: click.Context, verb: str, target: str | None, for_proxy: bool, realm: str | None
    ) -> int:
        _check(verb, target)
        from winhttp_cli.actions import credentials as action

        words = words_given(context)
        wanted = action.Wanted(target, for_proxy, realm)
        if verb == "set":
            return action.keep(wanted, words)
        return action.show(wanted, words) if verb == "list" else action.delete(wanted, words)

    parameters: list[click.Parameter] = [
        click.Argument(["verb"], type=click.Choice(row.verbs), metavar=row.usage.partition(" [")[0]),
        click.Argument(["target"], required=False, metavar=""),
        click.Option(["--for-proxy"], is_flag=True, help="For a proxy of that name, not for a server."),
        click.Option(["--realm"], metavar="TEXT", help="Only for challenges that name this realm."),
    ]
    return CatalogueCommand(row.name, params=parameters, callback=credentials, help=row.summary)


def _check(verb: str, target: str | None) -> None:
    if verb == "list" and target is not None:
        raise click.UsageError("credentials list takes no target")
    if verb != "list" and target is None:
        raise click.UsageError(f"credentials {verb} needs a target: HOST, HOST:PORT or a URL")
