"""The completion script of a shell, by name.

Promise: TAB starts no Python; the script holds every word, and reads one file by itself: the
configuration, for the names of its profiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from winhttp_cli.docgen import (
    completion_bash,
    completion_fish,
    completion_powershell,
    completion_zsh,
)
from winhttp_cli.docgen.command import Command

Writer = Callable[[Sequence[Command]], str]

WRITERS: dict[str, Writer] = {
    "bash": completion_bash.script,
    "zsh": completion_zsh.script,
    "fish": completion_fish.script,
    "powershell": completion_powershell.script,
}

#: the scripts' file names in `completions/`; the wheel installs them where each shell looks
NAMES = {
    "bash": "whttp.bash",
    "zsh": "_whttp",
    "fish": "whttp.fish",
    "powershell": "whttp.ps1",
}


def completion(shell: str, commands: Sequence[Command]) -> str:
    """The script for `shell`, one of `WRITERS`."""
    return WRITERS[shell](commands)
