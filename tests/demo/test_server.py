"""The demo server, driven by curl and plain sockets: every route, every port, and what it refuses."""

from __future__ import annotations

import gzip
import json
import socket
import urllib.parse

import pytest

from tests.lab.client import body, curl, status
from tests.lab.websocket import CLOSE, PING, PONG, TEXT, close, frame
from winhttp_cli.demo.exchange import Reply
from winhttp_cli.demo.routes import ROUTES
from winhttp_cli.demo.server import DemoServer


def trusted(server: DemoServer, path: str) -> tuple[str, str, str]:
    return ("--cacert", str(server.ca_file), server.base_url + path)


def raw(server: DemoServer, request: bytes) -> bytes:
    port = urllib.parse.urlsplit(server.plain_url).port
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        data = b""
        while more := connection.recv(65536):
            data += more
    return data


def test_the_same_routes_with_and_without_tls(demo_server: DemoServer) -> None:
    assert json.loads(body(*trusted(demo_server, "/json")))["name"] == "alice"
    assert json.loads(body(demo_server.plain_url + "/json"))["name"] == "alice"


def test_the_index_lists_every_route(demo_server: DemoServer) -> None:
    shown = body(demo_server.plain_url).decode()
    assert [route for route in ROUTES if route not in shown] == []
    assert all(route.__doc__ in shown for route in ROUTES.values() if route.__doc__)


def test_redirects_are_counted_down(demo_server: DemoServer) -> None:
    count = ("--location", "--output", "/dev/null", "--write-out", "%{num_redirects} %{http_code}")
    assert body(*count, demo_server.plain_url + "/redirect/3") == b"3 200"
    assert status(demo_server.plain_url + "/redirect/101") == 400
    assert status(demo_server.plain_url + "/redirect/-1") == 400


def test_a_redirect_to_anywhere_but_into_the_header(demo_server: DemoServer) -> None:
    there = curl("--head", demo_server.plain_url + "/redirect-to?url=http://a.test/b").stdout
    assert b"\r\nLocation: http://a.test/b\r\n" in there
    injected = curl("--include", demo_server.plain_url + "/redirect-to?url=/x%0d%0aX-Evil:1").stdout
    assert injected.startswith(b"HTTP/1.1 400 ")
    assert b"\r\nX-Evil" not in injected


def test_downgrade_leads_from_https_to_http(demo_server: DemoServer) -> None:
    seen = curl("--head", *trusted(demo_server, "/downgrade")).stdout.decode()
    assert f"\r\nLocation: {demo_server.plain_url}/json\r\n" in seen


def test_gzip_when_asked_for(demo_server: DemoServer) -> None:
    plain = body(demo_server.plain_url + "/gzip")
    coded = body("--header", "Accept-Encoding: gzip", demo_server.plain_url + "/gzip")
    assert gzip.decompress(coded) == plain
    assert len(coded) < len(plain) / 10


def test_slow_is_chunked_and_bounded(demo_server: DemoServer) -> None:
    assert body(demo_server.plain_url + "/slow?interval=1").count(b"\n") == 10
    assert status(demo_server.plain_url + "/slow?interval=100000") == 400
    old = curl("--http1.0", "--include", demo_server.plain_url + "/slow?interval=0").stdout
    assert b"chunked" not in old
    assert old.endswith(b"line 10 of 10\n")


def test_headers_and_body_come_back(demo_server: DemoServer) -> None:
    assert b"\nX-A: b\n" in body("--header", "X-A: b", demo_server.plain_url + "/headers")
    echo = demo_server.plain_url + "/echo"
    assert body("--data", "a=b", echo) == b"a=b"
    assert body("--data", "a=b", "--header", "Transfer-Encoding: chunked", echo) == b"a=b"
    assert body("--request", "BREW", echo) == b""


@pytest.mark.parametrize(("asked", "answered"), [("404", 404), ("204", 204), ("599", 599), ("100", 400)])
def test_status(demo_server: DemoServer, asked: str, answered: int) -> None:
    assert status(demo_server.plain_url + f"/status/{asked}") == answered


def test_cookies_are_set_and_shown(demo_server: DemoServer) -> None:
    jar = ("--location", "--cookie", "", demo_server.plain_url + "/cookies/set")
    assert json.loads(body(*jar)) == {"flavour": "vanilla", "size": "large"}


def test_basic_auth_opens_for_alice_only(demo_server: DemoServer) -> None:
    url = demo_server.plain_url + "/basic-auth"
    assert json.loads(body("--user", "alice:wonderland", url)) == {"user": "alice"}
    assert status("--user", "alice:guess", url) == 401
    assert b'\r\nWWW-Authenticate: Basic realm="whttp demo"' in curl("--include", url).stdout


def test_head_has_no_body_and_unknown_paths_are_404(demo_server: DemoServer) -> None:
    head = raw(demo_server, b"HEAD /json HTTP/1.1\r\nHost: a\r\n\r\n")
    assert head.endswith(b"\r\n\r\n")
    assert b"\r\nContent-Length: " in head
    assert status(demo_server.plain_url + "/nowhere") == 404
    assert status(demo_server.plain_url + "/json/more") == 404


def test_a_websocket_sends_back_what_it_gets(demo_server: DemoServer) -> None:
    handshake = (
        b"GET /websocket HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    sent = frame(TEXT, b"hi", mask=b"mask") + frame(PING, b"?", mask=b"mask") + frame(CLOSE, mask=b"mask")
    head, _, frames = raw(demo_server, handshake + sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 ")
    assert b"\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head
    assert frames == frame(TEXT, b"hi") + frame(PONG, b"?") + close(None)


@pytest.mark.parametrize("line", [b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Key: a"])
def test_what_is_no_handshake_is_426(demo_server: DemoServer, line: bytes) -> None:
    request = b"GET /websocket HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Version: 13\r\n" + line + b"\r\n\r\n"
    assert raw(demo_server, request).startswith(b"HTTP/1.1 426 ")


def test_who_breaks_the_protocol_is_told(demo_server: DemoServer) -> None:
    handshake = (
        b"GET /websocket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    frames = raw(demo_server, handshake + frame(TEXT, b"unmasked")).partition(b"\r\n\r\n")[2]
    assert frames[:4] == b"\x88" + frames[1:2] + b"\x03\xea"


def test_connections_are_kept(demo_server: DemoServer) -> None:
    url = demo_server.plain_url + "/json"
    shown = ("--output", "/dev/null", "--output", "/dev/null", "--write-out", "%{num_connects} ")
    assert body(*shown, url, url) == b"1 0 "


def test_untrusted_expired_and_faulty_certificates_are_refused(demo_server: DemoServer) -> None:
    ca = ("--cacert", str(demo_server.ca_file))
    assert curl(demo_server.base_url).returncode == 60
    assert b"expired" in curl(*ca, demo_server.expired_url).stderr
    assert curl(*ca, demo_server.faulty_url).returncode == 60
    assert status(*ca, demo_server.base_url) == 200


@pytest.mark.parametrize(
    "bad",
    [
        b"Content-Length: 9999999\r\n\r\n",
        b"Content-Length: +3\r\n\r\nabc",
        b"Transfer-Encoding: gzip\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n",
    ],
)
def test_bodies_without_measure_are_refused(demo_server: DemoServer, bad: bytes) -> None:
    assert raw(demo_server, b"POST /echo HTTP/1.1\r\nHost: a\r\n" + bad).startswith(b"HTTP/1.1 413 ")


def test_no_reply_breaks_its_header() -> None:
    with pytest.raises(ValueError, match="Location"):
        Reply(headers=(("Location", "a\r\nb"),))


def test_when_it_ends_nothing_is_left(demo_server: DemoServer) -> None:
    with DemoServer() as server:
        assert status(server.plain_url) == 200
        folder = server.ca_file.parent
        assert [file.name for file in folder.iterdir()] == [server.ca_file.name]
    assert not folder.exists()
    assert curl(server.plain_url).returncode == 7
