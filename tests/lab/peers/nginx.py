"""nginx, as a plain server, over TLS by version, over HTTP/2, and with client certificates.

Promise: one instance per session with a port per behaviour (`Nginx.ports`), all with the same
locations; or one of its own for a certificate to try (`nginx_showing`). Its access log says which
connection carried what.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab.certificates import Files, Identity
from tests.lab.service import absent, free_port, is_root, need, running, service_folder

ECHO_MODULES = ("/usr/lib/nginx/modules/ngx_http_echo_module.so",)
LOG_LIMIT = 5.0

STATUSES = (200, 204, 400, 401, 403, 404, 407, 410, 500, 503)
REDIRECTS = (301, 302, 303, 307, 308)

OLD_TLS = "ssl_ciphers ALL:COMPLEMENTOFALL:@SECLEVEL=0; ssl_protocols {};"
"""What it takes for today's OpenSSL to speak TLS 1.0 and 1.1, together with OPENSSL_CONF."""

CLIENT = "ssl_protocols TLSv1.2 TLSv1.3; ssl_client_certificate clients.pem; ssl_verify_client {};"

OPENSSL_CONF = """
openssl_conf = lab
[lab]
ssl_conf = ssl
[ssl]
system_default = default
[default]
MinProtocol = None
CipherString = ALL:COMPLEMENTOFALL:@SECLEVEL=0
"""


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as nginx logged it: the server's port, the connection's number, which request on it."""

    port: int
    connection: int
    request_on_connection: int
    request: str
    status: int


@dataclass(frozen=True, slots=True)
class Nginx:
    """A running nginx. `files` is what it serves under /files/, /gzip/ and /slow/."""

    folder: Path
    ports: dict[str, int]

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def url(self, name: str = "plain", path: str = "/") -> str:
        """An absolute URL of the server called `name`."""
        if name in ("plain", "h2c"):
            return f"http://127.0.0.1:{self.ports[name]}{path}"
        return f"https://localhost:{self.ports[name]}{path}"

    def logged(self, text: str, count: int = 1) -> list[Logged]:
        """The log lines of requests that hold `text`, when there are `count` of them (nginx writes a
        line just after the response is out)."""
        end = time.monotonic() + LOG_LIMIT
        while len(found := [line for line in self._log() if text in line.request]) < count:
            assert time.monotonic() < end, f"{len(found)} of {count} requests logged: {found}"
            time.sleep(0.01)
        return found

    def _log(self) -> list[Logged]:
        fields = [line.split("\t") for line in (self.folder / "access.log").read_text().splitlines()]
        return [Logged(int(a), int(b), int(c), request, int(e)) for a, b, c, request, e in fields]


@pytest.fixture(scope="session")
def nginx(localhost: Identity, lab_ca: Identity) -> Iterator[Nginx]:
    """The session's nginx. Its ports: plain, h2c, tls, http2, tls1.0, tls1.1, tls1.2, tls1.3,
    client-optional and client-required."""
    with service_folder("nginx") as folder:
        server = localhost.write(folder)
        (folder / "clients.pem").write_bytes(lab_ca.pem)
        wanted = {
            "plain": "",
            "h2c": "",
            "tls": "ssl_protocols TLSv1.2 TLSv1.3;",
            "http2": "ssl_protocols TLSv1.2 TLSv1.3;",
            "tls1.0": OLD_TLS.format("TLSv1"),
            "tls1.1": OLD_TLS.format("TLSv1.1"),
            "tls1.2": "ssl_protocols TLSv1.2;",
            "tls1.3": "ssl_protocols TLSv1.3;",
            "client-optional": CLIENT.format("optional"),
            "client-required": CLIENT.format("on"),
        }
        with _started(folder, wanted, server) as started:
            yield started


@pytest.fixture
def nginx_showing() -> Iterator[Callable[..., Nginx]]:
    """Starts an nginx whose port "tls" shows the identity given: `nginx_showing(leaf(ca, ends=-DAY))`."""
    with ExitStack() as stack:

        def start(identity: Identity, directives: str = OLD_TLS.format("TLSv1.2 TLSv1.3")) -> Nginx:
            folder = stack.enter_context(service_folder("nginx"))
            wanted = {"plain": "", "tls": directives}
            return stack.enter_context(_started(folder, wanted, identity.write(folder)))

        yield start


@contextmanager
def _started(folder: Path, wanted: dict[str, str], server: Files) -> Iterator[Nginx]:
    program = need("nginx")
    ports = {name: free_port() for name in wanted}
    files = folder / "files"
    files.mkdir()
    (files / "hello.txt").write_text("hello from nginx\n")
    (files / "data.json").write_text('{"server": "nginx"}\n')
    (files / "long.txt").write_text("a line that repeats itself well\n" * 4000)
    (folder / "openssl.cnf").write_text(OPENSSL_CONF)
    blocks = [_server(name, port, wanted[name], server, ports) for name, port in ports.items()]
    (folder / "nginx.conf").write_text(_configuration(folder, blocks))
    command = (program, "-p", folder, "-c", "nginx.conf", "-e", "error.log")
    with running(command, folder, ports.values(), {"OPENSSL_CONF": str(folder / "openssl.cnf")}):
        yield Nginx(folder, ports)


def _configuration(folder: Path, blocks: Sequence[str]) -> str:
    module = next((path for path in ECHO_MODULES if Path(path).exists()), None)
    if module is None:
        absent("nginx's echo module is not installed (libnginx-mod-http-echo)")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
{"user root;" if is_root() else ""}
load_module {module};
daemon off;
master_process off;
pid nginx.pid;
events {{ worker_connections 512; }}
http {{
    {temporary}
    log_format lab "$server_port\\t$connection\\t$connection_requests\\t$request\\t$status";
    access_log access.log lab;
    types {{ text/plain txt; application/json json; }}
    default_type application/octet-stream;
    server_tokens off;
    {"".join(blocks)}
}}
"""


def _server(name: str, port: int, directives: str, server: Files, ports: dict[str, int]) -> str:
    secure = "" if name in ("plain", "h2c") else " ssl"
    http2 = " http2" if name in ("http2", "h2c") else ""
    shown = f"ssl_certificate {server.chain}; ssl_certificate_key {server.key};" if secure else ""
    return f"""
    server {{
        listen 127.0.0.1:{port}{secure}{http2};
        server_name localhost;
        {shown} {directives}
        {_locations(ports)}
    }}
"""


def _locations(ports: dict[str, int]) -> str:
    statuses = "".join(f"location = /status/{code} {{ return {code}; }}\n" for code in STATUSES)
    redirects = "".join(
        f"location = /redirect/{code} {{ return {code} /headers; }}\n" for code in REDIRECTS
    )
    text = "default_type text/plain;"
    return f"""
        location = / {{ {text} return 200 "nginx says hello\\n"; }}
        location = /headers {{ {text} echo -n $echo_client_request_headers; }}
        location = /body {{ echo_read_request_body; echo_request_body; }}
        location = /client {{ {text} return 200 "$ssl_client_verify $ssl_client_s_dn\\n"; }}
        location = /protocol {{ {text} return 200 "$server_protocol $ssl_protocol\\n"; }}
        location /files/ {{ alias files/; }}
        location /gzip/ {{ alias files/; gzip on; gzip_types *; gzip_min_length 1; }}
        location /slow/ {{ alias files/; limit_rate 2k; }}
        location = /to-plain {{ return 302 http://127.0.0.1:{ports["plain"]}/headers; }}
        location = /to-tls {{ return 302 https://localhost:{ports["tls"]}/headers; }}
        location = /loop {{ return 302 /loop; }}
        {statuses}
        {redirects}
"""
