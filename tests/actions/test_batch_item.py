"""Whatever a line says, it comes to a plan or to a fault."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.actions.batch_item import MEMBERS, OWN_OPTIONS, Items
from winhttp_cli.errors import ExitStatus
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.option import AnyOption, Fate, Handle
from winhttp_cli.settings.settings import Settings

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from([option.key for option in OPTIONS])
OBJECTS = st.fixed_dictionaries(
    {"url": st.just("http://h/") | JSON},
    optional={
        "method": st.text(max_size=8) | JSON,
        "headers": st.dictionaries(st.text(), st.text()) | JSON,
        "body": st.text() | JSON,
        "options": st.dictionaries(KEYS, JSON, max_size=3) | JSON,
        "id": JSON,
    },
)


def check(text: str) -> None:
    item = Items(Settings()).of(3, text)
    assert (item.plan is None) != (item.fault is None)
    assert item.line == 3
    if item.fault is not None:
        assert item.fault.status in (ExitStatus.USAGE, ExitStatus.FILE)
        assert "\n" not in item.fault.message


@given(st.text(min_size=1).map(str.strip).filter(bool))
def test_of_any_text(text: str) -> None:
    check(text)


@given(OBJECTS)
def test_of_any_object(value: dict[str, Any]) -> None:
    check(json.dumps(value))


@given(st.dictionaries(st.sampled_from(MEMBERS) | st.text(), JSON))
def test_of_any_members(value: dict[str, Any]) -> None:
    check(json.dumps(value))


SETTABLE = [
    option
    for option in OPTIONS
    if option.settable and option.fate in (Fate.WORKS, Fate.EMULATED) and not option.kind.secret
]


def may_stand_in_a_line(option: AnyOption) -> bool:
    if option.number is None:
        return option in OWN_OPTIONS
    return Handle.REQUEST in option.handles


@pytest.mark.parametrize("option", SETTABLE, ids=repr)
def test_what_a_line_may_not_say_is_refused_whatever_its_value(option: AnyOption) -> None:
    shown = option.kind.show(option.default)
    value: Any = [shown] if isinstance(option.default, tuple) else shown
    item = Items(Settings()).of(1, json.dumps({"url": "http://h/", "options": {option.key: value}}))
    if not may_stand_in_a_line(option):
        assert item.plan is None
