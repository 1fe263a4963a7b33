"""An option is found by any of its names; what is not found is explained."""

from __future__ import annotations

import pytest

from winhttp_cli.options.catalogue import OPTIONS, UnknownOption, find
from winhttp_cli.options.option import AnyOption


@pytest.mark.parametrize("option", OPTIONS, ids=repr)
def test_every_spelling_of_an_option_finds_it(option: AnyOption) -> None:
    spellings = [option.name, option.key, option.flag, option.flag[2:], f" {option.key.title()} "]
    if option.number is not None:
        spellings += [option.winhttp_name, str(option.number), hex(option.number)]
    assert {find(spelling) for spelling in spellings} == {option}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("conect_timeout", "connect_timeout"),
        ("--redirect-polcy", "redirect_policy"),
        ("WINHTTP_OPTION_SECURTY_FLAGS", "security_flags"),
    ],
)
def test_a_typing_error_is_answered_with_what_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(UnknownOption) as caught:
        find(typed)
    assert caught.value.suggestion == meant
    assert caught.value.hint == f"did you mean {meant}?"


@pytest.mark.parametrize("name", ["TCP_KEEPALIVE", "WINHTTP_OPTION_TCP_KEEPALIVE", "152", "0x98"])
def test_a_newer_winhttp_option_is_known_but_not_on_the_seed_page(name: str) -> None:
    with pytest.raises(UnknownOption, match="not on the seed page") as caught:
        find(name)
    assert caught.value.known_elsewhere


@pytest.mark.parametrize("name", ["", "zzzzzz", "99999", "-1", "\0"])
def test_a_name_of_nobody_has_no_suggestion(name: str) -> None:
    with pytest.raises(UnknownOption) as caught:
        find(name)
    assert not caught.value.known_elsewhere
    assert caught.value.hint == ""
