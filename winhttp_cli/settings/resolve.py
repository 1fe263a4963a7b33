"""All layers in order, one Settings out.

Promise: `resolve` is the only way from words, environment and files to settings; whatever it returns
has been checked, and whatever it refuses names its source. It opens the configuration file and, where
asked for, reads passwords and the files that hold credentials; nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from winhttp_cli.options.auth import GLOBAL_SERVER_CREDS
from winhttp_cli.options.option import Fate
from winhttp_cli.options.proxy import GLOBAL_PROXY_CREDS
from winhttp_cli.options.tls import (
    ENABLE_FEATURE,
    SECURE_PROTOCOLS,
    EnabledFeatures,
    SecureProtocols,
)
from winhttp_cli.options.tool import AS, CONFIG, PROFILE
from winhttp_cli.options.uses import ANYTHING, Purpose
from winhttp_cli.record import dataclass
from winhttp_cli.settings import files, general, presets, secret_files, secrets
from winhttp_cli.settings.environment import environment_layer
from winhttp_cli.settings.files import ConfigFile
from winhttp_cli.settings.flags import flag_layer
from winhttp_cli.settings.held import NOTHING_HELD
from winhttp_cli.settings.layer import Layer, Said
from winhttp_cli.settings.location import usual_path
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.suitable import suitable
from winhttp_cli.settings.tables import file_layer, profile_layer
from winhttp_cli.settings.words import FlagWord

ON_WINDOWS = os.name == "nt"
_NO_FILE = "none"


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found before it is weighed: the layers that name a file and the file itself."""

    flags: Layer
    environment: Layer
    config: ConfigFile


def gather(
    words: Iterable[FlagWord], environ: Mapping[str, str], *, windows: bool = ON_WINDOWS
) -> Sources:
    """The command line, the environment, and the configuration file they name. Raises UsageFault."""
    flags, environment = flag_layer(words), environment_layer(environ)
    named = Settings((flags, environment))
    path = config_path(named, environ, windows=windows)
    config = files.read(path, required=named.is_set(CONFIG)) if path is not None else files.NO_FILE
    return Sources(flags, environment, config)


def config_path(
    named: Settings, environ: Mapping[str, str], *, windows: bool = ON_WINDOWS
) -> Path | None:
    """The configuration file that is read, whether or not it is there; None for none."""
    name = named[CONFIG]
    if name is None:
        return usual_path(environ, windows=windows)
    return None if name == _NO_FILE else Path(name)


def resolve(
    words: Iterable[FlagWord],
    environ: Mapping[str, str],
    *,
    windows: bool = ON_WINDOWS,
    reader: secrets.Reader | None = secrets.TERMINAL,
    imported: Iterable[Layer] = (),
    purpose: Purpose = ANYTHING,
) -> Settings:
    """The settings of one run, as far as `purpose` has a use for them. `reader` None leaves passwords
    unread, for commands that send nothing; `imported` are layers from elsewhere (`--from FILE`), the
    first the strongest.

    Raises UsageFault (status 2), or ExchangeFault with status 14 for a file that holds a secret.
    """
    sources = gather(words, environ, windows=windows)
    heard = (*reversed(tuple(imported)), *_layers(sources))
    layers: list[Iterable[Said]] = [tuple(suitable(layer, purpose)) for layer in heard]
    settings = Settings(layers)
    layers.append(presets.preset_layer(settings))
    others = general.read(environ, release=settings[AS] or "", windows=windows)
    held = NOTHING_HELD
    if reader is not None:
        layers.append(secrets.read(settings, environ, reader))
        held = secret_files.read(settings, others, environ, windows=windows)
    return Settings(
        layers,
        release=presets.release_of(settings),
        general=others,
        held=held,
        warnings=(
            *_typed_passwords(sources.flags),
            *_readable_passwords(settings, sources.config),
            *_unspoken_versions(settings),
        ),
        notes=tuple(_notes(settings)),
    )


def _layers(sources: Sources) -> list[Layer]:
    """File, profile, environment, flags; the profile is the one that flags or environment name."""
    named = Settings((sources.flags, sources.environment))
    layers = [file_layer(sources.config), sources.environment, sources.flags]
    name = named[PROFILE]
    if name is not None:
        layers.append(profile_layer(sources.config, name, named.origin(PROFILE)))
    return layers


def _readable_passwords(settings: Settings, config: ConfigFile) -> list[str]:
    """One line when a credential that counts stands in a file that others may read."""
    origins = [settings.origin(option) for option in settings.said() if option.kind.secret]
    if config.is_open and any(origin.rank in (Rank.FILE, Rank.PROFILE) for origin in origins):
        return [f"{config.path}: holds a credential, and others may read it: chmod 600"]
    return []


def _unspoken_versions(settings: Settings) -> list[str]:
    """One line when SSL was asked for among other versions (alone it is a failure). A release preset
    is not the user's word."""
    origin, wanted = settings.origin(SECURE_PROTOCOLS), settings[SECURE_PROTOCOLS]
    ssl = wanted & (SecureProtocols.SSL2 | SecureProtocols.SSL3)
    if (
        not ssl
        or ssl == wanted
        or origin.rank not in (Rank.FLAG, Rank.ENVIRONMENT, Rank.PROFILE, Rank.FILE)
    ):
        return []
    names = SECURE_PROTOCOLS.kind.show(ssl)
    return [f"{origin}: {names} cannot be offered, no TLS library of today speaks it"]


def _typed_passwords(flags: Layer) -> list[str]:
    """One line, however many passwords stand on the command line."""
    with_better_ways = {need.option: need for need in secrets.NEEDS}
    for said in flags:
        better = ""
        if said.option in with_better_ways:
            better = ", ".join(option.flag for option in with_better_ways[said.option].sources.all())
        elif said.option in (GLOBAL_PROXY_CREDS, GLOBAL_SERVER_CREDS):
            better = "whttp credentials set"
        if better:
            return [f"{said.origin}: others on this machine can read a command line; better: {better}"]
    return []


def _notes(settings: Settings) -> list[str]:
    """Options that were set although they do nothing here, or only inform."""
    said = {
        Fate.NO_EFFECT: "is deprecated and changes nothing",
        Fate.REPORT_ONLY: "is reported and changes nothing else",
    }
    notes = [
        f"{settings.origin(option)}: {option.key} {said[option.fate]}"
        for option in settings.said()
        if option.fate in said
    ]
    if EnabledFeatures.SSL_REVERT_IMPERSONATION in settings[ENABLE_FEATURE]:
        what = "ssl-revert-impersonation changes nothing: whttp never impersonates another user"
        notes.append(f"{settings.origin(ENABLE_FEATURE)}: {what}")
    return notes
