"""Proxy lists and bypass lists, row by row: the text, the question, WinHTTP's documented answer and
the fact it rests on (ids of semantics.md and behaviour.md)."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.proxy.bypass import BypassEntry, Form, compile_list, is_intranet
from winhttp_cli.engine.proxy.grammar import parse, select
from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.plan import ProxyMode, ProxyPolicy, Target

# fact, list, request scheme, the proxies that serve it in order
PROXY_LISTS = [
    ("X3", "px", "http", ["http://px:80"]),
    ("X3", "px:8080", "http", ["http://px:8080"]),
    ("X3", "px:8080", "https", ["http://px:8080"]),
    ("X3", "http://px:8080", "http", ["http://px:8080"]),
    ("X3", "http=px:8080", "http", ["http://px:8080"]),
    ("X3", "http=px:8080", "https", []),
    ("X3", "https=px:8080", "https", ["http://px:8080"]),
    ("X3", "https=px:8080", "http", []),
    ("X3", "http=http://px:8080", "http", ["http://px:8080"]),
    ("X3", "http=a:1;https=b:2", "http", ["http://a:1"]),
    ("X3", "http=a:1;https=b:2", "https", ["http://b:2"]),
    ("X3", "http=a:1 https=b:2", "https", ["http://b:2"]),
    ("X3", "http=a:1\thttps=b:2", "https", ["http://b:2"]),
    ("X3", "http=a:1 ; https=b:2", "https", ["http://b:2"]),
    ("X3", ";;a:1;;", "http", ["http://a:1"]),
    ("X3", "  a:1  ", "http", ["http://a:1"]),
    ("X3", "a:1;b:2", "http", ["http://a:1", "http://b:2"]),
    ("X3", "a:1 b:2", "https", ["http://a:1", "http://b:2"]),
    ("X4", "http=http://http_proxy other_proxy", "http", ["http://http_proxy:80"]),
    ("X4", "http=http://http_proxy other_proxy", "https", ["http://other_proxy:80"]),
    ("X4", "other:1;https=secure:2", "http", ["http://other:1"]),
    ("X4", "other:1;https=secure:2", "https", ["http://secure:2"]),
    ("X4", "HTTP=px:1", "http", ["http://px:1"]),
    ("X4", "Https=px:1", "https", ["http://px:1"]),
    ("X4", "ftp=px:21;px:80", "http", ["http://px:80"]),
    ("X4", "ftp=px:21", "http", []),
    ("X4", "socks=px:1080;http=a:1", "http", ["http://a:1"]),
    ("X4", "socks=px:1080", "https", []),
    ("X5", "http://px", "http", ["http://px:80"]),
    ("X5", "https=http://px", "https", ["http://px:80"]),
    ("X5", "https://px", "http", ["https://px:443"]),
    ("e3", "http=px", "http", ["http://px:80"]),
    ("e3", "https=px", "https", ["http://px:443"]),
    ("X2", "https://px:8443", "https", ["https://px:8443"]),
    ("X2", "socks5://px", "http", ["socks5://px:1080"]),
    ("X2", "SOCKS5://px:9", "https", ["socks5://px:9"]),
    ("X3", "[::1]:3128", "http", ["http://[::1]:3128"]),
    ("X3", "http=[2001:db8::1]:80", "http", ["http://[2001:db8::1]:80"]),
    ("X5", "http://[2001:db8::1]", "http", ["http://[2001:db8::1]:80"]),
    ("X3", "192.0.2.7:8080", "http", ["http://192.0.2.7:8080"]),
    ("X3", "xn--prxy-loa.example:80", "http", ["http://xn--prxy-loa.example:80"]),
    ("X3", "my_proxy-1.corp.example.:8080", "http", ["http://my_proxy-1.corp.example.:8080"]),
]

# fact, list, words of the refusal
REFUSED_LISTS = [
    ("e14", "", "at least one server"),
    ("e14", " ; ", "at least one server"),
    ("X3", "px:", "no port after the colon"),
    ("X3", "px:0", "'0' is not a port"),
    ("X3", "px:65536", "'65536' is not a port"),
    ("X3", "px:8o8o", "'8o8o' is not a port"),
    ("X3", "px:-1", "'-1' is not a port"),
    ("X3", ":8080", "names no server"),
    ("X3", "http=", "names no server"),
    ("X3", "http://", "names no server"),
    ("X3", "http://px/path", "has no path"),
    ("X3", "px,other", "comma"),
    ("X3", "::1", "several colons"),
    ("X3", "[::1", "brackets"),
    ("X3", "[px]:80", "brackets"),
    ("X3", "[::1]80", "brackets"),
    ("X3", "a b!c", "not a host name"),
    ("X3", "-px", "not a host name"),
    ("X4", "gopher=px:70", "unknown scheme 'gopher'"),
    ("X4", "=px:70", "unknown scheme ''"),
    ("X2", "socks4://px", "unknown scheme 'socks4'"),
    ("X3", "htp://px", "unknown scheme 'htp'"),
    ("e15", "pröxy:80", "not ASCII"),
    ("e15", "a:1;代理:80", "not ASCII"),
    ("X3", "http://user:geheim@px:80", "credentials"),
    ("X3", "nonsense=user:geheim@px", "credentials"),
]

# fact, bypass list, host, whether the host goes direct
BYPASS_LISTS = [
    ("X6", "www.contoso.com", "www.contoso.com", True),
    ("e5", "WWW.Contoso.COM", "www.contoso.com", True),
    ("e5", "www.contoso.com", "WWW.CONTOSO.COM", True),
    ("X6", "contoso.com", "www.contoso.com", False),
    ("X6", "www.contoso.com", "contoso.com", False),
    ("X6", "*.contoso.com", "www.contoso.com", True),
    ("X6", "*.contoso.com", "a.b.contoso.com", True),
    ("X7", "*.contoso.com", "contoso.com", False),
    ("X6", "*.contoso.com", "notcontoso.com", False),
    ("X6", "*contoso.com", "notcontoso.com", True),
    ("X6", "*contoso.com", "contoso.com", True),
    ("X6", "*.org", "example.org", True),
    ("X6", "*.ORG", "example.org", True),
    ("X6", "*.org", "org", False),
    ("X6", "*", "anything.example", True),
    ("X6", "*", "intranet", True),
    ("X6", "aaa.*", "aaa.example", False),
    ("X6", "127.*", "127.0.0.1", False),
    ("e5", "local*", "localhost", False),
    ("e6", "*.contoso.*", "www.contoso.com", False),
    ("e6", "www.*.com", "www.contoso.com", False),
    ("X6", "<local>", "intranet", True),
    ("e5", "<LOCAL>", "intranet", True),
    ("X6", "<local>", "localhost", True),
    ("X6", "<local>", "www.contoso.com", False),
    ("X6", "<local>", "127.0.0.1", False),
    ("X6", "<local>", "intranet.", False),
    ("X8", "<-loopback>", "localhost", False),
    ("X6", "a.example;b.example", "b.example", True),
    ("X6", "a.example b.example", "b.example", True),
    ("X6", "a.example\tb.example", "b.example", True),
    ("X6", "a.example; *.org <local>", "x.org", True),
    ("e4", "a.example,b.example", "b.example", False),
    ("e4", "a.example,b.example", "a.example", False),
    ("X6", "192.0.2.1", "192.0.2.1", True),
    ("X8", "192.0.2.0/24", "192.0.2.1", False),
    ("X8", "192.0.2.1:8080", "192.0.2.1", False),
    ("e5", "www.contoso.com:443", "www.contoso.com", False),
    ("e5", "http://www.contoso.com", "www.contoso.com", False),
    ("X6", "[2001:db8::1]", "2001:db8::1", True),
    ("X6", "2001:db8::1", "2001:db8::1", True),
    ("X8", "[2001:db8::1]:443", "2001:db8::1", False),
    ("X6", "", "www.contoso.com", False),
    ("X6", " ; ; ", "www.contoso.com", False),
]


@pytest.mark.parametrize(("fact", "text", "scheme", "expected"), PROXY_LISTS)
def test_proxy_list(fact: str, text: str, scheme: str, expected: list[str]) -> None:
    assert [proxy.url for proxy in select(parse(text), scheme)] == expected, fact


@pytest.mark.parametrize(("fact", "text", "words"), REFUSED_LISTS)
def test_refused_proxy_list(fact: str, text: str, words: str) -> None:
    with pytest.raises(UsageFault) as caught:
        parse(text, "--proxy")
    assert words in caught.value.message, fact
    assert caught.value.code == Code.ERROR_INVALID_PARAMETER
    assert caught.value.status == ExitStatus.USAGE
    assert caught.value.origin == "--proxy"
    assert "geheim" not in caught.value.message


@pytest.mark.parametrize(("fact", "text", "host", "direct"), BYPASS_LISTS)
def test_bypass_list(fact: str, text: str, host: str, direct: bool) -> None:
    bypass = compile_list(text)
    assert (bypass.match(host) is not None) is direct, fact
    assert any(step.matched for step in bypass.trace(host)) is direct


def test_the_table_is_as_long_as_promised() -> None:
    assert len(PROXY_LISTS) + len(REFUSED_LISTS) + len(BYPASS_LISTS) >= 80


def test_only_http_proxies_are_winhttps_own() -> None:
    additions = [entry.proxy.is_addition for entry in parse("a:1;https://b;socks5://c")]
    assert additions == [False, True, True]


def test_bypass_trace_goes_entry_by_entry_up_to_the_match() -> None:
    steps = compile_list("a.example;aaa.*;*.org;never.reached").trace("x.org")
    assert [(step.entry.text, step.matched) for step in steps] == [
        ("a.example", False),
        ("aaa.*", False),
        ("*.org", True),
    ]
    assert steps[1].entry.remark == "a wildcard counts only at the left"


def test_each_undocumented_form_says_why_it_matches_nothing() -> None:
    entries = compile_list("a,b <-loopback> http://h 10.0.0.0/8 a.* h:80 [::1]:80").entries
    assert all(entry.form is Form.NOT_DOCUMENTED and entry.remark for entry in entries)


def test_the_first_entry_of_the_list_decides_whatever_its_form() -> None:
    for text, expected in (("*.org <local> x.org", "*.org"), ("x.org;*.org", "x.org")):
        match = compile_list(text).match("x.org")
        assert match is not None
        assert match.text == expected


def test_compiled_lookup_agrees_with_the_entries_one_by_one() -> None:
    bypass = compile_list("a.example;*.b.example;<local>;*z;10.0.0.1;c:1;*.*.d")
    for host in ("a.example", "x.b.example", "b.example", "plain", "xyz", "10.0.0.1", "c", "u.v.d"):
        naive = next((entry for entry in bypass.entries if entry.matches(host)), None)
        assert bypass.match(host) == naive, host


def test_non_ascii_bypass_entry_is_refused() -> None:
    with pytest.raises(UsageFault, match="not ASCII"):
        compile_list("*.münchen.example")


def test_ten_thousand_entries_are_searched_without_looking_at_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bypass = compile_list(";".join(f"*.host{index}.example" for index in range(10_000)))
    monkeypatch.delattr(BypassEntry, "matches")  # the way to compare one entry after the other
    for index in range(10_000):
        assert bypass.match(f"www.host{index}.example") == bypass.entries[index]
    assert len(bypass.trace("no.match")) == 10_000


def target(host: str) -> Target:
    return Target("https", host, 443, "/")


def test_intranet_is_a_host_the_bypass_list_sends_direct() -> None:
    policy = ProxyPolicy(mode=ProxyMode.NAMED, proxies="px", bypass="<local>;*.corp.example")
    assert is_intranet(target("wiki"), policy)
    assert is_intranet(target("a.corp.example"), policy)
    assert not is_intranet(target("www.example.org"), policy)


def test_without_a_proxy_configuration_nothing_is_intranet() -> None:
    assert not is_intranet(target("wiki"), ProxyPolicy(bypass="<local>"))
    assert not is_intranet(target("wiki"), ProxyPolicy(mode=ProxyMode.NAMED, proxies="px"))
    no_proxy = ProxyPolicy(environment=(("no_proxy", "wiki"),))
    assert not is_intranet(target("wiki"), no_proxy)
