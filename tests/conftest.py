"""What every test may ask for; a real peer's fixture stands beside its recipe in `tests/lab/peers/`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab.command import Whttp

if TYPE_CHECKING:
    from tests.lab.terminal import Shown

pytest_plugins = [
    "tests.lab.demo",
    "tests.lab.fixtures",
    "tests.lab.peers.apache",
    "tests.lab.peers.kerberos",
    "tests.lab.peers.apache_kerberos",
    "tests.lab.peers.lighttpd",
    "tests.lab.peers.names",
    "tests.lab.peers.nginx",
    "tests.lab.peers.proxies",
    "tests.lab.peers.winbind",
    "tests.lab.peers.squid_logins",
    "tests.lab.peers.websocket",
]

LONGEST_ID = 60


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A long value does not name its test: unreadable, and compressed bytes differ between workers."""
    is_long = isinstance(val, str | bytes) and len(val) > LONGEST_ID
    return argname if is_long else None


# A run in the background is started with SIGINT ignored, and hands that on to every process it starts:
# here it is what it is in a terminal, so that the tests of Ctrl-C mean the same everywhere.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def whttp(tmp_path: Path) -> Whttp:
    """Runs the installed command in a clean environment: `whttp("get", url).status`."""
    home = tmp_path / "home"
    home.mkdir()
    return Whttp(home)


@pytest.fixture
def terminal(whttp: Whttp) -> Callable[..., Shown]:
    """Runs it on a terminal: `terminal("get", url, columns=120).lines`."""
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are POSIX")
    from tests.lab.terminal import show

    return partial(show, whttp)
