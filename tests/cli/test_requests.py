"""Requests over the wire: exact bytes out (behaviour a1 to a28), what scripts get back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab.behaviours import chunked, closing, interim, redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]
AGENT = ("-A", "t/1")


def lines(request: bytes) -> list[str]:
    return request.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


def test_get_sends_connection_first_and_host_last(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    done = whttp("get", server.url("/p?q=1"), *AGENT, "-H", "Accept: a/b")
    assert (done.status, done.stdout, done.err) == (0, b"hello", "")
    assert lines(server.request) == [
        "GET /p?q=1 HTTP/1.1",
        "Connection: Keep-Alive",
        "Accept: a/b",
        "User-Agent: t/1",
        f"Host: {server.authority}",
    ]


@pytest.mark.parametrize(
    ("method", "length"), [("post", "0"), ("put", "0"), ("delete", None), ("get", None)]
)
def test_only_post_and_put_say_a_length_of_zero(
    whttp: Whttp, raw_server: Start, method: str, length: str | None
) -> None:
    server = raw_server(reply())
    assert whttp(method, server.url()).status == 0
    said = [line for line in lines(server.request) if line.startswith("Content-Length")]
    assert said == ([f"Content-Length: {length}"] if length else [])


def test_a_body_goes_out_with_its_length_before_host(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply())
    assert whttp("post", server.url(), "-d", "a=1", "-d", "b=2").status == 0
    assert server.request.endswith(b"\r\n\r\na=1&b=2")
    assert lines(server.request)[-2:] == ["Content-Length: 7", f"Host: {server.authority}"]


def test_standard_input_goes_out_chunked(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply())
    assert whttp("post", server.url(), "-d", "@-", stdin=b"from stdin").status == 0
    assert "Transfer-Encoding: chunked" in lines(server.request)
    assert server.request.endswith(b"a\r\nfrom stdin\r\n0\r\n\r\n")


def test_http_1_0_and_keep_alive_off(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply())
    url = server.url()
    assert whttp("get", url, url, "--http-version", "1.0", "--disable-feature", "keep-alive").status == 0
    first = lines(server.requests[0])
    assert (first[0], first[1]) == ("GET / HTTP/1.0", "Connection: Close")
    assert len(server.connections) == 2


def test_a_custom_method_goes_out_as_written(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply())
    assert whttp("request", "FrobNicate", server.url()).status == 0
    assert lines(server.request)[0] == "FrobNicate / HTTP/1.1"


def test_urls_of_one_command_line_share_a_connection(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"x"))
    done = whttp("get", *[server.url(f"/{number}") for number in range(20)])
    assert (done.stdout, len(server.connections), len(server.requests)) == (b"x" * 20, 1, 20)


REDIRECTING = [
    ("--redirect-policy", "never"),
    ("--redirect-policy", "WINHTTP_OPTION_REDIRECT_POLICY_NEVER"),
    ("--redirect-policy", "0"),
    ("--set", "redirect_policy=never"),
    ("--disable-feature", "redirects"),
]


@pytest.mark.parametrize("flags", REDIRECTING)
def test_never_shows_the_302_itself(whttp: Whttp, raw_server: Start, flags: tuple[str, ...]) -> None:
    server = raw_server({"/": redirect("/next"), "/next": reply(200, b"next")})
    done = whttp("get", server.url(), *flags, "-i")
    assert done.status == 0
    assert done.out.startswith("HTTP/1.1 302 Found\r\nLocation: /next\r\n")
    assert len(server.requests) == 1


SAID = "redirect_policy = 'never'"


@pytest.mark.parametrize(
    ("flags", "env", "config", "origin"),
    [
        (["--redirect-policy", "never"], {}, "", "--redirect-policy"),
        ([], {"WHTTP_REDIRECT_POLICY": "never"}, "", "WHTTP_REDIRECT_POLICY"),
        ([], {}, SAID, "config.toml"),
        (["--profile", "lab"], {}, f"[profile.lab]\n{SAID}", 'profile "lab", config.toml'),
    ],
)
def test_the_same_value_from_four_places_gives_the_same_request(
    whttp: Whttp, raw_server: Start, flags: list[str], env: dict[str, str], config: str, origin: str
) -> None:
    server = raw_server({"/": redirect("/next")})
    whttp.configure(config)
    done = whttp("get", server.url(), "-v", *AGENT, *flags, env=env)
    assert done.status == 0
    (line,) = [line for line in done.err.splitlines() if "redirect-policy = never" in line]
    assert line.endswith(origin)
    assert lines(server.request)[1:] == [
        "Connection: Keep-Alive",
        "User-Agent: t/1",
        f"Host: {server.authority}",
    ]


def test_redirects_are_followed_and_the_eleventh_fails(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(redirect("/again"))
    done = whttp("get", server.url(), "--query", "url")
    assert (done.status, len(server.requests)) == (11, 11)
    assert done.out == server.url("/again") + "\n"
    assert "12156 ERROR_WINHTTP_REDIRECT_FAILED (0x80072F7C)" in done.err


def test_flags_before_the_command_are_the_same_flags(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply())
    before, after = ("--as", "windows-7", "get"), ("get", "--as", "windows-7")
    assert whttp(*before, server.url()).status == whttp(*after, server.url()).status == 0
    assert server.requests[0] == server.requests[1]


def test_a_preset_sends_no_agent_of_whttps_own(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply())
    assert whttp("get", server.url(), "--as", "windows-10").status == 0
    assert not any(line.startswith("User-Agent") for line in lines(server.request))


def test_user_information_is_not_sent_and_that_is_said(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"ok"))
    done = whttp("get", server.url().replace("//", "//alice:hunter2@"))
    assert (done.status, done.stdout) == (0, b"ok")
    assert (
        done.err == "whttp: URL: its user information is not sent, as on Windows; --user NAME sends it\n"
    )
    assert b"hunter2" not in server.request


@pytest.mark.parametrize(("release", "requests"), [("windows-8.1", 1), ("windows-10", 2)])
def test_a_308_is_followed_from_windows_10_on(
    whttp: Whttp, raw_server: Start, release: str, requests: int
) -> None:
    server = raw_server({"/": redirect("/next", 308), "/next": reply(200, b"next")})
    done = whttp("get", server.url(), "--as", release, "-v")
    assert (done.status, len(server.requests)) == (0, requests)
    said = "* redirect not followed: 308 is followed from Windows 10 on" in done.err.splitlines()
    assert said is (requests == 1)


def test_a_failure_names_its_url_where_there_are_several(whttp: Whttp, raw_server: Start) -> None:
    good, bad = raw_server(reply(200, b"ok")).url(), "http://127.0.0.1:1/?token=hunter2"
    assert "       url: http://127.0.0.1:1/?token=***" in whttp("get", good, bad).err.splitlines()
    assert "url:" not in whttp("get", bad).err


def test_query_prints_values_alone_after_success_and_failure(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"body"), closing())
    asked = ("--query", "http_protocol_used", "--query", "security_key_bitness")
    done = whttp("get", server.url(), *asked)
    assert (done.status, done.out, done.err) == (0, "0x0\n\n", "")
    failed = whttp("get", server.url(), *asked, "--query", "extended_error", "--query", "url")
    assert (failed.status, failed.out) == (12, f"\n\n0\n{server.url()}\n")


def test_interim_answers_are_shown_and_passed_over(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(interim(103) + reply(200, b"final"))
    done = whttp("get", server.url(), "-v")
    assert (done.status, done.stdout) == (0, b"final")
    assert "103" in done.err


def test_trailers_and_chunks_are_read(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(chunked(b"ab", b"cd", trailers=("X-T: 1",)))
    document = whttp("get", server.url(), "--json").json
    assert document["response"]["trailers"] == [{"name": "X-T", "value": "1"}]


FAILURES = [
    (closing(b"SSH-2.0-x\r\n"), 12, 12152),
    (closing(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), 12, 12030),
    (closing(), 12, 12030),
    (reply(200, b"", "X: " + "y" * 70000), 13, 12182),
    (interim(*[100] * 11) + reply(), 12, 12152),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 12, 12152),
]


@pytest.mark.parametrize(("answer", "status", "number"), FAILURES)
def test_broken_answers_end_with_their_number(
    whttp: Whttp, raw_server: Start, answer: bytes, status: int, number: int
) -> None:
    server = raw_server(answer)
    done = whttp("get", server.url())
    assert done.status == status, done
    assert f"{number} ERROR_WINHTTP_" in done.err
    assert "Traceback" not in done.err


def test_nothing_listens_and_no_such_name(whttp: Whttp) -> None:
    refused = whttp("get", "http://127.0.0.1:1/")
    assert (refused.status, "12029" in refused.err, "10061" in refused.err) == (4, True, True)
    unknown = whttp("get", "http://no-such-name.invalid/")
    assert (unknown.status, "12007" in unknown.err, "11001" in unknown.err) == (3, True, True)


def test_control_characters_of_a_server_never_reach_the_terminal_raw(
    whttp: Whttp, raw_server: Start
) -> None:
    hostile = "X: \x1b]0;owned\x07"
    server = raw_server(reply(200, b"\x1b[2J", hostile, "Content-Type: text/plain"))
    assert "\x1b]0" not in whttp("get", server.url(), "-v").err
