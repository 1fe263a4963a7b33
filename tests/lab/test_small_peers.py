"""tinyproxy, microsocks, lighttpd and nss_wrapper, driven by curl and the standard library."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.lab.client import body, curl, status
from tests.lab.peers import lighttpd as lighttpd_recipe
from tests.lab.peers import proxies
from tests.lab.peers.lighttpd import CODINGS, Lighttpd
from tests.lab.peers.names import Names
from tests.lab.peers.nginx import Nginx

HELLO = b"nginx says hello\n"


def test_tinyproxy_passes_plain_and_tls(tinyproxy: int, nginx: Nginx, lab_ca_file: Path) -> None:
    through = ("--proxy", f"127.0.0.1:{tinyproxy}")
    assert b"(tinyproxy/" in body(*through, nginx.url(path="/headers"))
    assert body(*through, "--cacert", lab_ca_file, nginx.url("tls")) == HELLO


def test_socks_passes_plain_and_tls(socks: int, nginx: Nginx, lab_ca_file: Path) -> None:
    through = ("--socks5-hostname", f"127.0.0.1:{socks}")
    assert body(*through, nginx.url()) == HELLO
    assert body(*through, "--cacert", lab_ca_file, nginx.url("tls")) == HELLO


def test_socks_can_want_a_password(socks_with_password: int, nginx: Nginx) -> None:
    login = f"{proxies.USER}:{proxies.PASSWORD}"
    through = ("--socks5-hostname", f"127.0.0.1:{socks_with_password}")
    assert body(*through, "--proxy-user", login, nginx.url()) == HELLO
    assert curl(*through, nginx.url()).returncode == 97


@pytest.mark.parametrize("coding", CODINGS)
def test_every_coding(lighttpd: Lighttpd, coding: str) -> None:
    plain = (lighttpd.files / "long.txt").read_bytes()
    got = body("--include", "--header", f"Accept-Encoding: {coding}", lighttpd.url())
    head, _, coded = got.partition(b"\r\n\r\n")
    assert f"\r\nContent-Encoding: {coding}".encode() in head
    assert len(coded) < len(plain) / 10
    if coding == "gzip":
        assert gzip.decompress(coded) == plain
    if coding == "deflate":
        assert zlib.decompressobj(-zlib.MAX_WBITS if coded[0] != 0x78 else 15).decompress(coded) == plain


def test_digest_with_sha_256(lighttpd: Lighttpd) -> None:
    url = lighttpd.url("/digest/hello.txt")
    login = f"{lighttpd_recipe.USER}:{lighttpd_recipe.PASSWORD}"
    assert b"algorithm=SHA-256" in curl("--include", url).stdout
    assert status("--digest", "--user", f"{lighttpd_recipe.USER}:wrong", url) == 401
    assert body("--digest", "--user", login, url) == b"hello from lighttpd\n"


def test_a_name_has_the_addresses_given(names: Names) -> None:
    addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.4"]
    found = "[each[4][0] for each in socket.getaddrinfo('x.test', 1, type=1)]"
    code = f"import json, socket; print(json.dumps({found}))"
    seen = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **names({"x.test": addresses})},
        capture_output=True,
        timeout=20,
    )
    assert json.loads(seen.stdout) == addresses
