"""The Apache recipe, driven by curl: authentication, and client certificates asked for in four ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.certificates import Identity, client
from tests.lab.client import body, curl, status
from tests.lab.peers.apache import PASSWORD, SERVERS, USER, Apache

HELLO = b"hello from Apache\n"


def test_plain_and_tls(apache: Apache, lab_ca_file: Path) -> None:
    assert body(apache.url()) == HELLO
    assert body("--cacert", lab_ca_file, apache.url("tls")) == HELLO


@pytest.mark.parametrize("scheme", ["basic", "digest", "stale"])
def test_authentication(apache: Apache, scheme: str) -> None:
    url = apache.url(path=f"/{scheme}/hello.txt")
    flag = "--basic" if scheme == "basic" else "--digest"
    assert status(url) == 401
    assert body(flag, "--user", f"{USER}:{PASSWORD}", url) == HELLO
    assert status(flag, "--user", f"{USER}:wrong", url) == 401


def test_http2_by_alpn_and_by_upgrade(apache: Apache, lab_ca_file: Path) -> None:
    version = ("--output", "/dev/null", "--write-out", "%{http_version}", "--http2")
    assert body(*version, "--cacert", lab_ca_file, apache.url("http2")) == b"2"
    assert body(*version, apache.url()) == b"2"


# TLS 1.3 per directory is post-handshake authentication (RFC 8446, section 4.2.6); curl offers it.
CLIENTS = [name for name in SERVERS if name.startswith("client-")]


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_certificate_opens(
    apache: Apache, lab_ca: Identity, lab_ca_file: Path, tmp_path: Path, name: str
) -> None:
    alice = client(lab_ca).write(tmp_path).bundle
    url = apache.url(name, "/client/hello.txt")
    assert body("--http1.1", "--cacert", lab_ca_file, "--cert", alice, url) == HELLO


@pytest.mark.parametrize("name", CLIENTS)
def test_without_one_it_stays_shut(apache: Apache, lab_ca_file: Path, name: str) -> None:
    done = curl("--http1.1", "--fail", "--cacert", lab_ca_file, apache.url(name, "/client/hello.txt"))
    assert done.returncode != 0
    assert HELLO not in done.stdout


@pytest.mark.parametrize("name", CLIENTS[2:])
def test_other_directories_need_none(apache: Apache, lab_ca_file: Path, name: str) -> None:
    assert body("--cacert", lab_ca_file, apache.url(name)) == HELLO
