"""Laws over the catalogue: a new record is covered the moment it exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.kinds import BadValue, FlagSet
from winhttp_cli.options.option import AnyOption, Fate
from winhttp_cli.options.tool import AS, CONFIG, PROFILE, SET
from winhttp_cli.options.tool_credentials import USER
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord

#: these decide what is read, or stand for other options
ABOUT_SETTINGS = (AS, CONFIG, PROFILE, SET, USER)
USABLE = [
    option
    for option in OPTIONS
    if option.settable
    and option.fate not in (Fate.NOT_YET, Fate.RESERVED)
    and option not in ABOUT_SETTINGS
]
ANYWHERE = [option for option in USABLE if not option.from_command_line_only]
SAMPLES = ("5", "16000", "true", "none", "a:b", "host:80:127.0.0.1", "host:80:other:81", "X-Name", "a=b")
SAMPLES += ("alice:secret@host",)


def sample(option: AnyOption) -> str:
    """A text that the option takes, and that is not its default where there is a choice."""
    texts = [choice.word for choice in option.kind.choices if choice.settable] or list(SAMPLES)
    if isinstance(option.kind, FlagSet):
        texts = texts[:1]
    for text in (*texts, *SAMPLES):
        try:
            if option.kind.parse(text) != option.default:
                return text
        except BadValue:
            continue
    raise AssertionError(f"no sample text for {option}")


def toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\") + '"'


def four_ways(option: AnyOption, text: str, directory: Path) -> list[Settings]:
    """The same text by flag, environment, profile and file."""
    path = directory / "c.toml"
    line = f"{option.key} = {toml(text)}\n"
    path.write_text(line)
    (directory / "p.toml").write_text("[profile.lab]\n" + line)
    none = {"WHTTP_CONFIG": "none"}
    return [
        resolve([FlagWord(option, text, option.flag)], none, reader=None),
        resolve([], {option.environment: text, **none}, reader=None),
        resolve([], {"WHTTP_CONFIG": str(directory / "p.toml"), "WHTTP_PROFILE": "lab"}, reader=None),
        resolve([], {"WHTTP_CONFIG": str(path)}, reader=None),
    ]


@pytest.mark.parametrize("option", ANYWHERE, ids=repr)
def test_the_same_text_from_four_sources_is_the_same_but_for_its_origin(
    option: AnyOption, tmp_path: Path
) -> None:
    runs = four_ways(option, sample(option), tmp_path)
    assert all(settings[option] == runs[0][option] for settings in runs)
    assert [settings.origin(option).text for settings in runs] == [
        option.flag,
        option.environment,
        'profile "lab", p.toml',
        "c.toml",
    ]


@pytest.mark.parametrize("option", USABLE, ids=repr)
def test_set_means_what_the_flag_means(option: AnyOption) -> None:
    text = sample(option)
    by_flag = resolve([FlagWord(option, text, option.flag)], {}, reader=None)
    by_set = resolve([FlagWord(SET, f"{option.key}={text}", "--set")], {}, reader=None)
    assert by_set.values() == by_flag.values()


@pytest.mark.parametrize("option", [o for o in OPTIONS if o not in USABLE and o not in ABOUT_SETTINGS])
def test_what_cannot_be_set_is_refused_by_name(option: AnyOption) -> None:
    with pytest.raises(UsageFault) as caught:
        resolve([FlagWord(SET, f"{option.key}=1", "--set")], {}, reader=None)
    assert option.winhttp_name in caught.value.message
    wanted = (
        Code.ERROR_WINHTTP_INVALID_OPTION if option.settable else Code.ERROR_WINHTTP_OPTION_NOT_SETTABLE
    )
    assert caught.value.code == wanted


@pytest.mark.parametrize("option", [o for o in OPTIONS if o.from_command_line_only], ids=repr)
def test_what_belongs_to_the_command_line_is_refused_elsewhere(option: AnyOption) -> None:
    with pytest.raises(UsageFault) as caught:
        resolve([], {option.environment: "true"}, reader=None)
    assert caught.value.code == Code.ERROR_WINHTTP_INVALID_OPTION
