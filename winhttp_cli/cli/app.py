"""The click command tree, built lazily from the command table.

Promise: `--help` imports no command; a command's module is imported when it runs. The catalogue's
flags are attached to every command that reads them and are shown by topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from winhttp_cli import __version__
from winhttp_cli.cli import parameters
from winhttp_cli.cli.table import BY_NAME, TABLE
from winhttp_cli.options.option import AnyOption, Topic
from winhttp_cli.options.shorthand import Shorthand

_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_TITLES = {
    Topic.MESSAGE: "Request",
    Topic.REDIRECTS: "Redirects",
    Topic.COOKIES: "Cookies",
    Topic.TIMEOUTS: "Timers (milliseconds)",
    Topic.CONNECTIONS: "Connections and limits",
    Topic.TLS: "TLS",
    Topic.PROXY: "Proxy",
    Topic.AUTH: "Authentication",
    Topic.WEBSOCKET: "WebSocket",
    Topic.DIAGNOSTICS: "Diagnostics",
    Topic.TOOL: "Output and scripting",
}


class CatalogueCommand(click.Command):
    """A command with the catalogue's flags, listed by topic in its help."""

    def __init__(self, *arguments: Any, takes_options: bool = True, **attributes: Any) -> None:
        attributes["context_settings"] = _HELP
        super().__init__(*arguments, **attributes)
        if takes_options:
            self.params = [*self.params, *parameters.build()]

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Groups the flags by topic; flags of the command itself come first."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(context):
            line = parameter.get_help_record(context)
            if line is not None:
                sections.setdefault(_section(parameter), []).append(line)
        order = ["Options", *_TITLES.values()]
        for title in sorted(sections, key=order.index):
            with formatter.section(title):
                formatter.write_dl(sections[title])


def _section(parameter: click.Parameter) -> str:
    if not isinstance(parameter, parameters.CatalogueOption):
        return "Options"
    record = parameter.record
    option: AnyOption = record.option if isinstance(record, Shorthand) else record
    return _TITLES[option.topic]


class Application(click.Group):
    """The top of the tree; commands come from the table."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [row.name for row in TABLE]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        row = BY_NAME.get(name)
        if row is None:
            return None
        command: click.Command = import_module(row.path).command(row)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table alone: no command is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(row.name, row.summary) for row in TABLE])


def application() -> Application:
    """The `whttp` command."""
    return Application(
        name="whttp",
        help=(
            "WinHTTP for every shell: any WINHTTP_OPTION_* as a flag, and an answer to why.\n\n"
            "Flags stand before or after the command. `whttp COMMAND --help` lists them all; "
            "`whttp explain NAME` tells what one does."
        ),
        context_settings=_HELP,
        params=[
            click.Option(
                ["--version", "-V"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                help="Print the version and exit.",
                callback=_version,
            )
        ],
        subcommand_metavar="COMMAND [ARGS]...",
    )


def _version(context: click.Context, parameter: click.Parameter, given: bool) -> None:
    if given:
        click.echo(f"whttp {__version__}")
        context.exit()


def names() -> Sequence[str]:
    """The command words, for the command-first split."""
    return list(BY_NAME)
