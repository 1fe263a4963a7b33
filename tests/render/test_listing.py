"""Plain tables and facts: lined up, and never wider than asked."""

from __future__ import annotations

from winhttp_cli.render.listing import facts, prose, table

ROWS = [("a", "1", "short"), ("longer", "22", "word " * 20)]


def test_columns_line_up_and_the_last_one_wraps_below_itself() -> None:
    lines = table(ROWS, width=50)
    assert lines[0] == "  a       1   short"
    assert lines[1].startswith("  longer  22  word word")
    assert lines[2].startswith(" " * 14 + "word")
    assert max(map(len, lines)) <= 50


def test_without_a_width_a_row_is_one_line() -> None:
    assert len(table(ROWS)) == 2


def test_where_the_last_column_would_be_too_narrow_it_goes_below() -> None:
    lines = table(ROWS, width=30)
    assert lines[:2] == ["  a       1", "      short"]
    assert max(map(len, lines)) <= 30


def test_wide_characters_count_as_two_cells() -> None:
    assert table([("日本", "x"), ("a", "y")]) == ["  日本  x", "  a     y"]


def test_no_line_ends_in_blanks_and_no_rows_are_no_lines() -> None:
    assert table([("a", ""), ("bb", "x")])[0] == "  a"
    assert table([]) == []


def test_a_fact_without_a_value_is_left_out() -> None:
    assert facts([("flag", "--x"), ("also", "")]) == ["  flag  --x"]


def test_prose_breaks_at_eighty_even_in_a_pipe() -> None:
    lines = prose("word " * 40)
    assert max(map(len, lines)) <= 80
    assert len(lines) > 1
