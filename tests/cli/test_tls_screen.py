"""`whttp tls` on a terminal of 80 and of 120 columns, and what hostile servers cannot do to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import CLIENT, DAY, Identity, client, intermediate, leaf, root
from tests.lab.command import Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer
from tests.lab.terminal import Shown
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
Terminal = Callable[..., Shown]
WIDTHS = pytest.mark.parametrize("columns", [80, 120])
URLS = {
    "ocsp_url": "http://ocsp.contoso.test/issuing-ca-3",
    "crl_url": "http://crl.contoso.test/ca3.crl",
    "issuer_url": "http://aia.contoso.test/ca3.crt",
}


@pytest.fixture
def serve(raw_server: Start) -> Start:
    return lambda identity, **knobs: raw_server(reply(), tls=server_context(identity, **knobs))


def section(shown: Shown, word: str) -> list[str]:
    """The lines of a section, its title first."""
    start = next(at for at, line in enumerate(shown.lines) if line.startswith(word))
    length = next((n for n, line in enumerate(shown.lines[start:]) if not line), None)
    return list(shown.lines[start : start + length if length else None])


@WIDTHS
def test_a_healthy_server(
    terminal: Terminal, serve: Start, lab_issuer: Identity, lab_ca_file: Path, columns: int
) -> None:
    server = serve(leaf(lab_issuer, "localhost", "www.localhost", **URLS), alpn=("http/1.1",))
    shown = terminal("tls", server.authority, "--ca-file", lab_ca_file, columns=columns)
    assert shown.status == 0
    assert shown.lines[0] == f"TLS 1.3 with {server.authority}, the certificate is accepted"
    agreed = section(shown, "HANDSHAKE")
    assert agreed[1] == "  version   TLS 1.3"
    assert agreed[2].split() == ["cipher", "TLS_AES_256_GCM_SHA384", "SECURITY_KEY_BITNESS", "256"]
    assert agreed[4].split() == ["ALPN", "http/1.1", "offered:", "http/1.1"]
    assert agreed[6].split() == ["resumed", "yes", "by", "a", "second", "handshake"]
    assert agreed[7].split()[-3:] == ["0x20000001,", "nothing", "ignored"]
    chain = section(shown, "CHAIN")
    assert chain[0] == "CHAIN   2 certificates, leaf first"
    assert "     names     localhost, www.localhost" in chain
    assert f"     OCSP      {URLS['ocsp_url']}" in chain
    assert f"     issuer at {URLS['issuer_url']}" in chain
    checks = [line.split()[:2] for line in section(shown, "CHECKS")[1:9]]
    names = ["chain", "trust", "name", "date", "usage", "signature", "revoked?", "version"]
    assert checks == [["skip" if name == "revoked?" else "ok", name] for name in names]
    assert shown.lines[-1] == "  bits      SECURE_FAILURE 0x0"


@WIDTHS
def test_three_faults(
    terminal: Terminal, serve: Start, lab_issuer: Identity, lab_ca_file: Path, columns: int
) -> None:
    bad = leaf(lab_issuer, "www.other.test", starts=-9 * DAY, ends=-5 * DAY, usages=(CLIENT,))
    shown = terminal("tls", serve(bad).authority, "--ca-file", lab_ca_file, columns=columns)
    assert shown.status == 7
    assert shown.lines[0].endswith("the certificate is rejected: 3 of 8 checks failed")
    text = " ".join(" ".join(section(shown, "CHECKS")).split())
    for fact in (
        "FAIL name localhost is not www.other.test 12038 --ignore cn-invalid",
        "12037 --ignore date-invalid",
        "FAIL usage has clientAuth, needs serverAuth 12179 --ignore wrong-usage",
        "CERT_CN_INVALID | CERT_DATE_INVALID | CERT_WRONG_USAGE = 0x70",
        "owner (usage) the server: it needs a new certificate.",
    ):
        assert fact in text, shown
    assert "12175 ERROR_WINHTTP_SECURE_FAILURE (0x80072F8F)" in shown.text


@WIDTHS
def test_a_client_certificate_is_wanted(
    terminal: Terminal, nginx: Nginx, lab_ca_file: Path, columns: int
) -> None:
    shown = terminal("tls", nginx.url("client-required"), "--ca-file", lab_ca_file, columns=columns)
    assert shown.status == 8
    wanted = section(shown, "CLIENT")
    assert wanted[0] == "CLIENT  a certificate is asked for: needed"
    assert "    O=whttp lab, CN=Lab Root R1" in wanted
    assert "12044 ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED (0x80072F0C)" in shown.text


@WIDTHS
def test_suspicion_stores_and_expiry(
    terminal: Terminal, serve: Start, lab_ca_file: Path, columns: int
) -> None:
    gateway = intermediate(root("Fortinet Untrusted CA"), "FortiGate CA")
    words = ("--stores", f"certifi,{lab_ca_file}", "--expires-in", "90d")
    shown = terminal("tls", serve(leaf(gateway, "localhost")).authority, *words, columns=columns)
    assert shown.status == 7
    assert section(shown, "INSPECTED?")[0].endswith("likely: Fortinet FortiGate opens this connection")
    assert section(shown, "STORES")[1].split()[:2] == ["certifi", "no"]
    assert section(shown, "EXPIRES")[0].endswith("within the time asked about")


@WIDTHS
@pytest.mark.parametrize("words", [(), ("--releases",)])
def test_no_line_is_wider_than_the_terminal(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path, columns: int, words: tuple[str, ...]
) -> None:
    target = nginx.url("client-required")
    done = whttp("tls", target, "--ca-file", lab_ca_file, "--width", columns, *words)
    assert max(len(line) for line in done.out.splitlines()) <= columns


def test_a_file(terminal: Terminal, lab_issuer: Identity, tmp_path: Path) -> None:
    file = client(lab_issuer).write(tmp_path, "alice").bundle
    shown = terminal("tls", file, columns=80)
    assert shown.status == 0
    assert " ".join(shown.text.split()).startswith(f"{file}, PEM, 2 certificates: no check failed CHAIN")
    assert "  ok    key        the private key belongs to the certificate" in shown.lines


# --- hostile ------------------------------------------------------------------------------------------


def test_a_name_with_control_characters_is_shown_as_what_it_is(
    terminal: Terminal, serve: Start, lab_issuer: Identity, lab_ca_file: Path
) -> None:
    evil = leaf(lab_issuer, common_name="\x1b]0;owned\x07\u202egro.live\n  ok    name  fine")
    shown = terminal("tls", serve(evil).authority, "--ca-file", lab_ca_file)
    assert shown.status == 7
    assert b"\x1b]0;" not in shown.raw
    assert "\u202e" not in shown.raw.decode()
    assert r"\x1b]0;owned\x07" in shown.text


def test_certificates_of_more_than_100_kib_are_refused(
    whttp: Whttp, serve: Start, lab_issuer: Identity
) -> None:
    large = leaf(lab_issuer, *(f"host-{number}.contoso.test" for number in range(6000)))
    done = whttp("tls", serve(large).authority)
    assert done.status == 6
    assert "larger than 100 KiB" in done.out


def test_a_chain_of_a_hundred_is_shown_in_part(
    whttp: Whttp, serve: Start, lab_issuer: Identity, lab_ca_file: Path
) -> None:
    identity = leaf(lab_issuer, "localhost")
    for number in range(98):
        identity = Identity(identity.certificate, identity.key, _under(identity.issuer, number))
    done = whttp("tls", serve(identity).authority, "--ca-file", lab_ca_file)
    assert done.status == 0, done
    assert "CHAIN   100 certificates, leaf first" in done.out
    assert "and 80 more, not read" in done.out


def _under(issuer: Identity | None, number: int) -> Identity:
    """The same issuer with one more certificate above it that has nothing to do with it."""
    assert issuer is not None
    stranger: Any = root(f"Stranger {number}")
    return Identity(
        issuer.certificate, issuer.key, Identity(stranger.certificate, stranger.key, issuer.issuer)
    )
