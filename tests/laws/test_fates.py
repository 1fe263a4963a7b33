"""What an option is said to do is what the code does with it.

Read from the source: an option that works is used by some room; one that does not is refused or noted.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import winhttp_cli
from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.catalogue import OPTIONS, find
from winhttp_cli.options.option import AnyOption, Fate
from winhttp_cli.options.tool_credentials import (
    CLIENT_CERT_PASSWORD_SOURCES,
    PASSWORD_SOURCES,
    PROXY_PASSWORD_SOURCES,
)
from winhttp_cli.record import replace
from winhttp_cli.report.answers import answer
from winhttp_cli.report.model import Report
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord

PACKAGE = Path(winhttp_cli.__file__).parent
GROUPS = {
    "PASSWORD_SOURCES": PASSWORD_SOURCES,
    "PROXY_PASSWORD_SOURCES": PROXY_PASSWORD_SOURCES,
    "CLIENT_CERT_PASSWORD_SOURCES": CLIENT_CERT_PASSWORD_SOURCES,
}


def words_used() -> Iterator[str]:
    """Every name and every text that stands alone, in every room but the catalogue's own."""
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "options":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name
                case ast.Constant(value=str(text)):
                    yield text


USED = frozenset(words_used())
USED_IN_GROUPS = {option for name, group in GROUPS.items() if name in USED for option in group.all()}
WORKING = [option for option in OPTIONS if option.fate in (Fate.WORKS, Fate.EMULATED)]


def is_used(option: AnyOption) -> bool:
    return option.name in USED or option in USED_IN_GROUPS


@pytest.mark.parametrize("option", WORKING, ids=repr)
def test_an_option_that_works_is_used_by_some_room(option: AnyOption) -> None:
    assert is_used(option)


def test_an_option_that_no_room_reads_would_be_noticed() -> None:
    assert not is_used(replace(find("CONNECT_TIMEOUT"), name="READ_BY_NO_ROOM"))


def said(option: AnyOption, text: str) -> Settings:
    return resolve([FlagWord(option, text, option.flag)], {}, reader=None)


@pytest.mark.parametrize(
    "option",
    [option for option in OPTIONS if option.settable and option.fate in (Fate.NOT_YET, Fate.RESERVED)],
    ids=repr,
)
def test_an_option_that_does_nothing_yet_is_refused_and_names_itself(option: AnyOption) -> None:
    with pytest.raises(UsageFault) as caught:
        said(option, "1")
    assert caught.value.code is Code.ERROR_WINHTTP_INVALID_OPTION
    assert option.flag in caught.value.message


@pytest.mark.parametrize(
    "option",
    [
        option
        for option in OPTIONS
        if option.fate in (Fate.NO_EFFECT, Fate.REPORT_ONLY) and option.settable
    ],
    ids=repr,
)
def test_an_option_without_effect_is_accepted_with_a_note(option: AnyOption) -> None:
    notes = said(option, "1").notes
    assert any(note.startswith(option.flag) for note in notes)


@pytest.mark.parametrize("option", [option for option in OPTIONS if option.queryable], ids=repr)
def test_every_option_that_can_be_queried_answers_one_line_even_before_anything_happened(
    option: AnyOption,
) -> None:
    assert "\n" not in answer(option, Report(), Settings())
