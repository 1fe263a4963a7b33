"""Threads that work: how much is under way at most, order, and what a thread dies of."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from winhttp_cli.actions.crew import Crew, InOrder


def counted(taken: list[int], number: int) -> Iterator[int]:
    for each in range(1, number + 1):
        taken.append(each)
        yield each


def test_everything_is_done_once() -> None:
    crew = Crew(range(1000), lambda task: task * 2, jobs=4, window=8)
    found = []
    for result in crew.results():
        found.append(result)
        crew.make_room()
    assert sorted(found) == [task * 2 for task in range(1000)]


@pytest.mark.parametrize("window", [1, 5])
def test_what_is_not_dealt_with_holds_back_what_is_fetched(window: int) -> None:
    """The window is full when its last result is there; one more may have been fetched."""
    taken: list[int] = []
    crew = Crew(counted(taken, 10_000), lambda task: task, jobs=3, window=window)
    results = crew.results()
    for _ in range(window):
        next(results)
    assert len(taken) <= window + 1
    crew.stop()


def test_room_that_is_made_is_used() -> None:
    taken: list[int] = []
    crew = Crew(counted(taken, 10_000), lambda task: task, jobs=3, window=2)
    results = crew.results()
    for _ in range(500):
        next(results)
        crew.make_room()
    assert len(taken) >= 500
    crew.stop()


def test_results_in_order_wait_within_the_window() -> None:
    """The first is done last; until then no more than the window is fetched."""
    taken: list[int] = []
    released = threading.Event()

    def work(task: int) -> int:
        if task == 1:
            released.wait(20)
        elif task == 8:
            released.set()
        return task

    crew = Crew(counted(taken, 100), work, jobs=2, window=8)
    found = []
    for result in InOrder(crew.results(), lambda result: result):
        found.append(result)
        crew.make_room()
    assert found == list(range(1, 101))


def test_what_a_thread_dies_of_is_raised_where_results_are_taken() -> None:
    def work(task: int) -> int:
        return 1 // task

    crew = Crew([1, 1, 0, 1], work, jobs=2, window=9)
    with pytest.raises(ZeroDivisionError):
        list(crew.results())


def test_what_fetching_dies_of_is_raised_too() -> None:
    def tasks() -> Iterator[int]:
        yield 1
        raise KeyError("source")

    crew = Crew(tasks(), lambda task: task, jobs=2, window=9)
    with pytest.raises(KeyError):
        list(crew.results())


def test_what_waits_for_an_earlier_one_is_not_lost() -> None:
    def results() -> Iterator[int]:
        yield from (1, 4, 3)
        raise KeyboardInterrupt

    ordered = InOrder(results(), lambda result: result)
    found = []
    with pytest.raises(KeyboardInterrupt):
        found.extend(ordered)
    for result in ordered.early():
        found.append(result)
    assert found[-2:] == [3, 4]
