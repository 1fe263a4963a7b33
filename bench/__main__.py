"""`python -m bench`: measures, prints a line per command, writes the page of results."""

from __future__ import annotations

import argparse
import compileall
import sys
from collections.abc import Callable
from pathlib import Path

from bench import results
from bench.measuring import Launcher, Summary, in_turn
from bench.stage import stage
from bench.tasks import Scene, Task, tasks
from bench.tools import found

PAGE = Path(__file__).parent / "RESULTS.md"
PACKAGE = Path(__file__).parent.parent / "winhttp_cli"


def main() -> None:
    chosen = _arguments()
    # what a wheel's installer does; without bytecode a start takes five times as long
    compileall.compile_dir(PACKAGE, quiet=2)
    tools = found(chosen.peers)
    measured: results.Measured = []
    with stage(chosen.mebibytes, chosen.to) as set_up, Launcher() as launcher:
        for task in tasks(Scene(tools, set_up, launcher)):
            if chosen.only in task.title:
                measured.append((task, _measure(task, chosen.rounds)))
    if chosen.write:
        results.write(chosen.write, results.page(measured, tools.values(), chosen.rounds))
        print(f"\nwritten to {chosen.write}")


def _measure(task: Task, rounds: int) -> dict[str, Summary]:
    print(f"\n{task.title}")
    figures = in_turn(task.commands, rounds, _progress())
    reference = figures.get(task.reference)
    for name, one in figures.items():
        ratio = f"  ratio {one.wall / reference.wall:6.2f}" if reference is not None else ""
        print(f"  {name:<22} {one.wall * 1000:8.1f} ms  {one.peak:5.0f} MiB{ratio}")
    extra = results.further(figures)
    for name, cost in extra.items():
        print(f"  {name}, start-up subtracted: {cost / extra['curl']:.2f} of curl")
    return figures


def _progress() -> Callable[[str], None]:
    """A line that is overwritten, on a terminal only."""
    if not sys.stderr.isatty():
        return lambda text: None
    return lambda text: print(f"  {text}\r", end="", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="counted rounds (default 11)")
    parser.add_argument("--mebibytes", type=int, default=1024, help="size of the large file")
    parser.add_argument("--quick", action="store_true", help="3 rounds, 64 MiB, nothing written")
    parser.add_argument("--only", default="", help="tasks with this in their title")
    parser.add_argument("--peers", type=Path, action="append", default=[], help="a folder of peers")
    parser.add_argument("--to", type=Path, help="the folder that downloads go to")
    parser.add_argument("--write", type=Path, default=PAGE, help="the page of results")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.rounds, chosen.mebibytes, chosen.write = 3, 64, None
    return chosen


if __name__ == "__main__":
    main()
