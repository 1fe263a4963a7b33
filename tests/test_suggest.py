"""The word a mistyped one most likely stood for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.suggest import closest, did_you_mean, edits

KNOWN = ("connect_timeout", "resolve_timeout", "redirect_policy", "proxy")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("conect_timeout", "connect_timeout"),
        ("connect-timeout", "connect_timeout"),
        ("CONNECT_TIMEOUT", "connect_timeout"),
        ("redirectpolicy", "redirect_policy"),
        ("porxy", "proxy"),
        ("zzz", ""),
        ("", ""),
        ("x" * 100_000, ""),
    ],
)
def test_the_closest_word(word: str, meant: str) -> None:
    assert closest(word, KNOWN) == meant


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    assert did_you_mean("banana", KNOWN) == ""
    assert did_you_mean("prxy", KNOWN) == "did you mean proxy?"


@given(st.text(max_size=8), st.text(max_size=8))
def test_the_distance_is_a_distance(one: str, other: str) -> None:
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= edits(one, other) <= max(len(one), len(other))
