"""What is offered, what is agreed, and how a handshake that fails is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.net.handshakes import ANSWER, meet, shake, trusting
from tests.lab.certificates import Identity, KeyKind, leaf, root
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.errors import ExitStatus
from winhttp_cli.events import Note
from winhttp_cli.plan import CertFault, TlsPolicy, TlsVersion

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
        ("127.0.0.1", {"server_name": "localhost"}, "localhost"),
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
    moments = [event.at for event in second.heard]
    assert moments == sorted(moments)


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
