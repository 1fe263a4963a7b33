"""XML on a terminal: indented where blanks mean nothing, coloured, streamed, bounded."""

from __future__ import annotations

import io

import pytest

from winhttp_cli.render.markup_text import MarkupText
from winhttp_cli.render.terminal import Outlet

PLAIN = Outlet(io.StringIO())


def shown(*pieces: str, out: Outlet = PLAIN) -> str:
    text = MarkupText(out)
    return "".join([text.feed(piece) for piece in pieces] + [text.finish()])


def test_elements_stand_on_lines_of_their_own() -> None:
    assert shown('<?xml version="1.0"?><a><b x="1">text</b>\n <c/></a>') == (
        '<?xml version="1.0"?>\n<a>\n  <b x="1">text</b>\n  <c/>\n</a>'
    )


def test_mixed_content_stays_on_its_line() -> None:
    assert shown("<p>one <b>two</b> three</p>") == "<p>one <b>two</b> three</p>"


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pieces_change_nothing(size: int) -> None:
    text = "<a><!-- > --><b q='>'>x</b>  <c> y </c></a>\n"
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert shown(*pieces) == shown(text)


def test_an_unfinished_tag_is_shown_at_the_end() -> None:
    assert shown("<a><b x='") == "<a><b x='"


def test_a_tag_without_an_end_is_not_kept() -> None:
    text = MarkupText(PLAIN)
    length = sum(len(text.feed("<" + "a\"b'" * 5000)) for _ in range(3))
    assert length > 40_000


def test_tags_and_values_differ_in_colour() -> None:
    assert shown('<a b="c">', out=Outlet(io.StringIO(), colour=True)) == (
        '\x1b[36m<a b=\x1b[0m\x1b[32m"c"\x1b[0m\x1b[36m>\x1b[0m'
    )
