"""`python -m winhttp_cli.cli.documents [DIRECTORY]`: writes what is generated in a source tree.

Promise: the command table is handed to docgen here, which may not know the front door. Running it twice
changes nothing; a test fails while a committed document is stale.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from winhttp_cli.cli.table import TABLE, Row
from winhttp_cli.docgen.command import Command, OwnFlag
from winhttp_cli.docgen.writer import write


def commands() -> tuple[Command, ...]:
    """The command table in docgen's words."""
    return tuple(_command(row) for row in TABLE)


def _command(row: Row) -> Command:
    loaded: click.Command = import_module(row.path).command(row)
    own = tuple(_own(option) for option in loaded.params if isinstance(option, click.Option))
    return Command(row.name, row.summary, row.usage, row.takes_options, row.verbs, own)


def _own(option: click.Option) -> OwnFlag:
    return OwnFlag(tuple(option.opts), option.metavar or "", option.help or "")


def main(root: Path) -> None:
    """Writes the documents under `root` and names those that changed."""
    for path in write(root, commands()):
        print(f"wrote {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
