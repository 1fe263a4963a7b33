"""The Passport service as fixtures, and whttp set up to find it: `lab`, `get`, `login`, `elsewhere`.

Promise: what a test started has ended when the test has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.lab.certificates import Identity, leaf
from tests.lab.command import Finished, Whttp
from tests.lab.passport import (
    NAMES,
    PASSWORD,
    USER,
    PassportLab,
    passport_lab,
)
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Get = Callable[..., Finished]
Start = Callable[..., RawServer]
ON = ("--configure-passport-auth", "enable-passport-auth")
WITH_RING = ("--configure-passport-auth", "enable-passport-auth,enable-passport-keyring")


@pytest.fixture(scope="session")
def identity(lab_issuer: Identity) -> Identity:
    """One certificate for every name of the lab."""
    return leaf(lab_issuer, *NAMES)


@pytest.fixture
def lab(identity: Identity, whttp: Whttp, lab_ca_file: Path) -> Iterator[PassportLab]:
    with passport_lab(identity) as lab:
        configure(whttp, lab_ca_file, lab.nexus.url("/rdr/pprdr.asp"), *lab.servers)
        yield lab


@pytest.fixture
def elsewhere(identity: Identity, whttp: Whttp) -> Iterator[Callable[..., RawServer]]:
    """Starts a server other.test that whttp finds."""
    with ExitStack() as stack:

        def start(*answers: bytes) -> RawServer:
            server = RawServer(*answers, host="other.test", tls=server_context(identity))
            place = f'"other.test:{server.port}:127.0.0.1"'
            text = whttp.config.read_text("utf-8").replace("resolve = [", f"resolve = [{place}, ")
            whttp.config.write_text(text, "utf-8")
            return stack.enter_context(server)

        yield start


def configure(whttp: Whttp, ca_file: Path, nexus: str, *servers: RawServer) -> None:
    places = ", ".join(f'"{server.host}:{server.port}:127.0.0.1"' for server in servers)
    whttp.configure(f'ca_file = "{ca_file}"\npassport_nexus = "{nexus}"\nresolve = [{places}]\n')


@pytest.fixture
def get(whttp: Whttp, lab: PassportLab) -> Get:
    """GETs the partner's page, Passport on."""
    return lambda *words, env=None: whttp("get", lab.partner.url("/page?q=1"), *ON, *words, env=env)


@pytest.fixture
def login(tmp_path: Path) -> tuple[str, ...]:
    """User and password, the latter by file."""
    file = tmp_path / "password"
    file.write_text(PASSWORD)
    return ("--username", USER, "--password-file", str(file))
