"""The tables of a configuration file as layers.

Promise: a TOML value becomes the text that the flag would take, so one parser rule holds: true is
"true", 5000 is "5000", a list is one flag per element (or, for a set of bits, its words joined). What
TOML can say and a flag cannot (a date, a table) is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.errors import UsageFault
from winhttp_cli.options.kinds import FlagSet
from winhttp_cli.options.option import AnyOption, Repeat
from winhttp_cli.settings import admission
from winhttp_cli.settings.files import ConfigFile, Table
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.names import check_settable, exact, key_spelling
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.presets import preset_layer
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.settings import Settings
from winhttp_cli.suggest import did_you_mean


def file_layer(config: ConfigFile) -> Layer:
    """The top-level keys. Raises UsageFault naming the file."""
    return table_layer(config.plain, _origin(config))


def profile_layer(config: ConfigFile, name: str, asked: Origin) -> Layer:
    """The keys of [profile.NAME], which `asked` wants. Raises UsageFault."""
    if name not in config.profiles:
        where = f"in {config.label}" if config.path is not None else "because there is no configuration"
        hint = did_you_mean(name, config.profiles) or _known(config)
        raise refused(asked, f"there is no profile {name!r} {where}", hint=hint)
    return table_layer(config.profiles[name], _origin(config, name))


def _known(config: ConfigFile) -> str:
    return f"the profiles are {', '.join(config.profiles)}" if config.profiles else ""


def mistakes(config: ConfigFile) -> Iterator[UsageFault]:
    """Everything that is wrong with the tables of a file, chosen or not, one fault for each key."""
    for name, table in _tables(config):
        layer, origin = Layer(), _origin(config, name)
        for key, value in table.items():
            try:
                _say(layer, key, value, origin)
            except UsageFault as fault:
                yield fault
        yield from _bad_preset(layer)


def _bad_preset(layer: Layer) -> Iterator[UsageFault]:
    try:
        preset_layer(Settings((layer,)))
    except UsageFault as fault:
        yield fault


def _tables(config: ConfigFile) -> Iterator[tuple[str, Table]]:
    yield "", config.plain
    yield from config.profiles.items()


def _origin(config: ConfigFile, profile: str = "") -> Origin:
    if profile:
        return Origin(Rank.PROFILE, f'profile "{profile}", {config.label}')
    return Origin(Rank.FILE, config.label)


def table_layer(table: Table, origin: Origin) -> Layer:
    """Keys and values from anywhere. Raises UsageFault naming `origin`."""
    layer = Layer()
    for key, value in table.items():
        _say(layer, key, value, origin)
    return layer


def _say(layer: Layer, key: str, value: object, origin: Origin) -> None:
    option = exact(key, key, origin, key_spelling)
    if isinstance(value, list):
        _say_list(layer, option, value, origin)
    else:
        admission.say(layer, option, _text(option, value, origin), origin)


def _say_list(layer: Layer, option: AnyOption, values: list[object], origin: Origin) -> None:
    """One occurrence for each element, or the words of a set of bits; an empty list is said too."""
    texts = [_text(option, value, origin) for value in values]
    if isinstance(option.kind, FlagSet):
        texts = [",".join(texts) or "none"]
    elif option.repeat is Repeat.LAST:
        raise refused(origin, f"{option.key} takes one value, not a list")
    if not texts:
        check_settable(option, origin)
        layer.put(option, (), origin)
    for text in texts:
        admission.say(layer, option, text, origin)


def _text(option: AnyOption, value: object, origin: Origin) -> str:
    """The text of one TOML value."""
    if isinstance(value, bool):
        if option.kind.is_switch:
            return "true" if value else "false"
        raise refused(origin, f"{option.key} is no switch: true and false say nothing")
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    raise refused(origin, f"{option.key} takes text, a number, true or false, or a list of them")
