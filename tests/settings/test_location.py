"""Where the configuration is, by system."""

from __future__ import annotations

from pathlib import Path

import pytest

from winhttp_cli.settings.location import cache_folder, usual_path

PLACES = [
    ({"XDG_CONFIG_HOME": "/x", "HOME": "/home/a"}, False, Path("/x/whttp/config.toml")),
    ({"XDG_CONFIG_HOME": "", "HOME": "/home/a"}, False, Path("/home/a/.config/whttp/config.toml")),
    ({"XDG_CONFIG_HOME": "relative", "HOME": "/h"}, False, Path("/h/.config/whttp/config.toml")),
    ({"HOME": "/Users/a", "APPDATA": "/no"}, False, Path("/Users/a/.config/whttp/config.toml")),
    ({}, False, None),
    ({"APPDATA": "/r", "HOME": "/h", "XDG_CONFIG_HOME": "/x"}, True, Path("/r/whttp/config.toml")),
    ({"HOME": "/h"}, True, None),
]


@pytest.mark.parametrize(("environ", "windows", "place"), PLACES)
def test_the_usual_place(environ: dict[str, str], windows: bool, place: Path | None) -> None:
    assert usual_path(environ, windows=windows) == place


KEPT = [
    ({"XDG_CACHE_HOME": "/x", "HOME": "/home/a"}, False, Path("/x/whttp")),
    ({"XDG_CACHE_HOME": "relative", "HOME": "/home/a"}, False, Path("/home/a/.cache/whttp")),
    ({}, False, None),
    ({"LOCALAPPDATA": "/l", "HOME": "/h"}, True, Path("/l/whttp/cache")),
    ({"HOME": "/h"}, True, None),
]


@pytest.mark.parametrize(("environ", "windows", "place"), KEPT)
def test_the_place_for_what_may_be_lost(
    environ: dict[str, str], windows: bool, place: Path | None
) -> None:
    assert cache_folder(environ, windows=windows) == place
