"""Where trusted roots come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.net.handshakes import meet, shake
from tests.lab.certificates import Identity
from tests.lab.peers.nginx import Nginx
from winhttp_cli.errors import ExitStatus
from winhttp_cli.plan import NO_FAULT, TlsPolicy, TlsVersion, TrustStore

Policy = Callable[..., TlsPolicy]
V = TlsVersion


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
