"""A squid that wants NTLM or Kerberos, for plain requests and tunnels. Fixture: `squid_logins`.

Its helpers are Samba's `ntlm_auth` (users of `winbind`) and squid's own negotiate_kerberos_auth (the
service HTTP/px.test of `kerberos`). The name `target.test` is 127.0.0.1 for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest

from tests.lab.certificates import Identity, leaf
from tests.lab.peers.kerberos import Kerberos
from tests.lab.peers.winbind import Winbind
from tests.lab.service import free_port, need, running, service_folder

_KERBEROS_HELPER = Path("/usr/lib/squid/negotiate_kerberos_auth")


@dataclass(frozen=True, slots=True)
class SquidLogins:
    """The ports: `ntlm` and `negotiate` offer one scheme each, `tls` speaks TLS and offers Negotiate."""

    ntlm: int
    negotiate: int
    tls: int


_CONFIGURATION = """
http_port 127.0.0.1:{ports.ntlm} name=ntlm
http_port 127.0.0.1:{ports.negotiate} name=negotiate
https_port 127.0.0.1:{ports.tls} name=tls tls-cert={folder}/server.pem
acl on_ntlm myportname ntlm
acl on_negotiate myportname negotiate tls
auth_param ntlm program {folder}/ntlm
auth_param ntlm children 2 startup=0 idle=1
auth_param ntlm keep_alive on
auth_param negotiate program {folder}/negotiate
auth_param negotiate children 2 startup=0 idle=1
auth_param negotiate keep_alive on
auth_schemes ntlm on_ntlm
auth_schemes negotiate on_negotiate
acl known proxy_auth REQUIRED
http_access deny !known
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


@pytest.fixture(scope="session")
def squid_logins(winbind: Winbind, kerberos: Kerberos, lab_issuer: Identity) -> Iterator[SquidLogins]:
    """One for the session."""
    command = need("squid")
    with service_folder("squid-logins", owner="proxy") as folder:
        ports = SquidLogins(*(free_port() for _ in range(3)))
        winbind.admit("proxy")
        _script(folder / "ntlm", winbind.environment, winbind.command("squid-2.5-ntlmssp"))
        helper = [str(_KERBEROS_HELPER), "-k", str(kerberos.services), "-s", "HTTP/px.test@LAB.TEST"]
        _script(folder / "negotiate", kerberos.environment, [*helper, "-t", "none"])
        (folder / "hosts").write_text("127.0.0.1 localhost target.test\n")
        server = leaf(lab_issuer, "px.test", "127.0.0.1")
        (folder / "server.pem").write_bytes(server.chain_pem + server.key_pem)
        (folder / "squid.conf").write_text(_CONFIGURATION.format(ports=ports, folder=folder))
        with running([command, "-N", "-f", folder / "squid.conf"], folder, astuple(ports)):
            yield ports


def _script(file: Path, environment: dict[str, str], command: list[str]) -> None:
    """A helper that finds its world by itself."""
    exports = "".join(f"export {name}='{value}'\n" for name, value in environment.items())
    file.write_text(f"#!/bin/sh\n{exports}exec {' '.join(command)}\n")
    file.chmod(0o755)
