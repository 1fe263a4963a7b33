"""`whttp batch FILE|-`: many requests in one session, `--jobs` at a time, one JSON line each.

Promise: lines are read as they come and results written as they are done (`--ordered`: in the order of
the lines), in bounded memory; a line that cannot be used fails alone. Returns 0, or 21 where an item
failed. After Ctrl-C what is done is written. Knows no click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence

from winhttp_cli.actions.batch_item import Item, Items
from winhttp_cli.actions.batch_lines import LineSource
from winhttp_cli.actions.batch_send import BatchSender
from winhttp_cli.actions.crew import Crew, InOrder
from winhttp_cli.actions.expectations import check_forms
from winhttp_cli.actions.queries import Query
from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.options.tool import EXPECT, PROGRESS, QUERY, QUIET, VERBOSE
from winhttp_cli.options.uses import BATCH
from winhttp_cli.render.batch import Outcome, Tally, TallyLine, outcome_line
from winhttp_cli.render.terminal import goes_back, is_terminal, outlet_for
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord

#: How many items for each job may be under way; with --ordered most of them wait for an earlier one.
_WINDOW, _WINDOW_ORDERED = 2, 16


def run(
    name: str,
    words: Sequence[FlagWord],
    *,
    jobs: int,
    ordered: bool,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Runs the batch in the file `name`, or on standard input for "-"; returns the exit status. Raises
    UsageFault, or ExchangeFault with status 14, where nothing can be sent."""
    settings = resolve(words, environment, purpose=BATCH)
    _check(settings)
    source = LineSource(name)
    quiet = settings[QUIET]
    for line in () if quiet else (*settings.warnings, *settings.notes):
        sys.stderr.write(f"whttp: {line}\n")
    with BatchSender(settings) as sender:
        tally = _run(_items(source, settings), sender, settings, jobs=jobs, ordered=ordered)
    if tally.failed and not quiet:
        sys.stderr.write(f"whttp: {tally.failed} of {tally.done} requests failed\n")
    settled = sender.settle()
    return ExitStatus.ITEMS_FAILED if tally.failed else settled


def _check(settings: Settings) -> None:
    origin = settings.origin(VERBOSE)
    if origin.rank is Rank.FLAG:
        raise UsageFault(
            f"{origin}: the lines of several requests could not be told apart",
            Code.ERROR_INVALID_PARAMETER,
            origin=origin.text,
            hint="--enabletracing writes them to a log, numbered",
        )
    for text in settings[QUERY]:
        Query.of(text)
    check_forms(settings[EXPECT])


def _items(source: LineSource, settings: Settings) -> Iterator[Item]:
    items = Items(settings)
    for line in source:
        yield items.broken(line.number, line.fault) if line.fault else items.of(line.number, line.text)


def _run(
    items: Iterator[Item], sender: BatchSender, settings: Settings, *, jobs: int, ordered: bool
) -> Tally:
    """Sends them all and writes a line for each."""
    window = jobs * (_WINDOW_ORDERED if ordered else _WINDOW)
    crew = Crew(items, sender.outcome, jobs=jobs, window=window)
    writer = _Writer(settings)
    in_order = InOrder(crew.results(), lambda outcome: outcome.index)
    try:
        for outcome in in_order if ordered else crew.results():
            writer.write(outcome, flush=crew.is_waiting)
            crew.make_room()
    except OSError:
        # standard output takes no more: there is nobody to tell
        raise
    except BaseException:
        # Ctrl-C, SIGTERM
        crew.stop()
        for outcome in (*in_order.early(), *crew.at_hand()):
            writer.write(outcome, flush=False)
        writer.finish()
        raise
    writer.finish()
    return writer.tally


class _Writer:
    """Results to standard output; a count of them on a terminal that shows nothing else."""

    def __init__(self, settings: Settings) -> None:
        self.tally = Tally()
        error = outlet_for(sys.stderr, settings)
        counts = error.is_terminal and goes_back() and not is_terminal(sys.stdout)
        wanted = settings[PROGRESS] and not settings[QUIET]
        self._line = TallyLine(error) if counts and wanted else None

    def write(self, outcome: Outcome, *, flush: bool) -> None:
        """One line; it is seen at once where the next is not there yet. Raises OSError."""
        sys.stdout.write(outcome_line(outcome) + "\n")
        if flush:
            sys.stdout.flush()
        self.tally.count(outcome)
        if self._line is not None:
            self._line.show(self.tally)

    def finish(self) -> None:
        """The last of all. Raises OSError."""
        sys.stdout.flush()
        if self._line is not None:
            self._line.clear()
