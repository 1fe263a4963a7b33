"""Generated parts of the committed pages: complete, up to date, and replaced between their marks only."""

from __future__ import annotations

from pathlib import Path

import pytest

from winhttp_cli.docgen.__main__ import main, rewritten
from winhttp_cli.docgen.exit_statuses import MEANINGS, table
from winhttp_cli.docgen.page import with_block
from winhttp_cli.errors import ExitStatus, InternalFault

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", rewritten(ROOT))
def test_committed_page_is_what_the_generator_writes(page: Path) -> None:
    assert page.read_text("utf-8") == rewritten(ROOT)[page]


def test_a_stale_page_is_brought_up_to_date(tmp_path: Path) -> None:
    stale = (ROOT / "README.md").read_text("utf-8").replace("name not resolved", "something else")
    (tmp_path / "README.md").write_text(stale, "utf-8")
    main(tmp_path)
    assert (tmp_path / "README.md").read_text("utf-8") == rewritten(ROOT)[ROOT / "README.md"]


def test_every_exit_status_has_a_meaning_of_its_own() -> None:
    assert set(MEANINGS) == set(ExitStatus)
    assert len(set(MEANINGS.values())) == len(ExitStatus)


def test_a_row_names_the_numbers_that_lead_to_the_status() -> None:
    assert "| 3 | name not resolved | 12007 |" in table().splitlines()


def test_only_the_block_between_the_marks_is_replaced() -> None:
    page = "before\n<!-- x: note -->\nold\n<!-- end of x -->\nafter\n"
    assert with_block(page, "x", "new") == page.replace("old", "new")


@pytest.mark.parametrize("page", ["", "<!-- x: note -->\n", "<!-- end of x -->\n"])
def test_a_page_without_both_marks_is_an_error(page: str) -> None:
    with pytest.raises(InternalFault, match="no line that starts with"):
        with_block(page, "x", "new")
