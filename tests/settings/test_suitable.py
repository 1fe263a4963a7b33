"""A flag that a command has no use for is refused; what stands in files passes over."""

from __future__ import annotations

from typing import Any

import pytest

from winhttp_cli.cli.table import TABLE
from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options import uses
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.tool import CURL, DRY_RUN
from winhttp_cli.options.tool_body import DUMP_HEADER
from winhttp_cli.options.uses import EXCEPTIONS, Purpose, Use, use_of
from winhttp_cli.settings.layer import Said
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.suitable import suitable

PURPOSES = tuple(dict.fromkeys(each for row in TABLE for each in row.purposes))
SETTABLE = [option for option in OPTIONS if option.settable]


def said(option: AnyOption, rank: Rank, value: Any = True) -> Said:
    return Said(option, value, Origin(rank, f"{option.key} here"))


def test_every_purpose_belongs_to_a_command() -> None:
    named = [value for value in vars(uses).values() if isinstance(value, Purpose)]
    of_verbs = [*uses.CONFIG_VERBS.values(), *uses.CREDENTIALS_VERBS.values()]
    assert [each for each in (*named, *of_verbs) if each not in PURPOSES] == []


def test_the_exceptions_are_names_of_options_each_named_once() -> None:
    names = [name for names in EXCEPTIONS.values() for name in names.split()]
    assert len(names) == len(set(names))
    assert set(names) <= {option.name for option in OPTIONS}


@pytest.mark.parametrize("option", SETTABLE, ids=repr)
def test_a_request_and_the_configuration_have_a_use_for_every_option(option: AnyOption) -> None:
    assert uses.ANYTHING.has_use_for(option)
    assert uses.CONFIG_VERBS["show"].has_use_for(option)


@pytest.mark.parametrize("purpose", PURPOSES, ids=lambda purpose: purpose.command)
@pytest.mark.parametrize("option", SETTABLE, ids=repr)
def test_a_flag_is_of_use_or_refused_with_its_origin(option: AnyOption, purpose: Purpose) -> None:
    flag = said(option, Rank.FLAG)
    if use_of(option) in purpose.uses | Use.GENERAL:
        assert list(suitable([flag], purpose)) == [flag]
        return
    with pytest.raises(UsageFault) as caught:
        list(suitable([flag], purpose))
    assert caught.value.code is Code.ERROR_INVALID_PARAMETER
    assert caught.value.message.startswith(f"{option.key} here: ")


@pytest.mark.parametrize("rank", [Rank.FILE, Rank.PROFILE, Rank.ENVIRONMENT])
def test_other_sources_pass_over(rank: Rank) -> None:
    assert list(suitable([said(DUMP_HEADER, rank)], uses.TLS_SERVER)) == []
    assert len(list(suitable([said(DUMP_HEADER, rank)], uses.ANYTHING))) == 1


@pytest.mark.parametrize("option", [DRY_RUN, CURL])
def test_what_keeps_a_request_back_is_never_passed_over(option: AnyOption) -> None:
    assert option.from_command_line_only
