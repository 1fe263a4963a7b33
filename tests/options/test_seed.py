"""All options of the seed page are there, each once, with the facts' numbers, handles and access."""

from __future__ import annotations

import pytest

from tests.options.seed_table import ALIASES, DEFAULTS, SEED_TABLE
from winhttp_cli.options.catalogue import OPTIONS, SEED, find
from winhttp_cli.options.option import Access, AnyOption, Fate, Handle

LETTERS = {
    "s": Handle.SESSION,
    "c": Handle.CONNECT,
    "r": Handle.REQUEST,
    "w": Handle.WEBSOCKET,
    "n": Handle.NULL,
    "S": Access.SET,
    "Q": Access.QUERY,
}


def names(options: tuple[AnyOption, ...]) -> list[str]:
    return [option.name for option in options]


def test_the_seed_page_describes_69_options_and_each_is_here_once() -> None:
    assert len(SEED) == 69
    assert sorted(names(SEED)) == sorted(SEED_TABLE)


@pytest.mark.parametrize("option", SEED, ids=names(SEED))
def test_number_handles_and_access_are_those_of_the_facts(option: AnyOption) -> None:
    number, handles, access = SEED_TABLE[option.name]
    assert option.number == number
    assert option.handles == union(LETTERS[letter] for letter in handles)
    assert option.access == union(LETTERS[letter] for letter in access)


def union(flags):
    first, *rest = flags
    for flag in rest:
        first |= flag
    return first


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_the_other_spelling_of_a_name_finds_the_same_option(alias: str, name: str) -> None:
    assert find(alias) is find(name)


@pytest.mark.parametrize(("name", "value"), DEFAULTS.items())
def test_the_built_in_default_is_the_documented_one(name: str, value: int) -> None:
    assert find(name).default == value


def test_whttps_own_options_have_no_winhttp_number() -> None:
    for option in OPTIONS[len(SEED) :]:
        assert option.number is None
        assert option.winhttp_name == ""


def test_reserved_and_deprecated_options_say_so() -> None:
    assert find("UNSAFE_HEADER_BLOCKING").fate is Fate.RESERVED
    for name in ("READ_BUFFER_SIZE", "WRITE_BUFFER_SIZE", "REQUEST_PRIORITY"):
        assert find(name).fate is Fate.NO_EFFECT


def test_the_options_that_do_not_work_yet_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = [option.name for option in OPTIONS if option.fate is Fate.NOT_YET]
    seed = [name for name in waiting if name in SEED_TABLE]
    with capsys.disabled():
        print(
            f"\nnot yet: {len(seed)} of {len(SEED)} seed options, {len(waiting)} of {len(OPTIONS)} in all"
        )
    assert len(waiting) < len(OPTIONS)
