"""The certificate zoo: every planted fault found, no other, and the same verdict as OpenSSL's but where
the table says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.net.zoo.inventory import KINDS
from tests.engine.net.zoo.specimens import Authorities, Specimen
from tests.engine.net.zoo.table import DIFFERENCES, PAGE, page
from tests.engine.net.zoo.verdicts import openssl_accepts, ours
from winhttp_cli.events import CheckVerdict
from winhttp_cli.plan import FORGIVABLE, NO_FAULT, CertFault


@pytest.fixture(scope="module")
def specimens() -> Callable[[str], Specimen]:
    """`specimens(kind)`: made once."""
    zoo, made = Authorities(), dict[str, Specimen]()

    def get(name: str) -> Specimen:
        if name not in made:
            made[name] = KINDS[name](zoo)
        return made[name]

    return get


Get = Callable[[str], Specimen]
each_kind = pytest.mark.parametrize("name", KINDS)


def test_the_zoo_is_large_enough() -> None:
    assert len(KINDS) >= 25


@each_kind
def test_exactly_the_planted_faults_are_found(name: str, specimens: Get, tmp_path: Path) -> None:
    specimen = specimens(name)
    outcome = ours(specimen, tmp_path)
    assert outcome.checked.faults == specimen.faults
    assert (outcome.fault is None) is (specimen.faults is NO_FAULT)
    in_lines = NO_FAULT
    for check in outcome.checked.checks:
        assert (check.verdict is CheckVerdict.FAIL) is bool(check.fault), check
        in_lines |= check.fault
    assert in_lines == specimen.faults


@each_kind
def test_openssl_agrees_but_where_the_table_says_why_not(
    name: str, specimens: Get, tmp_path: Path
) -> None:
    specimen = specimens(name)
    agrees = openssl_accepts(specimen, tmp_path) is (specimen.faults is NO_FAULT)
    assert agrees is (name not in DIFFERENCES)


@each_kind
def test_a_specimen_passes_with_the_flags_of_its_faults_and_with_none_left_out(
    name: str, specimens: Get, tmp_path: Path
) -> None:
    specimen = specimens(name)
    accepted = ours(specimen, tmp_path, forgiven=specimen.faults)
    assert (accepted.fault is None) is not bool(specimen.faults & ~FORGIVABLE)
    for fault in specimen.faults:
        refused = ours(specimen, tmp_path, forgiven=FORGIVABLE & ~fault)
        assert refused.fault is not None
        assert refused.checked.faults == specimen.faults


@each_kind
def test_flags_for_other_faults_change_nothing(name: str, specimens: Get, tmp_path: Path) -> None:
    specimen = specimens(name)
    others = CertFault(0)
    for fault in FORGIVABLE & ~specimen.faults:
        others |= fault
    outcome = ours(specimen, tmp_path, forgiven=others)
    assert (outcome.fault is None) is (specimen.faults is NO_FAULT)
    assert outcome.checked.forgiven is NO_FAULT


def test_the_table_names_no_kind_that_is_not_there() -> None:
    assert set(DIFFERENCES) <= set(KINDS)


def test_the_page_for_people_is_the_table() -> None:
    assert PAGE.read_text("utf-8") == page(Authorities()), "python -m tests.engine.net.zoo.table"
