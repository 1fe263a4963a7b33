"""Progress: a line on a terminal while it takes time, nothing in a pipe, nothing left behind."""

from __future__ import annotations

import io
import threading

import pyte
import pytest

from tests.report import stories
from winhttp_cli.events import (
    BodyReceived,
    BodySent,
    Event,
    ExchangeStarted,
    Reason,
    ResolveStarted,
    ResponseHead,
)
from winhttp_cli.record import replace
from winhttp_cli.render.progress import Progress
from winhttp_cli.render.progress_line import Moment, amount, progress_line
from winhttp_cli.render.terminal import Outlet

NEVER = 10_000.0
WAITING = stories.plain()[:-4]


def head(length: int | None) -> ResponseHead:
    return ResponseHead(protocol="HTTP/1.1", status=200, reason="", headers=(), length=length)


def screen(text: str) -> list[str]:
    """What a terminal of 100 columns shows after `text`."""
    terminal = pyte.Screen(100, 5)
    pyte.Stream(terminal).feed(text.replace("\n", "\r\n"))
    return [line.rstrip() for line in terminal.display if line.strip()]


def shown(
    events: list[Event],
    *,
    shows_body: bool = False,
    close: bool = False,
    width: int = 100,
    colour: bool = False,
) -> list[str]:
    """The line after these events, drawn once before the last of them."""
    stream = io.StringIO()
    out = Outlet(stream, is_terminal=True, width=width, colour=colour)
    progress = Progress(out, shows_body=shows_body, delay=NEVER, clock=lambda: events[-1].at)
    stories.tell(events[:-1], progress)
    progress.draw()
    progress(events[-1])
    if close:
        progress.close()
        return screen(stream.getvalue())
    progress.draw()
    text = stream.getvalue()
    progress.close()
    return screen(text)


@pytest.mark.parametrize(
    ("count", "phase"),
    [(3, "looking up api.contoso.com"), (5, "connecting to 203.0.113.10:443"), (8, "waiting")],
)
def test_the_line_says_what_is_waited_for(count: int, phase: str) -> None:
    assert phase in shown(WAITING[:count])[0]


def test_a_download_has_size_and_share() -> None:
    line = shown([*WAITING, head(4 << 20), BodyReceived(received=1 << 20)])[0]
    assert "receiving" in line
    assert "1.0/4.0 MiB" in line


def test_a_download_of_unknown_length_counts() -> None:
    line = shown([*WAITING, head(None), BodyReceived(received=3 << 20)])[0]
    assert "3.0 MiB" in line


def test_an_upload_has_size_and_share() -> None:
    line = shown([*WAITING[:6], BodySent(sent=1 << 20, total=2 << 20)])[0]
    assert "sending" in line
    assert "1.0/2.0 MiB" in line


def test_nothing_is_left_behind() -> None:
    assert shown([*WAITING, head(9), BodyReceived(received=1)], close=True) == []
    assert shown(stories.plain()) == []
    assert shown(stories.refused()) == []


def test_the_line_gives_way_to_a_body_on_the_same_terminal() -> None:
    assert shown([*WAITING, head(9)], shows_body=True) == []


def test_nothing_appears_after_the_end() -> None:
    stream = io.StringIO()
    with Progress(Outlet(stream, is_terminal=True), shows_body=False, delay=NEVER) as progress:
        stories.tell(WAITING, progress)
    progress.draw()
    stories.tell(WAITING, progress)
    progress.draw()
    assert stream.getvalue() == ""


def test_a_pipe_gets_nothing() -> None:
    stream = io.StringIO()
    progress = Progress(Outlet(stream), shows_body=False, delay=0)
    stories.tell(WAITING, progress)
    progress.draw()
    assert stream.getvalue() == ""


def test_the_line_appears_by_itself_and_goes_on() -> None:
    stream, drawn = io.StringIO(), threading.Event()
    progress = Progress(Outlet(stream, is_terminal=True), shows_body=False, delay=0)
    progress.draw = drawn.set  # type: ignore[method-assign]  # what the ticker calls
    progress(stories.started()[0])
    assert drawn.wait(10)
    progress.close()


def test_hostile_names_are_escaped() -> None:
    events = [*stories.started(), ResolveStarted(host="\x1b[2J[bold]x")]
    line = shown(events)[0]
    assert "\\x1b[2J[bold]x" in line


def test_the_rate_and_the_time_left_are_of_the_last_seconds() -> None:
    start = WAITING[-1].at + 1
    pieces = [BodyReceived(received=(1 + n) << 20, at=start + n) for n in range(10)]
    line = shown([*WAITING, replace(head(20 << 20), at=start - 1), *pieces])[0]
    assert "10.0/20.0 MiB  1.0 MiB/s  0:10 left" in line


def test_without_colour_nothing_but_text_and_returns_is_written() -> None:
    stream = io.StringIO()
    progress = Progress(Outlet(stream, is_terminal=True, width=80), shows_body=False, delay=NEVER)
    stories.tell([*WAITING, head(4 << 20), BodyReceived(received=1 << 20)], progress)
    progress.draw()
    progress.close()
    assert "\x1b" not in stream.getvalue()
    assert "\n" not in stream.getvalue()


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("width", [1, 12, 20, 40, 79, 80, 120])
def test_the_line_never_fills_the_terminal(width: int, colour: bool) -> None:
    events = [*WAITING, head(4 << 20), BodyReceived(received=1 << 20)]
    (line,) = shown(events, width=width, colour=colour)
    assert 0 < len(line) < max(width, 2)
    assert ("\u2501" in line) is (width > 60)


def test_a_shorter_line_leaves_nothing_of_a_longer_one() -> None:
    done = BodyReceived(received=4 << 20)
    stream = io.StringIO()
    progress = Progress(Outlet(stream, is_terminal=True, width=100), shows_body=False, delay=NEVER)
    stories.tell([*WAITING, head(4 << 20), BodyReceived(received=1)], progress)
    progress.draw()
    stories.tell([done, ExchangeStarted(reason=Reason.REDIRECT, method="GET", url="u")], progress)
    progress.draw()
    assert screen(stream.getvalue()) == ["starting  0:00"]
    progress.close()


@pytest.mark.parametrize(
    ("done", "total", "text"),
    [
        (0, None, "0 bytes"),
        (1023, None, "1023 bytes"),
        (1024, None, "1.0 KiB"),
        (1 << 20, 1 << 31, "0.0/2.0 GiB"),
        (5 << 50, None, "5.0 PiB"),
        (9000 << 50, None, "9000.0 PiB"),
    ],
)
def test_amounts_are_in_the_unit_of_the_larger(done: int, total: int | None, text: str) -> None:
    assert amount(done, total) == text


def test_a_stream_that_cannot_hold_the_bar_gets_one_of_signs() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    out = Outlet(stream, is_terminal=True, width=80)
    moment = Moment("receiving", 1.0, done=1, total=2, rate=1.0)
    assert "##########.........." in progress_line(moment, out, 80).text
