"""CLIENT_CERT_CONTEXT: asked, not asked, none, PEM, PKCS#12, encrypted, wrong."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.net.handshakes import ANSWER, Outcome, shake, trusting
from tests.lab.certificates import Identity, client, leaf
from tests.lab.peers.apache import Apache
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context
from winhttp_cli.engine.corehttp import ReadError, WriteError
from winhttp_cli.engine.failures import translate
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase, WhttpError
from winhttp_cli.plan import ClientCertificate, TlsPolicy, TlsVersion
from winhttp_cli.secret import Secret

Policy = Callable[..., TlsPolicy]
NONE = ClientCertificate()
VERSIONS = [TlsVersion.TLS1_2, TlsVersion.TLS1_3]


@pytest.fixture
def policy(lab_ca: Identity, tmp_path: Path) -> Policy:
    """`policy(certificate, versions=...)`."""
    return lambda certificate=None, **fields: trusting(
        lab_ca, tmp_path, client_certificate=certificate, **fields
    )


@pytest.fixture(scope="module")
def alice(lab_ca: Identity) -> Identity:
    return client(lab_ca, "alice")


@pytest.fixture
def bundle(alice: Identity, tmp_path: Path) -> ClientCertificate:
    return ClientCertificate(alice.write(tmp_path, "alice").bundle)


def get(outcome: Outcome, path: str = "/client") -> bytes:
    """The answer's bytes, over a stream that is closed afterwards."""
    assert outcome.stream is not None, outcome.fault
    try:
        outcome.stream.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), 5.0)
        return outcome.stream.read(4000, 5.0)
    finally:
        outcome.stream.close()


def refusal(outcome: Outcome, path: str = "/client") -> WhttpError:
    """How the exchange failed, after the handshake or in it."""
    if outcome.fault is not None:
        return outcome.fault
    with pytest.raises((ReadError, WriteError)) as caught:
        get(outcome, path)
    return translate(caught.value, Phase.RECEIVE)


# --- asked and not decided ---


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("port", ["client-optional", "client-required"])
def test_a_request_for_a_certificate_nobody_decided_on_is_12044(
    nginx: Nginx, policy: Policy, port: str, version: TlsVersion
) -> None:
    outcome = shake(nginx.ports[port], policy(versions=version))
    assert outcome.fault is not None
    assert (outcome.code, outcome.fault.status) == (12044, ExitStatus.CLIENT_CERTIFICATE)
    assert outcome.failed.accepted_issuers == ("O=whttp lab, CN=Lab Root R1",)
    assert "it accepts O=whttp lab, CN=Lab Root R1" in outcome.fault.message


@pytest.mark.parametrize("version", VERSIONS)
def test_a_refused_server_certificate_goes_before_the_request_for_ours(
    nginx: Nginx, tmp_path: Path, alice: Identity, version: TlsVersion
) -> None:
    outcome = shake(nginx.ports["client-required"], trusting(alice, tmp_path, versions=version))
    assert outcome.code == 12175


def test_a_server_that_asks_for_nothing_never_ends_in_12044(nginx: Nginx, policy: Policy) -> None:
    outcome = shake(nginx.ports["tls"], policy())
    assert get(outcome).startswith(b"HTTP/1.1 200")
    assert not outcome.done.client_certificate_requested


@pytest.mark.parametrize("version", VERSIONS)
def test_an_issuer_list_that_is_empty_is_still_a_request(
    localhost: Identity, policy: Policy, version: TlsVersion
) -> None:
    context = server_context(localhost)
    context.verify_mode = ssl.CERT_OPTIONAL
    with RawServer(ANSWER, tls=context) as server:
        outcome = shake(server.port, policy(versions=version))
    assert outcome.code == 12044
    assert "names no issuer" in outcome.failed.message


# --- none ---


@pytest.mark.parametrize("version", VERSIONS)
def test_with_none_the_request_goes_on(nginx: Nginx, policy: Policy, version: TlsVersion) -> None:
    outcome = shake(nginx.ports["client-optional"], policy(NONE, versions=version))
    assert b"NONE" in get(outcome)
    done = outcome.done
    assert (done.client_certificate_requested, done.client_certificate_sent) == (True, False)
    assert done.accepted_issuers == ("O=whttp lab, CN=Lab Root R1",)


def test_with_none_a_strict_nginx_answers_400(nginx: Nginx, policy: Policy) -> None:
    outcome = shake(nginx.ports["client-required"], policy(NONE))
    assert get(outcome).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("port", ["client-required-1.2", "client-required-1.3"])
def test_with_none_a_strict_apache_refuses_by_alert_and_that_is_told(
    apache: Apache, policy: Policy, port: str
) -> None:
    fault = refusal(shake(apache.ports[port], policy(NONE)))
    assert (int(fault.code or 0), fault.status) == (12044, ExitStatus.CLIENT_CERTIFICATE)
    assert fault.message.startswith("localhost refused to go on without a client certificate (alert ")


# --- given ---


@pytest.mark.parametrize("version", VERSIONS)
def test_a_certificate_in_pem_is_shown(
    nginx: Nginx, policy: Policy, bundle: ClientCertificate, version: TlsVersion
) -> None:
    outcome = shake(nginx.ports["client-required"], policy(bundle, versions=version))
    assert b"SUCCESS CN=alice" in get(outcome)
    assert outcome.done.client_certificate_sent


def test_a_certificate_is_not_shown_unless_asked_for(
    localhost: Identity, policy: Policy, bundle: ClientCertificate
) -> None:
    with RawServer(ANSWER, tls=server_context(localhost)) as server:
        outcome = shake(server.port, policy(bundle))
        outcome.exchange()
    assert server.connections[0].client_certificate is None
    assert not outcome.done.client_certificate_sent


@pytest.mark.parametrize("version", VERSIONS)
def test_a_certificate_is_not_shown_to_a_server_that_is_refused(
    lab_issuer: Identity, lab_ca: Identity, policy: Policy, bundle: ClientCertificate, version: TlsVersion
) -> None:
    context = server_context(
        leaf(lab_issuer, "other.test"), client_authorities=[lab_ca], client_required=True
    )
    with RawServer(ANSWER, tls=context) as server:
        outcome = shake(server.port, policy(bundle, versions=version))
        server.settle()
    assert outcome.code == 12175
    seen = server.connections[0]
    assert (seen.client_certificate, seen.tls) == (None, None)
    assert "EOF" in seen.handshake_error


@pytest.mark.parametrize("port", ["client-required-1.2", "client-required-1.3"])
def test_a_certificate_of_a_stranger_is_refused_and_that_is_told(
    apache: Apache, policy: Policy, tmp_path: Path, port: str
) -> None:
    stranger = client(leaf(None, "stranger.test", authority=True), "mallory")
    given = ClientCertificate(stranger.write(tmp_path, "mallory").bundle)
    fault = refusal(shake(apache.ports[port], policy(given)))
    assert fault.status is ExitStatus.CLIENT_CERTIFICATE
    assert fault.message.startswith("localhost refused the client certificate (alert ")


def test_a_renegotiation_for_a_certificate_is_answered(
    apache: Apache, policy: Policy, bundle: ClientCertificate
) -> None:
    outcome = shake(apache.ports["client-per-directory-1.2"], policy(bundle))
    assert b"hello from Apache" in get(outcome, "/client/hello.txt")


def test_a_renegotiation_for_a_certificate_nobody_decided_on_is_12044(
    apache: Apache, policy: Policy
) -> None:
    fault = refusal(shake(apache.ports["client-per-directory-1.2"], policy()), "/client/hello.txt")
    assert (int(fault.code or 0), fault.status) == (12044, ExitStatus.CLIENT_CERTIFICATE)


# --- files ---


def use(given: ClientCertificate, nginx: Nginx, policy: Policy) -> Outcome:
    outcome = shake(nginx.ports["client-required"], policy(given))
    if outcome.fault is None:
        assert b"SUCCESS CN=alice" in get(outcome)
    return outcome


def test_a_key_in_a_file_of_its_own(
    alice: Identity, tmp_path: Path, nginx: Nginx, policy: Policy
) -> None:
    files = alice.write(tmp_path, "alice")
    assert use(ClientCertificate(files.certificate, files.key), nginx, policy).fault is None


def test_a_certificate_in_der(alice: Identity, tmp_path: Path, nginx: Nginx, policy: Policy) -> None:
    files = alice.write(tmp_path, "alice")
    der = tmp_path / "alice.der"
    der.write_bytes(alice.der)
    assert use(ClientCertificate(der, files.key), nginx, policy).fault is None


@pytest.mark.parametrize("password", [None, "pass word"])
def test_pkcs12_with_and_without_a_password(
    alice: Identity, tmp_path: Path, nginx: Nginx, policy: Policy, password: str | None
) -> None:
    file = tmp_path / "alice.p12"
    file.write_bytes(alice.p12(password.encode() if password else None))
    secret = Secret(password) if password else None
    assert use(ClientCertificate(file, password=secret), nginx, policy).fault is None


def test_an_encrypted_key(alice: Identity, tmp_path: Path, nginx: Nginx, policy: Policy) -> None:
    file = tmp_path / "alice.pem"
    file.write_bytes(alice.pem + alice.encrypted_key_pem(b"secret"))
    assert use(ClientCertificate(file, password=Secret("secret")), nginx, policy).fault is None


def test_a_password_nobody_needs_does_no_harm(
    bundle: ClientCertificate, nginx: Nginx, policy: Policy
) -> None:
    given = ClientCertificate(bundle.certificate, password=Secret("x"))
    assert use(given, nginx, policy).fault is None


def wrong(
    tmp_path: Path, nginx: Nginx, policy: Policy, content: bytes, key: bytes | None, password: str | None
) -> ExchangeFault:
    (tmp_path / "given").write_bytes(content)
    if key is not None:
        (tmp_path / "key").write_bytes(key)
    given = ClientCertificate(
        tmp_path / "given",
        tmp_path / "key" if key is not None else None,
        Secret(password) if password else None,
    )
    fault = use(given, nginx, policy).fault
    assert fault is not None
    assert "hunter2" not in fault.message
    return fault


@pytest.mark.parametrize(
    ("content", "key", "password", "number", "words"),
    [
        ("pem", None, None, 12185, "holds a certificate but no key"),
        ("der", None, None, 12185, "holds a certificate but no key"),
        ("pem", "other key", None, 12185, "does not belong to the certificate"),
        ("pem", "junk", None, 12185, "holds no private key that can be read"),
        ("pem", "locked key", None, 12186, "is encrypted and no password was given"),
        ("pem", "locked key", "hunter2", 12186, "the password does not open"),
        ("p12", None, None, 12186, "is encrypted and no password was given"),
        ("p12", None, "hunter2", 12186, "the password does not open"),
        ("key", None, None, 0, "holds no certificate in PEM form"),
        ("junk", None, None, 0, "neither PEM nor PKCS#12 nor a certificate"),
        ("empty", None, None, 0, "neither PEM nor PKCS#12 nor a certificate"),
    ],
)
def test_a_file_that_will_not_do_is_named_with_its_number(
    alice: Identity,
    localhost: Identity,
    tmp_path: Path,
    nginx: Nginx,
    policy: Policy,
    content: str,
    key: str | None,
    password: str | None,
    number: int,
    words: str,
) -> None:
    contents = {
        "pem": alice.pem,
        "der": alice.der,
        "p12": alice.p12(b"right"),
        "key": alice.key_pem,
        "other key": localhost.key_pem,
        "locked key": alice.encrypted_key_pem(b"right"),
        "junk": b"\x30\x03junk",
        "empty": b"",
    }
    fault = wrong(tmp_path, nginx, policy, contents[content], contents[key] if key else None, password)
    assert (int(fault.code or 0), words in fault.message) == (number, True), fault.message
    assert fault.status is (ExitStatus.CLIENT_CERTIFICATE if number else ExitStatus.FILE)


def test_a_file_that_is_not_there_is_named(nginx: Nginx, policy: Policy) -> None:
    fault = use(ClientCertificate(Path("/nowhere/alice.pem")), nginx, policy).fault
    assert fault is not None
    assert fault.status is ExitStatus.FILE
    assert "/nowhere/alice.pem: No such file or directory" in fault.message
