"""Whom a certificate speaks for: RFC 9525, row by row."""

from __future__ import annotations

import pytest

from tests.lab.certificates import leaf
from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.names import match, name_matches

MATCHING = [
    ("www.example.test", "www.example.test"),
    ("WWW.Example.TEST", "www.example.test"),
    ("www.example.test", "WWW.EXAMPLE.TEST"),
    ("www.example.test.", "www.example.test"),
    ("www.example.test", "www.example.test."),
    ("www.example.test", "*.example.test"),
    ("xn--bcher-kva.example.test", "*.example.test"),
    ("xn--bcher-kva.test", "xn--bcher-kva.test"),
    ("a_b.example.test", "a_b.example.test"),
    ("localhost", "localhost"),
]
DIFFERING = [
    ("example.test", "*.example.test"),
    ("a.b.example.test", "*.example.test"),
    ("www.example.test", "*.*.test"),
    ("www.example.test", "www.*.test"),
    ("www.example.test", "w*.example.test"),
    ("www.example.test", "*w.example.test"),
    ("www.example.test", "**.example.test"),
    ("example.test", "*.test"),
    ("test", "*"),
    ("localhost", "*"),
    ("www.example.test", "*"),
    ("www.example.test", ""),
    ("www.example.test", "."),
    ("www.example.test", "*."),
    ("www.example.test", "www.example.test\0.evil.test"),
    ("www.example.test", "www.example.test\0"),
    ("www.example.test", " www.example.test"),
    ("www.example.test", "www.example.test:443"),
    ("www.example.test", "https://www.example.test"),
    (".example.test", "*.example.test"),
    ("..example.test", "*..example.test"),
    ("www.example.test", "www.example.test.."),
    ("bücher.test", "bücher.test"),
    ("www.example.test", "www.exаmple.test"),
    ("*.example.test", "*.example.test"),
    ("", ""),
]


@pytest.mark.parametrize(("host", "pattern"), MATCHING)
def test_names_that_match(host: str, pattern: str) -> None:
    assert name_matches(host, pattern)


@pytest.mark.parametrize(("host", "pattern"), DIFFERING)
def test_names_that_do_not_match(host: str, pattern: str) -> None:
    assert not name_matches(host, pattern)


def certificate(*names: str, common_name: str = "common.test") -> Certificate:
    return Certificate(leaf(None, *names, common_name=common_name).der)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "2001:DB8:0::1", "2001:db8::1%eth0"])
def test_an_address_matches_an_address(host: str) -> None:
    assert match(host, certificate("192.0.2.1", "2001:db8::1")).matches


@pytest.mark.parametrize("host", ["192.0.2.2", "::ffff:192.0.2.1", "192.0.2.1.nip.test"])
def test_another_address_or_name_does_not(host: str) -> None:
    assert not match(host, certificate("192.0.2.1")).matches


def test_an_address_is_not_matched_by_a_common_name() -> None:
    assert not match("192.0.2.1", certificate(common_name="192.0.2.1")).matches


def test_a_common_name_counts_where_no_alternative_name_is_and_the_line_says_so() -> None:
    verdict = match("common.test", certificate())
    assert verdict.matches
    assert verdict.detail == 'common name "common.test" matched, no subject alternative name'


def test_a_common_name_does_not_count_beside_alternative_names() -> None:
    assert not match("common.test", certificate("www.test")).matches
    assert not match("common.test", certificate("192.0.2.1")).matches


def test_the_matching_pattern_is_shown() -> None:
    assert match("www.a.test", certificate("x.test", "*.a.test")).detail == '"*.a.test" matched'


@pytest.mark.parametrize(
    ("names", "detail"),
    [
        (("a.test",), "localhost is not a.test"),
        (("a.test", "192.0.2.1"), "localhost is none of a.test, 192.0.2.1"),
        (
            tuple(f"n{i}.test" for i in range(100)),
            "localhost is none of n0.test, n1.test, n2.test and 97 more",
        ),
    ],
)
def test_what_the_certificate_names_is_shown(names: tuple[str, ...], detail: str) -> None:
    assert match("localhost", certificate(*names)).detail == detail


def test_a_hostile_name_is_shown_without_control_characters() -> None:
    detail = match("localhost", certificate(common_name="evil\x1b[2J\r\n\u202e" + "x" * 30)).detail
    assert detail.isprintable()
    assert r"evil\x1b[2J\x0d\x0a\u202e" in detail
