"""The figures as a page: one table per task, ratios beside the times they come from.

Promise: `page` writes what was measured and on what; nothing is rounded to look better than it is.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bench.measuring import Summary
from bench.tasks import MANY, Task, many_name
from bench.tools import Tool

Measured = list[tuple[Task, dict[str, Summary]]]

_HEAD = """# Results of `make bench`

Whole processes, medians of {rounds} rounds, every command once a round in turn. The times belong to one
machine and one hour; the ratios are what counts. *Spread* is the fastest and the slowest run; *CPU* is
processor time, which others on the machine disturb less; *peak* is the largest resident size.

{machine}
"""


def page(measured: Measured, tools: Iterable[Tool], rounds: int) -> str:
    """The whole page, in Markdown."""
    versions = ", ".join(f"{tool.name} {tool.version()}".strip() for tool in tools)
    now = datetime.now(UTC)
    machine = (
        f"{now:%Y-%m-%d}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}; {versions}."
    )
    parts = [_HEAD.format(rounds=rounds, machine=machine)]
    parts += [_section(task, figures) for task, figures in measured]
    return "\n".join(parts)


def _section(task: Task, figures: dict[str, Summary]) -> str:
    lines = [
        f"## {task.title[0].upper()}{task.title[1:]}",
        "",
        _row("", "median", "spread", "CPU", "peak", "ratio", "ratio of CPU"),
    ]
    lines.append(_row("---", *["--:"] * 6))
    reference = figures.get(task.reference)
    for name, one in figures.items():
        ratios = ("", "") if reference is None else _ratios(one, reference)
        spread = f"{_time(one.lowest)} to {_time(one.highest)}"
        lines.append(
            _row(name, _time(one.wall), spread, _time(one.processor), f"{one.peak:.0f} MiB", *ratios)
        )
    if reference is not None:
        lines += ["", f"Ratios are to {task.reference}."]
    lines += _further(figures)
    return "\n".join(lines) + "\n"


def _ratios(one: Summary, reference: Summary) -> tuple[str, str]:
    return f"{one.wall / reference.wall:.2f}", f"{one.processor / reference.processor:.2f}"


def _further(figures: dict[str, Summary]) -> list[str]:
    """What the requests after the first cost, beside curl's."""
    extra = further(figures)
    if "curl" not in extra:
        return []
    return [
        "",
        *(
            f"- {name}, start-up subtracted: {cost / extra['curl']:.2f} of curl"
            for name, cost in extra.items()
        ),
    ]


def further(figures: dict[str, Summary]) -> dict[str, float]:
    """Seconds by tool for all requests but the first."""
    found: dict[str, float] = {}
    for name in figures:
        tool, _, _ = name.partition(", ")
        one, many = figures.get(many_name(tool, 1)), figures.get(many_name(tool, MANY))
        if one is not None and many is not None:
            found[tool] = many.wall - one.wall
    return found


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 10 else f"{seconds:.1f} s"


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
