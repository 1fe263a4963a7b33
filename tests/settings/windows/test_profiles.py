"""Six kinds of Windows state, one profile: as if it had been entered by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.settings.windows import blobs
from winhttp_cli.errors import ExchangeFault, UsageFault
from winhttp_cli.options.proxy import PROXY
from winhttp_cli.options.tool_network import PROXY_AUTO_DETECT, PROXY_BYPASS, PROXY_PAC
from winhttp_cli.settings import files, profiles, tables
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.windows.reading import read
from winhttp_cli.settings.windows.state import ProxyState, Scope

BYPASS = "<local>;*.contoso.com"
LIST = "http=px1:8080;https=px2:8443"
SHOWN = (
    f"Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  {LIST}\n    Bypass List     :  {BYPASS}\n"
)
SETTINGS = {"Proxy": LIST, "ProxyBypass": BYPASS, "AutoconfigUrl": "", "AutoDetect": False}
SIX = {
    "show proxy": SHOWN.encode(),
    "dump": f'pushd winhttp\nset proxy proxy-server="{LIST}" bypass-list="{BYPASS}"\npopd\n'.encode(
        "utf-16"
    ),
    "advproxy JSON": json.dumps(SETTINGS).encode("utf-8-sig"),
    "show advproxy": b"Settings:\n" + json.dumps({**SETTINGS, "ProxyIsEnabled": True}).encode(),
    ".reg": blobs.export("HKEY_LOCAL_MACHINE", "WinHttpSettings", blobs.machine(3, LIST, BYPASS)).encode(
        "utf-16"
    ),
    "hex": blobs.machine(3, LIST, BYPASS, layout=0x28).hex(" ").encode(),
    "user hex": blobs.user(3, LIST, BYPASS).hex(",").encode(),
    "raw": blobs.user(3, LIST, BYPASS),
}
BY_HAND = f'[profile.hand]\nproxy = "{LIST}"\nproxy_bypass = "{BYPASS}"\n'


def chosen(path: Path, profile: str) -> Settings:
    return resolve([], {"WHTTP_CONFIG": str(path), "WHTTP_PROFILE": profile}, reader=None)


@pytest.mark.parametrize("kind", SIX)
def test_each_kind_gives_the_profile_that_is_entered_by_hand(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(BY_HAND)
    profiles.add(path, profiles.profiles_of("imported", read(SIX[kind], "w").states))
    imported, by_hand = chosen(path, "imported"), chosen(path, "hand")
    for option in (PROXY, PROXY_BYPASS, PROXY_PAC, PROXY_AUTO_DETECT):
        assert imported[option] == by_hand[option]


AUTOMATIC = {
    "settings": json.dumps(
        {"Proxy": "", "ProxyBypass": "", "AutoconfigUrl": "http://p/p.pac", "AutoDetect": True}
    ),
    "hex": blobs.user(0xD, script="http://p/p.pac").hex(),
}


@pytest.mark.parametrize("kind", AUTOMATIC)
def test_scripts_and_detection_survive_too(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "config.toml"
    profiles.add(path, profiles.profiles_of("lab", read(AUTOMATIC[kind].encode(), "w").states))
    settings = chosen(path, "lab")
    assert (settings[PROXY_PAC], settings[PROXY_AUTO_DETECT]) == ("http://p/p.pac", True)
    assert PROXY.kind.show(settings[PROXY]) == "automatic"
    assert settings.origin(PROXY).text == 'profile "lab", config.toml'


def test_direct_is_written_as_none(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    profiles.add(path, profiles.profiles_of("lab", [ProxyState("x")]))
    assert path.read_text() == '# imported from x\n[profile.lab]\nproxy = "none"\n'


def test_what_was_in_the_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    before = b"# mine\r\nconnect_timeout = 5 # five\r\n\r\n[profile.a]\r\njson = true"
    path.write_bytes(before)
    profiles.add(path, profiles.profiles_of("lab", [ProxyState("x", proxies="px:1")]))
    assert path.read_bytes().startswith(before)
    assert list(tables.mistakes(files.read(path, required=True))) == []
    assert set(files.read(path, required=True).profiles) == {"a", "lab"}


def test_a_profile_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[profile.lab]\n")
    with pytest.raises(UsageFault, match="there is a profile 'lab' already"):
        profiles.add(path, profiles.profiles_of("lab", [ProxyState("x")]))
    assert path.read_text() == "[profile.lab]\n"


def test_a_broken_file_is_not_added_to(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("a = ")
    with pytest.raises(UsageFault, match="line 1, column 5"):
        profiles.add(path, profiles.profiles_of("lab", [ProxyState("x")]))
    assert path.read_text() == "a = "


def test_a_place_that_cannot_be_written_is_a_local_file_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((ExchangeFault, UsageFault)) as caught:
        profiles.add(tmp_path / "file" / "config.toml", profiles.profiles_of("lab", [ProxyState("x")]))
    assert "file" in caught.value.message


def test_each_state_gets_a_name_of_its_own() -> None:
    scopes = (Scope.MACHINE, Scope.USER, Scope.USER)
    new = profiles.profiles_of("lab", [ProxyState("x", scope) for scope in scopes])
    assert [profile.name for profile in new] == ["lab", "lab-user", "lab-user-3"]


def test_a_name_that_is_no_bare_key_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    profiles.add(path, profiles.profiles_of('a "b" ü', [ProxyState("evil\n[profile.x]")]))
    assert set(files.read(path, required=True).profiles) == {'a "b" ü'}


@pytest.mark.parametrize("list_text", ["none", "default", "4", "px\x1b", "prüfer:1", "px 1\n"])
def test_a_list_that_would_mean_something_else_is_refused(list_text: str) -> None:
    state = ProxyState("w.reg", proxies=list_text)
    if list_text.strip() == "px 1":
        assert PROXY.kind.show(next(iter(state.layer())).value) == "px 1"
        return
    with pytest.raises(UsageFault, match=r"w\.reg: "):
        state.layer()


@pytest.mark.parametrize(
    ("name", "profile"),
    [
        ("WinHTTP settings.reg", "winhttp-settings"),
        ("a.b.json", "a-b"),
        ("é.txt", "windows"),
        ("../x", "x"),
    ],
)
def test_a_profile_is_called_after_its_file(name: str, profile: str) -> None:
    assert profiles.name_from(Path(name)) == profile
