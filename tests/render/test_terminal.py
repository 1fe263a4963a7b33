"""Colour is decided per stream by one rule, and what a stream cannot hold is escaped."""

from __future__ import annotations

import io

import pytest

from winhttp_cli.options.tool import ColorChoice
from winhttp_cli.render.columns import at_the_end, beside, cells, wrapped
from winhttp_cli.render.terminal import Outlet, Style, outlet, wants_colour


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "choice", "environment", "coloured"),
    [
        (True, ColorChoice.AUTO, {}, True),
        (False, ColorChoice.AUTO, {}, False),
        (True, ColorChoice.AUTO, {"NO_COLOR": "1"}, False),
        (True, ColorChoice.AUTO, {"NO_COLOR": ""}, True),
        (True, ColorChoice.AUTO, {"TERM": "dumb"}, False),
        (False, ColorChoice.ALWAYS, {"NO_COLOR": "1"}, True),
        (True, ColorChoice.NEVER, {}, False),
    ],
)
def test_colour(terminal: bool, choice: ColorChoice, environment: dict[str, str], coloured: bool) -> None:
    assert wants_colour(terminal, choice, environment) is coloured


def test_each_stream_is_decided_by_itself() -> None:
    assert outlet(Terminal(), environment={}).colour
    assert not outlet(io.StringIO(), environment={}).colour


def test_a_pipe_has_no_width_and_a_terminal_has_one() -> None:
    assert outlet(io.StringIO(), environment={"COLUMNS": "50"}).width == 0
    assert outlet(Terminal(), environment={"COLUMNS": "50"}).width == 50
    assert outlet(Terminal(), environment={"COLUMNS": "wide"}).width == 80


def test_a_closed_stream_is_no_terminal() -> None:
    stream = Terminal()
    stream.close()
    assert not outlet(io.StringIO(), environment={}).is_terminal


def test_nothing_is_painted_without_colour() -> None:
    assert Outlet(io.StringIO()).paint("x", Style.RED) == "x"
    assert Outlet(io.StringIO(), colour=True).paint("x", Style.RED) == "\x1b[31mx\x1b[0m"


def test_what_the_encoding_cannot_hold_is_escaped() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Outlet(stream).line("€ ok")
    stream.flush()
    assert raw.getvalue().replace(b"\r", b"") == b"\\u20ac ok\n"


def test_wide_characters_take_two_cells() -> None:
    assert (cells("abc"), cells("日本"), cells("e\u0301")) == (3, 4, 1)


def test_two_columns_share_a_line_where_they_fit() -> None:
    assert beside("left", "right", column=10, width=80, indent=4) == ["left      right"]


def test_the_right_column_moves_left_before_it_wraps() -> None:
    assert beside("left", "right", column=10, width=12, indent=4) == ["left   right"]
    assert beside("left", "right", column=10, width=10, indent=4) == ["left", "    right"]


def test_a_duration_ends_at_the_edge() -> None:
    assert at_the_end("dns", "4 ms", width=12, column=5) == ["dns     4 ms"]
    assert at_the_end("dns", "4 ms", width=0, column=5) == ["dns  4 ms"]


def test_words_wrap_and_the_first_blanks_stay() -> None:
    assert wrapped("  one two three", width=10, indent=4) == ["  one two", "    three"]
    assert wrapped("  one two three", width=0, indent=4) == ["  one two three"]
