"""Real server programs as children of the test session: found, started in the foreground, ended by pid.

Promise: a service listens when it is handed out, lives in a folder of its own on loopback ports of its
own, and its whole process group has ended when the fixture has. A program that is missing skips the
test with a reason, and fails it where CI=true: there it must have been installed.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

START_LIMIT = 20.0
"""Seconds a service may take to listen."""

SEARCHED = "/usr/sbin:/usr/local/sbin:/sbin"

_candidates = itertools.count(random.randint(10_240, 31_000))
"""Below the range that outgoing connections use (Linux: from 32768), at another place in each process."""


def need(program: str) -> str:
    """The path of a program, or no test."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:{SEARCHED}")
    if found is None:
        absent(f"{program} is not installed (.ci/packages installs it, as root on Debian)")
    return found


def absent(reason: str) -> NoReturn:
    """Skips the test; fails it where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port(address: str = "127.0.0.1") -> int:
    """A port nobody listens on, and that this process has not given out before."""
    for port in _candidates:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((address, port))
            return port
    raise AssertionError("no free port")


@contextmanager
def service_folder(name: str, owner: str = "") -> Iterator[Path]:
    """A folder that a service's own user can reach (pytest's are closed to it), and owns where said."""
    with tempfile.TemporaryDirectory(prefix=f"whttp-{name}-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        if owner and is_root():
            shutil.chown(folder, owner)
        yield Path(folder)


def is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


@contextmanager
def running(
    command: Sequence[str | Path],
    folder: Path,
    ports: Collection[int],
    env: Mapping[str, str] | None = None,
    pid_file: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs `command` until the block ends; enters it when every port of `ports` takes connections, and
    `pid_file` is there (for a program that listens before it has read all of its configuration)."""
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_dying_with_us(), *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
    try:
        end = time.monotonic() + START_LIMIT
        for port in ports:
            _wait_until(partial(_listens, port), process, end, log)
        if pid_file:
            _wait_until(pid_file.exists, process, end, log)
        yield process
    finally:
        _stop(process)


def _dying_with_us() -> tuple[str, ...]:
    """util-linux's way to have a child ended when this process is killed and cannot clean up."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM") if setpriv else ()


def _wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], end: float, log: Path
) -> None:
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            said = "\n".join(file.read_text("utf-8", "replace") for file in log.parent.glob("*.log"))
            raise AssertionError(f"{process.args!r} does not start:\n{said[-4000:]}")
        time.sleep(0.01)


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal_number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
