"""The maker of mutants, and its list of harmless ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation.harmless import HARMLESS
from tests.mutation.mutants import mutants

PACKAGE = Path(__file__).parents[2] / "winhttp_cli"


def changes(source: str) -> set[tuple[str, str]]:
    return {(mutant.before, mutant.after) for mutant in mutants(source)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < 1", {("a < 1", "a <= 1"), ("1", "2")}),
        ("x = a and b", {("a and b", "a or b"), ("a and b", "a"), ("a and b", "b")}),
        ("x = not a", {("not a", "a")}),
        ("x = a in {1, 2}", {("a in {1, 2}", "a not in {1, 2}"), ("{1, 2}", "{2}"), ("{1, 2}", "{1}")}),
        ("x = 'word'", {("'word'", "'mutated'")}),
        ("x = True", {("True", "False")}),
        ("x = a + b", {("a + b", "a - b")}),
    ],
)
def test_each_decision_is_turned_round_in_turn(source: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= changes(source)


def test_words_for_people_and_types_are_left_alone() -> None:
    body = '    """Doc."""\n    raise E("message", hint="h")\n'
    source = f'"""Doc."""\n\ndef f(a: "int" = None) -> "str":\n{body}'
    assert changes(source) == set()


def test_a_mutant_differs_in_one_place_and_is_still_a_module() -> None:
    source = "def f(a):\n    return a == 1 and a != 2\n"
    made = list(mutants(source))
    assert len({mutant.source for mutant in made}) == len(made)
    for mutant in made:
        compile(mutant.source, "mutant", "exec")


@pytest.mark.parametrize(("module", "line"), sorted({place[:2] for place in HARMLESS}))
def test_a_harmless_change_is_in_a_line_that_is_there(module: str, line: str) -> None:
    lines = [text.strip() for text in (PACKAGE / module).read_text("utf-8").splitlines()]
    assert line in lines
