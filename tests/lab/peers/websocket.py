"""The websockets library's server, plain and over TLS, and nginx before it. Fixture: `web_sockets`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab.certificates import Identity
from tests.lab.service import free_port, is_root, need, running, service_folder

_PROGRAM = Path(__file__).with_name("websocket_server.py")

_NGINX = """
{user}
daemon off;
master_process off;
pid nginx.pid;
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    server {{
        listen 127.0.0.1:{front} ssl;
        ssl_certificate {chain};
        ssl_certificate_key {key};
        location / {{
            proxy_pass http://127.0.0.1:{plain};
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $http_connection;
        }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class WebSockets:
    """Three ways to one kind of server: its ports."""

    plain: int
    secure: int
    front: int

    def url(self, name: str = "plain", path: str = "/") -> str:
        """ws:// for `plain`, wss:// for `secure` and `front` (nginx)."""
        if name == "plain":
            return f"ws://127.0.0.1:{self.plain}{path}"
        return f"wss://localhost:{getattr(self, name)}{path}"


@pytest.fixture(scope="session")
def web_sockets(localhost: Identity) -> Iterator[WebSockets]:
    """One set for the session."""
    nginx = need("nginx")
    ports = WebSockets(free_port(), free_port(), free_port())
    with service_folder("websocket") as folder, ExitStack() as stack:
        files = localhost.write(folder)
        text = _NGINX.format(
            user="user root;" if is_root() else "",
            folder=folder,
            front=ports.front,
            plain=ports.plain,
            chain=files.chain,
            key=files.key,
        )
        (folder / "nginx.conf").write_text(text)
        python = (sys.executable, _PROGRAM)
        stack.enter_context(running((*python, str(ports.plain)), folder, [ports.plain]))
        secure = (*python, str(ports.secure), files.chain, files.key)
        stack.enter_context(running(secure, folder, [ports.secure]))
        command = (nginx, "-p", folder, "-c", "nginx.conf", "-e", "error.log")
        stack.enter_context(running(command, folder, [ports.front]))
        yield ports
