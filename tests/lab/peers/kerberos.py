"""A Kerberos realm of one's own: MIT's KDC on loopback. Fixture: `kerberos`.

The realm is LAB.TEST, the user `alice` with `wonderland`. Services: HTTP/localhost, HTTP/target.test,
HTTP/px.test, and with `kerberos.keytab(...)` any other in a keytab of its own.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.lab.service import absent, free_port, need, running, service_folder

REALM, USER, PASSWORD = "LAB.TEST", "alice", "wonderland"
PRINCIPAL = f"{USER}@{REALM}"
SERVICES = ("HTTP/localhost", "HTTP/target.test", "HTTP/px.test", "HTTP/127.0.0.1")

_CLIENT = """
[libdefaults]
default_realm = LAB.TEST
udp_preference_limit = 1
rdns = false
dns_canonicalize_hostname = false
dns_lookup_kdc = false
dns_lookup_realm = false
[realms]
LAB.TEST = {{
  kdc = 127.0.0.1:{port}
}}
[domain_realm]
localhost = LAB.TEST
.test = LAB.TEST
127.0.0.1 = LAB.TEST
"""
_SERVER = """
[kdcdefaults]
kdc_listen = 127.0.0.1:{port}
kdc_tcp_listen = 127.0.0.1:{port}
[realms]
LAB.TEST = {{
  database_name = {folder}/principal
  key_stash_file = {folder}/stash
  acl_file = {folder}/acl
}}
"""


@dataclass(frozen=True, slots=True)
class Kerberos:
    """A running realm. `environment` is for whatever is to find it; `services` is the keytab of SERVICES,
    readable for servers that run as somebody else."""

    folder: Path
    environment: dict[str, str]

    @property
    def services(self) -> Path:
        return self.folder / "services.keytab"

    def admin(self, *commands: str) -> None:
        """Runs commands of kadmin.local."""
        for command in commands:
            _run([need("kadmin.local"), "-r", REALM, "-q", command], self.environment)

    def keytab(self, file: Path, *principals: str) -> Path:
        """A keytab with new principals alone."""
        for name in principals:
            self.admin(f"addprinc -randkey {name}", f"ktadd -k {file} {name}")
        return file

    def ticket(self, folder: Path, *, lifetime: str = "1h") -> dict[str, str]:
        """The environment of one who is signed in as alice."""
        cache = {**self.environment, "KRB5CCNAME": f"FILE:{folder}/tickets"}
        command = [need("kinit"), "-l", lifetime, PRINCIPAL]
        _run(command, cache, given=f"{PASSWORD}\n".encode())
        return cache

    @property
    def stranger(self) -> dict[str, str]:
        """The environment of one who is not signed in."""
        return {**self.environment, "KRB5CCNAME": f"FILE:{self.folder}/no-tickets"}


def _run(command: list[str], environment: dict[str, str], given: bytes | None = None) -> None:
    done = subprocess.run(
        command, input=given, env={**os.environ, **environment}, capture_output=True, check=False
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def kerberos() -> Iterator[Kerberos]:
    """One realm for the session."""
    if find_spec("gssapi") is None or find_spec("krb5") is None:
        absent("gssapi is not installed: .ci/kerberos builds it (Debian: libkrb5-dev gcc python3-dev)")
    with service_folder("kerberos") as folder, _realm(folder) as realm:
        yield realm


@contextmanager
def _realm(folder: Path) -> Iterator[Kerberos]:
    program, port = need("krb5kdc"), free_port()
    (folder / "krb5.conf").write_text(_CLIENT.format(port=port))
    (folder / "kdc.conf").write_text(_SERVER.format(port=port, folder=folder))
    environment = {
        "KRB5_CONFIG": str(folder / "krb5.conf"),
        "KRB5_KDC_PROFILE": str(folder / "kdc.conf"),
        "KRB5RCACHETYPE": "none",
    }
    _run([need("kdb5_util"), "-r", REALM, "create", "-s", "-P", "master", "-W"], environment)
    realm = Kerberos(folder, environment)
    realm.admin(f"addprinc -pw {PASSWORD} {PRINCIPAL}")
    realm.keytab(realm.services, *SERVICES)
    realm.services.chmod(0o644)
    with running([program, "-n", "-r", REALM], folder, [port], environment):
        yield realm
