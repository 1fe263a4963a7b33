"""What the conformance tests share: a plain server, a TLS server, and how a run ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity
from tests.lab.raw_server import Answer, RawServer
from tests.lab.tls import server_context


@pytest.fixture
def server(raw_server: Callable[..., RawServer]) -> RawServer:
    """A server that answers everything with 200 and `ok`."""
    return raw_server(reply(200, b"ok"))


@pytest.fixture
def tls_server(raw_server: Callable[..., RawServer], localhost: Identity) -> Callable[..., RawServer]:
    """Starts a RawServer for https://localhost."""
    context = server_context(localhost)

    def start(*answers: Answer | dict[str, Answer]) -> RawServer:
        return raw_server(*answers, tls=context)

    return start


@pytest.fixture
def trust(lab_ca_file: Path) -> tuple[str, str]:
    """The flag that trusts `tls_server`."""
    return ("--ca-file", str(lab_ca_file))
