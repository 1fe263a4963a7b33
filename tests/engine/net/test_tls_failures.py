"""How a handshake that fails is told: other protocols, closed, reset, cut, spoiled, slow."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from OpenSSL import SSL

from tests.engine.net.handshakes import ANSWER, shake, trusting
from tests.engine.net.sockets import Heard
from tests.lab.certificates import Identity
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import Peer, RawServer
from tests.lab.relay import Faults, Relay
from tests.lab.tls import server_context
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.engine.net.tls import secure
from winhttp_cli.engine.net.tls_failures import reason_of
from winhttp_cli.errors import ExchangeFault, Timer
from winhttp_cli.plan import Timeouts, TlsPolicy, TlsVersion

Policy = Callable[..., TlsPolicy]
V = TlsVersion


@pytest.fixture
def policy(lab_ca: Identity, tmp_path: Path) -> Policy:
    return lambda **fields: trusting(lab_ca, tmp_path, **fields)


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


@pytest.mark.parametrize("versions", [V.SSL2, V.SSL3, V.SSL2 | V.SSL3, TlsVersion(0)])
def test_versions_nobody_can_speak_are_12157_before_a_byte(versions: TlsVersion) -> None:
    fault, sent = alone(TlsPolicy(versions=versions))
    assert fault.code == 12157
    assert "OpenSSL speaks TLS 1.0 to 1.3 only" in fault.message
    assert sent == b""


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


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SSL.Error([]), "no reason given"),
        (SSL.Error([("", "", "")]), "no reason given"),
        (SSL.Error([("SSL routines", "", "first"), ("SSL routines", "", "last")]), "last"),
        (SSL.SysCallError(-1, "Unexpected EOF"), "-1 Unexpected EOF"),
    ],
)
def test_the_reason_is_openssls_last_word(error: SSL.Error, reason: str) -> None:
    assert reason_of(error) == reason
