"""Names, numbers, keys, flags and letters are unique and legal; every record is written up."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from winhttp_cli.options.catalogue import OPTIONS, SEED, canonical
from winhttp_cli.options.elsewhere import KNOWN_ELSEWHERE
from winhttp_cli.options.option import AnyOption, Fate, Repeat
from winhttp_cli.options.shorthand import SHORTHANDS

each = pytest.mark.parametrize("option", OPTIONS, ids=[option.name for option in OPTIONS])
RESERVED_FLAGS = {"--help", "-h", "--version", "-V"}


def twice(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def flags_offered() -> list[str]:
    settable = [option for option in OPTIONS if option.settable]
    plain = [option.flag for option in settable] + [option.short for option in settable if option.short]
    negative = [f"--no-{option.flag[2:]}" for option in settable if option.kind.is_switch]
    return plain + negative + [flag for shorthand in SHORTHANDS for flag in shorthand.flags]


def test_no_name_or_alias_is_used_twice() -> None:
    assert twice([name for option in OPTIONS for name in (option.name, *option.aliases)]) == []


def test_no_number_is_used_twice() -> None:
    assert twice([str(option.number) for option in SEED]) == []


def test_no_flag_or_letter_is_used_twice_and_help_and_version_stay_free() -> None:
    assert twice(flags_offered()) == []
    assert RESERVED_FLAGS.isdisjoint(flags_offered())


@pytest.mark.parametrize("flag", flags_offered())
def test_a_flag_is_a_letter_or_a_kebab_case_word(flag: str) -> None:
    assert re.fullmatch(r"-[A-Za-z0-9]|--[a-z][a-z0-9]*([-.][a-z0-9]+)*", flag)


@each
def test_a_name_becomes_key_flag_and_environment_variable(option: AnyOption) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", option.name)
    assert option.key == option.name.lower()
    assert option.environment == f"WHTTP_{option.name}"
    assert canonical(option.flag) == option.name


@each
def test_every_record_is_written_up(option: AnyOption) -> None:
    assert option.summary.endswith(".")
    assert len(option.summary) <= 90
    assert len(option.doc) > 40
    assert option.fate is Fate.RESERVED or option.example.startswith("whttp ")
    assert option.kind.metavar


@each
def test_the_example_uses_the_option(option: AnyOption) -> None:
    words = [option.flag, f"--query {option.key}", option.short or option.flag]
    words += [f"--no-{option.flag[2:]}"] if option.kind.is_switch else []
    words += [flag for shorthand in SHORTHANDS if shorthand.option is option for flag in shorthand.flags]
    special = {"CALLBACK", "UPGRADE_TO_WEB_SOCKET", "PASSPORT_SIGN_OUT", "UNSAFE_HEADER_BLOCKING", "SET"}
    assert option.name in special or any(word in option.example for word in words)


@each
def test_a_list_takes_several_and_a_single_value_does_not(option: AnyOption) -> None:
    is_list = isinstance(option.default, tuple)
    assert is_list == (option.repeat in (Repeat.LIST, Repeat.ACCUMULATE))


def test_options_of_newer_headers_are_no_options_of_ours() -> None:
    ours = {option.name for option in SEED} | {alias for option in SEED for alias in option.aliases}
    assert ours.isdisjoint(KNOWN_ELSEWHERE)
    assert {option.number for option in SEED}.isdisjoint(KNOWN_ELSEWHERE.values())
