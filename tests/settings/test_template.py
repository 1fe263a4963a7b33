"""The file that `whttp config init` writes, and TOML as it is written elsewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.tls import SECURE_PROTOCOLS, SecureProtocols
from winhttp_cli.settings import files, tables
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.template import file_options, template
from winhttp_cli.settings.toml_text import line, string

WITH_DEFAULT = [option for option in file_options() if option.default is not None]


def uncommented() -> list[str]:
    """The lines of the template with the mark taken from every value; its example profile left out."""
    rows = template().partition("#[profile")[0].splitlines()
    return [row[1:] for row in rows if re.match(r"#[a-z0-9_]+ = ", row)]


def test_as_it_is_the_template_says_nothing() -> None:
    assert tomllib.loads(template()) == {}


def test_every_option_that_a_file_may_set_is_in_it() -> None:
    assert set(tomllib.loads("\n".join(uncommented()))) == {option.key for option in file_options()}


def test_taking_the_marks_away_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    keys = {option.key for option in WITH_DEFAULT}
    path.write_text("\n".join(row for row in uncommented() if row.split(" = ")[0] in keys))
    assert list(tables.mistakes(files.read(path, required=True))) == []
    settings = resolve([], {"WHTTP_CONFIG": str(path)}, reader=None)
    assert [settings[option] for option in WITH_DEFAULT] == [option.default for option in WITH_DEFAULT]
    assert all(settings.is_set(option) for option in WITH_DEFAULT)


@pytest.mark.parametrize("option", WITH_DEFAULT, ids=repr)
def test_a_value_written_as_toml_is_read_back(option: AnyOption, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(line(option, option.default))
    assert resolve([], {"WHTTP_CONFIG": str(path)}, reader=None)[option] == option.default


def test_a_set_of_bits_is_written_as_a_list_of_words() -> None:
    value = SecureProtocols.TLS1_2 | SecureProtocols.TLS1_3
    assert line(SECURE_PROTOCOLS, value) == 'secure_protocols = ["tls1.2", "tls1.3"]'


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_as_a_toml_string(text: str) -> None:
    assert tomllib.loads(f"a = {string(text)}") == {"a": text}
