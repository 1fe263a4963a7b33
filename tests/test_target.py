"""URLs: behaviour a18 to a22, d11, d12; semantics U1, U4."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.proxy.grammar import Proxy, ProxyScheme
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.through import request_target
from winhttp_cli.errors import Code
from winhttp_cli.target import BadUrl, Escape, crack, is_address, to_target


def path_of(url: str, flags: Escape = Escape.DEFAULT, encoding: str = "utf-8") -> str:
    return to_target(crack(url), flags, encoding).path


@pytest.mark.parametrize(
    "url", ["", "x", "/p", "localhost/x", "ftp://h/", "file:///x", "://h", "1http://h"]
)
def test_unknown_or_missing_scheme_is_12006(url: str) -> None:
    with pytest.raises(BadUrl) as caught:
        crack(url)
    assert caught.value.code is Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME


BAD = [
    "http:",
    "http:/x",
    "http://",
    "http:///p",
    "http://h:65536/",
    "http://h:0/",
    "http://h:a/",
    "http://h:-1/",
]
BAD += [
    "http://[::1/",
    "http://[zz]/",
    "http://[::1]x/",
    "http://a b/",
    "http://a\\b/",
    "http://h\0/",
    "http://<h>/",
]
BAD += [
    "http://:80/",
    "http://u@/",
    "http://h%20/",
    "http://\ud800/",
    "http://h:99999999999/",
    "http://\t/",
]


@pytest.mark.parametrize("url", BAD)
def test_malformed_urls_are_12005(url: str) -> None:
    with pytest.raises(BadUrl) as caught:
        to_target(crack(url))
    assert caught.value.code is Code.ERROR_WINHTTP_INVALID_URL


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("/a b", "/a%20b"),
        ('/"<>[\\]^`{|}', "/%22%3C%3E%5B%5C%5D%5E%60%7B%7C%7D"),
        ("/%41~'!$&()*+,;=:@", "/%41~'!$&()*+,;=:@"),
        ("/é", "/%C3%A9"),
        ("/\x01\x7f", "/%01%7F"),
        ("/a/../b/./c", "/a/../b/./c"),
        ("", "/"),
        ("?q=a b", "/?q=a%20b"),
        ("/p#frag", "/p"),
        ("/😀", "/%F0%9F%98%80"),
    ],
)
def test_default_escaping(typed: str, sent: str) -> None:
    assert path_of("http://h" + typed) == sent


def test_escape_percent_escapes_percent_too() -> None:
    assert path_of("http://h/%41?%42", Escape.PERCENT) == "/%2541?%2542"


def test_escape_disable_leaves_all_but_space_and_non_ascii() -> None:
    assert path_of('http://h/"<é >?{|}', Escape.DISABLE) == '/"<%C3%A9%20>?{|}'


def test_escape_disable_query_escapes_the_path_only() -> None:
    assert path_of('http://h/"?" é', Escape.DISABLE_QUERY) == '/%22?"%20%C3%A9'


def test_the_query_takes_the_code_page_and_the_path_utf_8() -> None:
    assert path_of("http://h/é?é", encoding="cp1252") == "/%C3%A9?%E9"


def test_idn_hosts_become_a_labels() -> None:
    target = to_target(crack("http://BÜCHER.example/"))
    assert (target.host, target.display_host) == ("xn--bcher-kva.example", "BÜCHER.example")


@pytest.mark.parametrize(
    ("url", "info"),
    [
        ("http://u:p@h/", "u:p"),
        ("http://:@h/", ":"),
        ("http://u:@h/", "u:"),
        ("http://@h/", ""),
        ("http://h/", None),
    ],
)
def test_user_info_is_set_apart(url: str, info: str | None) -> None:
    assert crack(url).user_info == info


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("[fe80::1%25eth0]", "fe80::1%eth0"),
        ("[fe80::1%eth0]", "fe80::1%eth0"),
        ("[fe80::1%25]", "fe80::1%25"),
        ("[fe80::1%255]", "fe80::1%5"),
        ("[fe80::1%25a]", "fe80::1%a"),
        ("[FE80::A]", "fe80::a"),
        ("[::1]", "::1"),
    ],
)
def test_ipv6_literals_and_zones(typed: str, host: str) -> None:
    target = to_target(crack(f"http://{typed}:81/"))
    assert (target.host, target.authority) == (host, f"[{host.partition('%')[0]}]:81")


def test_a_zone_stays_on_this_machine() -> None:
    target = to_target(crack("http://[fe80::1%25eth0]:81/"))
    assert (target.host, target.authority) == ("fe80::1%eth0", "[fe80::1]:81")
    proxy = Proxy(ProxyScheme.HTTP, "px", 8080)
    assert request_target(Route(proxy), target) == "http://[fe80::1]:81/"


@pytest.mark.parametrize(
    "host", ["::1", "fe80::1%a.b", "1.2.3.4", "1.2.3.4.", "a.0x1f", "7", "::ffff:1.2.3.4"]
)
def test_addresses_are_known_as_such(host: str) -> None:
    assert is_address(host)


@pytest.mark.parametrize("host", ["example.com", "1.example", "1e100.net", "a1", "a.0xg", "4.com."])
def test_names_are_no_addresses(host: str) -> None:
    assert not is_address(host)


def test_the_port_is_the_schemes_unless_given() -> None:
    ports = [crack(url).port for url in ("http://h/", "https://h/", "http://h:/", "https://h:81/")]
    assert ports == [80, 443, 80, 81]
    assert [crack(f"http://[::1]{port}/").port for port in ("", ":", ":81")] == [80, 80, 81]


def test_the_first_and_the_last_port_are_ports() -> None:
    assert [crack(f"http://h:{port}/").port for port in (1, 65535)] == [1, 65535]


@pytest.mark.parametrize("port", ["000080", "0", "65536", "9" * 5000, "٣"])
def test_odd_ports_are_12005(port: str) -> None:
    with pytest.raises(BadUrl):
        crack(f"http://h:{port}/")


def test_where_escaping_is_disabled_line_ends_go_and_other_controls_are_refused() -> None:
    assert path_of("http://h/a\r\nb?c\nd\x7f", Escape.DISABLE) == "/ab?cd%7F"
    for url in ("http://h/\x01", "http://h/?\x1b", "http://h/\t"):
        with pytest.raises(BadUrl, match="control"):
            path_of(url, Escape.DISABLE)


def test_the_query_is_utf_8_when_nobody_says_otherwise() -> None:
    assert to_target(crack("http://h/?é")).path == "/?%C3%A9"


@pytest.mark.parametrize(("url", "said"), [("h.test/p", "no scheme"), ("ftp://h/", "scheme 'ftp'")])
def test_what_is_wrong_with_the_scheme_is_said(url: str, said: str) -> None:
    with pytest.raises(BadUrl) as caught:
        crack(url)
    assert caught.value.message == f"{said}, http:// or https:// is needed"
