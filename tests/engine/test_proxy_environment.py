"""The environment's proxy variables, read as curl reads them."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.proxy.environment import no_proxy_match, proxy_for
from winhttp_cli.errors import UsageFault
from winhttp_cli.plan import Target

HTTP = Target("http", "www.example.org", 80, "/")
HTTPS = Target("https", "www.example.org", 443, "/")

PROXIES = [
    (HTTP, {"http_proxy": "http://px:8080"}, "http://px:8080"),
    (HTTP, {"HTTP_PROXY": "http://px:8080"}, None),
    (HTTPS, {"https_proxy": "http://px:8080"}, "http://px:8080"),
    (HTTPS, {"HTTPS_PROXY": "http://px:8080"}, "http://px:8080"),
    (HTTPS, {"https_proxy": "http://low:1", "HTTPS_PROXY": "http://up:2"}, "http://low:1"),
    (HTTPS, {"http_proxy": "http://px:8080"}, None),
    (HTTP, {"all_proxy": "http://px:8080"}, "http://px:8080"),
    (HTTPS, {"ALL_PROXY": "px:8080"}, "http://px:8080"),
    (HTTP, {"http_proxy": "", "all_proxy": "px:1"}, "http://px:1"),
    (HTTP, {"http_proxy": "px"}, "http://px:1080"),
    (HTTP, {"http_proxy": "https://px"}, "https://px:443"),
    (HTTP, {"http_proxy": "http://px:3128/"}, "http://px:3128"),
    (HTTP, {"http_proxy": "socks5h://px"}, "socks5://px:1080"),
    (HTTP, {"http_proxy": "http://[::1]:8"}, "http://[::1]:8"),
    (HTTP, {"http_proxy": "http://[::1]"}, "http://[::1]:1080"),
    (HTTP, {}, None),
]

NO_PROXY = [
    ("www.example.org", "example.org", True),
    ("www.example.org", ".example.org", True),
    ("example.org", ".example.org", True),
    ("www.example.org.", "example.org", True),
    ("notexample.org", "example.org", False),
    ("WWW.EXAMPLE.ORG", "example.org", True),
    ("www.example.org", "*", True),
    ("www.example.org", "a,*", False),
    ("www.example.org", "a, example.org", True),
    ("www.example.org", "a example.org", True),
    ("10.1.2.3", "10.0.0.0/8", True),
    ("10.1.2.3", "10.1.2.3", True),
    ("11.1.2.3", "10.0.0.0/8", False),
    ("2001:db8::5", "[2001:db8::]/32", True),
    ("www.example.org", "", False),
]


@pytest.mark.parametrize(("target", "variables", "expected"), PROXIES)
def test_variable_that_names_the_proxy(
    target: Target, variables: dict[str, str], expected: str | None
) -> None:
    found = proxy_for(target, tuple(variables.items()))
    assert (found.proxy.url if found else None) == expected


@pytest.mark.parametrize(("host", "value", "direct"), NO_PROXY)
def test_no_proxy(host: str, value: str, direct: bool) -> None:
    assert (no_proxy_match(host, (("no_proxy", value),)) is not None) is direct
    assert (no_proxy_match(host, (("NO_PROXY", value),)) is not None) is direct


def test_lower_case_no_proxy_hides_the_upper_case_one() -> None:
    variables = (("no_proxy", "other"), ("NO_PROXY", "example.org"))
    assert no_proxy_match("www.example.org", variables) is None


def test_credentials_are_taken_out_and_cannot_be_printed() -> None:
    found = proxy_for(HTTP, (("http_proxy", "http://al%40ice:s%3Acret://x@px:1"),))
    assert found is not None
    assert (found.proxy.url, found.username) == ("http://px:1", "al@ice")
    assert found.password is not None
    assert found.password.reveal() == "s:cret://x"
    assert "s:cret" not in repr(found)


@pytest.mark.parametrize("value", ["ftp://u:geheim@px", "u:geheim@px:99999", "socks4://u:geheim@p"])
def test_unreadable_value_names_the_variable_and_hides_the_password(value: str) -> None:
    with pytest.raises(UsageFault) as caught:
        proxy_for(HTTP, (("all_proxy", value),))
    assert caught.value.origin == "all_proxy"
    assert "geheim" not in caught.value.message
