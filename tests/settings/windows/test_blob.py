"""WinHttpSettings and DefaultConnectionSettings, byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings.windows import blobs
from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.settings.windows.blob import read_blob
from winhttp_cli.settings.windows.hex_text import looks_like_hex, read_hex
from winhttp_cli.settings.windows.state import Scope

DIRECT = "18 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00"


def test_the_value_of_a_machine_without_proxy() -> None:
    state = read_blob(bytes.fromhex(DIRECT), "a.reg")
    assert state.is_direct
    assert (state.scope, state.notes) == (Scope.MACHINE, ())


@pytest.mark.parametrize("layout", [0x18, 0x28])
def test_a_machine_proxy_with_its_bypass_list(layout: int) -> None:
    state = read_blob(blobs.machine(3, "px1:8080", "<local>;*.org", layout=layout), "a.reg")
    assert (state.proxies, state.bypass) == ("px1:8080", "<local>;*.org")
    assert (state.pac_url, state.auto_detect) == ("", False)


def test_the_newer_layout_may_end_after_the_bypass_list() -> None:
    data = b"\x28" + blobs.machine(3, "px1", "x")[1:]
    assert read_blob(data, "a").bypass == "x"


@pytest.mark.parametrize("layout", [0x3C, 0x46])
def test_a_users_script_and_detection(layout: int) -> None:
    state = read_blob(blobs.user(0xF, "px:1", "", "http://pac/p.pac", layout=layout), "a.reg")
    assert state.scope is Scope.USER
    assert (state.proxies, state.pac_url, state.auto_detect) == ("px:1", "http://pac/p.pac", True)


def test_what_is_stored_but_switched_off_is_noted_and_does_not_count() -> None:
    state = read_blob(blobs.user(1, "px:1", "<local>", "http://pac/p.pac"), "a.reg")
    assert state.is_direct
    assert state.bypass == ""
    assert [note.split(":")[0] for note in state.notes] == ["a.reg", "a.reg"]
    assert "px:1" in state.notes[0]


def test_unknown_flags_are_noted() -> None:
    assert "0x40" in read_blob(blobs.machine(0x43, "px"), "a.reg").notes[0]


def test_nuls_at_the_end_of_a_text_are_no_part_of_it() -> None:
    assert read_blob(blobs.machine(3, "px\0\0", "\0\0\0"), "a.reg").proxies == "px"


BROKEN = [
    (b"", 0, "ends before its first number"),
    (b"\x18\0\0", 0, "ends before its first number"),
    (b"\x19\0\0\0" + bytes(16), 0, "begins neither WinHttpSettings"),
    (b"MZ\x90\0" + bytes(64), 0, "begins neither WinHttpSettings"),
    (blobs.machine(3, "px1:8080")[:6], 4, "ends before the counter"),
    (blobs.machine(3, "px1:8080")[:11], 8, "ends before the flags"),
    (blobs.machine(3, "px1:8080")[:14], 12, "ends before the length of the proxy list"),
    (blobs.machine(3, "px1:8080")[:20], 12, "the proxy list is said to have 8 bytes, 4 are left"),
    (blobs.machine(3, "px1:8080")[:26], 24, "ends before the length of the bypass list"),
    (blobs.machine(3, "px", "abc")[:-1], 18, "the bypass list is said to have 3 bytes, 2 are left"),
    (blobs.machine(3, "p\x00x"), 17, "0x00 is no character of the proxy list"),
    (blobs.machine(3, "px", "m\xfcnchen"), 23, "0xFC is no character of the bypass list"),
    (blobs.machine(3, "px\x1b[31m"), 18, "0x1B is no character of the proxy list"),
    (b"\x18\0\0\0" + bytes(4) + b"\x03\0\0\0" + b"\xff" * 4, 12, "4294967295 bytes, 0 are left"),
]


@pytest.mark.parametrize(("data", "offset", "message"), BROKEN)
def test_a_broken_value_is_refused_with_the_offset(data: bytes, offset: int, message: str) -> None:
    with pytest.raises(UsageFault) as caught:
        read_blob(data, "a.reg")
    assert caught.value.message.startswith(f"a.reg: offset {offset} (0x{offset:02X}): ")
    assert message in caught.value.message
    assert (caught.value.origin, caught.value.code) == ("a.reg", Code.ERROR_INVALID_PARAMETER)


@given(st.binary(max_size=200) | st.builds(lambda tail: b"\x46\0\0\0" + tail, st.binary(max_size=200)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    fault = blobs.fault_of(lambda: read_blob(data, "a"))
    assert fault is None or (fault.message.isprintable() and "offset" in fault.message)


@given(st.data())
def test_every_cut_is_refused_until_the_bypass_list_is_whole(data: st.DataObject) -> None:
    whole = blobs.machine(3, "px1.contoso.com:8080", "<local>")
    with pytest.raises(UsageFault, match="offset"):
        read_blob(whole[: data.draw(st.integers(0, len(whole) - 1))], "a")


@pytest.mark.parametrize(
    "text",
    [
        "18 00 00 00",
        "18000000",
        "18,00,00,00",
        "hex:18,00,\\\r\n  00,00",
        "hex(3):18,00,00,00",
        "0x18 0x00 0x00 0x00",
        "0x18,0x00,0x00,0x00\n",
        "0x18000000",
        "  18 00\n  00 00  ",
    ],
)
def test_hexadecimal_in_every_usual_dress(text: str) -> None:
    assert looks_like_hex(text)
    assert read_hex(text, "a") == b"\x18\0\0\0"


@pytest.mark.parametrize(
    ("text", "position"), [("18 0", 3), ("18 0g", 3), ("18;00", 2), ("1", 0), ("hex:18,00,zz", 10)]
)
def test_what_is_no_hexadecimal_is_refused_with_its_place(text: str, position: int) -> None:
    with pytest.raises(UsageFault, match=f"position {position}: "):
        read_hex(text, "a")


@given(st.text(alphabet="0123456789abcdefx ,\\\n:;hg", max_size=60))
def test_any_text_is_hexadecimal_or_refused(text: str) -> None:
    fault = blobs.fault_of(lambda: read_hex(text, "a"))
    assert fault is None or "position" in fault.message


def test_credentials_in_a_stored_list_are_not_repeated() -> None:
    for stored in ("http=alice:ge/heim@px1:8080", "px:1;http://alice:ge/heim@px1:8080"):
        (note,) = read_blob(blobs.machine(1, stored), "x.bin").notes
        assert "***@px1:8080" in note
        assert "heim" not in note
