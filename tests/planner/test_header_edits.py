"""Header lines as WinHttpAddRequestHeaders makes them: behaviour a25, a26."""

from __future__ import annotations

import os

import pytest

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.planner.header_edits import Change, Edit, apply, wire_text

ADD, IF_NEW, REPLACE = Change.ADD, Change.ADD_IF_NEW, Change.REPLACE
COMMA, SEMICOLON = Change.COALESCE_WITH_COMMA, Change.COALESCE_WITH_SEMICOLON


def lines(*edits: tuple[Change, str]) -> list[str]:
    """The lines that edits written `Name: value` come to."""
    split = ((change, *text.split(": ", 1)) for change, text in edits)
    made = apply(Edit(change, name, value, "-H") for change, name, value in split)
    return [f"{name}: {value}" for name, value in made]


def refusal(*edits: tuple[Change, str]) -> UsageFault:
    with pytest.raises(UsageFault) as caught:
        lines(*edits)
    assert caught.value.message.startswith("-H: ")
    return caught.value


def test_add_appends_even_a_duplicate() -> None:
    assert lines((ADD, "A: 1"), (ADD, "B: 2"), (ADD, "a: 3")) == ["A: 1", "B: 2", "a: 3"]


def test_an_empty_value_is_added() -> None:
    assert lines((ADD, "A: ")) == ["A: "]


def test_add_if_new_adds_a_new_name_and_refuses_an_old_one_with_12155() -> None:
    assert lines((ADD, "A: 1"), (IF_NEW, "B: 2")) == ["A: 1", "B: 2"]
    assert refusal((ADD, "A: 1"), (IF_NEW, "a: 2")).code is Code.ERROR_WINHTTP_HEADER_ALREADY_EXISTS


def test_replace_changes_the_first_in_its_place_and_drops_the_others() -> None:
    edits = ((ADD, "A: 1"), (ADD, "B: 2"), (ADD, "a: 3"), (ADD, "A: 4"), (REPLACE, "A: 5"))
    assert lines(*edits) == ["A: 5", "B: 2"]


def test_replace_with_an_empty_value_deletes_every_one() -> None:
    assert lines((ADD, "A: 1"), (ADD, "B: 2"), (ADD, "a: 3"), (REPLACE, "A: ")) == ["B: 2"]


def test_replace_of_a_missing_name_is_12150() -> None:
    assert refusal((ADD, "A: 1"), (REPLACE, "B: 2")).code is Code.ERROR_WINHTTP_HEADER_NOT_FOUND


@pytest.mark.parametrize(("change", "joined"), [(COMMA, "A: 1, 2"), (SEMICOLON, "A: 1; 2")])
def test_coalesce_joins_to_the_first_of_the_name(change: Change, joined: str) -> None:
    assert lines((ADD, "A: 1"), (ADD, "A: x"), (change, "a: 2")) == [joined, "A: x"]
    assert lines((change, "a: 2")) == ["a: 2"]


@pytest.mark.parametrize("value", ["a\rb", "a\nb", "a\r\nX: y", "a\0b", "\ud83d"])
def test_what_cannot_stand_in_a_line_is_12153(value: str) -> None:
    assert refusal((ADD, f"A: {value}")).code is Code.ERROR_WINHTTP_INVALID_HEADER


@pytest.mark.parametrize(
    ("typed", "octets"),
    [("plain", b"plain"), ("é☃", "é☃".encode()), (os.fsdecode(b"\xff"), b"\xff"), ("t\t x ", b"t\t x ")],
)
def test_text_goes_out_as_the_octets_that_were_typed(typed: str, octets: bytes) -> None:
    assert wire_text(typed, "-H").encode("latin-1") == octets


def test_a_credential_does_not_show_in_the_lines() -> None:
    made = apply(
        [Edit(ADD, "Authorization", "Bearer s3cret", "-H"), Edit(COMMA, "Cookie", "s3cret", "-b")]
    )
    assert "s3cret" not in repr(made)
