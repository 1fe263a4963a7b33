"""Real proxies: squid with one port per behaviour, tinyproxy, microsocks. Fixtures: `squid`,
`tinyproxy`, `socks`, `socks_with_password`.

User `alice`, password `wonderland`. The name `target.test` is 127.0.0.1 for squid.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest

from tests.lab.certificates import Identity, leaf
from tests.lab.service import free_port, need, running, service_folder

USER, PASSWORD, REALM = "alice", "wonderland", "corp"
_HELPERS = Path("/usr/lib/squid")


@dataclass(frozen=True)
class Squid:
    """The ports of one squid: `open` for all, `basic` and `digest` for alice, `deny` refuses CONNECT with
    a page, `tls` speaks TLS to the client, `client` does and wants a certificate of the lab's root."""

    open: int
    basic: int
    digest: int
    deny: int
    tls: int
    client: int


_CONFIGURATION = """
http_port 127.0.0.1:{ports.open} name=open
http_port 127.0.0.1:{ports.basic} name=basic
http_port 127.0.0.1:{ports.digest} name=digest
http_port 127.0.0.1:{ports.deny} name=deny
https_port 127.0.0.1:{ports.tls} name=tls tls-cert={folder}/server.pem
https_port 127.0.0.1:{ports.client} name=client tls-cert={folder}/server.pem clientca={folder}/clients.pem
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


def _write_users(folder: Path) -> None:
    made = subprocess.run([need("openssl"), "passwd", "-apr1", PASSWORD], capture_output=True, check=True)
    (folder / "passwords").write_bytes(USER.encode() + b":" + made.stdout)
    secret = hashlib.md5(f"{USER}:{REALM}:{PASSWORD}".encode(), usedforsecurity=False).hexdigest()
    (folder / "digests").write_text(f"{USER}:{REALM}:{secret}\n")


@pytest.fixture(scope="session")
def squid(lab_ca: Identity, lab_issuer: Identity) -> Iterator[Squid]:
    """One squid for the session."""
    command = need("squid")
    with service_folder("squid", owner="proxy") as folder:
        ports = Squid(*(free_port() for _ in range(6)))
        _write_users(folder)
        (folder / "hosts").write_text("127.0.0.1 localhost target.test\n")
        server = leaf(lab_issuer, "127.0.0.1", "localhost")
        (folder / "server.pem").write_bytes(server.chain_pem + server.key_pem)
        (folder / "clients.pem").write_bytes(lab_ca.pem)
        text = _CONFIGURATION.format(ports=ports, folder=folder, helpers=_HELPERS, realm=REALM)
        (folder / "squid.conf").write_text(text)
        with running([command, "-N", "-f", folder / "squid.conf"], folder, astuple(ports)):
            yield ports


@pytest.fixture(scope="session")
def tinyproxy() -> Iterator[int]:
    """The port of a tinyproxy that is open to all."""
    with service_folder("tinyproxy") as folder:
        port = free_port()
        text = f"Port {port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\n"
        (folder / "tinyproxy.conf").write_text(text)
        with running([need("tinyproxy"), "-d", "-c", folder / "tinyproxy.conf"], folder, [port]):
            yield port


@pytest.fixture(scope="session")
def socks() -> Iterator[int]:
    """The port of a SOCKS 5 proxy that is open to all."""
    with _microsocks() as port:
        yield port


@pytest.fixture(scope="session")
def socks_with_password() -> Iterator[int]:
    """The port of a SOCKS 5 proxy for alice only."""
    with _microsocks("-u", USER, "-P", PASSWORD) as port:
        yield port


@contextmanager
def _microsocks(*arguments: str) -> Iterator[int]:
    with service_folder("microsocks") as folder:
        port = free_port()
        command = [need("microsocks"), "-i", "127.0.0.1", "-p", str(port), *arguments]
        with running(command, folder, [port]):
            yield port
