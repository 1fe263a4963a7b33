"""Fixtures of the tests of revocation: an authority, certificates that say where to ask, a handshake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.net.handshakes import ANSWER, Outcome, shake, trusting
from tests.engine.net.revocations import CRL, OCSP
from tests.engine.net.web import Web
from tests.lab.certificates import Identity, leaf, root
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context
from winhttp_cli.engine.net.tls_sessions import TlsSessions


@pytest.fixture(scope="session")
def revoking_root() -> Identity:
    return root("Revoking Root")


@pytest.fixture(scope="session")
def by_ocsp(revoking_root: Identity) -> Identity:
    return leaf(revoking_root, "localhost", ocsp_url=OCSP)


@pytest.fixture(scope="session")
def by_list(revoking_root: Identity) -> Identity:
    return leaf(revoking_root, "localhost", crl_url=CRL)


@pytest.fixture(scope="session")
def by_both(revoking_root: Identity) -> Identity:
    return leaf(revoking_root, "localhost", ocsp_url=OCSP, crl_url=CRL)


@pytest.fixture
def check(revoking_root: Identity, tmp_path: Path) -> Callable[..., Outcome]:
    """`check(identity, web)`: one handshake with revocation checked; `fields` are those of TlsPolicy."""

    def run(
        identity: Identity, web: Web | None = None, sessions: TlsSessions | None = None, **fields: object
    ) -> Outcome:
        policy = trusting(revoking_root, tmp_path, **{"check_revocation": True, **fields})
        with RawServer(ANSWER, tls=server_context(identity)) as server:
            outcome = shake(server.port, policy, fetch=web, sessions=sessions)
            if outcome.stream is not None:
                outcome.exchange()
        return outcome

    return run
