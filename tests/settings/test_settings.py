"""One rule decides: the highest rank wins, and every value keeps its origin."""

from __future__ import annotations

from itertools import combinations

import pytest

from winhttp_cli.options.kinds import Many, Text
from winhttp_cli.options.option import Access, Fate, Handle, Option, Repeat, Topic
from winhttp_cli.options.redirects import MAX_HTTP_AUTOMATIC_REDIRECTS as LIMIT
from winhttp_cli.options.redirects import REDIRECT_POLICY, RedirectPolicyValue
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import BUILT_IN, Origin, Rank
from winhttp_cli.settings.settings import Settings

LINES = Option(
    name="LINES",
    number=None,
    topic=Topic.TOOL,
    kind=Many(Text()),
    default=(),
    handles=Handle.REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="",
    repeat=Repeat.ACCUMULATE,
)


def saying(rank: Rank, text: str, option: Option[int] = LIMIT, handle: Handle | None = None) -> Layer:
    layer = Layer()
    layer.say(option, text, Origin(rank, rank.name), handle)
    return layer


@pytest.mark.parametrize(("low", "high"), list(combinations(sorted(Rank), 2)))
def test_the_higher_rank_wins_whatever_order_the_layers_come_in(low: Rank, high: Rank) -> None:
    layers = [saying(low, "1"), saying(high, "2")]
    for order in (layers, layers[::-1]):
        settings = Settings(order)
        assert settings[LIMIT] == 2
        assert settings.origin(LIMIT) == Origin(high, high.name)


def test_what_nobody_spoke_of_is_built_in() -> None:
    settings = Settings([saying(Rank.FLAG, "1")])
    assert settings[REDIRECT_POLICY] is RedirectPolicyValue.DISALLOW_HTTPS_TO_HTTP
    assert settings.origin(REDIRECT_POLICY) is BUILT_IN
    assert not settings.is_set(REDIRECT_POLICY)


def test_a_list_that_accumulates_adds_up_from_the_lowest_rank() -> None:
    flag, file = Layer(), Layer()
    flag.say(LINES, "c", Origin(Rank.FLAG, "--lines"))
    for text in ("a", "b"):
        file.say(LINES, text, Origin(Rank.FILE, "config.toml"))
    assert Settings([flag, file])[LINES] == ("a", "b", "c")


def test_within_a_layer_the_last_word_wins() -> None:
    layer = saying(Rank.FLAG, "1")
    layer.say(LIMIT, "2", Origin(Rank.FLAG, "--again"))
    assert Settings([layer])[LIMIT] == 2
    assert Settings([layer]).origin(LIMIT).text == "--again"


def test_a_value_on_the_request_wins_over_one_on_the_session_said_later() -> None:
    layer = saying(Rank.FLAG, "1", handle=Handle.REQUEST)
    layer.say(LIMIT, "2", Origin(Rank.FLAG, "session"), Handle.SESSION)
    assert Settings([layer])[LIMIT] == 1
    assert Settings([layer]).on(Handle.SESSION)[LIMIT] == 2


def test_a_session_handle_does_not_see_what_its_request_was_told() -> None:
    settings = Settings([saying(Rank.FLAG, "1", handle=Handle.REQUEST)])
    assert settings[LIMIT] == 1
    assert settings.on(Handle.SESSION)[LIMIT] == LIMIT.default
    assert settings.on(Handle.REQUEST)[LIMIT] == 1


def test_a_value_that_names_no_handle_is_set_on_the_session_where_that_may_hold_it() -> None:
    settings = Settings([saying(Rank.FLAG, "1")])
    assert settings.on(Handle.SESSION)[LIMIT] == 1
    assert settings.placed() == []


def test_the_handle_a_value_names_is_told_with_its_origin() -> None:
    settings = Settings([saying(Rank.FLAG, "1", handle=Handle.CONNECT)])
    assert settings.placed() == [(LIMIT, Handle.CONNECT, Origin(Rank.FLAG, "FLAG"))]
