"""The command against nginx and Apache from the distribution's packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.certificates import Identity, client
from tests.lab.command import Argument, Finished, Whttp
from tests.lab.peers.apache import PASSWORD, SERVERS, USER, Apache
from tests.lab.peers.nginx import REDIRECTS, Nginx

HELLO = b"hello from Apache\n"
VERSIONS = {"tls1.0": "tls1", "tls1.1": "tls1.1", "tls1.2": "tls1.2", "tls1.3": "tls1.3"}
CLIENTS = [name for name in SERVERS if name.startswith("client-")]
#: TLS 1.3 asks per directory by post-handshake authentication (RFC 8446, section 4.2.6)
AFTERWARDS = "client-per-directory-1.3"


@pytest.mark.parametrize("name", ["plain", "tls", "http2"])
def test_apache_over_each_transport(whttp: Whttp, apache: Apache, lab_ca_file: Path, name: str) -> None:
    done = whttp("get", apache.url(name), "--http2", "--ca-file", lab_ca_file)
    assert (done.status, done.stdout, done.err) == (0, HELLO, "")


def test_apache_speaks_http2_when_asked(whttp: Whttp, apache: Apache, lab_ca_file: Path) -> None:
    asked = ("get", apache.url("http2"), "--ca-file", lab_ca_file, "--query", "http_protocol_used")
    assert [whttp(*asked, *flags).out for flags in (("--http2",), ())] == ["0x1\n", "0x0\n"]


@pytest.mark.parametrize("scheme", ["basic", "digest", "stale"])
def test_apache_lets_the_right_password_in(whttp: Whttp, apache: Apache, scheme: str) -> None:
    def ask(*flags: Argument) -> Finished:
        url = apache.url(path=f"/{scheme}/hello.txt")
        return whttp("get", url, *flags, "--query", "status", env={"SECRET": PASSWORD})

    login = ("--username", USER, "--password-env", "SECRET")
    assert ask(*login).out == "200\n"
    assert ask().out == "401\n"
    assert ask("--username", "mallory", "--password-env", "SECRET").out == "401\n"
    assert ask(*login, "--disable-feature", "authentication").out == "401\n"


@pytest.mark.parametrize("name", CLIENTS)
def test_apache_gets_the_certificate_it_asks_for(
    whttp: Whttp, apache: Apache, lab_ca: Identity, lab_ca_file: Path, tmp_path: Path, name: str
) -> None:
    alice = client(lab_ca).write(tmp_path).bundle
    url = apache.url(name, "/client/hello.txt")
    trusted = ("get", url, "--ca-file", lab_ca_file)
    assert whttp(*trusted, "--client-cert-context", alice).stdout == HELLO
    if name == AFTERWARDS:
        return
    refused = whttp(*trusted)
    assert (refused.status, refused.stdout) == (8, b""), refused
    assert "12044 ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED" in refused.err


def test_apache_may_ask_after_a_handshake_of_tls_1_3_and_it_is_told(
    whttp: Whttp, apache: Apache, lab_ca: Identity, lab_ca_file: Path, tmp_path: Path
) -> None:
    alice = client(lab_ca).write(tmp_path).bundle
    flags = ("--ca-file", lab_ca_file, "--client-cert-context", alice, "-v")
    done = whttp("get", apache.url(AFTERWARDS, "/client/hello.txt"), *flags)
    told = "* note     localhost asks for a client certificate after the handshake: sent\n"
    assert (done.stdout, done.err.count(told)) == (HELLO, 1)
    assert "after the handshake" not in whttp("get", apache.url(AFTERWARDS), *flags).err


@pytest.mark.parametrize("flags", [(), ("--client-cert-context", "none"), ("CERTIFICATE", "--http2")])
def test_it_may_not_where_no_certificate_is_given_or_http2_offered(
    whttp: Whttp,
    apache: Apache,
    lab_ca: Identity,
    lab_ca_file: Path,
    tmp_path: Path,
    flags: tuple[str, ...],
) -> None:
    given = f"--client-cert-context={client(lab_ca).write(tmp_path).bundle}"
    words = [given if word == "CERTIFICATE" else word for word in flags]
    url = apache.url(AFTERWARDS, "/client/hello.txt")
    done = whttp("get", url, "--ca-file", lab_ca_file, *words, "--query", "status")
    assert (done.status, done.out) == (0, "403\n")


@pytest.mark.parametrize(("name", "word"), VERSIONS.items())
def test_nginx_in_each_tls_version(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path, name: str, word: str
) -> None:
    asked = ("get", nginx.url(name), "--ca-file", lab_ca_file)
    assert whttp(*asked, "--secure-protocols", word).out == "nginx says hello\n"
    others = ",".join(each for each in VERSIONS.values() if each != word)
    refused = whttp(*asked, "--secure-protocols", others)
    assert (refused.status, refused.stdout) == (6, b""), refused
    assert "12157 ERROR_WINHTTP_SECURE_CHANNEL_ERROR" in refused.err


@pytest.mark.parametrize("status", REDIRECTS)
def test_nginx_redirects(whttp: Whttp, nginx: Nginx, status: int) -> None:
    url = nginx.url(path=f"/redirect/{status}")
    assert whttp("get", url).out.startswith("GET /headers HTTP/1.1\r\n")
    assert whttp("get", url, "--redirect-policy", "never", "--query", "status").out == f"{status}\n"


def test_nginx_sends_to_http_and_the_redirect_itself_comes_back(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path
) -> None:
    asked = ("get", nginx.url("tls", "/to-plain"), "--ca-file", lab_ca_file)
    assert whttp(*asked, "--query", "status").out == "302\n"
    followed = whttp(*asked, "--redirect-policy", "always", "--query", "status", "--query", "url")
    assert followed.out == f"200\n{nginx.url('plain', '/headers')}\n"


def test_nginx_compresses_and_the_text_comes_out(whttp: Whttp, nginx: Nginx) -> None:
    url = nginx.url(path="/gzip/long.txt")
    text = (nginx.files / "long.txt").read_bytes()
    assert whttp("get", url, "--decompression", "all").stdout == text
    assert whttp("get", url, "-H", "Accept-Encoding: gzip").stdout.startswith(b"\x1f\x8b")


def test_nginx_takes_an_upload_and_gives_it_back(whttp: Whttp, nginx: Nginx, tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_bytes(bytes(range(256)) * 2000)
    assert whttp("post", nginx.url(path="/body"), "-d", f"@{body}").stdout == body.read_bytes()
