"""--as: the defaults of a Windows release, just under whoever asked for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.knowledge.releases import BUILT_IN, RELEASES
from winhttp_cli.options.catalogue import find
from winhttp_cli.options.message import DECOMPRESSION, USER_AGENT
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.tls import SECURE_PROTOCOLS
from winhttp_cli.options.tool import AS, PROFILE
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord


def run(tmp_path: Path, *flags: tuple[AnyOption, str], toml: str = "", **environ: str) -> Settings:
    path = tmp_path / "config.toml"
    path.write_text(toml)
    words = [FlagWord(option, text, option.flag) for option, text in flags]
    return resolve(words, {"WHTTP_CONFIG": str(path), **environ}, windows=False, reader=None)


def decided(settings: Settings) -> tuple[int, str]:
    return int(settings[SECURE_PROTOCOLS]), settings.origin(SECURE_PROTOCOLS).text


def test_a_release_brings_its_tls_versions(tmp_path: Path) -> None:
    assert decided(run(tmp_path, (AS, "windows-7"))) == (0xA0, "preset windows-7")
    assert decided(run(tmp_path, toml='as = "windows-10"\n')) == (0xAA0, "preset windows-10")


def test_a_preset_ranks_just_under_the_source_that_names_it(tmp_path: Path) -> None:
    flag = (SECURE_PROTOCOLS, "tls1.2")
    assert decided(run(tmp_path, (AS, "windows-7"), flag))[1] == "--secure-protocols"
    assert (
        decided(run(tmp_path, (AS, "windows-7"), WHTTP_SECURE_PROTOCOLS="tls1.2"))[1]
        == "preset windows-7"
    )
    by_environment = {"WHTTP_AS": "windows-7", "WHTTP_SECURE_PROTOCOLS": "tls1.2"}
    assert decided(run(tmp_path, **by_environment))[1] == "WHTTP_SECURE_PROTOCOLS"
    file = 'secure_protocols = "tls1.2"\n'
    assert decided(run(tmp_path, toml=file, WHTTP_AS="windows-7"))[1] == "preset windows-7"
    assert decided(run(tmp_path, toml='as = "windows-7"\n' + file))[1] == "config.toml"


def test_a_preset_of_a_profile_stands_between_profile_and_file(tmp_path: Path) -> None:
    file = 'secure_protocols = "tls1.2"\n'
    profile = '[profile.lab]\nas = "windows-7"\n'
    assert decided(run(tmp_path, (PROFILE, "lab"), toml=file + profile))[1] == "preset windows-7"
    both = run(tmp_path, (PROFILE, "lab"), toml=profile + file)
    assert decided(both)[1] == 'profile "lab", config.toml'


def test_of_two_presets_the_stronger_counts_alone(tmp_path: Path) -> None:
    settings = run(tmp_path, (AS, "windows-11"), toml='as = "windows-7"\n')
    assert decided(settings) == (0x2800, "preset windows-11")
    assert settings.release is not None
    assert settings.release.word == "windows-11"


def test_a_release_leaves_out_the_two_departures(tmp_path: Path) -> None:
    environ = {"https_proxy": "px:1"}
    ours, windows = run(tmp_path, **environ), run(tmp_path, (AS, BUILT_IN), **environ)
    assert (ours[USER_AGENT] or "").startswith("whttp/")
    assert windows[USER_AGENT] is None
    assert ours.general.honoured_proxies != ()
    assert windows.general.honoured_proxies == ()


def test_built_in_is_windows_11_but_for_those(tmp_path: Path) -> None:
    preset = run(tmp_path, (AS, BUILT_IN))
    said = set(preset.said()) - {AS, USER_AGENT, find("CONFIG")}
    assert said == {SECURE_PROTOCOLS}
    assert preset[SECURE_PROTOCOLS] == SECURE_PROTOCOLS.default


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.word)
def test_every_release_can_be_chosen(tmp_path: Path, release: object) -> None:
    word = getattr(release, "word", "")
    assert run(tmp_path, (AS, word)).origin(SECURE_PROTOCOLS).text == f"preset {word}"


def test_an_option_that_came_later_is_unknown_there(tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as caught:
        run(tmp_path, (AS, "windows-7"), toml='decompression = "all"\n')
    assert caught.value.code == Code.ERROR_WINHTTP_INVALID_OPTION
    assert caught.value.origin == "config.toml"
    assert caught.value.hint == "--as asks for windows-7"
    assert run(tmp_path, (AS, "windows-10"), (DECOMPRESSION, "all"))[DECOMPRESSION] == 3


def test_an_unknown_release_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as caught:
        run(tmp_path, WHTTP_AS="windows-9.1")
    assert caught.value.origin == "WHTTP_AS"
    assert caught.value.hint == "did you mean windows-8.1?"
