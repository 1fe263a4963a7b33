"""The demo server as a fixture: one per session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from winhttp_cli.demo.server import DemoServer


@pytest.fixture(scope="session")
def demo_server() -> Iterator[DemoServer]:
    """The server behind `whttp demo`."""
    with DemoServer() as server:
        yield server
