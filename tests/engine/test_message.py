"""The request head: behaviour a2, a7, a8, a12, a13."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.message import Hop, compose, is_chunked, stack_lines
from winhttp_cli.plan import Body, BytesPart, RequestPlan, StdinPart
from winhttp_cli.record import replace
from winhttp_cli.target import crack, to_target

PLAN = RequestPlan("GET", to_target(crack("http://h.test:8080/")), user_agent="ua")
ONE = Body((BytesPart(b"x"),))


def lines(added: tuple[tuple[str, str], ...] = (), **changes: object) -> list[str]:
    plan = replace(PLAN, **changes)  # type: ignore[arg-type]
    return [f"{name}: {value}" for name, value in compose(plan, Hop.first(plan), added)]


def test_windows_order_connection_first_host_last() -> None:
    assert lines(headers=(("Accept", "a/b"), ("X", "y"))) == [
        "Connection: Keep-Alive",
        "Accept: a/b",
        "X: y",
        "User-Agent: ua",
        "Host: h.test:8080",
    ]


def test_refresh_surrounds_connection() -> None:
    assert lines(refresh=True)[:3] == [
        "Cache-Control: no-cache",
        "Connection: Keep-Alive",
        "Pragma: no-cache",
    ]


def test_keep_alive_off_says_close_as_windows_does() -> None:
    assert lines(keep_alive=False)[0] == "Connection: Close"


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_post_and_put_without_a_body_carry_a_length_of_zero(method: str) -> None:
    assert "Content-Length: 0" in lines(method=method)


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "CUSTOM"])
def test_other_methods_carry_a_length_only_with_a_body(method: str) -> None:
    assert not any(line.startswith("Content-Length") for line in lines(method=method))
    assert "Content-Length: 1" in lines(method=method, body=ONE)


def test_a_callers_own_host_agent_and_connection_take_the_automatic_ones_place() -> None:
    own = (("Host", "other"), ("user-agent", "mine"), ("Connection", "Close"))
    assert lines(headers=own) == ["Host: other", "user-agent: mine", "Connection: Close"]


def test_a_body_of_unknown_length_is_chunked() -> None:
    assert "Transfer-Encoding: chunked" in lines(method="POST", body=Body((StdinPart(),)))


def test_a_callers_transfer_encoding_suppresses_content_length() -> None:
    given = lines(method="POST", body=ONE, headers=(("Transfer-Encoding", "chunked"),))
    assert [line for line in given if "ength" in line or "ncoding" in line] == [
        "Transfer-Encoding: chunked"
    ]


def test_no_agent_sends_no_line_and_an_empty_agent_sends_an_empty_one() -> None:
    assert not any(line.startswith("User-Agent") for line in lines(user_agent=None))
    assert "User-Agent: " in lines(user_agent="")


def test_a_header_of_the_stack_replaces_the_callers_in_its_place() -> None:
    given = lines((("Accept-Encoding", "gzip"),), headers=(("accept-encoding", "br"), ("X", "y")))
    assert given[1:3] == ["Accept-Encoding: gzip", "X: y"]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://h/", "h"),
        ("http://h:443/", "h"),
        ("https://h:443/", "h"),
        ("https://h:80/", "h"),
        ("http://h:81/", "h:81"),
        ("http://[::1]:81/", "[::1]:81"),
    ],
)
def test_host_leaves_out_ports_80_and_443_whatever_the_scheme(url: str, host: str) -> None:
    assert lines(target=to_target(crack(url)))[-1] == f"Host: {host}"


def test_a_callers_own_cache_headers_win_over_refresh() -> None:
    own = (("Cache-Control", "max-age=0"), ("Pragma", "mine"))
    assert lines(refresh=True, headers=own)[:3] == [
        "Connection: Keep-Alive",
        "Cache-Control: max-age=0",
        "Pragma: mine",
    ]


def test_a_callers_content_length_is_not_doubled() -> None:
    given = lines(method="POST", body=ONE, headers=(("content-length", "1"),))
    assert [line for line in given if "ength" in line] == ["content-length: 1"]


def test_a_body_is_chunked_when_asked_for_or_when_its_length_is_unknown_and_unsaid() -> None:
    stream, asked = Body((StdinPart(),)), Body((BytesPart(b"x"),), chunked=True)
    assert is_chunked((("Transfer-Encoding", "chunked"),), ONE)
    assert is_chunked((), asked)
    assert is_chunked((), stream)
    assert not is_chunked((("Content-Length", "5"),), stream)
    assert not is_chunked((), ONE)


def test_codings_are_asked_for_in_one_order() -> None:
    everything = frozenset({"zstd", "br", "deflate", "gzip"})
    assert stack_lines(replace(PLAN, decompress=everything)) == (
        ("Accept-Encoding", "gzip, deflate, br, zstd"),
    )
    assert stack_lines(PLAN) == ()
