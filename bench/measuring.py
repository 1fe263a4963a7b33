"""One process, measured by the system's own accounting; several commands in turn.

Promise: wall-clock seconds, processor seconds and peak memory of a finished child, from `wait4`;
commands of one group run one after the other in every round, so that what disturbs the machine
disturbs all of them. A command that fails ends the measurement.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall-clock seconds, processor seconds, peak MiB."""

    wall: float
    processor: float
    peak: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Medians of several runs, and how far the wall-clock time spread."""

    wall: float
    lowest: float
    highest: float
    processor: float
    peak: float

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Summary:
        walls = [run.wall for run in runs]
        return cls(
            wall=median(walls),
            lowest=min(walls),
            highest=max(walls),
            processor=median(run.processor for run in runs),
            peak=max(run.peak for run in runs),
        )


class Failed(Exception):
    """A command ended with something other than 0."""


class Launcher:
    """Runs commands from a small process of its own; see `launcher.py`."""

    def __init__(self) -> None:
        program = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launcher.py"))]
        self._process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __enter__(self) -> Launcher:
        return self

    def __exit__(self, *ending: object) -> None:
        self._process.communicate()

    def run(self, command: Command, environment: Mapping[str, str] | None = None) -> Run:
        """One process, its output thrown away, and whatever is set for the caller's Python. Raises
        Failed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([command, {**kept, **(environment or {})}]), file=self._process.stdin)
        said = json.loads(self._process.stdout.readline())
        if said["status"]:
            raise Failed(f"status {said['status']}: {' '.join(command)[:300]}")
        kibibytes = said["peak"] / (1024 if sys.platform == "darwin" else 1)
        return Run(said["wall"], said["processor"], kibibytes / 1024)


def in_turn(
    commands: Mapping[str, Callable[[], Run]], rounds: int, said: Callable[[str], None]
) -> dict[str, Summary]:
    """Every command once per round, after one round that does not count. The first of a round is another
    one each time: nobody always comes after the same neighbour."""
    names = list(commands)
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for number in range(-1, rounds):
        said(f"round {max(number + 1, 0)} of {rounds}")
        start = number % len(names) if names else 0
        for name in names[start:] + names[:start]:
            measured = commands[name]()
            if number >= 0:
                runs[name].append(measured)
    return {name: Summary.of(found) for name, found in runs.items()}
