"""--query-param: encoded in the code page, behind the query that is there."""

from __future__ import annotations

import pytest

from winhttp_cli.errors import UsageFault
from winhttp_cli.planner.form_encoding import percent_encoded, query_field, with_query_fields
from winhttp_cli.target import crack, to_target


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("a=b c", "a=b%20c"),
        ("a", "a"),
        ("a=", "a="),
        ("a&b=c=d#", "a%26b=c%3Dd%23"),
        ("k=100%", "k=100%25"),
        ("k=é", "k=%C3%A9"),
        ("k=a\r\nb", "k=a%0D%0Ab"),
    ],
)
def test_name_and_value_are_encoded(text: str, encoded: str) -> None:
    assert query_field(text, "--query-param", "utf-8") == encoded


def test_the_code_page_decides_and_what_it_lacks_is_a_question_mark() -> None:
    assert query_field("k=é☃", "--query-param", "cp1252") == "k=%E9%3F"


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(UsageFault, match="--query-param"):
        query_field("k=\ud83d", "--query-param", "utf-8")


def test_every_octet_but_the_unreserved_is_escaped() -> None:
    kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    for octet in range(256):
        expected = chr(octet) if chr(octet) in kept else f"%{octet:02X}"
        assert percent_encoded(bytes([octet])) == expected


@pytest.mark.parametrize(
    ("url", "fields", "path"),
    [
        ("http://h/p", ["a=1"], "/p?a=1"),
        ("http://h/p?x", ["a=1", "b"], "/p?x&a=1&b"),
        ("http://h/p?", ["a=1"], "/p?a=1"),
        ("http://h", ["a=1"], "/?a=1"),
        ("http://h/p?x", [], "/p?x"),
    ],
)
def test_fields_stand_behind_the_query_that_is_there(url: str, fields: list[str], path: str) -> None:
    assert with_query_fields(to_target(crack(url)), fields).path == path
