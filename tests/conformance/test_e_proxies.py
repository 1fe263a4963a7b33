"""Behaviour e1 to e18, at the command line, against raw sockets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.outcome import failed, good
from tests.conformance.wire import body, lines, target, values
from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
USER = ("--proxy-username", "a", "--proxy-password", "b")
CHALLENGE = reply(407, b"log in", 'Proxy-Authenticate: Basic realm="x"')


@pytest.mark.parametrize(
    "text",
    [
        "{proxy}",
        "http://{proxy}",
        "http={proxy}",
        "http=http://{proxy}",
        "https=no.test:1;http={proxy}",
        "https=no.test:1 {proxy}",
        "{proxy};http=no.test:1;https=no.test:1",
    ],
)
def test_e1_the_grammar_of_a_proxy_list(whttp: Whttp, server: RawServer, text: str) -> None:
    scheme_has_its_own = text.startswith("{proxy};http=")
    finished = whttp("get", "http://h.test/", "--proxy", text.format(proxy=server.authority))
    assert (finished.status == 0) is not scheme_has_its_own, finished
    assert len(server.requests) == (0 if scheme_has_its_own else 1)


@pytest.mark.parametrize(
    ("bypass", "direct"),
    [
        ("h.test", True),
        ("H.TEST", True),
        ("x;h.test", True),
        ("x h.test", True),
        ("x,h.test", False),
        ("*.test", True),
        ("<local>", False),
        ("other.test", False),
        ("test", False),
    ],
)
def test_e4_e5_the_bypass_list(whttp: Whttp, raw_server: Start, bypass: str, direct: bool) -> None:
    proxy, origin = raw_server(OK), raw_server(OK)
    there = ("--connect-to", f"h.test:80:127.0.0.1:{origin.port}")
    good(whttp("get", "http://h.test/", "--proxy", proxy.authority, "--proxy-bypass", bypass, *there))
    assert (len(origin.requests), len(proxy.requests)) == ((1, 0) if direct else (0, 1))


def test_e5_local_is_any_name_without_a_dot(whttp: Whttp, raw_server: Start) -> None:
    proxy, origin = raw_server(OK), raw_server(OK)
    there = ("--connect-to", f"h:80:127.0.0.1:{origin.port}")
    good(whttp("get", "http://h/", "--proxy", proxy.authority, "--proxy-bypass", "<LOCAL>", *there))
    assert (len(origin.requests), len(proxy.requests)) == (1, 0)


def test_e7_absolute_form_normal_host_keep_alive(whttp: Whttp, server: RawServer) -> None:
    urls = ("http://h.test:80/a b?c", "http://h.test:81/")
    good(whttp("get", *urls, "--proxy", server.authority, "--remove-header", "User-Agent"))
    assert server.requests == [
        b"GET http://h.test/a%20b?c HTTP/1.1\r\nConnection: Keep-Alive\r\nHost: h.test\r\n\r\n",
        b"GET http://h.test:81/ HTTP/1.1\r\nConnection: Keep-Alive\r\nHost: h.test:81\r\n\r\n",
    ]


def test_e8_one_proxy_connection_serves_several_hosts(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", "http://a.test/", "http://b.test/", "--proxy", server.authority))
    assert [len(connection.requests) for connection in server.connections] == [2]


def test_e9_https_asks_by_connect_and_leaks_nothing(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(403, b"no"))
    secrets = ("-H", "Authorization: s3cret", "-H", "Cookie: a=1", "-H", "X: y")
    whttp("get", "https://h.test/path", "--proxy", proxy.authority, *secrets)
    assert lines(proxy.request) == [
        "CONNECT h.test:443 HTTP/1.1",
        "User-Agent: whttp/0.1.0",
        "Host: h.test:443",
    ]


def test_e10_a_refused_connect_is_handed_over_when_asked(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(403, b"not today"))
    flags = ("--proxy", proxy.authority)
    failed(whttp("get", "https://h.test/", *flags), 9, 12029)
    asked = ("--receive-proxy-connect-response", "--query", "IS_PROXY_CONNECT_RESPONSE")
    assert good(whttp("get", "https://h.test/", *flags, *asked)).out == "1\n"
    assert good(whttp("get", "https://h.test/", *flags, asked[0])).out == "not today"


def test_e11_a_407_leads_to_one_answer_and_never_before(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(CHALLENGE, OK)
    assert good(whttp("get", "http://h.test/", "--proxy", proxy.authority, *USER)).out == "ok"
    sent = [values(request, "Proxy-Authorization") for request in proxy.requests]
    assert sent == [[], ["Basic YTpi"]]
    stubborn = raw_server(CHALLENGE)
    good(whttp("get", "http://h.test/", "--proxy", stubborn.authority, *USER))
    assert len(stubborn.requests) == 2


def test_e12_without_credentials_the_407_is_the_answer(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(CHALLENGE)
    assert good(whttp("get", "http://h.test/", "--proxy", proxy.authority)).out == "log in"


def test_e13_the_proxy_option_can_be_read(whttp: Whttp, server: RawServer) -> None:
    flags = ("--proxy", server.authority, "--proxy-bypass", "x;y", "--query", "PROXY")
    assert good(whttp("get", "http://h.test/", *flags)).json == {
        "access_type": 3,
        "proxy": server.authority,
        "proxy_bypass": "x;y",
    }


def test_e16_a_script_sees_a_lower_case_scheme_and_the_hosts_own_case(
    whttp: Whttp, server: RawServer, tmp_path: Path
) -> None:
    script = tmp_path / "p.pac"
    seen = "host == 'H.Test' && url.indexOf('http:') == 0"
    answer = f"{seen} ? 'PROXY {server.authority}' : 'DIRECT'"
    script.write_text(f"function FindProxyForURL(url, host) {{ return {answer}; }}")
    good(whttp("get", "HTTP://H.Test/p", "--proxy-pac", script))
    assert target(server.request) == "http://H.Test/p"


def test_e18_post_through_a_proxy_keeps_its_body(whttp: Whttp, server: RawServer) -> None:
    good(whttp("post", "http://h.test/", "--proxy", server.authority, "-d", "abc"))
    assert values(server.request, "Content-Length") == ["3"]
    assert body(server.request) == b"abc"
