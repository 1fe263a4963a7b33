"""Where an answer ends, what it leaves of the connection, and how much is held on the way."""

from __future__ import annotations

import pytest

from tests.engine.http1.exchanges import bytewise, read, request
from winhttp_cli.engine.http1.machine import Http1Machine, State
from winhttp_cli.errors import Code
from winhttp_cli.plan import Limits

OK = b"HTTP/1.1 200 OK\r\n"
OLD = b"HTTP/1.0 200 OK\r\n"
KEEP = (b"Connection", b"Keep-Alive")


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_204_and_304_have_no_body_whatever_they_announce(status: bytes) -> None:
    answer = read(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\n")
    assert (answer.is_complete, answer.body) == (True, b"")
    assert answer.machine.is_reusable


def test_head_reads_no_body_and_keeps_the_connection() -> None:
    answer = read(OK + b"Content-Length: 5\r\n\r\n", sent=request(b"HEAD"))
    assert (answer.is_complete, answer.body, answer.machine.is_reusable) == (True, b"", True)


def test_get_of_the_same_answer_waits_for_the_body() -> None:
    assert not read(OK + b"Content-Length: 5\r\n\r\n").is_complete


def test_a_body_without_a_length_ends_with_the_connection() -> None:
    answer = read(OK + b"\r\nhello", close=True)
    assert (answer.is_complete, answer.body, answer.machine.is_reusable) == (True, b"hello", False)


@pytest.mark.parametrize("method", [b"CONNECT", b"connect"])
def test_only_connect_in_capitals_opens_a_tunnel(method: bytes) -> None:
    answer = read(OK + b"Content-Length: 5\r\n\r\nhello", sent=request(method))
    is_tunnel = answer.machine.state is State.TUNNEL
    assert is_tunnel is (method == b"CONNECT")
    assert answer.machine.rest == (b"hello" if is_tunnel else b"")


def test_a_refused_connect_has_a_body_and_keeps_the_connection() -> None:
    answer = read(b"HTTP/1.1 407 No\r\nContent-Length: 5\r\n\r\nhello", sent=request(b"CONNECT"))
    assert (answer.body, answer.machine.is_reusable) == (b"hello", True)


@pytest.mark.parametrize(
    ("head", "asked", "keeps"),
    [
        (OK, (), True),
        (OK + b"Connection: close\r\n", (), False),
        (OK + b"Connection: Keep-Alive, CLOSE\r\n", (), False),
        (OK + b"Connection: foo\r\nConnection: close\r\n", (), False),
        (OK + b"Connection: closed\r\n", (), True),
        (OK, ((b"Connection", b"Close"),), False),
        (OLD, (KEEP,), False),
        (OLD + b"Connection: Keep-Alive\r\n", (KEEP,), True),
        (b"HTTP/1.2 200 OK\r\n", (), True),
        (b"HTTP/3.0 200 OK\r\nConnection: keep-alive\r\n", (), False),
    ],
)
def test_persistence(head: bytes, asked: tuple[tuple[bytes, bytes], ...], keeps: bool) -> None:
    answer = read(head + b"Content-Length: 0\r\n\r\n", sent=request(fields=asked))
    assert answer.is_complete
    assert answer.machine.is_reusable is keeps
    assert (answer.machine.why_closing == "") is keeps


@pytest.mark.parametrize(("line", "keeps"), [(b"", False), (b"Connection: keep-alive\r\n", True)])
def test_an_http_1_0_request_needs_the_servers_word_to_keep(line: bytes, keeps: bool) -> None:
    sent = request(fields=(KEEP,), version=b"HTTP/1.0")
    assert read(OK + line + b"Content-Length: 0\r\n\r\n", sent=sent).machine.is_reusable is keeps


@pytest.mark.parametrize("extra", [0, 1])
@pytest.mark.parametrize("cut", [False, True])
def test_the_head_limit_holds_to_the_byte_however_it_is_cut(extra: int, cut: bool) -> None:
    wire = OK + b"X: " + b"a" * 200 + b"\r\nContent-Length: 0\r\n\r\n"
    limits = Limits(header_bytes=len(wire) - extra)
    answer = read(bytewise(wire) if cut else wire, limits=limits)
    assert answer.is_complete is (extra == 0)
    if extra:
        assert answer.fault is not None
        assert answer.fault.code == Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW


def test_each_interim_head_has_the_limit_to_itself() -> None:
    wait = b"HTTP/1.1 103 Early\r\nLink: " + b"a" * 60 + b"\r\n\r\n"
    answer = read(wait * 5 + OK + b"Content-Length: 0\r\n\r\n", limits=Limits(header_bytes=100))
    assert ([head.status for head in answer.interim], answer.is_complete) == ([103] * 5, True)


def test_trailers_come_out_apart_from_the_head() -> None:
    wire = OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nDigest: a\r\nContent-Length: 9\r\n\r\n"
    answer = read(wire)
    assert answer.trailers == ((b"Digest", b"a"), (b"Content-Length", b"9"))
    assert (answer.body, answer.machine.is_reusable) == (b"x", True)


def test_what_came_before_a_bad_chunk_is_delivered() -> None:
    answer = read(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n")
    assert answer.body == b"hello"
    assert answer.fault is not None


def test_an_answer_to_a_request_still_going_out_does_not_free_the_connection() -> None:
    machine = Http1Machine()
    machine.start(request(b"POST", ((b"Content-Length", b"5"),)), Limits())
    machine.receive(OK + b"Content-Length: 0\r\n\r\n")
    assert machine.state is State.DONE
    assert not machine.is_reusable
    machine.body(b"hello")
    machine.finish()
    assert machine.is_reusable


def test_a_machine_carries_one_exchange_after_another() -> None:
    machine = Http1Machine()
    for _ in range(3):
        machine.start(request(), Limits())
        machine.finish()
        assert not machine.has_begun
        machine.receive(OK + b"Content-Length: 2\r\n\r\nhi")
        assert machine.is_reusable


def test_a_close_between_two_exchanges_is_no_failure_but_an_end() -> None:
    machine = Http1Machine()
    machine.start(request(), Limits())
    machine.finish()
    machine.receive(OK + b"Content-Length: 0\r\n\r\n")
    assert machine.receive_end() == []
    assert not machine.is_reusable


def test_a_value_full_of_blanks_costs_no_more_than_its_length() -> None:
    wire = OK + b"X:" + b" \t" * 30_000 + b"a" + b" \t" * 1_000 + b"\r\nContent-Length: 0\r\n\r\n"
    answer = read(wire)
    assert answer.head is not None
    assert answer.head.fields[0] == (b"X", b"a")
