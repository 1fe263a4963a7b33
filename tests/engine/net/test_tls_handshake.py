"""What is offered, what is agreed, and how a handshake that fails is told."""

from __future__ import annotations

import hashlib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.net.handshakes import ANSWER, meet, shake, trusting
from tests.engine.net.sockets import Heard
from tests.lab.certificates import Identity, KeyKind, leaf, root
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import Peer, RawServer
from tests.lab.relay import Faults, Relay
from tests.lab.tls import server_context
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.engine.net.tls import secure
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.errors import ExchangeFault, ExitStatus, Timer
from winhttp_cli.events import Note
from winhttp_cli.plan import NO_FAULT, CertFault, Timeouts, TlsPolicy, TlsVersion, TrustStore

Policy = Callable[..., TlsPolicy]
V = TlsVersion


@pytest.fixture
def policy(lab_ca: Identity, tmp_path: Path) -> Policy:
    return lambda **fields: trusting(lab_ca, tmp_path, **fields)


# --- versions ---


@pytest.mark.parametrize(
    ("versions", "server", "agreed"),
    [
        (V.TLS1_2 | V.TLS1_3, "tls", "TLS 1.3"),
        (V.TLS1_2, "tls", "TLS 1.2"),
        (V.TLS1, "tls1.0", "TLS 1.0"),
        (V.TLS1_1, "tls1.1", "TLS 1.1"),
        (V.TLS1 | V.TLS1_2, "tls1.0", "TLS 1.0"),
        (V.TLS1 | V.TLS1_2, "tls1.2", "TLS 1.2"),
        (V.TLS1 | V.TLS1_3, "tls1.3", "TLS 1.3"),
        (V.SSL3 | V.TLS1, "tls1.0", "TLS 1.0"),
        (V.TLS1 | V.TLS1_1 | V.TLS1_2 | V.TLS1_3, "tls1.1", "TLS 1.1"),
    ],
)
def test_any_mask_agrees_on_the_highest_common_version(
    nginx: Nginx, policy: Policy, versions: TlsVersion, server: str, agreed: str
) -> None:
    outcome = shake(nginx.ports[server], policy(versions=versions))
    assert outcome.exchange().startswith(b"HTTP/1.1 200")
    assert outcome.done.version == agreed
    assert outcome.line("version").detail == f"{agreed} is allowed"


@pytest.mark.parametrize(
    ("versions", "server"),
    [
        (V.TLS1 | V.TLS1_2, "tls1.1"),
        (V.TLS1 | V.TLS1_2 | V.TLS1_3, "tls1.1"),
        (V.TLS1_1 | V.TLS1_3, "tls1.2"),
        (V.TLS1_2 | V.TLS1_3, "tls1.0"),
        (V.TLS1, "tls1.3"),
    ],
)
def test_a_hole_in_the_mask_is_a_hole(
    nginx: Nginx, policy: Policy, versions: TlsVersion, server: str
) -> None:
    outcome = shake(nginx.ports[server], policy(versions=versions))
    assert outcome.code == 12157
    assert outcome.fault is not None
    assert outcome.fault.status is ExitStatus.TLS


def test_a_version_the_server_refuses_is_named(nginx: Nginx, policy: Policy) -> None:
    outcome = shake(nginx.ports["tls1.3"], policy(versions=V.TLS1))
    assert outcome.failed.message == (
        "localhost refuses every TLS version offered: TLS 1.0 (alert protocol version)"
    )


def test_a_version_in_a_hole_is_refused_by_its_own_line(nginx: Nginx, policy: Policy) -> None:
    outcome = shake(nginx.ports["tls1.1"], policy(versions=V.TLS1 | V.TLS1_2))
    assert outcome.failing == {"version": "TLS 1.1 is not allowed (TLS 1.0, TLS 1.2)"}
    assert outcome.failed.message == "localhost chose TLS 1.1, which is not allowed: TLS 1.0, TLS 1.2"


@pytest.mark.parametrize("versions", [V.SSL2, V.SSL3, V.SSL2 | V.SSL3, TlsVersion(0)])
def test_versions_nobody_can_speak_are_12157_before_a_byte(versions: TlsVersion) -> None:
    fault, sent = alone(TlsPolicy(versions=versions))
    assert fault.code == 12157
    assert "OpenSSL speaks TLS 1.0 to 1.3 only" in fault.message
    assert sent == b""


def test_ssl_3_among_others_is_left_out_with_a_remark(nginx: Nginx, policy: Policy) -> None:
    outcome = shake(nginx.ports["tls"], policy(versions=V.SSL3 | V.TLS1_2))
    outcome.exchange()
    notes = [event.text for event in outcome.heard if isinstance(event, Note)]
    assert notes == ["SSL 3.0 allowed but not offered: OpenSSL no longer speaks it"]


# --- what was agreed ---


def test_the_facts_of_the_connection_are_told(localhost: Identity, policy: Policy) -> None:
    done = meet(localhost, policy(), alpn=("http/1.1",)).done
    assert (done.version, done.bits, done.alpn, done.resumed) == ("TLS 1.3", 256, "http/1.1", False)
    assert done.cipher.startswith("TLS_")
    assert done.group


def test_the_first_protocol_both_know_is_agreed(localhost: Identity, policy: Policy) -> None:
    with RawServer(ANSWER, tls=server_context(localhost, alpn=("h2", "http/1.1"))) as server:
        outcome = shake(server.port, policy(), alpn=("h2", "http/1.1"))
        assert outcome.stream is not None
        assert outcome.stream.get_extra_info("ssl_object").selected_alpn_protocol() == "h2"
        outcome.stream.close()


def test_without_alpn_none_is_agreed(localhost: Identity, policy: Policy) -> None:
    outcome = meet(localhost, policy())
    assert outcome.done.alpn == ""


@pytest.mark.parametrize(
    ("host", "fields", "expected"),
    [
        ("localhost", {}, "localhost"),
        ("localhost.", {}, "localhost"),
        ("127.0.0.1", {}, None),
        ("::1", {}, None),
        ("localhost", {"server_name": "other.test"}, "other.test"),
        ("localhost", {"server_name": ""}, None),
    ],
)
def test_the_server_name_goes_out_for_names_only(
    localhost: Identity, policy: Policy, host: str, fields: dict[str, str], expected: str | None
) -> None:
    with RawServer(ANSWER, tls=server_context(localhost)) as server:
        outcome = shake(server.port, policy(**fields), host=host)
        outcome.exchange()
    assert server.connections[0].server_name == expected


def test_the_binding_is_the_hash_of_the_certificate(localhost: Identity, policy: Policy) -> None:
    assert meet(localhost, policy()).done.binding == hashlib.sha256(localhost.der).digest()


def test_a_signature_without_a_hash_has_no_binding(tmp_path: Path) -> None:
    top = root(kind=KeyKind.ED25519)
    assert meet(leaf(top, "localhost"), trusting(top, tmp_path)).done.binding == b""


def test_secrets_are_logged_only_when_asked(localhost: Identity, policy: Policy, tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    meet(localhost, policy())
    assert not log.exists()
    meet(localhost, policy(key_log=log))
    assert {line.split()[0] for line in log.read_text().splitlines()} >= {
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
        "SERVER_TRAFFIC_SECRET_0",
    }


def test_a_key_log_that_cannot_be_written_is_a_file_fault(nginx: Nginx, policy: Policy) -> None:
    outcome = shake(nginx.ports["tls"], policy(key_log=Path("/nowhere/keys.log")))
    assert outcome.fault is not None
    assert outcome.fault.status is ExitStatus.FILE


# --- resumption ---


def test_a_session_is_resumed_with_the_verdict_it_had(nginx: Nginx, policy: Policy) -> None:
    sessions = TlsSessions()
    first = shake(nginx.ports["tls"], policy(), sessions=sessions)
    first.exchange()
    second = shake(nginx.ports["tls"], policy(), sessions=sessions)
    second.exchange()
    assert (first.done.resumed, second.done.resumed) == (False, True)
    assert second.checked.checks == first.checked.checks


@pytest.mark.parametrize("version", [V.TLS1_2, V.TLS1_3])
def test_a_session_of_a_forgiving_policy_is_never_used_by_a_strict_one(
    nginx: Nginx, tmp_path: Path, version: TlsVersion
) -> None:
    sessions, stranger = TlsSessions(), root("Stranger")
    forgiving = trusting(stranger, tmp_path, versions=version, forgiven=CertFault.UNKNOWN_CA)
    strict = trusting(stranger, tmp_path, versions=version)
    for _ in range(2):
        shake(nginx.ports["tls"], forgiving, sessions=sessions).exchange()
    outcome = shake(nginx.ports["tls"], strict, sessions=sessions)
    assert outcome.code == 12175


def test_the_forgiving_policy_itself_resumes(nginx: Nginx, tmp_path: Path) -> None:
    sessions = TlsSessions()
    forgiving = trusting(root("Stranger"), tmp_path, forgiven=CertFault.UNKNOWN_CA)
    shake(nginx.ports["tls"], forgiving, sessions=sessions).exchange()
    again = shake(nginx.ports["tls"], forgiving, sessions=sessions)
    again.exchange()
    assert again.done.resumed
    assert again.checked.forgiven is CertFault.UNKNOWN_CA


def test_a_session_is_not_offered_to_another_host(nginx: Nginx, policy: Policy) -> None:
    sessions = TlsSessions()
    shake(nginx.ports["tls"], policy(), sessions=sessions).exchange()
    other = shake(nginx.ports["tls"], policy(), sessions=sessions, host="127.0.0.1")
    other.exchange()
    assert not other.done.resumed


def test_a_resumption_that_lost_its_verdict_is_refused(nginx: Nginx, policy: Policy) -> None:
    sessions = TlsSessions()
    shake(nginx.ports["tls"], policy(), sessions=sessions).exchange()
    for resumable in sessions._resumable.values():
        object.__setattr__(resumable.checked, "faults", CertFault.BAD_SIGNATURE)
    assert shake(nginx.ports["tls"], policy(), sessions=sessions).code == 12175


# --- failures ---


@pytest.mark.parametrize(
    ("greeting", "spoken"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "plain HTTP"),
        (b"<html>no</html>", "plain HTTP"),
        (b"SSH-2.0-OpenSSH_9\r\n", "SSH"),
        (b"220 mail.test ESMTP\r\n", "FTP or SMTP in the clear"),
        (b"\x00\x1b[2J\x00\x00\x00", r"something else (\x00\x1b[2J\x00\x00\x00)"),
    ],
)
def test_a_port_that_speaks_something_else_is_called_that(
    policy: Policy, greeting: bytes, spoken: str
) -> None:
    def answer(peer: Peer) -> None:
        peer.send(greeting)
        peer.wait_for_end()

    with RawServer(ANSWER, greeting=answer) as server:
        outcome = shake(server.port, policy())
    assert (outcome.code, outcome.failed.message) == (
        12157,
        f"localhost does not speak TLS on this port: it answered in {spoken}",
    )


def test_the_plain_port_of_a_real_server_is_recognised(nginx: Nginx, policy: Policy) -> None:
    assert "plain HTTP" in shake(nginx.ports["plain"], policy()).failed.message


def test_a_server_that_closes_at_once_is_12157(policy: Policy) -> None:
    with RawServer(ANSWER, greeting=lambda peer: peer.cut()) as server:
        outcome = shake(server.port, policy())
    assert outcome.code == 12157
    assert "closed the connection during the TLS handshake" in outcome.failed.message


def test_a_server_that_resets_is_12157_with_10054(policy: Policy) -> None:
    def answer(peer: Peer) -> None:
        peer.receive()
        peer.reset()

    with RawServer(ANSWER, greeting=answer) as server:
        outcome = shake(server.port, policy())
    assert outcome.fault is not None
    assert (outcome.code, outcome.fault.extended) == (12157, 10054)


def test_a_handshake_cut_at_every_tenth_byte_is_never_ok(localhost: Identity, policy: Policy) -> None:
    with RawServer(ANSWER, tls=server_context(localhost)) as server:
        for cut in range(1, 1200, 10):
            with Relay(("127.0.0.1", server.port), down=Faults(cut_after=cut)) as relay:
                outcome = shake(relay.port, policy())
            assert outcome.code == 12157, cut


def test_a_handshake_with_a_changed_byte_is_never_ok(localhost: Identity, policy: Policy) -> None:
    with RawServer(ANSWER, tls=server_context(localhost)) as server:
        for place in range(0, 1200, 40):
            with Relay(("127.0.0.1", server.port), down=Faults(flip_at=place)) as relay:
                outcome = shake(relay.port, policy(), timeouts=Timeouts(connect=0.5))
            assert outcome.stream is None, place


def test_the_same_relay_without_a_fault_passes(localhost: Identity, policy: Policy) -> None:
    with (
        RawServer(ANSWER, tls=server_context(localhost)) as server,
        Relay(("127.0.0.1", server.port), down=Faults(slice_size=1)) as relay,
    ):
        assert shake(relay.port, policy()).exchange() == ANSWER


def test_a_silent_server_ends_by_the_connect_timer(policy: Policy) -> None:
    with RawServer(ANSWER, greeting=lambda peer: None) as server:
        outcome = shake(server.port, policy(), timeouts=Timeouts(connect=0.05))
    assert outcome.fault is not None
    assert (outcome.code, outcome.fault.timer) == (12002, Timer.CONNECT)
    assert outcome.failed.message == (
        "timed out in the TLS handshake with localhost: connect timeout of 50 ms"
    )


def test_a_server_that_drips_its_handshake_does_not_stretch_the_timer(
    localhost: Identity, policy: Policy
) -> None:
    with (
        RawServer(ANSWER, tls=server_context(localhost)) as server,
        Relay(("127.0.0.1", server.port), down=Faults(latency=0.02, slice_size=16)) as relay,
    ):
        outcome = shake(relay.port, policy(), timeouts=Timeouts(connect=0.3))
    assert outcome.code == 12002


def test_the_whole_time_ends_a_handshake_as_max_time(policy: Policy) -> None:
    with RawServer(ANSWER, greeting=lambda peer: None) as server:
        outcome = shake(server.port, policy(), deadline=0.0)
    assert outcome.fault is not None
    assert (outcome.code, outcome.fault.timer) == (12002, Timer.TOTAL)


def test_an_alert_of_the_server_is_told_in_words(localhost: Identity, policy: Policy) -> None:
    context = server_context(localhost, highest=ssl.TLSVersion.TLSv1_2)
    context.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
    with RawServer(ANSWER, tls=context) as server:
        outcome = shake(server.port, policy())
    assert outcome.code == 12157
    assert "alert" in outcome.failed.message


# --- trust ---


def test_the_built_in_store_does_not_trust_the_lab(localhost: Identity) -> None:
    outcome = meet(localhost, TlsPolicy())
    assert outcome.failing == {"trust": "Lab Root R1 was not sent and is not in certifi"}


@pytest.mark.parametrize("name", ["any.pem", "root.crt"])
def test_a_directory_of_plain_files_is_a_store(
    localhost: Identity, lab_ca: Identity, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(lab_ca.pem)
    (tmp_path / "README").write_text("not a certificate")
    outcome = meet(localhost, TlsPolicy(trust=TrustStore("the folder", ca_directory=tmp_path)))
    assert outcome.checked.faults is NO_FAULT


def test_a_directory_with_hashed_names_is_a_store(
    localhost: Identity, lab_ca: Identity, tmp_path: Path
) -> None:
    from OpenSSL import crypto

    name = crypto.X509.from_cryptography(lab_ca.certificate).subject_name_hash()
    (tmp_path / f"{name:08x}.0").write_bytes(lab_ca.pem)
    outcome = meet(localhost, TlsPolicy(trust=TrustStore("the folder", ca_directory=tmp_path)))
    assert outcome.fault is None


def test_the_system_store_is_loaded(localhost: Identity) -> None:
    outcome = meet(localhost, TlsPolicy(trust=TrustStore("the system", system=True)))
    assert outcome.failing == {"trust": "Lab Root R1 was not sent and is not in the system"}


@pytest.mark.parametrize("content", [None, b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_store_that_cannot_be_read_is_a_file_fault(
    nginx: Nginx, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "roots.pem"
    if content is not None:
        file.write_bytes(content)
    outcome = shake(nginx.ports["tls"], TlsPolicy(trust=TrustStore("x", ca_file=file)))
    assert outcome.fault is not None
    assert (outcome.fault.status, outcome.fault.code) == (ExitStatus.FILE, None)
    assert str(file) in outcome.fault.message


def alone(policy: TlsPolicy, received: bytes = b"") -> tuple[ExchangeFault, bytes]:
    """A handshake with a peer that has sent `received` already: the fault, and what the peer got."""
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(received)
        with pytest.raises(ExchangeFault) as caught:
            secure(
                SocketStream(ours),
                "localhost",
                policy=policy,
                timeouts=Timeouts(),
                alpn=(),
                emit=Heard(),
                deadline=None,
            )
        assert ours.fileno() == -1, "a stream whose handshake failed is closed"
        return caught.value, theirs.recv(5)


def test_the_stream_is_closed_when_the_handshake_fails() -> None:
    fault, sent = alone(TlsPolicy(), b"HTTP/1.1 400 Bad\r\n\r\n")
    assert fault.code == 12157
    assert sent.startswith(b"\x16\x03"), "a ClientHello went out"
