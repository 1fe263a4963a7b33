"""tls: the handshake and certificate report of a server, or of a certificate file."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command: one target, and three flags of its own."""

    @click.pass_context
    def tls(
        context: click.Context,
        target: str,
        releases: bool,
        expires_in: str | None,
        certificate: str | None,
    ) -> int:
        from winhttp_cli.actions.tls import Flags, run

        return run(target, Flags(releases, expires_in, certificate), words_given(context))

    parameters: list[click.Parameter] = [
        click.Argument(["target"], metavar=row.usage.partition(" ")[0]),
        click.Option(
            ["--releases"],
            is_flag=True,
            help="Try what each Windows release offers, from XP to 11 and the servers.",
        ),
        click.Option(
            ["--expires-in"],
            metavar="TIME",
            help="End with status 20 when a certificate expires within 30d, 2w or 12h.",
        ),
        click.Option(
            ["--cert", "certificate"],
            metavar="FILE",
            help="Say whether this client certificate would do; it is not sent.",
        ),
    ]
    return CatalogueCommand(row.name, params=parameters, callback=tls, help=row.summary)
