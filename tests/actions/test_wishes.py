"""What is shown where, before anything of it is loaded."""

from __future__ import annotations

import io

from winhttp_cli.actions.wishes import wants_head, wants_summary
from winhttp_cli.options.catalogue import find
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings

TERMINAL = Outlet(io.StringIO(), is_terminal=True)
PIPE = Outlet(io.StringIO())


def saying(**values: str) -> Settings:
    layer = Layer()
    for name, text in values.items():
        layer.say(find(name), text, Origin(Rank.FLAG, name))
    return Settings([layer])


def test_when_the_head_is_shown() -> None:
    assert wants_head(saying(), TERMINAL, include=False)
    assert not wants_head(saying(verbose="1"), TERMINAL, include=False)
    assert not wants_head(saying(), PIPE, include=False)
    assert wants_head(saying(verbose="1"), PIPE, include=True)


def test_when_the_summary_is_shown() -> None:
    assert wants_summary(saying(), TERMINAL, TERMINAL)
    assert not wants_summary(saying(), PIPE, TERMINAL)
    assert not wants_summary(saying(), TERMINAL, PIPE)
    assert wants_summary(saying(verbose="1"), PIPE, PIPE)
    assert wants_summary(saying(report="true"), PIPE, PIPE)
    assert not wants_summary(saying(verbose="1", report="true", quiet="true"), TERMINAL, TERMINAL)
