"""What a run wants of the actions that only some runs need; asked before their code is loaded."""

from __future__ import annotations

from winhttp_cli.options.tool_body import OUTPUT, REMOTE_HEADER_NAME, REMOTE_NAME
from winhttp_cli.settings.settings import Settings


def wants_file(settings: Settings) -> bool:
    """Whether the body goes to a file."""
    name = settings[OUTPUT]
    return (name is not None and name != "-") or settings[REMOTE_NAME] or settings[REMOTE_HEADER_NAME]
