"""Whatever is typed or sent as a Location: a target that is safe on the request line, or BadUrl."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.options.code_page import CODECS
from winhttp_cli.plan import Target
from winhttp_cli.target import BadUrl, Escape, crack, escape, join, to_target

ANY = st.text(st.characters(max_codepoint=0x10FFFF), max_size=40)
PIECE = st.sampled_from(
    [
        "http",
        "https",
        ":",
        "//",
        "/",
        "?",
        "#",
        "@",
        "[",
        "]",
        "::1",
        "h",
        ".",
        "..",
        "%",
        "\r\n",
        "80",
        " ",
    ]
)
URLISH = st.lists(PIECE | st.characters(), max_size=12).map("".join)
FLAGS = st.sampled_from([Escape.DEFAULT, Escape.PERCENT, Escape.DISABLE, Escape.DISABLE_QUERY])
BASE = to_target(crack("https://base.test:444/dir/page?q"))


def is_safe(target: Target) -> bool:
    """Nothing that could end the request line or split it."""
    line = target.path + target.host + target.authority
    return target.path.startswith("/") and all("!" <= character <= "~" for character in line)


@given(ANY | URLISH | URLISH.map("http://h".__add__), FLAGS)
def test_a_typed_url_is_a_safe_target_or_bad(url: str, flags: Escape) -> None:
    try:
        target = to_target(crack(url), flags)
    except BadUrl:
        return
    assert is_safe(target)
    assert 0 < target.port < 65536


@given(ANY | URLISH)
def test_a_location_is_a_safe_target_or_bad(location: str) -> None:
    try:
        target = to_target(join(BASE, location))
    except BadUrl:
        return
    assert is_safe(target)


@given(st.text(max_size=20), st.sampled_from(sorted(set(CODECS.values()))))
def test_every_code_page_leaves_ascii_alone_and_nothing_else_raw(text: str, encoding: str) -> None:
    escaped = escape(text, Escape.DEFAULT, is_query=True, encoding=encoding)
    assert all("!" <= character <= "~" for character in escaped)
    plain = "".join(character for character in text if character.isascii() and character.isalnum())
    assert escape(plain, Escape.DEFAULT, is_query=True, encoding=encoding) == plain
