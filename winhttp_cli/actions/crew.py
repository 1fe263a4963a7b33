"""Work that several threads do: in at one end as it comes, out at the other as it is done.

Promise: never more than `window` pieces are under way, however many there are and however slowly they
are dealt with; what a thread dies of is raised where the results are taken. The threads do not keep the
process alive: who stops taking results leaves them behind. Knows nothing of requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from queue import Empty, SimpleQueue
from threading import Event, Semaphore, Thread
from types import TracebackType
from typing import Generic, TypeVar

from winhttp_cli.record import dataclass

Task = TypeVar("Task")
Result = TypeVar("Result")

#: How long a wait may keep a Ctrl-C waiting where the system does not wake a lock (Windows).
_WAKE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Ended:
    """A thread has ended, of `error` where it was not for want of work."""

    error: BaseException | None


class Crew(Generic[Task, Result]):
    """`jobs` threads that do `work`, and one that fetches what is to be done."""

    def __init__(
        self, tasks: Iterable[Task], work: Callable[[Task], Result], *, jobs: int, window: int
    ) -> None:
        self._tasks = tasks
        self._work = work
        self._waiting: SimpleQueue[Task | None] = SimpleQueue()
        self._done: SimpleQueue[Result | Ended] = SimpleQueue()
        self._room = Semaphore(window)
        self._is_over = Event()
        self._jobs = jobs
        threads = [Thread(target=self._fetch, daemon=True)]
        threads += [Thread(target=self._serve, daemon=True) for _ in range(jobs)]
        for thread in threads:
            thread.start()

    def results(self) -> Iterator[Result]:
        """Each result as it is there; `make_room` for the next when it has been dealt with. Raises what
        a thread ended of."""
        left = self._jobs + 1
        while left:
            result = self._next()
            if isinstance(result, Ended):
                left -= 1
                if result.error is not None:
                    self.stop()
                    raise result.error
            else:
                yield result

    def make_room(self) -> None:
        """One result less is under way."""
        self._room.release()

    def at_hand(self) -> Iterator[Result]:
        """The results that are there already."""
        while True:
            try:
                result = self._done.get_nowait()
            except Empty:
                return
            if not isinstance(result, Ended):
                yield result

    @property
    def is_waiting(self) -> bool:
        """Whether the next result is not there yet."""
        return self._done.empty()

    def stop(self) -> None:
        """Nothing more is begun."""
        self._is_over.set()
        self._room.release()
        for _ in range(self._jobs):
            self._waiting.put(None)

    def _next(self) -> Result | Ended:
        while True:
            try:
                return self._done.get(timeout=_WAKE_SECONDS)
            except Empty:
                continue

    def _fetch(self) -> None:
        with _Carried() as carried:
            for task in self._tasks:
                self._room.acquire()
                if self._is_over.is_set():
                    break
                self._waiting.put(task)
        for _ in range(self._jobs):
            self._waiting.put(None)
        self._done.put(Ended(carried.error))

    def _serve(self) -> None:
        with _Carried() as carried:
            while not self._is_over.is_set() and (task := self._waiting.get()) is not None:
                self._done.put(self._work(task))
        self._done.put(Ended(carried.error))


class _Carried(AbstractContextManager["_Carried"]):
    """What is raised inside is kept, to be raised again in the thread that waits for it."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return True


class InOrder(Generic[Result]):
    """The results by their numbers, which run from 1 without a gap; one that is early waits."""

    def __init__(self, results: Iterable[Result], number_of: Callable[[Result], int]) -> None:
        self._results = results
        self._number_of = number_of
        self._early: dict[int, Result] = {}

    def __iter__(self) -> Iterator[Result]:
        wanted = 1
        for result in self._results:
            self._early[self._number_of(result)] = result
            while wanted in self._early:
                yield self._early.pop(wanted)
                wanted += 1

    def early(self) -> list[Result]:
        """Those that wait, in order, when no more will come."""
        return [self._early[number] for number in sorted(self._early)]
