"""The public-suffix list: which domains nobody may set a cookie for."""

from __future__ import annotations

import publicsuffixlist
import pytest

from winhttp_cli.engine.public_suffix import is_public_suffix


@pytest.mark.parametrize(
    "domain", ["com", "co.uk", "github.io", "kawasaki.jp", "x.kawasaki.jp", "xn--p1ai", "localhost"]
)
def test_public_suffixes(domain: str) -> None:
    assert is_public_suffix(domain)


@pytest.mark.parametrize(
    "domain",
    [
        "example.com",
        "a.co.uk",
        "a.github.io",
        "city.kawasaki.jp",
        "www.ck",
        "a.xn--55qx5d.cn",
        "a.localhost",
    ],
)
def test_names_someone_owns(domain: str) -> None:
    assert not is_public_suffix(domain)


@pytest.mark.parametrize(
    "domain", ["", ".", "a..com", "xn--", "xn--\x7f", "(", "*.com", "a." * 500 + "com"]
)
def test_no_odd_domain_upsets_it(domain: str) -> None:
    assert is_public_suffix(domain) in (True, False)


def test_the_rules_of_one_top_label_judge_as_the_whole_list_does() -> None:
    whole = publicsuffixlist.PublicSuffixList()
    with open(publicsuffixlist.PSLFILE, encoding="utf-8") as file:
        rules = [line.split(" ")[0].strip().lstrip("!*.") for line in file if line[0] not in "/\n"]
    for rule in rules[::40]:
        suffix = rule.encode("idna").decode("ascii")
        for domain in (suffix, f"a.{suffix}", f"a.b.{suffix}"):
            assert is_public_suffix(domain) == whole.is_public(domain), domain
