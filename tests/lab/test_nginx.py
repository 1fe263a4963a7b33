"""The nginx recipe, driven by curl: every port and location does what its name says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.certificates import DAY, Identity, client, leaf
from tests.lab.client import body, curl, status
from tests.lab.peers.nginx import REDIRECTS, Nginx

OLD = ("--ciphers", "DEFAULT:@SECLEVEL=0", "--tlsv1.0")


def test_plain_text_json_and_headers(nginx: Nginx) -> None:
    assert body(nginx.url()) == b"nginx says hello\n"
    assert json.loads(body(nginx.url(path="/files/data.json"))) == {"server": "nginx"}
    echoed = body("--header", "X-A: b", nginx.url(path="/headers"))
    assert echoed.startswith(b"GET /headers HTTP/1.1\r\n")
    assert b"X-A: b\r\n" in echoed


def test_a_request_body_comes_back(nginx: Nginx) -> None:
    assert body("--data", "a=b", nginx.url(path="/body")) == b"a=b"


def test_gzip_only_when_asked(nginx: Nginx) -> None:
    url = nginx.url(path="/gzip/long.txt")
    plain = (nginx.files / "long.txt").read_bytes()
    assert body(url) == plain
    assert gzip.decompress(body("--header", "Accept-Encoding: gzip", url)) == plain


@pytest.mark.parametrize("code", REDIRECTS)
def test_redirects(nginx: Nginx, code: int) -> None:
    assert status(nginx.url(path=f"/redirect/{code}")) == code
    assert status("--location", nginx.url(path=f"/redirect/{code}")) == 200


def test_redirects_across_schemes(nginx: Nginx, lab_ca_file: Path) -> None:
    follow = ("--location", "--cacert", lab_ca_file)
    assert b"Host: 127.0.0.1" in body(*follow, nginx.url("tls", "/to-plain"))
    assert b"Host: localhost" in body(*follow, nginx.url("plain", "/to-tls"))


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
def test_each_tls_version_alone(nginx: Nginx, lab_ca_file: Path, version: str) -> None:
    spoken = body("--cacert", lab_ca_file, *OLD, nginx.url(f"tls{version}", "/protocol")).decode()
    assert spoken.split()[1].removesuffix(".0") == f"TLSv{version}".removesuffix(".0")


def test_http2_by_alpn_and_by_prior_knowledge(nginx: Nginx, lab_ca_file: Path) -> None:
    chosen = body("--cacert", lab_ca_file, nginx.url("http2", "/protocol"))
    assert chosen == b"HTTP/2.0 TLSv1.3\n"
    assert body("--http2-prior-knowledge", nginx.url("h2c", "/protocol")) == b"HTTP/2.0 \n"


def test_client_certificates_are_asked_for_and_named(
    nginx: Nginx, lab_ca: Identity, lab_ca_file: Path, tmp_path: Path
) -> None:
    alice = ("--cert", client(lab_ca).write(tmp_path).bundle)
    trust = ("--cacert", lab_ca_file)
    assert b"SUCCESS CN=alice" in body(*trust, *alice, nginx.url("client-required", "/client"))
    assert status(*trust, nginx.url("client-required", "/client")) == 400
    assert body(*trust, nginx.url("client-optional", "/client")) == b"NONE \n"


def test_the_log_tells_connections_apart(nginx: Nginx) -> None:
    one, two = nginx.url(path="/?log=1"), nginx.url(path="/?log=2")
    body(one, two)
    body("--header", "Connection: close", nginx.url(path="/?log=3"))
    lines = nginx.logged("/?log=", 3)
    assert len({line.connection for line in lines}) == 2
    assert [line.request_on_connection for line in lines] == [1, 2, 1]


def test_a_certificate_of_ones_own(
    nginx_showing: Callable[..., Nginx], lab_ca: Identity, lab_ca_file: Path
) -> None:
    expired = nginx_showing(leaf(lab_ca, "localhost", ends=-DAY))
    done = curl("--cacert", lab_ca_file, expired.url("tls"))
    assert (done.returncode, b"expired" in done.stderr) == (60, True)
    assert status("--insecure", expired.url("tls")) == 200
