"""The lab's own servers and certificates as fixtures: `raw_server`, `relay`, `lab_ca` ...

Promise: what a test started has ended when the test has; what is costly is made once per session.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.lab.certificates import Identity, intermediate, leaf, root
from tests.lab.hanging import HangingTarget
from tests.lab.raw_server import RawServer
from tests.lab.relay import Relay


@pytest.fixture
def raw_server() -> Iterator[Callable[..., RawServer]]:
    """Starts a RawServer: `raw_server(reply(200, b"hi"))`, `raw_server({"/a": closing()}, tls=it)`."""
    with ExitStack() as stack:
        yield lambda *answers, **knobs: stack.enter_context(RawServer(*answers, **knobs))


@pytest.fixture
def relay() -> Iterator[Callable[..., Relay]]:
    """Starts a Relay: `relay(("127.0.0.1", server.port), down=Faults(cut_after=10)).port`."""
    with ExitStack() as stack:
        yield lambda target, **faults: stack.enter_context(Relay(target, **faults))


@pytest.fixture
def hanging_target() -> Iterator[HangingTarget]:
    """An address and port that never answer a connection attempt."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux drops a SYN when the queue is full")
    with HangingTarget() as target:
        yield target


@pytest.fixture(scope="session")
def lab_ca() -> Identity:
    """The root that the lab's servers are signed under, by way of `lab_issuer`."""
    return root()


@pytest.fixture(scope="session")
def lab_issuer(lab_ca: Identity) -> Identity:
    """The intermediate authority under `lab_ca`."""
    return intermediate(lab_ca)


@pytest.fixture(scope="session")
def lab_ca_file(lab_ca: Identity, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`lab_ca` as a file, for --ca-file."""
    file = tmp_path_factory.mktemp("ca") / "lab-root.pem"
    file.write_bytes(lab_ca.pem)
    return file


@pytest.fixture(scope="session")
def localhost(lab_issuer: Identity) -> Identity:
    """A good certificate for localhost, 127.0.0.1 and ::1."""
    return leaf(lab_issuer, "localhost", "127.0.0.1", "::1")
