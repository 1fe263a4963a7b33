"""HTTP/1.1 for the demo, on the standard library's http.server.

Promise: one bounded request at a time per connection, kept alive as HTTP/1.1 says, no line of the
request is trusted. Shares nothing with whttp's own engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

from winhttp_cli.demo.exchange import Places, Reply, Request
from winhttp_cli.demo.routes import WEB_SOCKET, answer

BODY_LIMIT = 1 << 20
IDLE_LIMIT = 60.0
"""Seconds a connection may be silent."""


class DemoHandler(BaseHTTPRequestHandler):
    """Turns what http.server has read into a Request, and a Reply into bytes."""

    protocol_version = "HTTP/1.1"
    server_version = "whttp-demo"
    sys_version = ""
    timeout = IDLE_LIMIT
    disable_nagle_algorithm = True
    places = Places("", "")

    def __getattr__(self, name: str) -> Any:
        # http.server looks for do_METHOD: the routes, not the server, say what a method means
        if name.startswith("do_"):
            return self._reply
        raise AttributeError(name)

    def _reply(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True
            self._send(Reply(413, b"a body of at most 1 MiB with its length, please\n"))
            return
        lines = tuple((name, str(value)) for name, value in self.headers.items())
        request = Request(self.command, self.path, lines, body, self.places)
        if self.command != "GET" or request.path != WEB_SOCKET or not self._converse():
            self._send(answer(request))

    def _converse(self) -> bool:
        """Whether it was a WebSocket handshake; then the conversation is over, and with it the
        connection."""
        from winhttp_cli.demo.websocket import accept_for, converse

        accept = accept_for({name: str(value) for name, value in self.headers.items()})
        if not accept:
            return False
        self.close_connection = True
        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade")):
            self.send_header(name, value)
        self.send_header("Sec-WebSocket-Accept", accept)
        self.end_headers()
        converse(self.rfile.read1, self.wfile.write)
        return True

    def _body(self) -> bytes | None:
        """The request's body; None for one that is too long or whose length cannot be told."""
        if self.headers.get("Transfer-Encoding"):
            return self._chunks() if self.headers["Transfer-Encoding"].lower() == "chunked" else None
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > BODY_LIMIT:
            return None
        return self.rfile.read(int(length))

    def _chunks(self) -> bytes | None:
        body = b""
        while len(body) <= BODY_LIMIT:
            size = self.rfile.readline(100).partition(b";")[0].strip()
            try:
                length = int(size, 16)
            except ValueError:
                return None
            if length == 0:
                while self.rfile.readline(8192) not in (b"\r\n", b"\n", b""):
                    pass
                return body
            if not 0 < length <= BODY_LIMIT:
                return None
            body += self.rfile.read(length)
            self.rfile.readline(3)
        return None

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status in (204, 304):
            self.end_headers()
            return
        self.send_header("Content-Type", reply.content_type)
        if reply.pieces is None:
            self._send_counted(reply.body)
        else:
            self._send_pieces(reply.pieces)

    def _send_counted(self, body: bytes) -> None:
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_pieces(self, pieces: Iterator[bytes]) -> None:
        """Chunked; for HTTP/1.0, which has no chunks, until the connection closes."""
        is_chunked = self.request_version != "HTTP/1.0"
        self.send_header(*(("Transfer-Encoding", "chunked") if is_chunked else ("Connection", "close")))
        self.end_headers()
        if self.command == "HEAD":
            return
        for piece in pieces:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if is_chunked else piece)
        if is_chunked:
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = self.close_connection or not is_chunked

    def log_message(self, template: str, *arguments: object) -> None:
        """Silent: the demo's screen belongs to whttp."""
