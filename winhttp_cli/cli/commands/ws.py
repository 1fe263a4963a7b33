"""ws: a WebSocket conversation, lines in and messages out."""

from __future__ import annotations

import click

from winhttp_cli.cli.command import CatalogueCommand
from winhttp_cli.cli.parameters import words_given
from winhttp_cli.cli.table import Row


def command(row: Row) -> click.Command:
    """The click command: one URL, and the flags of a conversation."""

    @click.pass_context
    def ws(
        context: click.Context,
        url: str,
        texts: tuple[str, ...],
        binary: bool,
        wait: str | None,
        count: int | None,
        close_code: int,
        close_reason: str,
    ) -> int:
        from winhttp_cli.actions.websocket import run
        from winhttp_cli.actions.websocket_flags import Flags

        flags = Flags(texts, binary, wait, count, close_code, close_reason)
        return run(url, flags, words_given(context))

    return CatalogueCommand(row.name, params=_parameters(), callback=ws, help=row.summary)


def _parameters() -> list[click.Parameter]:
    return [
        click.Argument(["url"], metavar="URL"),
        click.Option(
            ["--send", "texts"],
            multiple=True,
            metavar="TEXT|@FILE",
            help="Send this as a message, several in turn, in the place of the lines of standard input.",
        ),
        click.Option(
            ["--binary"],
            is_flag=True,
            help="Send binary messages: all of standard input is one. What comes is written without line"
            " ends.",
        ),
        click.Option(
            ["--wait"],
            metavar="SECONDS|forever",
            help="Close when all is sent and no message has come for this long; 1, or forever with"
            " --count.",
        ),
        click.Option(["--count"], type=int, metavar="N", help="Close when this many messages have come."),
        click.Option(
            ["--close-code"], type=int, default=1000, metavar="N", help="The code to close with; 1000."
        ),
        click.Option(
            ["--close-reason"],
            default="",
            metavar="TEXT",
            help="The reason to close with; up to 123 bytes.",
        ),
    ]
