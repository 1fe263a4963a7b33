"""--retry, --dry-run, --expect, -f: what scripts rely on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab.behaviours import closing, reply
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
