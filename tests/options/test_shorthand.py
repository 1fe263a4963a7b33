"""Shorthands: each stands for an option and a text that the option takes."""

from __future__ import annotations

import pytest

from winhttp_cli.options.catalogue import find
from winhttp_cli.options.shorthand import SHORTHANDS, Shorthand

BY_FLAG = {flag: shorthand for shorthand in SHORTHANDS for flag in shorthand.flags}
plain = pytest.mark.parametrize(
    "shorthand", [s for s in SHORTHANDS if not s.takes_value], ids=lambda s: s.flags[0]
)


@plain
def test_the_text_of_a_shorthand_is_legal_for_its_option(shorthand: Shorthand) -> None:
    assert shorthand.option.settable
    shorthand.option.kind.parse(shorthand.text(""))


@pytest.mark.parametrize(
    ("flag", "option", "value"),
    [
        ("-L", "REDIRECT_POLICY", 2),
        ("-k", "SECURITY_FLAGS", 0x13300),
        ("--http2", "ENABLE_HTTP_PROTOCOL", 1),
        ("--http1.0", "HTTP_VERSION", 0x10000),
        ("-4", "ADDRESS_FAMILY", 4),
        ("-6", "ADDRESS_FAMILY", 6),
    ],
)
def test_a_shorthand_says_what_its_option_would(flag: str, option: str, value: int) -> None:
    shorthand = BY_FLAG[flag]
    assert shorthand.option is find(option)
    assert int(shorthand.option.kind.parse(shorthand.text(""))) == value


@pytest.mark.parametrize(
    ("given", "mask"),
    [
        ("unknown-ca", 0x100),
        ("wrong-usage", 0x200),
        ("cn-invalid", 0x1000),
        ("date-invalid", 0x2000),
        ("weak-signature", 0x10000),
        ("cn-invalid,date-invalid", 0x3000),
        ("ignore-unknown-ca|Date-Invalid", 0x2100),
        ("all", 0x13300),
    ],
)
def test_ignore_names_a_fault_as_the_certificate_panel_does(given: str, mask: int) -> None:
    ignore = BY_FLAG["--ignore"]
    assert int(ignore.option.kind.parse(ignore.text(given))) == mask


@pytest.mark.parametrize(
    ("letter", "name"),
    [("-A", "USER_AGENT"), ("-x", "PROXY"), ("-H", "HEADER"), ("-u", "USER"), ("-v", "VERBOSE")],
)
def test_curls_letters_belong_to_the_option_itself(letter: str, name: str) -> None:
    assert find(name).short == letter
