"""Revocation and missing issuers from the command line, with a real responder and real fetches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity, intermediate, leaf, root
from tests.lab.command import Whttp
from tests.lab.openssl_ocsp import list_good, openssl_ocsp
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer
from tests.lab.revocation import revocation_list
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
REVOCATION = ("--enable-feature", "ssl-revocation")


@pytest.fixture(scope="module")
def authority() -> Identity:
    return root("Revoking Root")


@pytest.fixture
def trusted(authority: Identity, tmp_path: Path) -> tuple[str, str]:
    file = tmp_path / "root.pem"
    file.write_bytes(authority.pem)
    return ("--ca-file", str(file))


@pytest.fixture
def responder(raw_server: Start, authority: Identity, tmp_path: Path) -> RawServer:
    """A real OCSP responder for `authority`; its index is tmp_path/ocsp/index.txt."""
    return raw_server(openssl_ocsp(tmp_path / "ocsp", authority))


def secured(raw_server: Start, identity: Identity) -> str:
    return raw_server(reply(200, b"hello"), tls=server_context(identity)).url()


def test_openssls_responder_says_good(
    whttp: Whttp,
    raw_server: Start,
    authority: Identity,
    trusted: tuple[str, str],
    responder: RawServer,
    tmp_path: Path,
) -> None:
    identity = leaf(authority, "localhost", ocsp_url=responder.url())
    list_good(tmp_path / "ocsp", identity)
    done = whttp("get", secured(raw_server, identity), *trusted, *REVOCATION)
    assert (done.status, done.out, done.err) == (0, "hello", ""), done
    assert len(responder.requests) == 1


def test_openssls_responder_says_revoked(
    whttp: Whttp,
    raw_server: Start,
    authority: Identity,
    trusted: tuple[str, str],
    tmp_path: Path,
) -> None:
    folder = tmp_path / "ocsp"
    responder = raw_server(openssl_ocsp(folder, authority))
    identity = leaf(authority, "localhost", ocsp_url=responder.url())
    openssl_ocsp(folder, authority, identity)
    done = whttp("get", secured(raw_server, identity), *trusted, *REVOCATION, "-k")
    assert (done.status, done.out) == (7, ""), done
    assert "12170 ERROR_WINHTTP_SECURE_CERT_REVOKED" in done.err
    assert "revoked 2025-01-01 (keyCompromise) (OCSP http://127.0.0.1:" in done.err


def test_the_answer_is_in_the_trace_and_in_the_document(
    whttp: Whttp, raw_server: Start, authority: Identity, trusted: tuple[str, str], tmp_path: Path
) -> None:
    identity = leaf(authority, "localhost")
    file = tmp_path / "none.crl"
    file.write_bytes(revocation_list(authority))
    words = ("get", secured(raw_server, identity), *trusted, *REVOCATION, "--crl-file", file)
    traced = whttp(*words, "-v")
    assert "* revoked? localhost: good" in traced.err
    (exchange,) = whttp(*words, "--json").json["exchanges"]
    assert exchange["certificate"]["revocation"] == [
        {"certificate": "localhost", "status": "good", "source": f"CRL file {file}", "detail": ""}
    ]


def test_stapling_shows_what_it_does_not_judge_by(
    whttp: Whttp, raw_server: Start, authority: Identity, trusted: tuple[str, str]
) -> None:
    url = secured(raw_server, leaf(authority, "localhost"))
    done = whttp("get", url, *trusted, "--stapling", "-v")
    assert done.status == 0
    assert "* revoked? localhost: the server stapled no answer" in done.err


def test_an_answer_is_kept_for_the_next_run(
    whttp: Whttp,
    raw_server: Start,
    authority: Identity,
    trusted: tuple[str, str],
    responder: RawServer,
    tmp_path: Path,
) -> None:
    identity = leaf(authority, "localhost", ocsp_url=responder.url())
    list_good(tmp_path / "ocsp", identity)
    url = secured(raw_server, identity)
    for _ in range(2):
        assert whttp("get", url, *trusted, *REVOCATION).status == 0
    assert len(responder.requests) == 1


def test_a_responder_that_is_not_there_is_12057(
    whttp: Whttp, raw_server: Start, authority: Identity, trusted: tuple[str, str]
) -> None:
    identity = leaf(authority, "localhost", ocsp_url="http://127.0.0.1:9/")
    done = whttp("get", secured(raw_server, identity), *trusted, *REVOCATION)
    assert done.status == 7
    assert "12057 ERROR_WINHTTP_SECURE_CERT_REV_FAILED" in done.err
    assert "connection refused" in done.err


def test_a_list_from_nginx_says_good_and_revoked(
    whttp: Whttp,
    raw_server: Start,
    authority: Identity,
    trusted: tuple[str, str],
    nginx: Nginx,
) -> None:
    url = nginx.url("plain", "/files/revoking-root.crl")
    good, revoked = (leaf(authority, "localhost", crl_url=url) for _ in range(2))
    (nginx.files / "revoking-root.crl").write_bytes(revocation_list(authority, revoked))
    assert whttp("get", secured(raw_server, good), *trusted, *REVOCATION).status == 0
    done = whttp("get", secured(raw_server, revoked), *trusted, *REVOCATION)
    assert done.status == 7
    assert "12170" in done.err


def test_a_list_from_a_file_is_used(
    whttp: Whttp, raw_server: Start, authority: Identity, trusted: tuple[str, str], tmp_path: Path
) -> None:
    identity = leaf(authority, "localhost")
    file = tmp_path / "revoked.crl"
    file.write_bytes(revocation_list(authority, identity))
    done = whttp("get", secured(raw_server, identity), *trusted, *REVOCATION, "--crl-file", file)
    assert done.status == 7
    assert "12170" in done.err


def test_without_the_feature_nobody_is_asked(
    whttp: Whttp,
    raw_server: Start,
    authority: Identity,
    trusted: tuple[str, str],
    responder: RawServer,
) -> None:
    identity = leaf(authority, "localhost", ocsp_url=responder.url())
    assert whttp("get", secured(raw_server, identity), *trusted).status == 0
    assert responder.requests == []


def test_a_missing_issuer_is_fetched_only_when_asked_for(
    whttp: Whttp, raw_server: Start, authority: Identity, trusted: tuple[str, str]
) -> None:
    middle = intermediate(authority, "AIA Issuing CA")
    library = raw_server(reply(200, middle.der))
    whole = leaf(middle, "localhost", issuer_url=library.url("/issuer.crt"))
    url = secured(raw_server, Identity(whole.certificate, whole.key, authority))
    refused = whttp("get", url, *trusted)
    assert refused.status == 7
    assert "Windows would fetch it from" in " ".join(refused.err.split())
    assert library.requests == []
    done = whttp("get", url, *trusted, "--aia", "-v")
    assert (done.status, done.out) == (0, "hello"), done
    assert "fetched the missing issuer AIA Issuing CA" in done.err
