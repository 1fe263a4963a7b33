"""Masking: what is a secret is ***, what one debugs by stays."""

from __future__ import annotations

import pytest

from winhttp_cli.report.masking import masked_header, masked_headers, masked_url
from winhttp_cli.report.printable import printable, shortened


@pytest.mark.parametrize(
    ("name", "value", "masked"),
    [
        ("Authorization", "Bearer abc", "Bearer ***"),
        ("AUTHORIZATION", "Basic dTpw", "Basic ***"),
        ("authorization", "rawtoken", "***"),
        ("Authorization", 'Digest username="u", response="x"', "Digest ***"),
        ("Proxy-Authorization", "NTLM TlRM", "NTLM ***"),
        ("Cookie", "a=1; b=2;c", "a=***; b=***; ***"),
        ("Set-Cookie", "id=abc; Path=/; HttpOnly", "id=***; Path=/; HttpOnly"),
        ("Set-Cookie", "bare", "***"),
        ("Location", "https://u:p@h.test/?code=1&x=2", "https://***@h.test/?code=***&x=2"),
        ("X-Api-Key", "k", "***"),
        ("X-Auth-Token", "k", "***"),
        ("Content-Type", "text/html; charset=utf-8", "text/html; charset=utf-8"),
        ("WWW-Authenticate", 'Basic realm="x"', 'Basic realm="x"'),
        ("Cache-Control", "no-cache", "no-cache"),
    ],
)
def test_headers(name: str, value: str, masked: str) -> None:
    assert masked_header(name, value) == masked


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://h.test/a?b=c", "https://h.test/a?b=c"),
        ("https://alice:pw@h.test/", "https://***@h.test/"),
        ("https://alice@h.test/", "https://***@h.test/"),
        ("https://a:b@c@h.test/@x", "https://***@h.test/@x"),
        ("https://h.test/mail@x.test", "https://h.test/mail@x.test"),
        ("/cb?access_token=abc#id_token=def", "/cb?access_token=***#id_token=***"),
        ("/?X-Amz-Signature=abc&page=2", "/?X-Amz-Signature=***&page=2"),
        ("/?access%5Ftoken=abc", "/?access%5Ftoken=***"),
        ("/?ACCESS_TOKEN=abc;pwd=x", "/?ACCESS_TOKEN=***;pwd=***"),
        ("/?token=", "/?token="),
        ("HTTP_PROXY=http://h/?token=a?b&c=d", "HTTP_PROXY=http://h/?token=***&c=d"),
        ("see http://a:b@h/ and token=x.", "see http://***@h/ and token=***"),
        ("client_secret=s&grant_type=x", "client_secret=***&grant_type=x"),
    ],
)
def test_urls(url: str, masked: str) -> None:
    assert masked_url(url) == masked


def test_show_secrets_leaves_everything() -> None:
    headers = (("Authorization", "Bearer abc"), ("Set-Cookie", "a=b"))
    assert masked_headers(headers, show_secrets=True) == headers
    assert masked_headers(headers) != headers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本", "plain é 日本"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\x9b\x7f\ufeff", "\\x9b\\x7f\\ufeff"),
        ("tab\tline\n", "tab\\x09line\\x0a"),
    ],
)
def test_what_a_terminal_would_act_on_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_kept_characters_stay() -> None:
    assert printable("a\tb\n\r", keep="\n\t") == "a\tb\n\\x0d"


def test_cuts_are_shown() -> None:
    assert (shortened("abcdef", 5), shortened("abcde", 5)) == ("ab...", "abcde")
