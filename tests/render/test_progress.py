"""Progress: a line on a terminal while it takes time, nothing in a pipe, nothing left behind."""

from __future__ import annotations

import io

import pyte
import pytest

from tests.render.test_loaded import loaded_after
from tests.report import stories
from winhttp_cli.events import BodyReceived, BodySent, Event, ResolveStarted, ResponseHead
from winhttp_cli.render.progress import Progress
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


def shown(events: list[Event], *, shows_body: bool = False, close: bool = False) -> list[str]:
    """The line after these events, the delay having passed before the last of them."""
    stream = io.StringIO()
    progress = Progress(Outlet(stream, is_terminal=True, width=100), shows_body=shows_body, delay=NEVER)
    stories.tell(events[:-1], progress)
    progress._appear()
    progress(events[-1])
    if close:
        progress.close()
        return screen(stream.getvalue())
    if progress._bar is not None:
        progress._bar.refresh()
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
    assert "3.0/? MiB" in line


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
    progress._appear()
    stories.tell(WAITING, progress)
    assert stream.getvalue() == ""


def test_a_pipe_gets_nothing() -> None:
    stream = io.StringIO()
    progress = Progress(Outlet(stream), shows_body=False, delay=0)
    stories.tell(WAITING, progress)
    progress._appear()
    assert stream.getvalue() == ""


def test_hostile_names_are_escaped() -> None:
    events = [*stories.started(), ResolveStarted(host="\x1b[2J[bold]x")]
    line = shown(events)[0]
    assert "\\x1b[2J[bold]x" in line


def test_a_quick_transfer_never_loads_rich() -> None:
    code = (
        "import io\nfrom tests.report import stories\n"
        "from winhttp_cli.render.progress import Progress\n"
        "from winhttp_cli.render.terminal import Outlet\n"
        "stories.tell(stories.plain(), Progress(Outlet(io.StringIO(), True), shows_body=False))"
    )
    assert loaded_after(code) == set()
