"""Real proxies: squid with one port per behaviour, tinyproxy, microsocks. Fixtures: `squid`,
`tinyproxy`, `socks`, `socks_with_password`.

User `alice`, password `wonderland`. The name `target.test` is 127.0.0.1 for squid.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab.certificates import Identity, leaf
from tests.lab.peers.process import free_ports, program, running

USER, PASSWORD, REALM = "alice", "wonderland", "corp"
_HELPERS = Path("/usr/lib/squid")


@dataclass(frozen=True)
class Squid:
    """The ports of one squid: `open` for all, `basic` and `digest` for alice, `deny` refuses CONNECT with
    a page, `tls` speaks TLS to the client."""

    open: int
    basic: int
    digest: int
    deny: int
    tls: int


_CONFIGURATION = """
http_port 127.0.0.1:{ports.open} name=open
http_port 127.0.0.1:{ports.basic} name=basic
http_port 127.0.0.1:{ports.digest} name=digest
http_port 127.0.0.1:{ports.deny} name=deny
https_port 127.0.0.1:{ports.tls} name=tls tls-cert={folder}/server.pem
acl on_basic myportname basic
acl on_digest myportname digest
acl on_deny myportname deny
auth_param basic program {helpers}/basic_ncsa_auth {folder}/passwords
auth_param basic children 1 startup=0 idle=1
auth_param basic realm {realm}
auth_param digest program {helpers}/digest_file_auth -c {folder}/digests
auth_param digest children 1 startup=0 idle=1
auth_param digest realm {realm}
auth_schemes basic on_basic
auth_schemes digest on_digest
acl known proxy_auth REQUIRED
acl connecting method CONNECT
http_access deny on_deny connecting
http_access deny on_basic !known
http_access deny on_digest !known
http_access allow localhost
http_access deny all
hosts_file {folder}/hosts
cache deny all
access_log none
cache_log {folder}/cache.log
pid_filename none
coredump_dir {folder}
shutdown_lifetime 0 seconds
visible_hostname px.test
via off
"""


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that squid may read after it has dropped root's rights."""
    folder = Path(tempfile.mkdtemp(prefix="whttp-proxy-"))
    try:
        folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(folder, "proxy", "proxy")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_users(folder: Path) -> None:
    htpasswd = program("htpasswd", "apache2-utils")
    subprocess.run([htpasswd, "-cbm", str(folder / "passwords"), USER, PASSWORD], check=True)
    secret = hashlib.md5(f"{USER}:{REALM}:{PASSWORD}".encode(), usedforsecurity=False).hexdigest()
    (folder / "digests").write_text(f"{USER}:{REALM}:{secret}\n")


@pytest.fixture(scope="session")
def squid(lab_issuer: Identity) -> Iterator[Squid]:
    """One squid for the session."""
    command = program("squid", "squid-openssl")
    with _folder() as folder:
        _write_users(folder)
        (folder / "hosts").write_text("127.0.0.1 target.test\n")
        ports = Squid(*free_ports(5))
        server = leaf(lab_issuer, "127.0.0.1", "localhost")
        (folder / "server.pem").write_bytes(server.chain_pem + server.key_pem)
        text = _CONFIGURATION.format(ports=ports, folder=folder, helpers=_HELPERS, realm=REALM)
        (folder / "squid.conf").write_text(text)
        if os.geteuid() == 0:
            for file in folder.iterdir():
                shutil.chown(file, "proxy", "proxy")
        with running([command, "-N", "-f", str(folder / "squid.conf")], ports.tls, folder):
            yield ports


@pytest.fixture(scope="session")
def tinyproxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a tinyproxy that is open to all."""
    command = program("tinyproxy", "tinyproxy")
    folder = tmp_path_factory.mktemp("tinyproxy")
    (port,) = free_ports(1)
    (folder / "tinyproxy.conf").write_text(f"Port {port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\n")
    with running([command, "-d", "-c", str(folder / "tinyproxy.conf")], port, folder):
        yield port


@pytest.fixture(scope="session")
def socks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a SOCKS 5 proxy that is open to all."""
    command = program("microsocks", "microsocks")
    (port,) = free_ports(1)
    folder = tmp_path_factory.mktemp("socks")
    with running([command, "-i", "127.0.0.1", "-p", str(port)], port, folder):
        yield port


@pytest.fixture(scope="session")
def socks_with_password(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a SOCKS 5 proxy for alice only."""
    command = program("microsocks", "microsocks")
    (port,) = free_ports(1)
    folder = tmp_path_factory.mktemp("socks")
    arguments = ["-i", "127.0.0.1", "-p", str(port), "-u", USER, "-P", PASSWORD]
    with running([command, *arguments], port, folder):
        yield port
