"""Unknown flags: the nearest one, or what curl's flag is called here."""

from __future__ import annotations

import re

import pytest

from tests.lab.command import Whttp
from winhttp_cli.cli.habits import OF_CURL
from winhttp_cli.cli.parameters import arity

URL = "http://127.0.0.1:1/"


@pytest.mark.parametrize("flag", OF_CURL)
def test_a_hint_names_flags_that_exist_for_one_that_does_not(flag: str) -> None:
    known = arity()
    assert flag not in known
    named = re.findall(r"(?<![\w'-])--?[A-Za-z][\w.-]*", OF_CURL[flag])
    assert all(name in known for name in named)


@pytest.mark.parametrize(
    ("flag", "hint"),
    [
        ("-X", "curl's -X is here: whttp request METHOD URL"),
        ("--write-out", "--query NAME"),
        ("--redirect-polcy", "did you mean --redirect-policy?"),
        ("--conect-timeout", "did you mean --connect-timeout?"),
        ("--frobnicate-everything", "whttp explain options"),
    ],
)
def test_an_unknown_flag_gets_a_hint(whttp: Whttp, flag: str, hint: str) -> None:
    done = whttp("get", URL, flag, "x")
    assert (done.status, "12009" in done.err) == (2, True), done
    assert hint in done.err


def test_help_lists_no_bare_argument(whttp: Whttp) -> None:
    text = whttp("get", "--help").out
    assert "Usage: whttp get [OPTIONS] URL..." in text
    assert not re.search(r"^  URL", text, re.MULTILINE)
