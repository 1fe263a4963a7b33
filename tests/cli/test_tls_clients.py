"""`whttp tls` and client certificates: asked for, accepted authorities, refused, optional, fitting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import closing, reply
from tests.lab.certificates import DAY, SERVER, Identity, client, intermediate, root
from tests.lab.command import Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer
from tests.lab.tls import Version, server_context
from tests.lab.tls_document import tls_document

Start = Callable[..., RawServer]
Look = Callable[..., dict[str, Any]]
NONE = ("--client-cert-context", "none")
BOTH = pytest.mark.parametrize("version", ["tls1.2", "tls1.3"])


@pytest.fixture
def look(whttp: Whttp, lab_ca_file: Path) -> Look:
    def run(target: str, *words: object) -> dict[str, Any]:
        asked = [str(word) for word in words]
        done = whttp("tls", target, *asked, "--ca-file", lab_ca_file, "--json")
        return {**tls_document(done), "status": done.status}

    return run


@pytest.fixture
def demanding(raw_server: Start, localhost: Identity, lab_ca: Identity) -> Callable[..., RawServer]:
    """A server that ends the handshake of a client without a certificate of the lab's."""

    def start(**knobs: Any) -> RawServer:
        context = server_context(localhost, client_authorities=[lab_ca], client_required=True, **knobs)
        return raw_server(reply(), tls=context)

    return start


@pytest.fixture
def alice(lab_issuer: Identity, tmp_path: Path) -> Path:
    """Certificate, chain and key of alice in one file."""
    return client(lab_issuer).write(tmp_path, "alice").bundle


# --- asked for ----------------------------------------------------------------------------------------


def test_a_server_that_does_not_ask(look: Look, nginx: Nginx) -> None:
    document = look(nginx.url("tls"))
    assert document["client_certificate"]["standing"] == "not requested"
    assert document["exchange"]["request"] is None


@BOTH
def test_nothing_chosen_is_12044_with_the_authorities_and_the_way_on(
    look: Look, nginx: Nginx, version: str
) -> None:
    document = look(nginx.url("client-required"), "--secure-protocols", version)
    assert (document["status"], document["failure"]["code"]) == (8, 12044)
    assert "--client-cert-context none" in document["failure"]["hint"]
    asked = document["client_certificate"]
    assert asked["standing"] == "needed"
    assert asked["issuers"] == ["O=whttp lab, CN=Lab Root R1"]
    assert document["winhttp"]["CLIENT_CERT_ISSUER_LIST"] == {"issuers": asked["issuers"]}


@BOTH
def test_optional_is_said_after_a_response_without_a_certificate(
    look: Look, nginx: Nginx, version: str
) -> None:
    document = look(nginx.url("client-optional"), *NONE, "--secure-protocols", version)
    asked = document["client_certificate"]
    assert (document["status"], asked["standing"], asked["sent"]) == (0, "optional", False)
    assert asked["detail"] == "HEAD was answered 200 OK without one"
    assert document["exchange"]["request"]["method"] == "HEAD"


def test_a_400_without_a_certificate_is_the_servers_refusal(look: Look, nginx: Nginx) -> None:
    asked = look(nginx.url("client-required"), *NONE)["client_certificate"]
    assert asked["standing"] == "refused"
    assert "400 Bad Request without one: the server's refusal" in asked["detail"]


def test_optional_is_not_said_where_no_response_came(
    look: Look, raw_server: Start, localhost: Identity, lab_ca: Identity
) -> None:
    context = server_context(localhost, client_authorities=[lab_ca])
    server = raw_server(closing(), tls=context)
    document = look(server.authority, *NONE)
    assert document["client_certificate"]["standing"] == "requested"
    assert document["status"] == 0


def test_the_late_alert_of_tls_1_3_is_explained(look: Look, demanding: Start) -> None:
    document = look(demanding(lowest=Version.TLSv1_3).authority, *NONE)
    assert (document["status"], document["failure"]["code"]) == (8, 12044)
    asked = document["client_certificate"]
    assert asked["standing"] == "refused"
    assert "after the handshake, since a TLS 1.3 server judges when the client is done" in asked["detail"]


def test_an_alert_in_the_handshake_of_tls_1_2(look: Look, demanding: Start) -> None:
    document = look(demanding(highest=Version.TLSv1_2).authority, *NONE)
    assert (document["status"], document["failure"]["code"]) == (8, 12044)
    assert document["client_certificate"]["standing"] == "refused"
    assert "after the handshake" not in document["client_certificate"]["detail"]


def test_a_certificate_that_is_sent_and_accepted(look: Look, demanding: Start, alice: Path) -> None:
    server = demanding()
    document = look(server.authority, "--client-cert-context", alice)
    asked = document["client_certificate"]
    assert (document["status"], asked["standing"], asked["sent"]) == (0, "accepted", True)
    assert server.connections[0].client_certificate is not None
    assert document["given_certificate"]["fits"] is True


def test_a_certificate_of_a_stranger_is_refused(look: Look, demanding: Start, tmp_path: Path) -> None:
    mallory = client(root("Stranger's Root"), "mallory").write(tmp_path, "mallory").bundle
    document = look(demanding().authority, "--client-cert-context", mallory)
    assert (document["status"], document["client_certificate"]["standing"]) == (8, "refused")


# --- --cert: would it do? -----------------------------------------------------------------------------


def verdicts(document: dict[str, Any]) -> dict[str, str]:
    return {check["name"]: check["verdict"] for check in document["given_certificate"]["checks"]}


def test_a_certificate_that_would_do_is_not_sent(look: Look, nginx: Nginx, alice: Path) -> None:
    document = look(nginx.url("client-optional"), "--cert", alice)
    assert verdicts(document) == dict.fromkeys(("issuer", "key", "usage", "date"), "ok")
    assert (document["status"], document["given_certificate"]["fits"]) == (0, True)
    assert document["client_certificate"]["sent"] is False


@pytest.mark.parametrize(
    ("knobs", "failing"),
    [
        ({"ends": -DAY / 2}, "date"),
        ({"starts": DAY}, "date"),
        ({"usages": (SERVER,)}, "usage"),
    ],
)
def test_each_reason_why_it_would_not_do(
    look: Look, nginx: Nginx, lab_issuer: Identity, tmp_path: Path, knobs: dict[str, Any], failing: str
) -> None:
    file = client(lab_issuer, **knobs).write(tmp_path, "alice").bundle
    document = look(nginx.url("client-optional"), "--cert", file)
    assert [name for name, verdict in verdicts(document).items() if verdict == "fail"] == [failing]
    assert (document["status"], document["failure"]["code"]) == (8, 12044)
    assert failing in document["failure"]["message"]


def test_an_authority_the_server_does_not_name(look: Look, nginx: Nginx, tmp_path: Path) -> None:
    stranger = client(intermediate(root("Stranger's Root"), "Stranger's CA")).write(tmp_path, "a")
    document = look(nginx.url("client-optional"), "--cert", stranger.bundle)
    (issuer,) = [one for one in document["given_certificate"]["checks"] if one["name"] == "issuer"]
    assert issuer["verdict"] == "fail"
    assert "CN=Stranger's Root; the server accepts O=whttp lab, CN=Lab Root R1" in issuer["detail"]


def test_the_intermediate_must_be_in_the_file_to_lead_to_a_named_root(
    look: Look, nginx: Nginx, lab_issuer: Identity, tmp_path: Path
) -> None:
    files = client(lab_issuer).write(tmp_path, "alice")
    alone = look(
        nginx.url("client-optional"), "--cert", files.certificate, "--client-cert-key", files.key
    )
    assert verdicts(alone)["issuer"] == "fail"
    whole = look(nginx.url("client-optional"), "--cert", files.chain, "--client-cert-key", files.key)
    assert verdicts(whole)["issuer"] == "ok"


def test_a_key_of_somebody_else(look: Look, nginx: Nginx, alice: Path, tmp_path: Path) -> None:
    other = client(root("R")).write(tmp_path, "other").key
    document = look(nginx.url("client-optional"), "--cert", alice, "--client-cert-key", other)
    assert verdicts(document)["key"] == "fail"


def test_an_encrypted_certificate_opens_with_its_password_and_shows_none(
    whttp: Whttp, nginx: Nginx, lab_issuer: Identity, lab_ca_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "alice.p12"
    file.write_bytes(client(lab_issuer).p12(b"open sesame"))
    words = ("tls", nginx.url("client-optional"), "--ca-file", lab_ca_file, "--cert", file)
    refused = whttp(*words)
    assert (refused.status, refused.out) == (8, ""), refused
    assert "12186" in refused.err
    done = whttp(*words, "--client-cert-password-stdin", stdin="open sesame\n")
    assert done.status == 0, done
    assert "the private key belongs to the certificate" in done.out
    assert "sesame" not in done.out + done.err


def test_a_server_that_asks_for_nothing_refuses_nothing(look: Look, nginx: Nginx, tmp_path: Path) -> None:
    stranger = client(root("Stranger's Root"), ends=-DAY / 2).write(tmp_path, "a").bundle
    document = look(nginx.url("tls"), "--cert", stranger)
    assert verdicts(document)["issuer"] == "skip"
    assert (document["status"], document["given_certificate"]["fits"]) == (0, False)
