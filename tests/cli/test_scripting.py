"""--retry, --dry-run, --expect, -f: what scripts rely on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab.behaviours import closing, redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
BUSY = reply(503, b"busy", "Retry-After: 0")


def test_retry_repeats_what_may_pass_and_shows_only_the_last_answer(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(BUSY, BUSY, reply(200, b"fine"))
    done = whttp("get", server.url(), "--retry", "2")
    assert (done.status, done.stdout, len(server.requests)) == (0, b"fine", 3)


def test_retries_run_out_and_the_last_answer_is_delivered(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(BUSY)
    done = whttp("get", server.url(), "--retry", "1", "-f")
    assert (done.status, done.stdout, len(server.requests)) == (22, b"busy", 2)


def test_post_is_not_repeated(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(BUSY, reply())
    done = whttp("post", server.url(), "-d", "x", "--retry", "3")
    assert (done.stdout, len(server.requests)) == (b"busy", 1)


def test_a_body_that_broke_half_way_is_not_started_again(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(closing(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), reply())
    done = whttp("get", server.url(), "--retry", "3")
    assert (done.status, done.stdout, len(server.requests)) == (12, b"abc", 1)


def test_dry_run_shows_the_request_with_its_origins_and_sends_nothing(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(reply())
    done = whttp("get", server.url("/p"), "-H", "Authorization: Bearer secret", "--dry-run")
    assert done.status == 0
    assert "> GET /p HTTP/1.1" in done.out
    assert "from --header" in done.out
    assert "secret" not in done.out
    assert server.connections == []


@pytest.mark.parametrize(
    ("expected", "status"),
    [("status=200", 0), ("status=404", 20), ("http_protocol_used=0", 0), ("http_protocol_used=0x1", 20)],
)
def test_expectations(whttp: Whttp, raw_server: Start, expected: str, status: int) -> None:
    done = whttp("get", raw_server(reply(200, b"x")).url(), "--expect", expected)
    assert (done.status, done.stdout) == (status, b"x")


def test_a_malformed_expectation_is_refused_before_anything_is_sent(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(reply())
    assert whttp("get", server.url(), "--expect", "status").status == 2
    assert server.connections == []


def test_http_errors_fail_only_with_f_and_the_body_is_printed(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(404, b"gone"))
    assert whttp("get", server.url()).status == 0
    done = whttp("get", server.url(), "-f")
    assert (done.status, done.stdout) == (22, b"gone")


FACTS = [
    ("status", "200"),
    ("error", "0"),
    ("received", "5"),
    ("redirects", "1"),
    ("header:etag", '"v1"'),
    ("HEADER:X-List", "a, b"),
    ("header:none", ""),
    ("header:set-cookie", "id=***"),
]


@pytest.mark.parametrize(("word", "value"), FACTS)
def test_facts_of_the_exchange_are_asked_like_options(
    whttp: Whttp, raw_server: Start, word: str, value: str
) -> None:
    lines = ('ETag: "v1"', "X-List: a", "X-List: b", "Set-Cookie: id=s3cret")
    server = raw_server({"/": redirect("/x"), "/x": reply(200, b"hello", *lines)})
    done = whttp("get", server.url(), "--query", word)
    assert (done.status, done.out) == (0, value + "\n")


def test_facts_after_a_failure(whttp: Whttp) -> None:
    asked = ("--query", "error", "--query", "status", "--query", "header:etag", "--query", "redirects")
    done = whttp("get", "http://127.0.0.1:9/", *asked)
    assert (done.status, done.out) == (4, "12029\n\n\n0\n")


def test_a_header_that_attacks_stays_one_line(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"", "X: \x1b]0;owned\x07\x85\x0bnext"))
    assert whttp("get", server.url(), "--query", "header:x").out.count("\n") == 1


@pytest.mark.parametrize("word", ["header:", "states", "milliseconds@session"])
def test_a_word_that_is_no_fact_is_refused(whttp: Whttp, word: str) -> None:
    assert whttp("get", "http://127.0.0.1:9/", "--query", word).status == 2


def test_a_fact_can_be_expected(whttp: Whttp, raw_server: Start) -> None:
    url = raw_server(reply(200, b"x", "Content-Type: text/plain")).url()
    assert whttp("get", url, "--expect", "header:content-type=text/plain").status == 0
    assert whttp("get", url, "--expect", "header:content-type=text/html").status == 20
