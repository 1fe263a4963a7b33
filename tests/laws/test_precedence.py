"""One rule decides for every option: the higher voice wins, and what adds up adds up from below."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.options.samples import two_values
from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.option import AnyOption, Repeat
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import BUILT_IN, Origin, Rank
from winhttp_cli.settings.settings import Settings

SETTABLE = [option for option in OPTIONS if option.settable]
RANKS = [Origin(rank, rank.name.lower()) for rank in Rank if rank is not Rank.BUILT_IN]
PAIRS = list(pairwise(RANKS))


def layer(option: AnyOption, value: Any, origin: Origin) -> Layer:
    made = Layer()
    made.put(option, value, origin)
    return made


@pytest.mark.parametrize("option", SETTABLE, ids=repr)
def test_of_two_voices_the_higher_decides_whatever_their_order(option: AnyOption) -> None:
    first, second = two_values(option.kind)
    for low, high in PAIRS:
        layers = [layer(option, first, low), layer(option, second, high)]
        for order in (layers, layers[::-1]):
            settings = Settings(order)
            added = option.repeat is Repeat.ACCUMULATE
            assert settings[option] == ((*first, *second) if added else second)
            assert settings.origin(option) == high


@pytest.mark.parametrize("option", SETTABLE, ids=repr)
def test_an_option_nobody_spoke_of_is_built_in(option: AnyOption) -> None:
    settings = Settings()
    assert settings[option] == option.default
    assert settings.origin(option) is BUILT_IN
    assert not settings.is_set(option)


ONCE = [option for option in SETTABLE if option.repeat is Repeat.ONCE]


@pytest.mark.parametrize("option", [o for o in SETTABLE if o not in ONCE], ids=repr)
def test_said_twice_by_one_voice_a_value_replaces_lists_or_unites(option: AnyOption) -> None:
    first, second = two_values(option.kind)
    said = layer(option, first, RANKS[-1])
    said.put(option, second, RANKS[-1])
    wanted = {
        Repeat.LAST: lambda: second,
        Repeat.UNITE: lambda: first | second,
        Repeat.LIST: lambda: (*first, *second),
        Repeat.ACCUMULATE: lambda: (*first, *second),
    }[option.repeat]()
    assert Settings([said])[option] == wanted


@pytest.mark.parametrize("option", ONCE, ids=repr)
def test_what_is_set_once_for_the_process_is_refused_the_second_time(option: AnyOption) -> None:
    first, second = two_values(option.kind)
    said = layer(option, first, RANKS[-1])
    with pytest.raises(UsageFault, match="once") as caught:
        said.put(option, second, RANKS[-1])
    assert caught.value.code is Code.ERROR_WINHTTP_INCORRECT_HANDLE_STATE
