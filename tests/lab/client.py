"""curl as the lab's own client: what proves a recipe before whttp is tried on it."""

from __future__ import annotations

import os
import subprocess

from tests.lab.service import need


def curl(*arguments: str | os.PathLike[str]) -> subprocess.CompletedProcess[bytes]:
    """Runs curl, quietly, without the tester's proxies and settings, bounded in time."""
    fixed = (need("curl"), "--disable", "--silent", "--show-error", "--max-time", "15")
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run((*fixed, *arguments), capture_output=True, timeout=30, env=clean)


def body(*arguments: str | os.PathLike[str]) -> bytes:
    """The body curl got; a failure of curl's fails the test."""
    done = curl(*arguments)
    assert done.returncode == 0, done
    return done.stdout


def status(*arguments: str | os.PathLike[str]) -> int:
    """The final HTTP status."""
    return int(body("--output", os.devnull, "--write-out", "%{http_code}", *arguments))
