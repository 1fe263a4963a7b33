"""Origin: who asked for a value, and how strong that voice is."""

from __future__ import annotations

from enum import IntEnum

from winhttp_cli.record import dataclass


class Rank(IntEnum):
    """Precedence, lowest first. A preset named by a flag ranks just under flags, one named by a file
    just under that file. An item of a batch speaks for its own request."""

    BUILT_IN = 0
    FILE_PRESET = 10
    FILE = 20
    PROFILE_PRESET = 29
    PROFILE = 30
    ENVIRONMENT_PRESET = 39
    ENVIRONMENT = 40
    FLAG_PRESET = 49
    FLAG = 50
    ITEM = 60


@dataclass(frozen=True, slots=True)
class Origin:
    """`text` is what the user recognises: `--connect-timeout`, `WHTTP_CONNECT_TIMEOUT`,
    `profile "lab", config.toml`, `preset windows-7`, `built-in`."""

    rank: Rank
    text: str

    def __str__(self) -> str:
        return self.text


BUILT_IN = Origin(Rank.BUILT_IN, "built-in")
