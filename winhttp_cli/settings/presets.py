"""`--as RELEASE`: the defaults of a Windows release as a layer.

Promise: of several presets named the one of the highest rank counts, alone, and it ranks just under
the source that named it. A preset leaves out whttp's own two departures from Windows: its User-Agent
here, the proxy variables in `general`.
"""

from __future__ import annotations

from winhttp_cli.errors import Code
from winhttp_cli.knowledge.releases import Release, UnknownRelease, find_release
from winhttp_cli.options.catalogue import find
from winhttp_cli.options.message import USER_AGENT
from winhttp_cli.options.tool import AS
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.settings import Settings

_RANKS = {
    Rank.FLAG: Rank.FLAG_PRESET,
    Rank.ENVIRONMENT: Rank.ENVIRONMENT_PRESET,
    Rank.PROFILE: Rank.PROFILE_PRESET,
    Rank.FILE: Rank.FILE_PRESET,
}


def preset_layer(settings: Settings) -> Layer:
    """The layer of the release that `settings` name; empty without one. Raises UsageFault 87, or 12009
    for an option that the release does not know (semantics H11)."""
    layer = Layer()
    release = release_of(settings)
    if release is None:
        return layer
    _check_known(settings, release)
    origin = Origin(_RANKS[settings.origin(AS).rank], f"preset {release.word}")
    layer.put(USER_AGENT, None, origin)
    for name, text in release.values.items():
        layer.say(find(name), text, origin)
    return layer


def release_of(settings: Settings) -> Release | None:
    """The release that `settings` name. Raises UsageFault 87 for a word that names none."""
    word = settings[AS]
    return None if word is None else _find(word, settings.origin(AS))


def _find(word: str, asked: Origin) -> Release:
    try:
        return find_release(word)
    except UnknownRelease as unknown:
        meant = unknown.suggestion
        hint = f"did you mean {meant}?" if meant else "whttp explain presets lists them"
        raise refused(asked, f"no Windows release is called {word!r}", hint=hint) from None


def _check_known(settings: Settings, release: Release) -> None:
    for option in settings.said():
        if option.name in release.lacks:
            raise refused(
                settings.origin(option),
                f"{release.title} has no {option.winhttp_name}",
                Code.ERROR_WINHTTP_INVALID_OPTION,
                hint=f"{settings.origin(AS)} asks for {release.word}",
            )
