"""The text of the progress line: phase, share, rate and time left, in the width there is.

Promise: pure; a line is never wider than asked, what matters least goes first (the bar, the time, the
rate), and its units are those of the size: 17.8 MiB/s of 200.0 MiB.
"""

from __future__ import annotations

from winhttp_cli.record import dataclass
from winhttp_cli.render.columns import cells
from winhttp_cli.render.terminal import Outlet, Style

BAR_WIDTH = 20
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")
_LONGEST_LEFT = 100 * 3600
#: From here on one decimal would show 1024.0.
_NEXT_UNIT = 1023.95


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a transfer stands. `done` is None while something is waited for, `total` None where nobody
    said how much there is; `rate` is bytes a second, None until it can be told."""

    phase: str
    elapsed: float
    done: int | None = None
    total: int | None = None
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A text, perhaps painted, and the cells it takes."""

    text: str
    width: int


def progress_line(moment: Moment, out: Outlet, width: int) -> Line:
    """The line for `out`, at most `width` cells (0: no limit)."""
    words = _fitting(_words(moment), width)
    text = "  ".join(words)
    taken = cells(text)
    if moment.done is None or moment.total is None or (width and taken + 2 + BAR_WIDTH > width):
        return Line(text, taken)
    words.insert(1, _bar(moment.done, moment.total, out))
    return Line("  ".join(words), taken + 2 + BAR_WIDTH)


def _words(moment: Moment) -> list[str]:
    """What there is to say, what matters most first."""
    if moment.done is None:
        return [moment.phase, _clock(moment.elapsed)]
    words = [moment.phase, amount(moment.done, moment.total)]
    if moment.rate is not None:
        words.append(f"{amount(int(moment.rate), None)}/s")
    return [*words, _left(moment) or _clock(moment.elapsed)]


def _fitting(words: list[str], width: int) -> list[str]:
    """The first words that fit; a phase that is alone is cut."""
    while len(words) > 1 and width and cells("  ".join(words)) > width:
        words = words[:-1]
    if width and cells(words[0]) > width:
        return [_cut(words[0], width)]
    return words


def _cut(text: str, width: int) -> str:
    """As much of `text` as `width` cells hold."""
    while cells(text) > width:
        text = text[:-1]
    return text


def amount(done: int, total: int | None) -> str:
    """ "43.9/200.0 MiB", in the unit of the larger one."""
    unit, divisor = 0, 1
    while (done if total is None else max(done, total)) >= divisor * _NEXT_UNIT and unit < len(
        _UNITS
    ) - 1:
        unit, divisor = unit + 1, divisor * 1024
    numbers = [done] if total is None else [done, total]
    shown = [f"{number / divisor:.1f}" if unit else str(number) for number in numbers]
    return f"{'/'.join(shown)} {_UNITS[unit]}"


def _left(moment: Moment) -> str:
    """ "0:10 left", "" where it cannot be told."""
    if moment.done is None or moment.total is None or not moment.rate:
        return ""
    seconds = max(moment.total - moment.done, 0) / moment.rate
    return f"{_clock(seconds)} left" if seconds < _LONGEST_LEFT else ""


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _bar(done: int, total: int, out: Outlet) -> str:
    full = min(BAR_WIDTH, BAR_WIDTH * done // total if total else BAR_WIDTH)
    filled, empty = ("━", "─") if _holds(out, "━─") else ("#", ".")
    return out.paint(filled * full, Style.CYAN) + out.paint(empty * (BAR_WIDTH - full), Style.DIM)


def _holds(out: Outlet, text: str) -> bool:
    try:
        text.encode(out.stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
