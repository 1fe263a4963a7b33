"""whttp proxy import: from a file of Windows to a profile that a request can use."""

from __future__ import annotations

import json

import pytest

from tests.lab.command import Whttp
from tests.settings.windows import blobs

SHOWN = "Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  px1:8080\n    Bypass List :  <local>\n"


def test_an_import_prints_what_it_wrote_and_how_to_use_it(whttp: Whttp) -> None:
    (whttp.home / "show.txt").write_text(SHOWN)
    run = whttp("proxy", "import", "show.txt")
    assert run.status == 0
    assert run.out.splitlines() == [
        "# imported from show.txt",
        "[profile.show]",
        'proxy = "px1:8080"',
        'proxy_bypass = "<local>"',
        "",
        f"netsh winhttp show proxy: written to {whttp.config}; use it with --profile show",
    ]
    shown = whttp("config", "show", "--profile", "show").out
    assert 'profile "show", config.toml' in shown


def test_machine_and_user_become_two_profiles_and_the_user_is_explained(whttp: Whttp) -> None:
    machine = blobs.export("HKEY_LOCAL_MACHINE", "WinHttpSettings", blobs.machine(3, "px:1"))
    user = blobs.export("HKEY_CURRENT_USER", "DefaultConnectionSettings", blobs.user(9))
    text = machine + user.split("\r\n", 2)[2]
    (whttp.home / "state.reg").write_bytes(text.encode("utf-16"))
    document = whttp("proxy", "import", "state.reg", "--profile", "lab", "--json").json
    assert [profile["name"] for profile in document["profiles"]] == ["lab", "lab-user"]
    assert document["profiles"][1]["values"] == {"proxy": "automatic", "proxy_auto_detect": "true"}
    assert "automatic" in document["profiles"][1]["notes"][-1]


def test_a_second_import_of_the_same_name_changes_nothing(whttp: Whttp) -> None:
    (whttp.home / "show.txt").write_text(SHOWN)
    whttp("proxy", "import", "show.txt")
    before = whttp.config.read_bytes()
    run = whttp("proxy", "import", "show.txt")
    assert (run.status, run.out) == (2, "")
    assert "there is a profile 'show' already" in run.err
    assert whttp.config.read_bytes() == before


def test_a_cut_off_value_is_one_line_with_the_offset(whttp: Whttp) -> None:
    (whttp.home / "cut.bin").write_bytes(blobs.machine(3, "px1:8080")[:20])
    run = whttp("proxy", "import", "cut.bin")
    assert run.status == 2
    assert run.err.startswith(
        "whttp: cut.bin: offset 12 (0x0C): the proxy list is said to have 8 bytes, 4 are left\n"
    )
    assert not whttp.config.exists()


def test_a_file_that_is_not_there_is_a_local_file_failure(whttp: Whttp) -> None:
    run = whttp("proxy", "import", "missing.reg")
    assert run.status == 14
    assert "missing.reg: cannot be read: No such file or directory" in run.err


def test_a_foreign_file_is_refused_with_what_is_read(whttp: Whttp) -> None:
    (whttp.home / "x.txt").write_text("hello world")
    run = whttp("proxy", "import", "x.txt")
    assert run.status == 2
    assert "netsh winhttp show proxy" in run.err


def test_an_import_needs_a_file(whttp: Whttp) -> None:
    assert whttp("proxy", "import").status == 2


def test_hostile_text_does_not_reach_the_terminal_raw(whttp: Whttp) -> None:
    (whttp.home / "a.json").write_text(
        '{"Proxy": "px:1", "ProxyBypass": "\\u001b[31m", "AutoconfigUrl": "", "AutoDetect": false}'
    )
    assert "\x1b" not in whttp("proxy", "import", "a.json").out


# --- the same state in every form Windows gives it ---------------------------------------------------

LIST, BYPASS = "http=px1:8080;https=px2:8443", "<local>;*.contoso.com"
MEMBERS = {"Proxy": LIST, "ProxyBypass": BYPASS, "AutoconfigUrl": "", "AutoDetect": False}
PRINTED = {**MEMBERS, "PerUserProxySettings": False, "ProxyIsEnabled": True, "AutoConfigIsEnabled": False}
KINDS = {
    "show-proxy.txt": SHOWN.replace("px1:8080", LIST).replace("<local>", BYPASS).encode(),
    "show-advproxy.txt": b"Current WinHTTP advanced proxy settings:\n\n" + json.dumps(PRINTED).encode(),
    "dump.txt": f'pushd winhttp\nset proxy proxy-server="{LIST}" bypass-list="{BYPASS}"\npopd\n'.encode(),
    "advproxy.json": json.dumps(MEMBERS).encode("utf-8-sig"),
    "winhttp.reg": blobs.export(
        "HKEY_LOCAL_MACHINE", "WinHttpSettings", blobs.machine(3, LIST, BYPASS)
    ).encode("utf-16"),
    "machine.hex": blobs.machine(3, LIST, BYPASS, layout=0x28).hex(",").encode(),
    "user.hex": blobs.user(3, LIST, BYPASS).hex(" ").encode(),
}
BY_HAND = f'[profile.hand]\nproxy = "{LIST}"\nproxy_bypass = "{BYPASS}"\n'


def _values(whttp: Whttp, profile: str) -> dict[str, object]:
    """The values of a profile as whttp reads them, without where they come from."""
    options = whttp("config", "show", "--profile", profile, "--json").json["options"]
    return {option["key"]: option["value"] for option in options if option["key"] != "profile"}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_the_profile_that_is_entered_by_hand(name: str, whttp: Whttp) -> None:
    whttp.configure(BY_HAND)
    (whttp.home / name).write_bytes(KINDS[name])
    assert whttp("proxy", "import", name, "--profile", "new").status == 0
    assert _values(whttp, "new") == _values(whttp, "hand")


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_leads_a_request_the_same_way(name: str, whttp: Whttp) -> None:
    (whttp.home / name).write_bytes(KINDS[name])
    for url, route in (("http://a.test/", "px1:8080"), ("https://a.test/", "px2:8443")):
        document = whttp("proxy", "explain", url, "--from", name, "--max-time", "1", "--json").json
        assert document["routes"] == [f"PROXY {route}"]
    assert whttp("proxy", "explain", "http://a.contoso.com/", "--from", name, "--json").json[
        "routes"
    ] == ["DIRECT"]


def test_another_state_is_another_profile(whttp: Whttp) -> None:
    whttp.configure(BY_HAND)
    (whttp.home / "a.json").write_text(json.dumps({**MEMBERS, "ProxyBypass": "<local>"}))
    whttp("proxy", "import", "a.json", "--profile", "new")
    assert _values(whttp, "new") != _values(whttp, "hand")
