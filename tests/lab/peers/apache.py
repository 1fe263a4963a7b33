"""Apache httpd: Basic and Digest, TLS, client certificates per server and per directory, h2c.

Promise: one instance per session with a port per behaviour (`Apache.ports`). The user is `USER` with
`PASSWORD`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab.certificates import Identity
from tests.lab.service import absent, free_port, is_root, need, running, service_folder

USER = "alice"
PASSWORD = "open sesame"
REALM = "lab"

MODULES = Path("/usr/lib/apache2/modules")
LOADED = (
    "mpm_event",
    "authn_core",
    "authn_file",
    "authz_core",
    "authz_user",
    "auth_basic",
    "auth_digest",
    "alias",
    "dir",
    "headers",
    "http2",
    "mime",
    "reqtimeout",
    "setenvif",
    "socache_shmcb",
    "ssl",
)

TLS = """
    SSLEngine on
    SSLCertificateFile server-chain.pem
    SSLCertificateKeyFile server.key
    SSLCACertificateFile clients.pem
    SSLProtocol {protocols}
"""
PER_DIRECTORY = "<Location /client>\nSSLVerifyClient require\n</Location>"

SERVERS = {
    "plain": "Protocols h2c http/1.1",
    "tls": TLS.format(protocols="TLSv1.2 TLSv1.3"),
    "http2": TLS.format(protocols="TLSv1.2 TLSv1.3") + "Protocols h2 http/1.1",
    "client-required-1.2": TLS.format(protocols="TLSv1.2") + "SSLVerifyClient require",
    "client-required-1.3": TLS.format(protocols="TLSv1.3") + "SSLVerifyClient require",
    "client-per-directory-1.2": TLS.format(protocols="TLSv1.2") + PER_DIRECTORY,
    "client-per-directory-1.3": TLS.format(protocols="TLSv1.3") + PER_DIRECTORY,
}
"""A require of the whole server is an alert on TLS 1.3, after the handshake; per directory it is a
renegotiation on TLS 1.2 and post-handshake authentication on TLS 1.3."""


@dataclass(frozen=True, slots=True)
class Apache:
    """A running Apache. hello.txt is under /, /basic/, /digest/, /stale/ (a nonce lives one second) and
    /client/."""

    folder: Path
    ports: dict[str, int]

    def url(self, name: str = "plain", path: str = "/hello.txt") -> str:
        """An absolute URL of the server called `name`."""
        if name == "plain":
            return f"http://127.0.0.1:{self.ports[name]}{path}"
        return f"https://localhost:{self.ports[name]}{path}"


@pytest.fixture(scope="session")
def apache(localhost: Identity, lab_ca: Identity) -> Iterator[Apache]:
    """The session's Apache, with the ports that SERVERS names."""
    program = need("apache2")
    if not MODULES.is_dir():
        absent(f"Apache's modules are not in {MODULES}")
    with service_folder("apache") as folder:
        localhost.write(folder)
        (folder / "clients.pem").write_bytes(lab_ca.pem)
        for name in ("", "basic", "digest", "stale", "client"):
            (folder / "pages" / name).mkdir(parents=True, exist_ok=True)
            (folder / "pages" / name / "hello.txt").write_text("hello from Apache\n")
        _write_users(folder)
        ports = {name: free_port() for name in SERVERS}
        (folder / "apache.conf").write_text(_configuration(folder, ports))
        command = (program, "-d", folder, "-f", "apache.conf", "-D", "FOREGROUND")
        with running(command, folder, ports.values(), pid_file=folder / "apache.pid"):
            yield Apache(folder, ports)


def _write_users(folder: Path) -> None:
    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    (folder / "users").write_text(f"{USER}:{{SHA}}{digest}\n")
    (folder / "digest-users").write_text(digest_line(USER, REALM, PASSWORD))


def digest_line(user: str, realm: str, password: str) -> str:
    """A line of an htdigest file (RFC 7616, section 3.4.2: A1 with MD5)."""
    return f"{user}:{realm}:{hashlib.md5(f'{user}:{realm}:{password}'.encode()).hexdigest()}\n"


def _configuration(folder: Path, ports: dict[str, int]) -> str:
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED)
    owner = "User www-data\nGroup www-data" if is_root() else ""
    listens = "\n".join(f"Listen 127.0.0.1:{port}" for port in ports.values())
    servers = "\n".join(
        f"<VirtualHost 127.0.0.1:{port}>\n{SERVERS[name]}\n</VirtualHost>" for name, port in ports.items()
    )
    return f"""
{modules}
{owner}
ServerName localhost
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
Mutex pthread
ErrorLog {folder}/error.log
StartServers 1
ServerLimit 2
ThreadsPerChild 16
MaxRequestWorkers 32
SSLSessionCache shmcb:{folder}/sessions
DocumentRoot {folder}/pages
TypesConfig /dev/null
AddType text/plain .txt
{listens}
{_protected("basic", "Basic", "AuthUserFile users")}
{_protected("digest", "Digest", "AuthUserFile digest-users")}
{_protected("stale", "Digest", "AuthUserFile digest-users" + chr(10) + "AuthDigestNonceLifetime 1")}
{servers}
"""


def _protected(name: str, scheme: str, more: str) -> str:
    return f"""
<Location /{name}>
    AuthType {scheme}
    AuthName "{REALM}"
    Auth{scheme}Provider file
    {more}
    Require valid-user
</Location>
"""
