"""What the plain outlets load: neither rich nor, without TLS, cryptography."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("rich", "cryptography", "OpenSSL", "httpcore", "h2", "pygments", "jsonschema")


def loaded_after(code: str) -> set[str]:
    """The heavy packages in a fresh interpreter after `code`."""
    script = f"{code}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module", ["screen", "trace", "failure", "document", "body", "terminal", "certificate_panel"]
)
def test_no_outlet_loads_anything_heavy_by_itself(module: str) -> None:
    assert loaded_after(f"import winhttp_cli.render.{module}") == set()


def test_the_report_of_a_plain_request_loads_nothing_heavy() -> None:
    code = "from tests.report import stories\nstories.report_of(stories.plain())"
    assert loaded_after(code) == set()


def test_reading_a_certificate_is_what_loads_cryptography() -> None:
    code = "from winhttp_cli.report.certificate import read_certificate\nread_certificate(b'')"
    assert loaded_after(code) == {"cryptography"}
