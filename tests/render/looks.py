"""What the renderers write, as text: each function tells a story to one of them."""

from __future__ import annotations

import io

from tests.report import stories
from tests.report.certificates import NOW, certificate
from winhttp_cli.errors import WhttpError
from winhttp_cli.events import Event
from winhttp_cli.options.catalogue import find
from winhttp_cli.options.tool import WIDTH
from winhttp_cli.render.failure import write_failure
from winhttp_cli.render.screen import Screen
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.render.trace import Trace
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings

CHAIN = (certificate(), certificate("Contoso Issuing CA 3", "Contoso Root R1", names=()))


def said(**values: str) -> Settings:
    """Settings given by flags."""
    layer = Layer()
    for name, text in values.items():
        option = find(name)
        layer.say(option, text, Origin(Rank.FLAG, option.flag))
    return Settings([layer])


def summary(events: list[Event], width: int = 80, settings: Settings | None = None) -> list[str]:
    stream = io.StringIO()
    error = Outlet(stream, is_terminal=True, width=width)
    screen = Screen(error, error, settings or Settings(), now=lambda: NOW)
    screen.summary(stories.report_of(events))
    return stream.getvalue().splitlines()[1:]


def trace(
    events: list[Event],
    settings: Settings | None = None,
    *,
    width: int = 80,
    verbosity: int = 1,
    show_secrets: bool = False,
) -> list[str]:
    stream = io.StringIO()
    listener = Trace(
        stream,
        settings or Settings(),
        width=width,
        verbosity=verbosity,
        show_secrets=show_secrets,
    )
    stories.tell(events, listener)
    return stream.getvalue().splitlines()


def failure(
    events: list[Event],
    settings: Settings | None = None,
    *,
    width: int = 120,
    error: WhttpError | None = None,
) -> list[str]:
    stream = io.StringIO()
    report = stories.report_of(events)
    error = error or report.failure
    assert error is not None
    write_failure(error, report, Settings([*_layers(settings), _width(width)]), stream)
    return stream.getvalue().splitlines()


def _layers(settings: Settings | None) -> list[Layer]:
    """What `settings` was made of, in one layer."""
    layer = Layer()
    for option in settings.said() if settings else []:
        assert settings is not None
        layer.put(option, settings[option], settings.origin(option))
    return [layer]


def _width(width: int) -> Layer:
    layer = Layer()
    layer.put(WIDTH, width, Origin(Rank.FLAG, "--width"))
    return layer
