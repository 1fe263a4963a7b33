"""The embedded server: HTTPS with a throw-away certificate, plain HTTP, and two bad certificates.

Promise: loopback only, free ports, everything gone when the `with` block ends. `ca_file` is the only
trust it needs. Shares no parsing code with the engine.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import tempfile
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from winhttp_cli.demo.certificates import write_certificates
from winhttp_cli.demo.exchange import Places
from winhttp_cli.demo.handler import IDLE_LIMIT, DemoHandler

LOOPBACK = (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6))
POLL = 0.02
"""Seconds until a server notices that it shall end."""


class DemoServer:
    """Four servers on loopback, each under "localhost" by IPv4 and, where there is one, IPv6.

    `base_url` is good HTTPS, `plain_url` the same routes without TLS, `expired_url` HTTPS with a
    certificate that has expired, `faulty_url` HTTPS with three faults at once (name, date, usage).
    """

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="whttp-demo-")))
        files = write_certificates(folder)
        self.ca_file = files.authority
        self._listeners = {name: _listeners() for name in ("plain", "good", "expired", "faulty")}
        ports = {name: group[0].getsockname()[1] for name, group in self._listeners.items()}
        self.plain_url = f"http://localhost:{ports['plain']}"
        self.base_url = f"https://localhost:{ports['good']}"
        self.expired_url = f"https://localhost:{ports['expired']}"
        self.faulty_url = f"https://localhost:{ports['faulty']}"
        self._contexts = {
            "good": _context(files.good),
            "expired": _context(files.expired),
            "faulty": _context(files.faulty),
        }
        self._stopped = threading.Event()

    def __enter__(self) -> DemoServer:
        places = Places(self.base_url, self.plain_url)
        handler = type("Handler", (DemoHandler,), {"places": places})
        for name, group in self._listeners.items():
            for listener in group:
                self._start(_Server(listener, handler, self._contexts.get(name)))
        return self

    def _start(self, server: _Server) -> None:
        self._stack.callback(server.server_close)
        thread = threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True)
        thread.start()
        self._stack.callback(thread.join)
        self._stack.callback(server.shutdown)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def serve_until_interrupted(self) -> None:
        """Blocks until Ctrl-C."""
        with contextlib.suppress(KeyboardInterrupt):
            # a wait with an end: on Windows one without cannot be interrupted
            while not self._stopped.wait(1.0):
                pass


class _Server(ThreadingHTTPServer):
    """http.server on a socket that listens already, each connection secured in its own thread."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self, listener: socket.socket, handler: type[DemoHandler], context: ssl.SSLContext | None
    ) -> None:
        super().__init__(listener.getsockname()[:2], handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self._context = context
        self._handler = handler

    def finish_request(self, request: object, client_address: object) -> None:
        """In the connection's thread: a client that is slow to shake hands holds up nobody else."""
        assert isinstance(request, socket.socket)
        request.settimeout(IDLE_LIMIT)
        if self._context is None:
            self._handler(request, client_address, self)
            return
        with self._context.wrap_socket(request, server_side=True) as secure:
            self._handler(secure, client_address, self)
            with contextlib.suppress(OSError):
                secure.unwrap()

    def handle_error(self, request: object, client_address: object) -> None:
        """Silent: a client that refuses the certificate or goes away is what the demo is about."""


def _listeners() -> list[socket.socket]:
    """One listening socket per loopback address, all on the same free port."""
    found: list[socket.socket] = []
    for address, family in LOOPBACK:
        port = found[0].getsockname()[1] if found else 0
        with contextlib.suppress(OSError):
            found.append(socket.create_server((address, port), family=family))
    return found


def _context(file: Path) -> ssl.SSLContext:
    """A server's TLS settings for the certificate and key in `file`, which is then deleted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(file)
    file.unlink()
    return context
