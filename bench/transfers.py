"""How fast, beside curl: many small requests on one connection, and one large download to a file.

Everything runs in one interleaved session against one nginx on loopback, and only ratios count: the
machine is the same for both, whatever else it does. `python bench/transfers.py --help`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REQUESTS = 200

CONFIGURATION = """
daemon off; master_process off; pid nginx.pid; error_log error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; sendfile on; keepalive_requests 1000000;
    client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
    server {{ listen 127.0.0.1:{port}; root files; }}
    server {{
        listen 127.0.0.1:{secure} ssl http2; root files;
        ssl_certificate certificate.pem; ssl_certificate_key key.pem;
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall-clock seconds, peak MiB."""

    seconds: float
    peak: float


def run(*command: str) -> Run:
    begin = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"status {process.returncode}: {' '.join(command)[:200]}")
    return Run(seconds, usage.ru_maxrss / (1 if sys.platform == "linux" else 1024) / 1024)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> None:
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2")
    command = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject)
    files = ("-keyout", "key.pem", "-out", "certificate.pem")
    subprocess.run([*command, *files], cwd=folder, check=True, capture_output=True)


@contextmanager
def nginx(folder: Path, mebibytes: int) -> Iterator[tuple[str, str]]:
    """A running nginx; its plain and its secure URL."""
    files = folder / "files"
    files.mkdir()
    (files / "small").write_bytes(b"x" * 1024)
    with (files / "large").open("wb") as large:
        large.truncate(mebibytes << 20)
    certificate(folder)
    port, secure = free_port(), free_port()
    (folder / "nginx.conf").write_text(CONFIGURATION.format(port=port, secure=secure))
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"])
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}", f"https://localhost:{secure}"
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("nginx did not start")


def best(runs: list[Run]) -> Run:
    """The least disturbed."""
    return Run(min(one.seconds for one in runs), max(one.peak for one in runs))


def compare(name: str, rounds: int, ours: list[str], curl: list[str]) -> tuple[Run, Run]:
    """Both in turn, `rounds` times."""
    pairs = [(run(*ours), run(*curl)) for _ in range(rounds)]
    mine, theirs = best([pair[0] for pair in pairs]), best([pair[1] for pair in pairs])
    figures = [
        f"{who} {one.seconds * 1000:7.0f} ms {one.peak:5.0f} MiB"
        for who, one in (("whttp", mine), ("curl", theirs))
    ]
    print(f"{name:<34} {'   '.join(figures)}   ratio {mine.seconds / theirs.seconds:5.2f}")
    return mine, theirs


def many(name: str, rounds: int, url: str, flags: list[str], curl_flags: list[str]) -> None:
    """Small requests on one connection, with both start-ups subtracted."""
    urls = [f"{url}/small?{number}" for number in range(REQUESTS)]
    targets = [word for each in urls for word in ("-o", os.devnull, each)]
    one = compare(
        f"{name}, 1 request", rounds, [*WHTTP, urls[0], *flags], [*CURL, *curl_flags, *targets[:3]]
    )
    all_ = compare(
        f"{name}, {REQUESTS} requests", rounds, [*WHTTP, *urls, *flags], [*CURL, *curl_flags, *targets]
    )
    ours, theirs = (all_[0].seconds - one[0].seconds), (all_[1].seconds - one[1].seconds)
    print(f"{name}, start-ups subtracted: ratio {ours / theirs:.2f}")


def large(name: str, rounds: int, url: str, file: Path, flags: list[str], curl_flags: list[str]) -> None:
    target = f"{url}/large"
    ours = [*WHTTP, target, "-o", str(file), *flags]
    compare(name, rounds, ours, [*CURL, *curl_flags, "-o", str(file), target])
    file.unlink()


WHTTP = [str(Path(sysconfig.get_path("scripts")) / "whttp"), "get", "-q"]
CURL = ["curl", "-s"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mebibytes", type=int, default=1024, help="size of the large download")
    parser.add_argument("--to", type=Path, default=None, help="where the download goes")
    chosen = parser.parse_args()
    for program in ("curl", "nginx", "openssl"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with nginx(folder, chosen.mebibytes) as (plain, secure):
            authority = str(folder / "certificate.pem")
            ours, curl = ["--ca-file", authority], ["--cacert", authority, "--http1.1"]
            file = (chosen.to or folder) / "download"
            many("HTTP/1.1", chosen.rounds, plain, [], [])
            many("HTTP/2", chosen.rounds, secure, [*ours, "--http2"], [*curl[:2], "--http2"])
            large("large, plain", chosen.rounds, plain, file, [], [])
            large("large, TLS", chosen.rounds, secure, file, ours, curl)
            large(
                "large, HTTP/2", chosen.rounds, secure, file, [*ours, "--http2"], [*curl[:2], "--http2"]
            )


if __name__ == "__main__":
    main()
