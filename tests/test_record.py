"""Records behave as the standard library's dataclasses do, in everything this package uses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from winhttp_cli import record


def classes(dataclass: Any, field: Any) -> SimpleNamespace:
    """The same classes made by either decorator."""

    @dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 2
        names: list[str] = field(default_factory=list)
        secret: str = field(default="s", repr=False)

        @property
        def total(self) -> int:
            return self.x + self.y

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Base:
        at: float = field(default_factory=lambda: 1.5)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Derived(Base):
        text: str

    @dataclass(slots=True)
    class Open:
        x: int

        def __repr__(self) -> str:
            return "mine"

    @dataclass(frozen=True, slots=True, eq=False)
    class Identity:
        x: int

    return SimpleNamespace(Point=Point, Derived=Derived, Open=Open, Identity=Identity, Base=Base)


OURS = classes(record.dataclass, record.field)
THEIRS = classes(dataclasses.dataclass, dataclasses.field)


def worn(made: SimpleNamespace) -> SimpleNamespace:
    """The same classes once they have made many records, and have an initializer of their own."""
    for _ in range(200):
        made.Point(1), made.Derived(text="t"), made.Open(1), made.Identity(1), made.Base()
    return made


FRESH_AND_WORN = [OURS, worn(classes(record.dataclass, record.field))]
AGES = pytest.mark.parametrize("ours", FRESH_AND_WORN, ids=["fresh", "worn"])


QUESTIONS: dict[str, Callable[[Any], object]] = {
    "positional": lambda c: (c.Point(1).x, c.Point(1).y, c.Point(1, 3).total, c.Point(1).names),
    "keywords": lambda c: (c.Point(x=1, y=4).y, c.Derived(text="t").at, c.Derived(text="t", at=2.0).at),
    "equal": lambda c: (c.Point(1) == c.Point(1), c.Point(1) == c.Point(2), c.Open(1) == c.Open(1)),
    "other types": lambda c: (c.Point(1) == 1, c.Base() == c.Derived(text="t")),
    "identity": lambda c: c.Identity(1) == c.Identity(1),
    "hash": lambda c: hash(c.Derived(text="t")) == hash(c.Derived(text="t")),
    "repr": lambda c: (repr(c.Point(1)).rpartition(".")[2], repr(c.Open(1))),
    "subclass": lambda c: (isinstance(c.Derived(text="t"), c.Base), c.Derived.__mro__[1] is c.Base),
    "slots": lambda c: (hasattr(c.Point(1), "__dict__"), hasattr(c.Derived(text="t"), "__dict__")),
    "match": lambda c: c.Point.__match_args__,
    "own factory each": lambda c: c.Point(1).names is c.Point(1).names,
    "mutable": lambda c: setattr(c.Open(1), "x", 2),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@AGES
def test_a_record_answers_as_the_original(ours: Any, question: Callable[[Any], object]) -> None:
    assert question(ours) == question(THEIRS)


MISTAKES: dict[str, Callable[[Any], object]] = {
    "missing": lambda c: c.Point(),
    "unexpected": lambda c: c.Point(1, z=3),
    "twice": lambda c: c.Point(1, x=1),
    "too many": lambda c: c.Point(1, 2, [], "s", 5),
    "positional for keyword": lambda c: c.Derived("t"),
    "frozen": lambda c: setattr(c.Point(1), "x", 2),
    "deleted": lambda c: delattr(c.Point(1), "x"),
    "unknown attribute": lambda c: setattr(c.Open(1), "z", 2),
    "unhashable": lambda c: hash(c.Open(1)),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
@AGES
def test_a_record_refuses_what_the_original_refuses(ours: Any, mistake: Callable[[Any], object]) -> None:
    kinds = []
    for made in (ours, THEIRS):
        with pytest.raises((TypeError, AttributeError)) as caught:
            mistake(made)
        kinds.append(TypeError if isinstance(caught.value, TypeError) else AttributeError)
    assert kinds[0] is kinds[1]


def test_a_class_that_makes_many_records_has_a_quicker_initializer() -> None:
    kinds = (classes(record.dataclass, record.field), FRESH_AND_WORN[1])
    fresh, old = (made.Point.__init__.__code__.co_varnames for made in kinds)
    assert ("arguments" in fresh, "arguments" in old) == (True, False)


def test_fields_in_an_order_no_signature_has_are_set_for_ever() -> None:
    """A required field behind one with a default, by inheritance: refused only where it is missing."""

    @record.dataclass(frozen=True, slots=True)
    class Late(OURS.Base):
        text: str

    assert {Late(2.0, "t").text for _ in range(200)} == {"t"}
    with pytest.raises(TypeError):
        Late(2.0)


def test_what_follows_the_fields_is_done_for_every_record() -> None:
    @record.dataclass(slots=True)
    class Counted:
        x: int

        def __post_init__(self) -> None:
            self.x += 1

    assert [Counted(number).x for number in range(200)] == list(range(1, 201))


def test_replace_and_asdict() -> None:
    point = OURS.Point(1, 5)
    assert record.replace(point, x=9) == OURS.Point(9, 5)
    assert record.asdict(point) == {"x": 1, "y": 5, "names": [], "secret": "s"}
    with pytest.raises(TypeError):
        record.replace(point, z=1)


def test_a_mutable_default_is_refused() -> None:
    with pytest.raises(ValueError, match="default_factory"):

        @record.dataclass(slots=True)
        class Wrong:
            x: list[int] = []  # noqa: RUF012 - the mistake under test
