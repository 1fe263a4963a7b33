"""HTTP versions and connections as users meet them, against nginx and raw peers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import sliced
from tests.lab.command import Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]


def test_http2_is_agreed_by_alpn_when_asked_for(whttp: Whttp, nginx: Nginx, lab_ca_file: Path) -> None:
    url = nginx.url("http2", "/protocol")
    done = whttp("get", url, "--http2", "--ca-file", lab_ca_file, "--json")
    (exchange,) = done.json["exchanges"]
    assert (done.json["response"]["protocol"], exchange["tls"]["alpn"]) == ("HTTP/2", "h2")
    assert whttp("get", url, "--http2", "--ca-file", lab_ca_file).out.startswith("HTTP/2.0")


def test_http2_is_not_offered_when_not_asked_for(whttp: Whttp, nginx: Nginx, lab_ca_file: Path) -> None:
    url = nginx.url("http2", "/protocol")
    assert whttp("get", url, "--ca-file", lab_ca_file).out.startswith("HTTP/1.1")


def test_a_server_without_http2_is_spoken_to_in_http_1(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path
) -> None:
    url = nginx.url("tls", "/protocol")
    assert whttp("get", url, "--http2", "--ca-file", lab_ca_file).out.startswith("HTTP/1.1")


@pytest.mark.parametrize(("flags", "used"), [(("--http2",), "0x1"), ((), "0x0")])
def test_the_protocol_used_can_be_queried(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path, flags: tuple[str, ...], used: str
) -> None:
    url = nginx.url("http2")
    done = whttp("get", url, *flags, "--ca-file", lab_ca_file, "--query", "http_protocol_used")
    assert done.out == f"{used}\n"


def test_the_trace_of_http2_shows_pseudo_fields(whttp: Whttp, nginx: Nginx, lab_ca_file: Path) -> None:
    done = whttp("get", nginx.url("http2"), "--http2", "--ca-file", lab_ca_file, "--json")
    (exchange,) = done.json["exchanges"]
    names = [header["name"] for header in exchange["request"]["headers"]]
    assert names[:4] == [":method", ":authority", ":scheme", ":path"]


@pytest.mark.parametrize("name", ["http2", "tls"])
def test_a_large_body_goes_there_and_back(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path, tmp_path: Path, name: str
) -> None:
    body = tmp_path / "body"
    body.write_bytes(bytes(range(256)) * 3000)
    flags = ("--http2", "--ca-file", lab_ca_file, "-d", f"@{body}")
    assert whttp("post", nginx.url(name, "/body"), *flags).stdout == body.read_bytes()


def test_two_hundred_urls_use_one_connection(whttp: Whttp, nginx: Nginx) -> None:
    urls = [nginx.url("plain", f"/?one-{number}") for number in range(200)]
    assert whttp("get", *urls, "-q").status == 0
    logged = nginx.logged("/?one-", 200)
    assert len({line.connection for line in logged}) == 1


def test_two_hundred_urls_over_http2_use_one_connection(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path
) -> None:
    urls = [nginx.url("http2", f"/?two-{number}") for number in range(200)]
    assert whttp("get", *urls, "-q", "--http2", "--ca-file", lab_ca_file).status == 0
    assert len({line.connection for line in nginx.logged("/?two-", 200)}) == 1


def test_without_keep_alive_each_url_has_its_connection(whttp: Whttp, nginx: Nginx) -> None:
    urls = [nginx.url("plain", f"/?each-{number}") for number in range(200)]
    assert whttp("get", *urls, "-q", "--disable-feature", "keep-alive").status == 0
    assert len({line.connection for line in nginx.logged("/?each-", 200)}) == 200


HEAD_OF_30_KB = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: " + b"x" * 30_000 + b"\r\n\r\nok"


@pytest.mark.parametrize("size", [1, 1000, len(HEAD_OF_30_KB)])
def test_a_head_of_30_kb_passes_the_default_limit_and_fails_one_of_4_kb(
    whttp: Whttp, raw_server: Start, size: int
) -> None:
    server = raw_server(sliced(HEAD_OF_30_KB, size))
    assert whttp("get", server.url()).stdout == b"ok"
    failed = whttp("get", server.url(), "--max-response-header-size", "4096")
    assert (failed.status, "12182" in failed.err) == (13, True)
