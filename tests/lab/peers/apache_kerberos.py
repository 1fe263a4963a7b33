"""Apache with mod_auth_gssapi: Kerberos by somebody else's hands. Fixture: `apache_kerberos`.

hello.txt is behind Negotiate for anybody of LAB.TEST, on a plain port and on one with TLS and HTTP/2.
It listens as localhost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass

import pytest

from tests.lab.certificates import Identity
from tests.lab.peers.apache import MODULES
from tests.lab.peers.kerberos import Kerberos
from tests.lab.service import absent, free_port, is_root, need, running, service_folder

_LOADED = (
    "mpm_event",
    "authn_core",
    "authz_core",
    "authz_user",
    "auth_gssapi",
    "mime",
    "dir",
    "socache_shmcb",
    "ssl",
    "http2",
)


@dataclass(frozen=True, slots=True)
class ApacheKerberos:
    """Its ports."""

    plain: int
    http2: int

    def url(self, name: str = "plain") -> str:
        if name == "plain":
            return f"http://localhost:{self.plain}/hello.txt"
        return f"https://localhost:{self.http2}/hello.txt"


@pytest.fixture(scope="session")
def apache_kerberos(kerberos: Kerberos, localhost: Identity) -> Iterator[ApacheKerberos]:
    """One for the session."""
    program = need("apache2")
    if not (MODULES / "mod_auth_gssapi.so").exists():
        absent("mod_auth_gssapi is not installed (libapache2-mod-auth-gssapi)")
    with service_folder("apache-kerberos") as folder:
        (folder / "pages").mkdir()
        (folder / "pages/hello.txt").write_text("hello by Kerberos\n")
        localhost.write(folder)
        ports = ApacheKerberos(free_port(), free_port())
        modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in _LOADED)
        owner = "User www-data\nGroup www-data" if is_root() else ""
        (folder / "apache.conf").write_text(f"""
{modules}
{owner}
ServerName localhost
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
Mutex pthread
ErrorLog {folder}/error.log
StartServers 1
ServerLimit 1
ThreadsPerChild 8
MaxRequestWorkers 8
DocumentRoot {folder}/pages
TypesConfig /dev/null
Listen 127.0.0.1:{ports.plain}
Listen 127.0.0.1:{ports.http2}
<VirtualHost 127.0.0.1:{ports.plain}>
</VirtualHost>
<VirtualHost 127.0.0.1:{ports.http2}>
    SSLEngine on
    SSLCertificateFile server-chain.pem
    SSLCertificateKeyFile server.key
    Protocols h2 http/1.1
</VirtualHost>
<Location />
    AuthType GSSAPI
    AuthName "lab"
    GssapiCredStore keytab:{kerberos.services}
    GssapiAllowedMech krb5
    Require valid-user
</Location>
""")
        command = (program, "-d", folder, "-f", "apache.conf", "-D", "FOREGROUND")
        with running(command, folder, astuple(ports), kerberos.environment, folder / "apache.pid"):
            yield ports
