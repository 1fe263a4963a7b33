"""What FindProxyForURL's answer means."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.proxy.pac_result import read
from winhttp_cli.errors import Code

ANSWERS = [
    ("DIRECT", ["direct"]),
    ("", ["direct"]),
    ("  ", ["direct"]),
    ("PROXY a:1", ["http://a:1"]),
    ("proxy a:1", ["http://a:1"]),
    ("PROXY a", ["http://a:80"]),
    ("HTTP a:1", ["http://a:1"]),
    ("HTTPS a", ["https://a:443"]),
    ("HTTPS a:8443;DIRECT", ["https://a:8443", "direct"]),
    ("PROXY a:1; PROXY b:2; DIRECT", ["http://a:1", "http://b:2", "direct"]),
    ("PROXY a:1;;; DIRECT;", ["http://a:1", "direct"]),
    ("PROXY   a:1", ["http://a:1"]),
    ("PROXY [::1]:3128", ["http://[::1]:3128"]),
    ("SOCKS s:1080; PROXY a:1", ["http://a:1"]),
    ("PROXY a:1; PROXY a:1", ["http://a:1"]),
    ("NONSENSE; DIRECT", ["direct"]),
    ("PROXY a:x; PROXY b:2", ["http://b:2"]),
]

NOTHING_USABLE = [
    "SOCKS s:1080",
    "SOCKS5 s",
    "nonsense",
    "PROXY",
    "PROXY a b",
    "DIRECT x",
    ";",
    "PROXY ä:1",
]


@pytest.mark.parametrize(("text", "routes"), ANSWERS)
def test_answer(text: str, routes: list[str]) -> None:
    answer = read(text)
    assert [proxy.url if proxy else "direct" for proxy in answer.proxies] == routes
    assert answer.failure is None


@pytest.mark.parametrize("text", NOTHING_USABLE)
def test_answer_without_a_usable_proxy_is_12178(text: str) -> None:
    failure = read(text).failure
    assert failure is not None
    assert failure.code == Code.ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR


def test_what_is_passed_over_says_why() -> None:
    passed = read("SOCKS s:1; FTP x; PROXY a:; DIRECT; DIRECT").passed_over
    assert [entry.why for entry in passed] == [
        "WinHTTP does not use SOCKS",
        "not PROXY, HTTPS or DIRECT",
        "'http://a:': no port after the colon",
        "named before",
    ]


def test_an_endless_list_gives_a_bounded_number_of_routes() -> None:
    answer = read(";".join(f"PROXY p{index}:1" for index in range(5000)))
    assert len(answer.proxies) == 20
    assert len(answer.passed_over) == 20
