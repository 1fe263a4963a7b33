"""Behaviour a1 to a28, at the command line, against a raw socket."""

from __future__ import annotations

import gzip
import string
from collections.abc import Callable

import pytest

from tests.conformance.outcome import good, refused
from tests.conformance.wire import body, lines, names, target, values
from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.raw_server import Peer, RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")


def test_a2_connection_comes_first_and_host_last(whttp: Whttp, server: RawServer) -> None:
    flags = ("-H", "Accept: a/b", "-H", "X: y", "-A", "agent", "--refresh", "-d", "abc")
    good(whttp("post", server.url("/p?q"), *flags, "-H", "Content-Type: t/x"))
    assert server.request == (
        b"POST /p?q HTTP/1.1\r\n"
        b"Cache-Control: no-cache\r\n"
        b"Connection: Keep-Alive\r\n"
        b"Pragma: no-cache\r\n"
        b"Accept: a/b\r\n"
        b"X: y\r\n"
        b"Content-Type: t/x\r\n"
        b"User-Agent: agent\r\n"
        b"Content-Length: 3\r\n"
        b"Host: 127.0.0.1:%d\r\n"
        b"\r\nabc" % server.port
    )


def test_a3_no_accept_header_is_made_up(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url()))
    assert names(server.request) == ["Connection", "User-Agent", "Host"]


def test_a4_an_empty_agent_is_an_empty_line_and_none_is_no_line(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url(), "--user-agent", ""))
    good(whttp("get", server.url(), "--remove-header", "User-Agent"))
    first, second = server.requests
    assert lines(first)[2] == "User-Agent: "
    assert names(second) == ["Connection", "Host"]


@pytest.mark.parametrize(("port", "host"), [(80, "h.test"), (443, "h.test"), (81, "h.test:81")])
def test_a5_host_leaves_out_ports_80_and_443(
    whttp: Whttp, server: RawServer, port: int, host: str
) -> None:
    there = f"::127.0.0.1:{server.port}"
    good(whttp("get", f"http://h.test:{port}/", "--connect-to", there))
    assert values(server.request, "Host") == [host]


@pytest.mark.parametrize("word", ["get", "Get", "M-SEARCH", "!#$%&'*+-.^_`|~"])
def test_a6_the_method_goes_out_as_written(whttp: Whttp, server: RawServer, word: str) -> None:
    good(whttp("request", word, server.url()))
    assert lines(server.request)[0] == f"{word} / HTTP/1.1"


@pytest.mark.parametrize("word", ["POST", "PUT"])
def test_a7_post_and_put_always_carry_a_length(whttp: Whttp, server: RawServer, word: str) -> None:
    good(whttp("request", word, server.url()))
    good(whttp("request", word, server.url(), "-d", "abc"))
    assert [values(request, "Content-Length") for request in server.requests] == [["0"], ["3"]]


@pytest.mark.parametrize("word", ["GET", "HEAD", "DELETE", "CUSTOM"])
def test_a8_other_methods_carry_a_length_only_with_a_body(
    whttp: Whttp, raw_server: Start, word: str
) -> None:
    server = raw_server(reply(204, length=False))
    good(whttp("request", word, server.url()))
    good(whttp("request", word, server.url(), "-d", "abc"))
    assert [values(request, "Content-Length") for request in server.requests] == [[], ["3"]]
    assert body(server.requests[1]) == b"abc"


def test_a10_the_referrer_becomes_a_header(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url(), "-e", "http://from.test/"))
    assert values(server.request, "Referer") == ["http://from.test/"]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a11_the_version_stands_on_the_request_line(
    whttp: Whttp, server: RawServer, version: str
) -> None:
    good(whttp("get", server.url(), "--http-version", version))
    refused(whttp("get", server.url(), "--http-version", "1.2"), 87)
    assert lines(server.request)[0] == f"GET / HTTP/{version}"


def test_a12_keep_alive_off_says_close(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url(), server.url(), "--disable-feature", "keep-alive"))
    assert [values(request, "Connection") for request in server.requests] == [["Close"], ["Close"]]
    assert len(server.connections) == 2


def test_a13_the_callers_own_lines_replace_the_automatic_ones(whttp: Whttp, server: RawServer) -> None:
    own = ("-H", "Host: other", "-H", "A: 1", "-H", "user-agent: mine", "-H", "Connection: Close")
    good(whttp("get", server.url(), *own))
    assert lines(server.request)[1:] == ["Host: other", "A: 1", "user-agent: mine", "Connection: Close"]


def test_a14_refresh_adds_both_headers(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url(), "--refresh"))
    good(whttp("get", server.url(), "--refresh", "-H", "Pragma: mine"))
    first, second = server.requests
    assert (values(first, "Cache-Control"), values(first, "Pragma")) == (["no-cache"], ["no-cache"])
    assert values(second, "Pragma") == ["mine"]


def test_a15_options_the_reimplementation_lacks_work(whttp: Whttp, server: RawServer) -> None:
    flags = ("--set", "USER_AGENT=x", "--set", "HTTP_VERSION=1.0", "--set", "DECOMPRESSION=1")
    good(whttp("get", server.url(), *flags))
    assert lines(server.request)[0] == "GET / HTTP/1.0"
    assert values(server.request, "User-Agent") == ["x"]
    assert values(server.request, "Accept-Encoding") == ["gzip"]


def test_a16_decompression_asks_decodes_and_tidies_the_head(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, gzip.compress(b"plain"), "Content-Encoding: gzip", "X: y"))
    flags = ("--decompression", "all", "-H", "Accept-Encoding: br", "-H", "B: 2", "-i")
    shown = good(whttp("get", server.url(), *flags))
    assert lines(server.request)[2:4] == ["Accept-Encoding: gzip, deflate", "B: 2"]
    assert shown.stdout.endswith(b"plain")
    assert b"X: y" in shown.stdout
    assert b"Content-Encoding" not in shown.stdout
    assert b"Content-Length" not in shown.stdout


def test_a17_options_wait_for_a_challenge_and_a_named_basic_does_not(
    whttp: Whttp, server: RawServer
) -> None:
    good(whttp("get", server.url(), "-u", "a:b"))
    good(whttp("get", server.url(), "-u", "a:b", "--auth-scheme", "basic"))
    assert [values(request, "Authorization") for request in server.requests] == [[], ["Basic YTpi"]]


def test_a18_a_fragment_is_not_sent(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url("/p?q#frag?x"), server.url("/#")))
    assert [target(request) for request in server.requests] == ["/p?q", "/"]


@pytest.mark.parametrize("info", ["u:p", "u:", ":p", "u", ":", ""])
def test_a19_user_information_is_never_sent(whttp: Whttp, server: RawServer, info: str) -> None:
    good(whttp("get", f"http://{info}@127.0.0.1:{server.port}/"))
    assert names(server.request) == ["Connection", "User-Agent", "Host"]
    assert values(server.request, "Host") == [f"127.0.0.1:{server.port}"]


def test_a20_dot_segments_stay(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url("/a/./b/../c/..")))
    assert target(server.request) == "/a/./b/../c/.."


KEPT = string.ascii_letters + string.digits + "-._~!$&'()*+,;=:@/%"
UNSAFE = ' "<>[\\]^`{|}' + "".join(map(chr, [*range(1, 0x20), 0x7F]))


def test_a21_what_is_escaped_by_default(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url(f"/{KEPT}?{KEPT}?"), server.url(f"/{UNSAFE}?{UNSAFE}")))
    good(whttp("get", server.url("/é€\U0001f600")))
    kept, unsafe, beyond = map(target, server.requests)
    escaped = "".join(f"%{ord(character):02X}" for character in UNSAFE)
    assert kept == f"/{KEPT}?{KEPT}?"
    assert unsafe == f"/{escaped}?{escaped}"
    assert beyond == "/%C3%A9%E2%82%AC%F0%9F%98%80"


def test_a22_the_three_escape_flags(whttp: Whttp, server: RawServer) -> None:
    url = server.url('/%41"é ?%42"é ')
    for flag in ("--escape-percent", "--escape-disable", "--escape-disable-query"):
        good(whttp("get", url, flag))
    assert [target(request) for request in server.requests] == [
        "/%2541%22%C3%A9%20?%2542%22%C3%A9%20",
        '/%41"%C3%A9%20?%42"%C3%A9%20',
        '/%41%22%C3%A9%20?%42"%C3%A9%20',
    ]


def test_a22_line_ends_are_dropped_where_escaping_is_disabled(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url("/a\r\nX: y"), "--escape-disable"))
    assert target(server.request) == "/aX:%20y"


def test_a23_expect_is_sent_and_the_body_follows(whttp: Whttp, raw_server: Start) -> None:
    bodies: list[bytes] = []

    def continued(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        bodies.append(peer.receive_body(peer.request))
        peer.send(OK)

    server = raw_server(continued)
    good(whttp("post", server.url(), "-d", "abc", "-H", "Expect: 100-continue"))
    assert values(server.request, "Expect") == ["100-continue"]
    assert bodies == [b"abc"]


def test_a24_transfer_encoding_of_the_caller_suppresses_the_length(
    whttp: Whttp, server: RawServer
) -> None:
    good(whttp("post", server.url(), "-H", "Transfer-Encoding: chunked", "-d", "abc"))
    assert values(server.request, "Content-Length") == []
    assert body(server.request) == b"3\r\nabc\r\n0\r\n\r\n"


def test_a25_blanks_before_a_value_go_and_those_behind_it_stay(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url(), "-H", "A: \t b \t", "-H", "C:", "-H", "D:e"))
    assert lines(server.request)[2:5] == ["A: b \t", "C: ", "D: e"]


@pytest.mark.parametrize("text", ["A: b\r\nC: d", "A: b\nC: d", "A: b\rC: d", "A: b\n\n", "A\r\n: b"])
def test_a25_a_line_end_is_refused(whttp: Whttp, server: RawServer, text: str) -> None:
    refused(whttp("get", server.url(), "-H", text), 12153)
    assert server.requests == []


def test_a26_the_flags_of_adding_headers(whttp: Whttp, server: RawServer) -> None:
    added = ("-H", "A: 1", "-H", "a: 2", "-H", "B: 1", "-H", "C: 1", "-H", "D: 1", "-H", "E: 1")
    changed = ("--header-if-new", "N: 1", "--header-coalesce", "B: 2", "--header-replace", "D: 2")
    more = ("--header-coalesce-semicolon", "C: 2", "--header-replace", "E:", "--remove-header", "X")
    good(whttp("get", server.url(), *added, *changed, *more))
    assert lines(server.request)[2:8] == ["A: 1", "a: 2", "B: 1, 2", "C: 1; 2", "D: 2", "N: 1"]


def test_a26_the_flags_that_fail(whttp: Whttp, server: RawServer) -> None:
    refused(whttp("get", server.url(), "-H", "A: 1", "--header-if-new", "a: 2"), 12155)
    refused(whttp("get", server.url(), "--header-replace", "A: 1"), 12150)
    assert server.requests == []


@pytest.mark.parametrize("text", ["A", "A b: c", "A : b", " A: b", ": b", "", "A\t: b", "(A): b", "é: b"])
def test_a27_malformed_names_are_12153(whttp: Whttp, server: RawServer, text: str) -> None:
    refused(whttp("get", server.url(), "-H", text), 12153)
    assert server.requests == []


def test_a6_a_method_that_is_no_word_is_refused(whttp: Whttp, server: RawServer) -> None:
    for word in ("GE T", "GET\r\nX: y", "", "GÉT", "GET:"):
        assert whttp("request", word, server.url()).status == 2
    assert server.requests == []
