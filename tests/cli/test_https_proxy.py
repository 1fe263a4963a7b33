"""An https proxy, whttp's own addition: its TLS is its own and is never told as the server's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity, leaf
from tests.lab.command import Whttp
from tests.lab.peers.proxies import Squid
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
Flags = tuple[str | Path, ...]


@pytest.fixture
def proxy(squid: Squid, lab_ca_file: Path) -> Flags:
    """The flags of a good https proxy."""
    return ("-x", f"https://localhost:{squid.tls}", "--ca-file", lab_ca_file)


def exchange(whttp: Whttp, *arguments: str | Path) -> tuple[dict[str, Any], dict[str, Any]]:
    document = whttp("get", *arguments, "--json").json
    return document["exchanges"][-1], document["winhttp"]


def test_plain_http_over_it_shows_no_certificate_of_the_server(
    whttp: Whttp, proxy: Flags, raw_server: Start
) -> None:
    found, answers = exchange(whttp, raw_server(reply(200, b"hello")).url(), *proxy)
    assert (found["tls"], found["certificate"]) == (None, None)
    assert found["proxy_certificate"]["host"] == "localhost"
    assert found["proxy_tls"]["version"] == "TLS 1.3"
    assert answers["SECURITY_FLAGS"] == "0x0"
    for name in ("SERVER_CERT_CONTEXT", "SECURITY_CERTIFICATE_STRUCT", "SERVER_CBT"):
        assert answers[name] is None


def test_the_servers_certificate_behind_it_is_the_servers(
    whttp: Whttp, proxy: Flags, raw_server: Start, localhost: Identity
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(localhost))
    found, answers = exchange(whttp, server.url(), *proxy)
    assert found["certificate"]["chain"][0]["sha256"] == answers["SERVER_CERT_CONTEXT"]["sha256"]
    assert found["proxy_certificate"]["chain"][0]["sha256"] != answers["SERVER_CERT_CONTEXT"]["sha256"]
    assert answers["SECURITY_FLAGS"] == "0x20000001"


def test_the_summary_says_that_the_exchange_was_not_encrypted_to_the_server(
    whttp: Whttp, proxy: Flags, raw_server: Start
) -> None:
    run = whttp("get", raw_server(reply(200, b"hello")).url(), *proxy, "-v")
    assert "HTTP/1.1, not encrypted" in run.err
    assert "  cert " not in run.err
    assert f"* proxy    TLS with {proxy[1]} itself" in run.err
    assert f"via {proxy[1]}, TLS 1.3" in run.err


def test_a_reused_connection_remembers_whose_certificate_it_was(
    whttp: Whttp, proxy: Flags, raw_server: Start
) -> None:
    server = raw_server(reply(200, b"hello"))
    run = whttp("get", server.url("/a"), server.url("/b"), *proxy, "--report")
    assert run.err.count(f"via {proxy[1]}, TLS 1.3") == 2
    assert "connection reused" in run.err
    assert run.err.count("not encrypted") == 2


@pytest.mark.parametrize("lenient", [(), ("-k",)])
def test_a_rejected_proxy_is_12188_with_its_own_panel_and_no_flag(
    lenient: Flags, whttp: Whttp, squid: Squid, raw_server: Start
) -> None:
    server = raw_server(reply(200, b"hello"))
    run = whttp("get", server.url(), "-x", f"https://localhost:{squid.tls}", *lenient)
    assert run.status == 7
    assert run.err.startswith("whttp: the proxy's certificate rejected: 1 of 8 checks failed\n")
    assert "12188 ERROR_WINHTTP_SECURE_FAILURE_PROXY" in run.err
    assert "12045  no flag passes this" in run.err
    assert "--ignore" not in run.err
    assert f"Details: whttp tls localhost:{squid.tls}" in run.err
    assert server.connections == []


def test_a_rejected_server_behind_it_keeps_its_panel_and_flag(
    whttp: Whttp, proxy: Flags, raw_server: Start
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(leaf(None, "localhost")))
    run = whttp("get", server.url(), *proxy)
    assert run.status == 7
    assert "12175 ERROR_WINHTTP_SECURE_FAILURE" in run.err
    assert "--ignore unknown-ca" in run.err
    assert f"Details: whttp tls localhost:{server.port}" in run.err
    assert whttp("get", server.url(), *proxy, "--ignore", "unknown-ca").out == "hello"


def test_a_proxy_that_wants_a_client_certificate_is_12187(
    whttp: Whttp, squid: Squid, lab_ca_file: Path, raw_server: Start
) -> None:
    flags = ("-x", f"https://localhost:{squid.client}", "--ca-file", lab_ca_file)
    run = whttp("get", raw_server(reply()).url(), *flags)
    assert run.status == 8
    assert "12187 ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED_PROXY" in run.err
    assert "no client certificate is given to a proxy" in run.err
    assert "--client-cert-context" not in run.err


def test_explain_and_tls_name_what_is_wrong_with_it(whttp: Whttp, squid: Squid) -> None:
    flags = ("-x", f"https://localhost:{squid.tls}")
    url = "https://target.test/"
    assert "FAIL  trust: Lab Root R1" in whttp("proxy", "explain", url, *flags).out
    run = whttp("tls", url, *flags)
    assert (run.status, "no certificate was seen" in run.out) == (7, True)
    assert "PROXY   the checks of its certificate, for localhost" in run.out


def test_a_good_proxy_is_not_accused(whttp: Whttp, proxy: Flags) -> None:
    assert "FAIL" not in whttp("proxy", "explain", "https://target.test/", *proxy).out
