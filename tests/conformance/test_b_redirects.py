"""Behaviour b1 to b24, at the command line, against raw sockets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conformance.outcome import failed, good, refused
from tests.conformance.wire import body, lines, method, names, target, values
from tests.lab.behaviours import closing, redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
FOLLOWED = (300, 301, 302, 303, 307, 308)


def hops(server: RawServer) -> list[str]:
    return [target(request) for request in server.requests]


@pytest.mark.parametrize(
    ("word", "kept", "by_303"),
    [
        ("GET", "GET", "GET"),
        ("HEAD", "HEAD", "HEAD"),
        ("POST", "GET", "GET"),
        ("PUT", "PUT", "GET"),
        ("DELETE", "DELETE", "GET"),
        ("CUSTOM", "CUSTOM", "GET"),
    ],
)
def test_b2_the_method_of_the_next_hop(
    whttp: Whttp, raw_server: Start, word: str, kept: str, by_303: str
) -> None:
    answers = {f"/{status}": redirect(f"/from-{status}", status) for status in FOLLOWED}
    server = raw_server(answers | {f"/from-{status}": reply(204, length=False) for status in FOLLOWED})
    with_body = ("-d", "abc", "-H", "Content-Type: t/x") if word not in ("GET", "HEAD") else ()
    good(whttp("request", word, *(server.url(f"/{status}") for status in FOLLOWED), *with_body))
    becomes = {300: kept, 301: kept, 302: kept, 303: by_303, 307: word, 308: word}
    assert server.requests[1::2] == [
        second_hop(becomes[status], f"/from-{status}", server.authority, bool(with_body), word)
        for status in FOLLOWED
    ]


def second_hop(word: str, path: str, host: str, had_body: bool, before: str) -> bytes:
    """The exact bytes: the caller's headers stay; the body and its length only with the method."""
    keeps_body = had_body and word == before
    agent = "User-Agent: whttp/0.1.0"
    head = [f"{word} {path} HTTP/1.1", "Connection: Keep-Alive"]
    head += ["Content-Type: t/x"] if had_body else []
    head += [agent, "Content-Length: 3"] if keeps_body else [agent]
    text = "\r\n".join([*head, f"Host: {host}", "", ""])
    return text.encode() + (b"abc" if keeps_body else b"")


@pytest.mark.parametrize("status", [304, 305, 306, 399])
def test_b1_304_and_305_are_returned(whttp: Whttp, raw_server: Start, status: int) -> None:
    server = raw_server(reply(status, b"", "Location: /next"))
    good(whttp("get", server.url()))
    assert hops(server) == ["/"]


def test_b3_post_that_became_get_has_no_framing(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/": redirect("/next"), "/next": OK})
    good(whttp("post", server.url(), "-d", "abc", "-H", "Content-Length: 3"))
    good(whttp("post", server.url(), "-d", "abc", "-H", "Transfer-Encoding: chunked"))
    assert [method(request) for request in server.requests] == ["POST", "GET", "POST", "GET"]
    for request in server.requests[1::2]:
        assert not {"Content-Length", "Transfer-Encoding"} & set(names(request))
        assert body(request) == b""


@pytest.mark.parametrize("status", [307, 308])
def test_b4_307_sends_the_body_again(whttp: Whttp, raw_server: Start, status: int) -> None:
    server = raw_server(redirect("/next", status), OK)
    (whttp.home / "file").write_bytes(b"from a file")
    good(whttp("post", server.url(), "-d", "abc", "-d", "@file"))
    assert [body(request) for request in server.requests] == [b"abc&from a file"] * 2


def test_semantics_r4_308_is_followed_from_windows_10_on(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/": redirect("/next", 308), "/next": OK})
    good(whttp("get", server.url(), "--as", "windows-8.1"))
    good(whttp("get", server.url(), "--as", "windows-10"))
    assert hops(server) == ["/", "/", "/next"]


def test_b5_a_streamed_body_cannot_be_sent_again(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(redirect("/next", 307), OK)
    failed(whttp("post", server.url(), "-d", "@-", stdin=b"abc"), 10, 12032)
    assert [body(request) for request in server.requests] == [b"3\r\nabc\r\n0\r\n\r\n"]


SECRETS = ("Authorization: Bearer t0k3n", "Cookie: c=1", "Proxy-Authorization: Basic eA==")
GIVEN = tuple(word for line in SECRETS for word in ("-H", line))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_b6_credentials_stay_with_their_origin(whttp: Whttp, raw_server: Start, host: str) -> None:
    other = raw_server(OK)
    server = raw_server(redirect("/same"), redirect(f"http://{host}:{other.port}/other"))
    shown = good(whttp("get", server.url(), *GIVEN, "-b", "d=2", "-v"))
    for request in server.requests:
        assert values(request, "Authorization") == ["Bearer t0k3n"]
        assert values(request, "Cookie") == ["c=1; d=2"]
    assert names(other.request) == ["Connection", "User-Agent", "Host"]
    assert "WinHTTP would send it" in shown.err
    assert "t0k3n" not in shown.err


def test_b6_forward_credentials_lets_them_go_and_says_so(whttp: Whttp, raw_server: Start) -> None:
    other = raw_server(OK)
    server = raw_server(redirect(other.url("/other")))
    shown = good(whttp("get", server.url(), *GIVEN, "--forward-credentials", "-v"))
    assert lines(other.request)[2:5] == list(SECRETS)
    assert "sent on to another origin (forward-credentials)" in shown.err


def test_b6_other_headers_go_along(whttp: Whttp, raw_server: Start) -> None:
    other = raw_server(OK)
    server = raw_server(redirect(other.url("/other")))
    good(whttp("get", server.url(), "-H", "Referer: r", "-H", "X: y", "-H", "Host: mine"))
    assert values(server.request, "Host") == ["mine"]
    assert lines(other.request)[2:4] == ["Referer: r", "X: y"]
    assert values(other.request, "Host") == [other.authority]


def test_b6_from_http_to_https_is_another_origin(
    whttp: Whttp, raw_server: Start, tls_server: Start, trust: tuple[str, str]
) -> None:
    secure = tls_server(OK)
    server = raw_server(redirect(secure.url("/")), host="localhost")
    good(whttp("get", server.url(), *GIVEN, *trust))
    assert names(secure.request) == ["Connection", "User-Agent", "Host"]


def test_b7_credentials_of_options_stay_with_their_origin(whttp: Whttp, raw_server: Start) -> None:
    other = raw_server(reply(401, b"", 'WWW-Authenticate: Basic realm="x"'))
    server = raw_server(redirect("/same"), redirect(other.url("/other")))
    good(whttp("get", server.url(), "-u", "a:b", "--auth-scheme", "basic"))
    assert [values(request, "Authorization") for request in server.requests] == [["Basic YTpi"]] * 2
    assert [values(request, "Authorization") for request in other.requests] == [[]]


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/abs", "/abs"),
        ("rel", "/dir/rel"),
        ("../up", "/up"),
        ("./same", "/dir/same"),
        ("?x=2", "/dir/page?x=2"),
        ("//{host}/slashes", "/slashes"),
        ("", "/dir/page?q=1"),
        ("/a b\u00e9", "/a%20b%C3%A9"),
    ],
)
def test_b8_relative_locations(whttp: Whttp, raw_server: Start, location: str, path: str) -> None:
    server = raw_server(OK)
    there = location.replace("{host}", server.authority).encode().decode("latin-1")
    server.answers = (redirect(there), OK)
    good(whttp("get", server.url("/dir/page?q=1")))
    assert hops(server) == ["/dir/page?q=1", path]


def test_b9_no_fragment_is_sent_or_inherited(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(redirect("/next#there"), OK)
    assert good(whttp("get", server.url("/p#here"), "--query", "url")).out == server.url("/next\n")
    assert hops(server) == ["/p", "/next"]


def test_b10_a_missing_location_fails(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(302, b"body"))
    failed(whttp("get", server.url()), 11, 12150)


@pytest.mark.parametrize("status", [200, 201, 400])
def test_b11_a_location_alone_is_no_redirect(whttp: Whttp, raw_server: Start, status: int) -> None:
    server = raw_server(reply(status, b"body", "Location: /next"))
    assert good(whttp("get", server.url())).out == "body"
    assert hops(server) == ["/"]


@pytest.mark.parametrize(("tail", "path"), [("", "/"), ("?q", "/?q"), ("#f", "/")])
def test_b12_a_location_of_a_host_alone_asks_for_the_root(
    whttp: Whttp, raw_server: Start, tail: str, path: str
) -> None:
    server = raw_server(OK)
    server.answers = (redirect(server.url("") + tail), OK)
    good(whttp("get", server.url("/p")))
    assert hops(server) == ["/p", path]


def test_b13_user_information_in_a_location_is_dropped(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(OK)
    server.answers = (redirect(f"http://user:secret@{server.authority}/next"), OK)
    shown = good(whttp("get", server.url(), "-v"))
    assert names(server.requests[1]) == ["Connection", "User-Agent", "Host"]
    assert values(server.requests[1], "Host") == [server.authority]
    assert "secret" not in shown.err


def test_b14_the_schemes_case_does_not_matter(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(OK)
    server.answers = (redirect(f"HtTp://{server.authority}/next"), OK)
    good(whttp("get", f"HTTP://{server.authority}/p"))
    assert hops(server) == ["/p", "/next"]


def test_b15_ten_redirects_and_no_more(whttp: Whttp, raw_server: Start) -> None:
    ten, endless = raw_server(*[redirect("/next")] * 10, OK), raw_server(redirect("/next"))
    assert good(whttp("get", ten.url())).out == "ok"
    failed(whttp("get", endless.url()), 11, 12156)
    assert (len(ten.requests), len(endless.requests)) == (11, 11)


@pytest.mark.parametrize(("maximum", "requests"), [(0, 1), (1, 2), (12, 13)])
def test_b15_other_limits(whttp: Whttp, raw_server: Start, maximum: int, requests: int) -> None:
    server = raw_server(redirect("/next"))
    failed(whttp("get", server.url(), "--max-http-automatic-redirects", maximum), 11, 12156)
    assert len(server.requests) == requests


def test_b16_after_the_limit_the_url_is_the_last_one_reached(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(redirect("/1"), redirect("/2"), redirect("/3"))
    flags = ("--max-http-automatic-redirects", "2", "--query", "url")
    finished = failed(whttp("get", server.url(), *flags), 11, 12156)
    assert finished.out == server.url("/2\n")
    assert hops(server) == ["/", "/1", "/2"]


@pytest.mark.parametrize(
    "flags", [("--redirect-policy", "never"), ("--disable-feature", "redirects"), ("--set", "63=2")]
)
def test_b17_never_and_disabled_return_the_redirect(
    whttp: Whttp, raw_server: Start, flags: tuple[str, ...]
) -> None:
    server = raw_server(reply(302, b"moved", "Location: /next"))
    shown = good(whttp("get", server.url(), "-i", *flags))
    assert shown.stdout.startswith(b"HTTP/1.1 302 OK\r\nLocation: /next\r\n")
    assert shown.stdout.endswith(b"\r\n\r\nmoved")
    assert hops(server) == ["/"]


def test_b18_from_https_to_http(
    whttp: Whttp, raw_server: Start, tls_server: Start, trust: tuple[str, str]
) -> None:
    plain = raw_server(OK)
    secure = tls_server(redirect(plain.url("/down")))
    assert b" 302 " in good(whttp("get", secure.url(), "-i", *trust)).stdout
    assert plain.requests == []
    assert good(whttp("get", secure.url(), "-L", *trust)).out == "ok"
    assert hops(plain) == ["/down"]


def test_b18_from_https_to_https_is_no_such_step(
    whttp: Whttp, tls_server: Start, trust: tuple[str, str]
) -> None:
    secure = tls_server(redirect("/next"), OK)
    assert good(whttp("get", secure.url(), *trust)).out == "ok"
    assert hops(secure) == ["/", "/next"]


def test_b19_from_http_to_https(
    whttp: Whttp, raw_server: Start, tls_server: Start, trust: tuple[str, str]
) -> None:
    secure = tls_server(OK)
    server = raw_server(redirect(secure.url("/up")))
    assert good(whttp("get", server.url(), *trust)).out == "ok"
    assert hops(secure) == ["/up"]


def test_b20_a_cookie_of_a_redirect_is_sent_on_the_next_hop(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(302, b"", "Location: /next", "Set-Cookie: a=1"), OK)
    good(whttp("get", server.url()))
    assert [values(request, "Cookie") for request in server.requests] == [[], ["a=1"]]


@pytest.mark.parametrize("value", ["3", "4294967295", "-1"])
def test_b21_a_policy_above_2_is_refused(whttp: Whttp, server: RawServer, value: str) -> None:
    refused(whttp("get", server.url(), "--redirect-policy", value), 87)
    assert server.requests == []


def test_b22_the_url_is_the_final_one(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(redirect("/a b?c"), redirect("/last"), OK)
    assert good(whttp("get", server.url(), "--query", "url")).out == server.url("/last\n")


def test_b23_one_connection_serves_all_hops(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(302, b"with a body", "Location: /1"), redirect("/2"), OK)
    good(whttp("get", server.url()))
    assert [len(connection.requests) for connection in server.connections] == [3]


def test_b24_through_a_proxy_each_hop_is_in_absolute_form(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(redirect("/next"), OK)
    good(whttp("get", "http://h.test/p", "--proxy", proxy.authority))
    assert hops(proxy) == ["http://h.test/p", "http://h.test/next"]


BAD = [
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,x",
    "gopher://h/",
    "ftp://h/",
    "http:",
    "http://",
    "http://h:99999/",
    "http://[::1/",
    "http://h\x01/",
    "http://a b/",
]


@pytest.mark.parametrize("location", BAD)
def test_a_location_that_cannot_be_followed_is_12156(
    whttp: Whttp, raw_server: Start, location: str
) -> None:
    server = raw_server(closing(redirect(location)))
    finished = whttp("get", server.url())
    assert finished.status in (11, 12), finished
    assert len(server.requests) == 1


def test_a_location_of_a_megabyte_is_12182_or_followed(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(redirect("/" + "a" * (1 << 20)), OK)
    failed(whttp("get", server.url()), 13, 12182)
    server.answers, server._answered = (redirect("/" + "a" * (1 << 20)), OK), 0
    good(whttp("get", server.url(), "--max-response-header-size", "2000000"))
    assert [len(path) for path in hops(server)] == [1, 1, 1 + (1 << 20)]


def test_a_chain_over_three_hundred_hosts(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(*(redirect(f"http://h{number}.test/") for number in range(300)), OK)
    flags = ("--connect-to", f"::127.0.0.1:{server.port}", "--max-http-automatic-redirects", "300")
    assert good(whttp("get", server.url(), *flags)).out == "ok"
    assert len(server.connections) == 301


def test_a_loop_ends_at_the_limit(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/a": redirect("/b"), "/b": redirect("/a")})
    failed(whttp("get", server.url("/a")), 11, 12156)
    assert hops(server) == ["/a", "/b"] * 5 + ["/a"]
