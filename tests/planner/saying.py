"""Settings as a command line would have said them: `flags((DATA, "a=1"), (DATA, "@f"))`."""

from __future__ import annotations

from winhttp_cli.options.option import AnyOption
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings


def flags(*said: tuple[AnyOption, str]) -> Settings:
    """Each value said by the option's own flag."""
    layer = Layer()
    for option, text in said:
        layer.say(option, text, Origin(Rank.FLAG, option.flag))
    return Settings((layer,))
