"""HTTP/1 costs neither HTTP/2 nor TLS."""

from __future__ import annotations

import subprocess
import sys


def loaded_by(module: str) -> set[str]:
    script = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_http_1_loads_neither_h2_nor_tls() -> None:
    loaded = loaded_by("winhttp_cli.engine.http1.connection")
    assert loaded.isdisjoint({"h2", "hpack", "h11", "OpenSSL", "cryptography", "anyio", "rich", "click"})


def test_http_2_loads_h2() -> None:
    assert "h2" in loaded_by("winhttp_cli.engine.http2.connection")
