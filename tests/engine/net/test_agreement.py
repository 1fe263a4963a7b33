"""What both sides agreed on: told after a success, and as far as it came after a failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.net.handshakes import meet, shake, trusting
from tests.lab.behaviours import closing
from tests.lab.certificates import Identity, leaf
from tests.lab.raw_server import RawServer
from winhttp_cli.plan import TlsPolicy, TlsVersion

Policy = Callable[..., TlsPolicy]


@pytest.fixture
def policy(lab_ca: Identity, tmp_path: Path) -> Policy:
    return lambda **fields: trusting(lab_ca, tmp_path, **fields)


def test_the_certificate_must_speak_for_the_server_name_sent(
    lab_issuer: Identity, policy: Policy
) -> None:
    other = leaf(lab_issuer, "other.test")
    assert meet(other, policy(server_name="other.test")).code == 0
    refused = meet(other, policy(server_name="another.test"))
    assert list(refused.failing) == ["name"]
    assert refused.checked.host == "another.test"


def test_a_refused_handshake_tells_what_had_been_agreed(lab_issuer: Identity, policy: Policy) -> None:
    failed = meet(leaf(lab_issuer, "other.test"), policy()).failed
    assert (failed.version, failed.bits) == ("TLS 1.3", 256)
    assert failed.cipher.startswith("TLS_AES_256")


def test_before_a_server_hello_nothing_is_agreed(policy: Policy) -> None:
    with RawServer(b"", greeting=closing()) as server:
        failed = shake(server.port, policy()).failed
    assert (failed.version, failed.cipher, failed.bits) == ("", "", 0)


def test_tls_1_3_has_an_exporter_binding_and_no_unique_one(localhost: Identity, policy: Policy) -> None:
    done = meet(localhost, policy(versions=TlsVersion.TLS1_3)).done
    assert (len(done.exporter), done.unique) == (32, b"")


def test_tls_1_2_has_the_binding_of_its_finished_and_no_exporter_one(
    localhost: Identity, policy: Policy
) -> None:
    first, second = (meet(localhost, policy(versions=TlsVersion.TLS1_2)).done for _ in range(2))
    assert (len(first.unique), first.exporter) == (12, b"")
    assert first.unique != second.unique
