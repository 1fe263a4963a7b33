"""JSON on a terminal: readable, streamed, and unchanged where it is not JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.render.json_text import JsonText
from winhttp_cli.render.terminal import Outlet

PLAIN = Outlet(io.StringIO())
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def shown(*pieces: str, out: Outlet = PLAIN) -> str:
    text = JsonText(out)
    return "".join([text.feed(piece) for piece in pieces] + [text.finish()])


def test_members_stand_on_lines_of_their_own() -> None:
    assert shown('{"name":"alice","ages":[1,2],"no":{},"none":[]}') == (
        '{\n  "name": "alice",\n  "ages": [\n    1,\n    2\n  ],\n  "no": {},\n  "none": []\n}'
    )


@given(VALUES)
def test_any_value_reads_back_the_same(value: Any) -> None:
    assert json.loads(shown(json.dumps(value))) == value


@given(VALUES, st.integers(1, 7))
def test_pieces_change_nothing(value: Any, size: int) -> None:
    text = json.dumps(value)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert shown(*pieces) == shown(text)


@given(VALUES)
def test_the_layout_is_that_of_the_standard_library(value: Any) -> None:
    assert shown(json.dumps(value)) == json.dumps(value, indent=2)


@given(st.text(alphabet='{}[]:,"\\ntrue1. x\n', max_size=40))
def test_what_is_not_json_loses_no_letter(text: str) -> None:
    def letters(some: str) -> str:
        return "".join(some.split())

    assert letters(shown(text)) == letters(text)


def test_a_value_is_shown_before_the_document_ends() -> None:
    assert '"first"' in JsonText(PLAIN).feed('{"first": 1, "second"')


@pytest.mark.parametrize("text", ["<html> <b> x", '{"a": nonsense  here', "]  ]", "{]   }"])
def test_from_the_first_wrong_character_the_text_goes_through(text: str) -> None:
    tail = text[-3:]
    assert shown(text).endswith(tail)


def test_deep_nesting_does_not_grow_the_indentation() -> None:
    assert len(shown("[" * 20_000)) < 30_000


def test_a_word_without_an_end_is_not_kept() -> None:
    assert JsonText(PLAIN).feed("1" * 5000) == "1" * 5000


def test_several_documents_each_begin_a_line() -> None:
    assert shown("{}\n[]\n1") == "{}\n[]\n1"


def test_keys_and_values_differ_in_colour() -> None:
    text = shown('{"a": "b"}', out=Outlet(io.StringIO(), colour=True))
    assert '\x1b[36m"a"\x1b[0m' in text
    assert '\x1b[32m"b"\x1b[0m' in text
