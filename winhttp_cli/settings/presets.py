"""`--as RELEASE`: the defaults of a Windows release as a layer.

Promise: of several presets named the one of the highest rank counts, alone, and it ranks just under
the source that named it. A preset leaves out whttp's own two departures from Windows: its User-Agent
here, the proxy variables in `general`.
"""

from __future__ import annotations

from collections.abc import Sequence

from winhttp_cli.knowledge.releases import RELEASES, Release
from winhttp_cli.options.catalogue import find
from winhttp_cli.options.message import USER_AGENT
from winhttp_cli.options.tool import AS
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.suggest import did_you_mean

_RANKS = {
    Rank.FLAG: Rank.FLAG_PRESET,
    Rank.ENVIRONMENT: Rank.ENVIRONMENT_PRESET,
    Rank.PROFILE: Rank.PROFILE_PRESET,
    Rank.FILE: Rank.FILE_PRESET,
}


def preset_layer(settings: Settings, releases: Sequence[Release] = RELEASES) -> Layer:
    """The layer of the release that `settings` name; empty without one. Raises UsageFault 87."""
    layer = Layer()
    word = settings[AS]
    if word is None:
        return layer
    asked = settings.origin(AS)
    release = _find(word, asked, releases)
    origin = Origin(_RANKS[asked.rank], f"preset {release.word}")
    layer.put(USER_AGENT, None, origin)
    for name, text in release.values.items():
        layer.say(find(name), text, origin)
    return layer


def _find(word: str, asked: Origin, releases: Sequence[Release]) -> Release:
    wanted = word.strip().lower()
    for release in releases:
        if release.word == wanted:
            return release
    words = [release.word for release in releases]
    hint = did_you_mean(wanted, words) or "whttp explain presets lists them"
    raise refused(asked, f"no Windows release is called {word!r}", hint=hint)
