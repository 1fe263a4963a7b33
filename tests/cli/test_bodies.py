"""What -d, --data-urlencode, -F, -j, -T and --query-param put on the wire, and curl for the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Finished, Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]


@pytest.fixture
def server(raw_server: Start) -> RawServer:
    return raw_server(reply(200, b"ok"))


def sent(server: RawServer) -> tuple[list[str], bytes]:
    """The header lines and the body of the last request."""
    head, _, body = server.requests[-1].partition(b"\r\n\r\n")
    return head.decode("latin-1").split("\r\n")[1:], body


def good(finished: Finished) -> None:
    assert finished.status == 0, finished


def test_data_of_text_and_files_joined_and_streamed(whttp: Whttp, server: RawServer) -> None:
    (whttp.home / "f").write_bytes(b"line\r\nend\n")
    good(whttp("post", server.url(), "-d", "a=1", "-d", "@f"))
    lines, body = sent(server)
    assert body == b"a=1&line\r\nend\n"
    assert {"Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"} <= set(
        lines
    )


def test_a_line_end_in_the_text_stays(whttp: Whttp, server: RawServer) -> None:
    good(whttp("post", server.url(), "-d", "a\nb"))
    assert sent(server)[1] == b"a\nb"


def test_the_callers_type_wins_and_can_be_left_out(whttp: Whttp, server: RawServer) -> None:
    good(whttp("post", server.url(), "-d", "x", "-H", "content-type: t/x"))
    assert [line for line in sent(server)[0] if "ype" in line] == ["content-type: t/x"]
    good(whttp("post", server.url(), "-d", "x", "--remove-header", "Content-Type"))
    assert [line for line in sent(server)[0] if "ype" in line] == []


def test_piped_input_goes_out_in_chunks_and_redirected_input_with_its_length(
    whttp: Whttp, server: RawServer
) -> None:
    good(whttp("post", server.url(), "-d", "@-", stdin=b"piped"))
    lines, body = sent(server)
    assert ("Transfer-Encoding: chunked" in lines, body) == (True, b"5\r\npiped\r\n0\r\n\r\n")
    (whttp.home / "f").write_bytes(b"redirected")
    with (whttp.home / "f").open("rb") as file:
        good(whttp.start("put", server.url(), "-T", "-", stdin=file.fileno()).finish())
    lines, body = sent(server)
    assert ("Content-Length: 10" in lines, body) == (True, b"redirected")


def test_a_stream_of_the_length_given_for_it_goes_out_unchunked(whttp: Whttp, server: RawServer) -> None:
    good(whttp("put", server.url(), "-T", "-", "-H", "Content-Length: 5", stdin=b"piped"))
    lines, body = sent(server)
    assert ("Content-Length: 5" in lines, body) == (True, b"piped")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (9, "it ended 4 bytes before its Content-Length, 9"),
        (3, "it is longer than its Content-Length, 3"),
    ],
)
def test_a_stream_of_another_length_is_a_file_that_cannot_be_read(
    whttp: Whttp, server: RawServer, nginx: Nginx, length: int, words: str
) -> None:
    flags = ("-T", "-", "-H", f"Content-Length: {length}")
    for url in (server.url(), nginx.url("http2")):
        done = whttp("put", url, *flags, "--http2", "-k", stdin=b"piped")
        assert (done.status, f"cannot read the body: {words}" in done.err) == (14, True), done


@pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")
def test_a_named_pipe_is_streamed(whttp: Whttp, server: RawServer) -> None:
    os.mkfifo(whttp.home / "pipe")
    with whttp.start("post", server.url(), "-d", "@pipe") as running:
        (whttp.home / "pipe").write_bytes(b"through the pipe")
        good(running.finish())
    assert sent(server)[1] == b"10\r\nthrough the pipe\r\n0\r\n\r\n"


def test_json_members(whttp: Whttp, server: RawServer) -> None:
    good(whttp("post", server.url(), "-j", "name=é", "-j", "age:=42.0", "-j", "tags:=[1, null]"))
    lines, body = sent(server)
    assert "Content-Type: application/json" in lines
    assert body == '{"name": "é", "age": 42.0, "tags": [1, null]}'.encode()


def test_a_json_document(whttp: Whttp, server: RawServer) -> None:
    (whttp.home / "d.json").write_text('{"a":\n 1}')
    good(whttp("post", server.url(), "-j", "@d.json"))
    assert json.loads(sent(server)[1]) == {"a": 1}


def test_query_parameters(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url("/p?x=1"), "--query-param", "q=a b&c", "--query-param", "flag"))
    assert server.request.startswith(b"GET /p?x=1&q=a%20b%26c&flag HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "flags",
    [("-d", "@gone"), ("--data-urlencode", "@gone"), ("-F", "f=@gone"), ("-j", "@gone"), ("-T", "gone")],
)
def test_a_missing_file_is_status_14_before_anything_is_sent(
    whttp: Whttp, server: RawServer, flags: tuple[str, str]
) -> None:
    finished = whttp("post", server.url(), *flags)
    assert finished.status == 14
    assert "gone: No such file" in finished.err
    assert server.connections == []


def test_two_bodies_are_refused_with_both_origins(whttp: Whttp, server: RawServer) -> None:
    whttp.configure('data = ["from-file"]\n')
    finished = whttp("post", server.url(), "-j", "a=1")
    assert finished.status == 2
    assert "config.toml" in finished.err
    assert "--json-body" in finished.err


CURL = [
    ("--data-urlencode", "a b&c"),
    ("--data-urlencode", "=x=y"),
    ("--data-urlencode", "n=é ~"),
    ("--data-urlencode", "@f"),
    ("--data-urlencode", "n@f"),
    ("-d", "a=1", "-d", "b=2"),
    ("-F", "a=1", "-F", "b=two"),
    ("-F", "f=@f", "-F", "g=<f"),
    ("-F", "f=@f;type=a/b;filename=other name"),
    ("-F", 'f=@f;filename="a;b\\"c"'),
    ("-F", "a=1;type=text/x"),
]


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs the curl command")
@pytest.mark.parametrize("flags", CURL)
def test_the_body_is_what_curl_sends(whttp: Whttp, server: RawServer, flags: tuple[str, ...]) -> None:
    (whttp.home / "f").write_bytes(b"one\r\ntwo &\xff")
    good(whttp("post", server.url(), *flags))
    ours = comparable(*sent(server))
    curl(server.url(), flags, whttp.home)
    assert ours == comparable(*sent(server))


def curl(url: str, flags: tuple[str, ...], folder: Path) -> None:
    command = ["curl", "-sS", "-o", os.devnull, "--max-time", "10", "--noproxy", "*", "-H", "Expect:"]
    environment = {"PATH": os.environ["PATH"]}
    subprocess.run([*command, *flags, url], check=True, cwd=folder, env=environment, timeout=20)


def comparable(lines: list[str], body: bytes) -> tuple[str, bytes]:
    """Content type and body, the boundary of the day replaced."""
    (value,) = (line.partition(": ")[2] for line in lines if line.lower().startswith("content-type"))
    kind, _, boundary = value.partition("; boundary=")
    return kind, body.replace(boundary.encode(), b"BOUNDARY") if boundary else body
