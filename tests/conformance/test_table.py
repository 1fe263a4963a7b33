"""The table itself: nothing missing, nothing stale, every name true."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conformance.facts import Fact, Verdict
from tests.conformance.table import FACTS, page

ROOT = Path(__file__).parents[2]
#: How many facts each collection has.
SIZES = {"a": 28, "b": 24, "c": 19, "d": 30, "e": 18, "f": 22, "g": 13, "h": 16, "i": 13}
SIZES |= {"H": 13, "A": 27, "S": 5, "R": 13, "C": 7, "B": 9, "U": 9, "E": 9, "Q": 6}
SIZES |= {"J": 4, "P": 17, "G": 4}
_NAMED = re.compile(r"test_(semantics_)?((?:[a-z]\d+_)+)")

by_number = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.number}")


def functions(path: Path) -> set[str]:
    """The test functions in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


HERE = {
    name
    for path in Path(__file__).parent.glob("test_*.py")
    for name in functions(path)
    if name.startswith("test_")
}


def numbers_in(name: str) -> set[str]:
    """The facts that a test's name speaks of: `test_d4_d6_...` of d4 and d6."""
    match = _NAMED.match(name)
    if match is None:
        return set()
    found = match[2].split("_")[:-1]
    return {number.upper() if match[1] else number for number in found}


def test_every_fact_of_each_collection_stands_once_and_in_order() -> None:
    expected = [f"{letter}{number}" for letter, size in SIZES.items() for number in range(1, size + 1)]
    assert Counter(fact.number for fact in FACTS) == Counter(expected)
    for letter, size in SIZES.items():
        here = [fact.number for fact in FACTS if fact.number[0] == letter]
        assert here == [f"{letter}{number}" for number in range(1, size + 1)]


@by_number
def test_a_fact_has_a_verdict_and_what_goes_with_it(fact: Fact) -> None:
    assert fact.text.endswith(".")
    assert re.fullmatch(r"(T|N|C|D|S|O8|O10)( (T|N|C|D|S|O8|O10))*", fact.sources)
    if fact.verdict in (Verdict.AGREES, Verdict.DIFFERS):
        assert fact.tests
    if fact.verdict is not Verdict.AGREES:
        assert fact.why


@by_number
def test_a_facts_tests_exist(fact: Fact) -> None:
    for name in fact.tests:
        path, _, function = name.rpartition("::")
        assert function in (functions(ROOT / path) if path else HERE)


@pytest.mark.parametrize("name", sorted(HERE))
def test_a_test_named_after_a_fact_is_listed_with_it(name: str) -> None:
    tests = {fact.number: fact.tests for fact in FACTS}
    for number in numbers_in(name):
        own = [other for other in tests[number] if number in numbers_in(other)]
        assert name in tests[number] or own, f"{name} is not among the tests of {number}"


def test_about_ninety_facts_or_more_are_shown_at_the_command_line() -> None:
    assert len({name for fact in FACTS for name in fact.tests if "::" not in name}) >= 90


def test_the_page_is_not_stale() -> None:
    assert (ROOT / "docs" / "conformance.md").read_text("utf-8") == page(), "python -m tests.conformance"
