"""The squid recipe, driven by curl: each port refuses or passes what its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.certificates import Identity, client
from tests.lab.client import body, curl, status
from tests.lab.peers.nginx import Nginx
from tests.lab.peers.proxies import PASSWORD, USER, Squid

HELLO = b"nginx says hello\n"
LOGIN = ("--proxy-user", f"{USER}:{PASSWORD}")


def at(squid: Squid, name: str) -> str:
    """host:port of one of its ports."""
    return f"127.0.0.1:{getattr(squid, name)}"


def test_the_open_port_passes_plain_and_tls(squid: Squid, nginx: Nginx, lab_ca_file: Path) -> None:
    through = ("--proxy", at(squid, "open"))
    assert body(*through, nginx.url()) == HELLO
    assert b"\r\nX-Forwarded-For: 127.0.0.1" in body(*through, nginx.url(path="/headers"))
    assert body(*through, "--cacert", lab_ca_file, nginx.url("tls")) == HELLO


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_port_asks_for_its_scheme_only(
    squid: Squid, nginx: Nginx, lab_ca_file: Path, scheme: str
) -> None:
    through = ("--proxy", at(squid, scheme), f"--proxy-{scheme}", "--cacert", lab_ca_file)
    offered = curl("--include", *through, nginx.url()).stdout
    assert offered.startswith(b"HTTP/1.1 407 ")
    assert offered.count(b"\r\nProxy-Authenticate: " + scheme.capitalize().encode()) == 1
    assert offered.count(b"\r\nProxy-Authenticate: ") == 1
    assert body(*through, *LOGIN, nginx.url()) == HELLO
    assert body(*through, *LOGIN, nginx.url("tls")) == HELLO


def test_a_wrong_password_is_refused(squid: Squid, nginx: Nginx) -> None:
    login = ("--proxy-user", f"{USER}:wrong", "--proxy", at(squid, "basic"))
    assert status(*login, nginx.url()) == 407


def test_connect_is_refused_with_a_page_of_html(squid: Squid, nginx: Nginx) -> None:
    through = ("--proxy", at(squid, "deny"))
    refused = curl(
        "--include", "--request", "CONNECT", "--request-target", "a.test:443", f"http://{through[1]}"
    )
    assert refused.stdout.startswith(b"HTTP/1.1 403 ")
    assert b"<!DOCTYPE html" in refused.stdout
    assert curl(*through, nginx.url("tls")).returncode == 56
    assert body(*through, nginx.url()) == HELLO


def test_tls_to_the_proxy(squid: Squid, nginx: Nginx, lab_ca_file: Path) -> None:
    trust = ("--proxy-cacert", lab_ca_file, "--cacert", lab_ca_file)
    through = ("--proxy", f"https://{at(squid, 'tls')}")
    assert body(*trust, *through, nginx.url()) == HELLO
    assert body(*trust, *through, nginx.url("tls")) == HELLO


def test_a_client_certificate_for_the_proxy(
    squid: Squid, nginx: Nginx, lab_ca: Identity, lab_ca_file: Path, tmp_path: Path
) -> None:
    through = ("--proxy-cacert", lab_ca_file, "--proxy", f"https://{at(squid, 'client')}")
    alice = ("--proxy-cert", client(lab_ca).write(tmp_path).bundle)
    assert body(*through, *alice, nginx.url()) == HELLO
    assert curl(*through, nginx.url()).returncode != 0
