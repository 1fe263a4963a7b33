"""netsh: show proxy in any language, dump and other scripts, advproxy as file and as printed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings.windows import blobs
from winhttp_cli.errors import UsageFault
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.windows.advproxy import read_settings
from winhttp_cli.settings.windows.netsh import looks_like_script, read_script, read_show
from winhttp_cli.settings.windows.reading import Format, read
from winhttp_cli.settings.windows.state import ProxyState, Scope

DIRECT = [
    "\r\nCurrent WinHTTP proxy settings:\r\n\r\n    Direct access (no proxy server).\r\n\r\n",
    "Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Direktzugriff (kein Proxyserver).\n",
    "Paramètres de proxy WinHTTP actuels :\n\n    Accès direct (sans serveur proxy).\n",
    "当前的 WinHTTP 代理服务器设置：\n\n    直接访问(没有代理服务器)。\n",
]
NAMED = [
    "Current settings:\n\n    Proxy Server(s) :  px1:8080\n    Bypass List     :  <local>;*.org\n",
    "Aktuelle Einstellungen:\n\n    Proxyserver:  px1:8080\n    Umgehungsliste:  <local>;*.org\n",
    "Paramètres :\n\n    Serveur(s) proxy :  px1:8080\n    Liste de contournement     :  <local>;*.org\n",
    "当前设置：\n\n    代理服务器：px1:8080\n    绕过列表：<local>;*.org\n",
]


@pytest.mark.parametrize("text", DIRECT)
def test_direct_access_in_any_language(text: str) -> None:
    assert read_show(text, "s.txt") == ProxyState("s.txt")
    assert read(text.encode(), "s.txt").format is Format.SHOWN


@pytest.mark.parametrize("text", NAMED)
def test_a_proxy_in_any_language(text: str) -> None:
    assert read_show(text, "s.txt") == ProxyState("s.txt", proxies="px1:8080", bypass="<local>;*.org")


@pytest.mark.parametrize("nothing", ["(none)", "(Keine)", "(aucun)", "(无)", "（无）"])
def test_an_empty_bypass_list_is_a_word_in_parentheses(nothing: str) -> None:
    text = f"Settings:\n    Proxy Server(s) :  px1:8080\n    Bypass List     :  {nothing}\n"
    assert read_show(text, "s.txt").bypass == ""


def test_a_list_for_several_schemes_keeps_its_colons() -> None:
    text = "Settings:\n    Proxy Server(s) :  http=px1:80;https=px2:443\n    Bypass List :  (none)\n"
    assert read_show(text, "s.txt").proxies == "http=px1:80;https=px2:443"


@pytest.mark.parametrize(
    "text",
    ["", "hello: world", "hello", "A:\n B : 1\n", "A:\n B : 1\n C : 2\n D : 3\n", "A:\nnothing\nmuch\n"],
)
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(UsageFault, match=r"s\.txt: "):
        read_show(text, "s.txt")


HEADING = "\n# ----------\n# WinHTTP Proxy Configuration\n# ----------\npushd winhttp\n\n"
END = "\n\npopd\n\n# End of WinHTTP Proxy Configuration\n"


def script(*commands: str) -> list[ProxyState]:
    text = HEADING + "\n".join(commands) + END
    assert looks_like_script(text)
    return read_script(text, "d.txt")


def test_a_dump_without_proxy() -> None:
    assert script("reset proxy") == [ProxyState("d.txt")]


@pytest.mark.parametrize(
    "command",
    [
        'set proxy proxy-server="px1:8080" bypass-list="<local>;*.org"',
        "set proxy px1:8080 <local>;*.org",
        'set proxy px1:8080 "<local>;*.org"',
        'set proxy bypass-list="<local>;*.org" proxy-server=px1:8080',
        'SET PROXY PROXY-SERVER="px1:8080" BYPASS-LIST="<local>;*.org"',
        'netsh winhttp set proxy proxy-server="px1:8080" bypass-list="<local>;*.org"',
    ],
)
def test_a_dump_with_a_proxy_however_it_is_written(command: str) -> None:
    assert script(command) == [ProxyState("d.txt", proxies="px1:8080", bypass="<local>;*.org")]


def test_the_last_command_counts() -> None:
    assert script("set proxy a", "reset proxy") == [ProxyState("d.txt")]
    assert script("reset proxy", "set proxy b") == [ProxyState("d.txt", proxies="b")]


def test_advproxy_in_a_script_with_its_backslashes() -> None:
    (state,) = script(
        'set advproxy setting-scope=user settings={\\"Proxy\\":\\"px:1\\",\\"ProxyBypass\\":\\"\\",'
        '\\"AutoconfigUrl\\":\\"http://p/p.pac\\",\\"AutoDetect\\":true}'
    )
    assert state.scope is Scope.USER
    assert (state.proxies, state.pac_url, state.auto_detect) == ("px:1", "http://p/p.pac", True)


def test_commands_of_other_contexts_and_about_tracing_are_passed_over() -> None:
    text = (
        "pushd interface\nset proxy not-this\npopd\n"
        + HEADING
        + "set proxy px\nset tracing output=file\n"
        + END
    )
    assert read_script(text, "d.txt") == [ProxyState("d.txt", proxies="px")]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("import proxy source=ie", "line 7: what import proxy took over is not in this file"),
        ("set proxy", "line 7: set proxy names no proxy"),
        ("set advproxy setting-scope=user settings-file=x.json", "are in another file"),
        ("set advproxy setting-scope=user settings={broken}", "line 7, column 2"),
        ("reset tracing", "no command in it sets a proxy"),
    ],
)
def test_what_a_script_may_not_say(command: str, message: str) -> None:
    with pytest.raises(UsageFault) as caught:
        script(command)
    assert message in caught.value.message


FULL = {"Proxy": "px:1", "ProxyBypass": "<local>", "AutoconfigUrl": "http://p/p.pac", "AutoDetect": True}


def test_a_settings_file() -> None:
    state = read_settings(json.dumps(FULL), "a.json")
    assert (state.proxies, state.bypass) == ("px:1", "<local>")
    assert (state.pac_url, state.auto_detect, state.scope) == ("http://p/p.pac", True, Scope.MACHINE)


@pytest.mark.parametrize("member", FULL)
def test_each_of_the_four_members_is_wanted(member: str) -> None:
    text = json.dumps({name: value for name, value in FULL.items() if name != member})
    with pytest.raises(UsageFault, match=f"{member} missing"):
        read_settings(text, "a.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (json.dumps({**FULL, "Proxy": 1}), "Proxy is not a text"),
        (json.dumps({**FULL, "AutoDetect": "yes"}), "AutoDetect is not true or false"),
        (json.dumps({**FULL, "AutoDetect": 1}), "AutoDetect is not true or false"),
        ("{", "line 1, column 2"),
        ('{\n "Proxy": }', "line 2, column 11"),
        ("[]", "is not a JSON object"),
        (json.dumps(FULL) + "x", "something follows"),
        ('{"a": ' + "[" * 100_000, "beyond all measure"),
        ('{"a": ' + "9" * 5000 + "}", "beyond all measure"),
    ],
)
def test_what_a_settings_file_may_not_hold(text: str, message: str) -> None:
    with pytest.raises(UsageFault) as caught:
        read_settings(text, "a.json")
    assert message in caught.value.message


def printed(**members: object) -> ProxyState:
    text = "\r\nCurrent WinHTTP advanced proxy settings:\r\n\r\n" + json.dumps(members, indent=8)
    found = read(text.encode(), "p.txt")
    assert found.format is Format.PRINTED
    return found.states[0]


def test_what_show_advproxy_prints_may_leave_out_what_is_empty() -> None:
    state = printed(
        ProxyIsEnabled=True, Proxy="px:1", AutoConfigIsEnabled=False, PerUserProxySettings=True
    )
    assert (state.proxies, state.scope) == ("px:1", Scope.USER)
    assert printed(ProxyIsEnabled=False, Proxy="px:1", PerUserProxySettings=False).is_direct
    assert printed().is_direct


def test_the_place_of_a_mistake_counts_the_heading_in() -> None:
    with pytest.raises(UsageFault, match="line 4, column 12"):
        read(b'Heading:\n\n{\n  "Proxy": }', "p.txt")


def test_a_member_nobody_knows_is_noted() -> None:
    assert printed(ProxyIsEnabled=True, ConnectionName="VPN").notes == (
        "p.txt: ConnectionName not understood",
    )


def layers(data: bytes) -> list[Layer]:
    """Everything a file says, all the way to settings."""
    return [state.layer() for state in read(data, "x").states]


@given(
    st.text(max_size=200)
    | st.text(alphabet='{}":, ProxytueflsAD\\=-<>;\n', max_size=200)
    | st.builds(
        lambda tail: HEADING + tail, st.text(alphabet='set proxy advproxy{}"=\\ \n:', max_size=100)
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    fault = blobs.fault_of(lambda: layers(text.encode("utf-8", "replace")))
    assert fault is None or "\n" not in fault.message


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    fault = blobs.fault_of(lambda: layers(data))
    assert fault is None or fault.origin.startswith("x")
