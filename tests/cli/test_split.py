"""Flags stand before or after the command word."""

from __future__ import annotations

import pytest

from winhttp_cli.cli.split import command_first, flags_in

ARITY = {"--as": True, "--json": False, "-v": False, "-H": True, "-o": True}
COMMANDS = ("get", "explain")


@pytest.mark.parametrize(
    ("given", "arranged"),
    [
        (["get", "URL"], ["get", "URL"]),
        (["--as", "windows-7", "get", "URL"], ["get", "--as", "windows-7", "URL"]),
        (["--as=windows-7", "get", "URL"], ["get", "--as=windows-7", "URL"]),
        (["-v", "--json", "get", "URL"], ["get", "-v", "--json", "URL"]),
        (["-vH", "get", "get", "URL"], ["get", "-vH", "get", "URL"]),
        (["-Hget", "get", "URL"], ["get", "-Hget", "URL"]),
        (["--as", "get", "explain"], ["explain", "--as", "get"]),
        (["--", "get", "URL"], ["get", "--", "URL"]),
        (["-o", "-", "get", "URL"], ["get", "-o", "-", "URL"]),
        (["nothing", "get"], ["nothing", "get"]),
        (["--unknown", "get", "URL"], ["get", "--unknown", "URL"]),
        (["--as"], ["--as"]),
        ([], []),
    ],
)
def test_the_command_word_comes_first(given: list[str], arranged: list[str]) -> None:
    assert command_first(given, ARITY, COMMANDS) == arranged


@pytest.mark.parametrize(
    ("given", "flags"),
    [
        (["URL"], set()),
        (["--as", "windows-7", "URL", "--json"], {"--as", "--json"}),
        (["--as", "--json", "URL"], {"--as"}),
        (["--as=windows-7"], {"--as"}),
        (["-vHname:x", "-o", "-v"], {"-v", "-H", "-o"}),
        (["-v", "-H"], {"-v", "-H"}),
        (["--unknown", "--json", "-vZ"], {"--unknown", "--json", "-v", "-Z"}),
        (["--json", "--", "--as"], {"--json"}),
        (["-"], set()),
    ],
)
def test_the_flags_of_a_command_line_are_found(given: list[str], flags: set[str]) -> None:
    assert flags_in(given, ARITY) == flags
