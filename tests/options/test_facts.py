"""The facts that --query takes beside options: each has an answer, and none hides an option."""

from __future__ import annotations

import pytest

from winhttp_cli.options.catalogue import UnknownOption, find
from winhttp_cli.options.facts import FACTS, is_fact
from winhttp_cli.report.facts import fact
from winhttp_cli.report.model import Report


@pytest.mark.parametrize("word", [*FACTS, "header:etag"])
def test_a_fact_has_an_answer_where_nothing_came(word: str) -> None:
    assert is_fact(word)
    assert fact(word, Report(exchanges=()), show_secrets=False) in ("", "0")


@pytest.mark.parametrize("word", FACTS)
def test_no_option_has_the_name_of_a_fact(word: str) -> None:
    with pytest.raises(UnknownOption):
        find(word)
