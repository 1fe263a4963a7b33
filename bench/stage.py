"""The stage: servers and files for one measurement, all of them gone afterwards.

Promise: `stage` gives the URLs of a small and a large file, plain and by TLS, and of a place that
takes uploads. nginx serves where it is installed; without it there is no TLS, and our own server
gives the files.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.server import serving
from tests.lab.certificates import leaf, root

SMALL = 1024

_CONFIGURATION = """
daemon off; master_process off; pid nginx.pid; error_log error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; sendfile on; keepalive_requests 1000000;
    client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
    server {{ listen 127.0.0.1:{plain}; root files; }}
    server {{
        listen 127.0.0.1:{secure} ssl http2; root files;
        ssl_certificate server-chain.pem; ssl_certificate_key server.key;
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """`secure` is "" where nothing serves TLS. `body` is the large file, `target` where downloads go;
    `mebibytes` is the size of both."""

    plain: str
    secure: str
    uploads: str
    authority: Path
    body: Path
    target: Path
    mebibytes: int
    small: str = "/small"
    large: str = "/large"


@contextmanager
def stage(mebibytes: int, to: Path | None) -> Iterator[Stage]:
    """Everything that commands need. Downloads go to the folder `to`, else to a temporary one."""
    with tempfile.TemporaryDirectory(prefix="whttp-bench-") as name, serving() as own:
        folder = Path(name)
        folder.chmod(0o755)
        lab = root()
        files = leaf(lab, "localhost", "127.0.0.1").write(folder)
        assert files.chain.name == "server-chain.pem"
        authority = folder / "authority.pem"
        authority.write_bytes(lab.pem)
        body = _files(folder / "files", mebibytes)
        target = (to or folder) / "whttp-bench-download"
        try:
            with _nginx(folder) as (plain, secure):
                if plain:
                    yield Stage(plain, secure, own, authority, body, target, mebibytes)
                else:
                    size = str(mebibytes << 20)
                    paths = {"small": f"/{SMALL}", "large": f"/{size}"}
                    yield Stage(own, "", own, authority, body, target, mebibytes, **paths)
        finally:
            target.unlink(missing_ok=True)


def _files(folder: Path, mebibytes: int) -> Path:
    folder.mkdir()
    (folder / "small").write_bytes(b"x" * SMALL)
    large = folder / "large"
    with large.open("wb") as file:
        file.truncate(mebibytes << 20)
    return large


@contextmanager
def _nginx(folder: Path) -> Iterator[tuple[str, str]]:
    """Its plain and its secure URL, "" where it is not installed."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
    if program is None:
        yield "", ""
        return
    plain, secure = _free_port(), _free_port()
    (folder / "nginx.conf").write_text(_CONFIGURATION.format(plain=plain, secure=secure))
    process = subprocess.Popen([program, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"])
    try:
        _wait_for(plain, folder)
        yield f"http://127.0.0.1:{plain}", f"https://localhost:{secure}"
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int, folder: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.02)
    raise SystemExit(f"nginx did not start: {(folder / 'error.log').read_text()}")
