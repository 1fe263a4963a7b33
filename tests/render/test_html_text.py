"""HTML on a terminal: blocks on lines of their own, nothing else moved, streamed, bounded."""

from __future__ import annotations

import io
import re

import pytest

from winhttp_cli.render.html_text import HtmlText
from winhttp_cli.render.terminal import Outlet

PLAIN = Outlet(io.StringIO())
PAGE = """<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>A page</title>
<script>if (a<b && c>d) { x("</p>"); }
</script></head><body class="x"><!-- hi --><h1>Hello <b>big</b> world</h1>
   <p>First <i>para</i>
graph.<p>Second<ul><li>one<li>two <a href="x>y">link</a></ul><pre> a
   b</pre><table><tr><td>1<td>2<tr><td>3</table>tail <br> more<div><div>in</div></div></body></html>
"""
LAID_OUT = """<!DOCTYPE html>
<html lang=en>
  <head>
    <meta charset=utf-8>
    <title>A page</title>
    <script>if (a<b && c>d) { x("</p>"); }
</script>
  </head>
  <body class="x">
    <!-- hi -->
    <h1>Hello <b>big</b> world</h1>
    <p>First <i>para</i>
graph.
    <p>Second
    <ul>
      <li>one
      <li>two <a href="x>y">link</a>
    </ul>
    <pre> a
   b</pre>
    <table>
      <tr>
        <td>1
        <td>2
      <tr>
        <td>3
    </table>
    tail <br> more
    <div>
      <div>in</div>
    </div>
  </body>
</html>"""


def shown(*pieces: str, out: Outlet = PLAIN) -> str:
    text = HtmlText(out)
    return "".join([text.feed(piece) for piece in pieces] + [text.finish()])


def test_blocks_stand_on_lines_of_their_own() -> None:
    assert shown(PAGE) == LAID_OUT


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pieces_change_nothing(size: int) -> None:
    assert shown(*(PAGE[at : at + size] for at in range(0, len(PAGE), size))) == LAID_OUT


@pytest.mark.parametrize("name", ["pre", "script", "style", "textarea"])
def test_what_is_verbatim_stays_as_it_is(name: str) -> None:
    inside = "\n  <p> a  <b\n  </ not the end\n\n"
    assert f"<{name}>{inside}</{name}>" in shown(f"<div>  <{name}>{inside}</{name}>  </div>")


def test_text_and_its_blanks_are_all_there() -> None:
    words = re.sub(r"<[^<]*?>", " ", PAGE.partition("</script>")[2]).split()
    assert re.sub(r"<[^<]*?>", " ", shown(PAGE).partition("</script>")[2]).split() == words
    assert shown("<p>a <i>b</i> c") == "<p>a <i>b</i> c"
    assert shown("<p>a<i>b</i>c") == "<p>a<i>b</i>c"


@pytest.mark.parametrize("page", ["</p></div>", "<b></p></b>", "a </ b > c", "<>", "< p>x", "<a <b <c"])
def test_a_page_that_is_not_well_formed_is_shown_all_the_same(page: str) -> None:
    kept = re.sub(r"\s", "", page)
    assert re.sub(r"\s", "", shown(page)) == kept


def test_an_unfinished_tag_is_shown_at_the_end() -> None:
    assert shown("<p><b x='") == "<p><b x='"


def test_a_tag_without_an_end_is_not_kept() -> None:
    text = HtmlText(PLAIN)
    assert sum(len(text.feed("<" + "a\"b'" * 5000)) for _ in range(3)) > 40_000


def test_a_script_without_an_end_is_not_kept() -> None:
    text = HtmlText(PLAIN)
    text.feed("<script>")
    assert sum(len(text.feed("x" * 10_000)) for _ in range(10)) > 99_000


def test_a_million_nested_elements_are_no_deeper_than_a_line() -> None:
    lines = shown("<div>" * 20_000).split("\n")
    assert len(lines) == 20_000
    assert max(map(len, lines)) < 140


def test_tags_and_values_differ_in_colour() -> None:
    assert shown('<a b="c">', out=Outlet(io.StringIO(), colour=True)) == (
        '\x1b[36m<a b=\x1b[0m\x1b[32m"c"\x1b[0m\x1b[36m>\x1b[0m'
    )
