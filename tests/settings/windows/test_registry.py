"""`.reg` exports and `reg query`: which values count, whose they are, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings.windows import blobs
from winhttp_cli.errors import UsageFault
from winhttp_cli.settings.windows.reading import Format, read
from winhttp_cli.settings.windows.registry import read_export, read_query
from winhttp_cli.settings.windows.registry_state import read_values
from winhttp_cli.settings.windows.state import ProxyState, Scope

SETTINGS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
HEAD = "Windows Registry Editor Version 5.00\n\n"


def states(text: str) -> list[ProxyState]:
    return read_values(read_export(text, "w.reg"), "w.reg")


def key(path: str, *values: str) -> str:
    return "\n".join([f"[{path}]", *values, ""]) + "\n"


def hexed(data: bytes) -> str:
    return "hex:" + data.hex(",")


def test_an_export_of_the_machines_value() -> None:
    (state,) = states(
        blobs.export("HKEY_LOCAL_MACHINE", "WinHttpSettings", blobs.machine(3, "px:1", "x"))
    )
    assert (state.scope, state.proxies, state.bypass) == (Scope.MACHINE, "px:1", "x")
    assert state.source == "w.reg HKLM WinHttpSettings"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig", "cp1252"])
def test_an_export_in_any_encoding_of_windows(encoding: str) -> None:
    text = blobs.export("HKEY_CURRENT_USER", "DefaultConnectionSettings", blobs.user(3, "px:1"))
    found = read(text.encode(encoding), "w.reg")
    assert found.format is Format.EXPORT
    assert (found.states[0].scope, found.states[0].proxies) == (Scope.USER, "px:1")


def test_names_and_keys_have_no_case() -> None:
    text = HEAD + key(
        SETTINGS.upper() + r"\CONNECTIONS", f'"WINHTTPSETTINGS"={hexed(blobs.machine(3, "px"))}'
    )
    assert states(text)[0].proxies == "px"


def test_a_deleted_machine_value_means_direct() -> None:
    (state,) = states(HEAD + key(rf"HKEY_LOCAL_MACHINE\{SETTINGS}\Connections", '"WinHttpSettings"=-'))
    assert state.is_direct


def test_machine_and_user_are_two_states_the_machine_first() -> None:
    text = (
        HEAD
        + key(
            rf"HKEY_CURRENT_USER\{SETTINGS}\Connections",
            f'"DefaultConnectionSettings"={hexed(blobs.user(5, script="http://p/p.pac"))}',
            '"SavedLegacySettings"=hex:00',
        )
        + key(
            rf"HKEY_LOCAL_MACHINE\{SETTINGS}\Connections", f'"WinHttpSettings"={hexed(blobs.machine(1))}'
        )
    )
    machine, user = states(text)
    assert (machine.scope, user.scope) == (Scope.MACHINE, Scope.USER)
    assert (machine.is_direct, user.pac_url) == (True, "http://p/p.pac")


def test_tls_versions_go_with_the_machine() -> None:
    protocols = key(rf"HKEY_LOCAL_MACHINE\{SETTINGS}\WinHttp", '"DefaultSecureProtocols"=dword:00000a00')
    proxy = key(
        rf"HKEY_LOCAL_MACHINE\{SETTINGS}\Connections", f'"WinHttpSettings"={hexed(blobs.machine(1))}'
    )
    (state,) = states(HEAD + protocols + proxy)
    assert (state.secure_protocols, state.says_proxy) == (0xA00, True)
    (alone,) = states(HEAD + protocols)
    assert (alone.secure_protocols, alone.says_proxy) == (0xA00, False)


def test_the_32_bit_twin_counts_only_where_it_is_alone() -> None:
    twin = key(
        r"HKEY_LOCAL_MACHINE\SOFTWARE\Wow6432Node\Microsoft\Windows\Internet Settings\WinHttp",
        '"DefaultSecureProtocols"=dword:00000080',
    )
    own = key(rf"HKEY_LOCAL_MACHINE\{SETTINGS}\WinHttp", '"DefaultSecureProtocols"=dword:00000800')
    for text in (twin + own, own + twin):
        assert states(HEAD + text)[0].secure_protocols == 0x800
    assert states(HEAD + twin)[0].secure_protocols == 0x80


def test_a_mask_of_zero_chooses_nothing() -> None:
    text = key(rf"HKEY_LOCAL_MACHINE\{SETTINGS}\WinHttp", '"DefaultSecureProtocols"=dword:00000000')
    assert states(HEAD + text) == []


def test_values_of_other_keys_are_passed_over_even_with_line_ends_in_them() -> None:
    other = key(r"HKEY_LOCAL_MACHINE\Other", '"Text"="two', 'lines"', '"WinHttpSettings"=hex:00')
    proxy = key(
        rf"HKEY_LOCAL_MACHINE\{SETTINGS}\Connections",
        f'"WinHttpSettings"={hexed(blobs.machine(3, "px"))}',
    )
    (state,) = states(HEAD + other + "; a comment\n" + proxy)
    assert state.proxies == "px"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (['"WinHttpSettings"=dword:00000001'], "line 4: not a binary value"),
        (['"WinHttpSettings"="text"'], "line 4: not a binary value"),
        (['"WinHttpSettings"=hex:18,00,0g'], "position 10: '0g' is no hexadecimal"),
        (['"WinHttpSettings"=hex:18,00'], "offset 0 (0x00): the value ends before its first number"),
        (["WinHttpSettings=hex:18"], "line 4: neither a key nor a value"),
        (['"ProxyEnable"=dword:00000001'], "none of WinHttpSettings"),
    ],
)
def test_what_is_refused(values: list[str], message: str) -> None:
    with pytest.raises(UsageFault) as caught:
        states(HEAD + key(rf"HKEY_LOCAL_MACHINE\{SETTINGS}\Connections", *values))
    assert message in caught.value.message
    assert caught.value.message.startswith("w.reg")


@pytest.mark.parametrize("data", ["dword:", "dword:xyz", "dword:123456789", "hex:00", '"0xA00"'])
def test_a_mask_that_is_no_dword_is_refused(data: str) -> None:
    text = key(rf"HKEY_LOCAL_MACHINE\{SETTINGS}\WinHttp", f'"DefaultSecureProtocols"={data}')
    with pytest.raises(UsageFault, match="line 4: not a DWORD"):
        states(HEAD + text)


def test_a_mask_with_bits_that_are_no_tls_version_is_refused_by_the_option() -> None:
    text = key(rf"HKEY_LOCAL_MACHINE\{SETTINGS}\WinHttp", '"DefaultSecureProtocols"=dword:00000801')
    (state,) = states(HEAD + text)
    with pytest.raises(UsageFault, match=r"DefaultSecureProtocols.*0x1"):
        state.layer()


def test_what_reg_query_prints() -> None:
    text = (
        f"\r\nHKEY_LOCAL_MACHINE\\{SETTINGS}\\Connections\r\n"
        f"    WinHttpSettings    REG_BINARY    {blobs.machine(3, 'px:1').hex().upper()}\r\n\r\n"
        f"HKEY_LOCAL_MACHINE\\{SETTINGS}\\WinHttp\r\n"
        "    DefaultSecureProtocols    REG_DWORD    0xa00\r\n    Other Name    REG_SZ    x\r\n"
    )
    found = read(text.encode(), "query.txt")
    assert found.format is Format.QUERY
    assert (found.states[0].proxies, found.states[0].secure_protocols) == ("px:1", 0xA00)


@given(st.text(alphabet='[]"=\\-hexdword:018,;\n @HKEY_\\Internet Settings', max_size=200))
def test_any_text_is_an_export_or_refused(text: str) -> None:
    fault = blobs.fault_of(lambda: list(read_export(HEAD + text, "w")))
    assert fault is None or "line" in fault.message
    assert list(read_query(text)) == [] or "REG_" in text
