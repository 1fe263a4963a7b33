"""A server that speaks in raw bytes: it records exactly what came, and answers exactly what it is told.

Promise: every connection's bytes are kept; an answer is bytes or a behaviour that holds the socket;
stopping it never hangs. It frames requests by itself, as little as it needs, and shares no parsing with
the engine.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.lab.listener import Listener, Server, reset, shut

Answer = bytes | Callable[["Peer"], None]


@dataclass(slots=True)
class Recorded:
    """One connection as the server saw it. `requests` are the framed ones, `received` is every byte.
    `tls` is (version, cipher, ALPN), `client_certificate` its DER; `handshake_error` what went wrong."""

    received: bytearray = field(default_factory=bytearray)
    requests: list[bytes] = field(default_factory=list)
    tls: tuple[str, str, str] | None = None
    server_name: str | None = None
    client_certificate: bytes | None = None
    handshake_error: str = ""


class Peer:
    """The server's end of one connection, for behaviours. `request` is the request being answered."""

    def __init__(self, connection: socket.socket, record: Recorded, stopping: threading.Event) -> None:
        self.socket = connection
        self.record = record
        self.stopping = stopping
        self.request = b""
        self._unread = b""

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def receive(self) -> bytes:
        """Some bytes, b"" at the end."""
        if self._unread:
            data, self._unread = self._unread, b""
            return data
        data = self.socket.recv(65536)
        self.record.received += data
        return data

    def receive_until(self, mark: bytes, so_far: bytes = b"") -> bytes:
        """Bytes up to and with `mark`; fewer when the client ends first."""
        data = so_far
        while mark not in data:
            more = self.receive()
            if not more:
                return data
            data += more
        end = data.index(mark) + len(mark)
        self._unread = data[end:] + self._unread
        return data[:end]

    def receive_exactly(self, size: int) -> bytes:
        """`size` bytes; fewer when the client ends first."""
        data = b""
        while len(data) < size and (more := self.receive()):
            data += more
        self._unread = data[size:] + self._unread
        return data[:size]

    def receive_request(self, with_body: bool = True) -> bytes:
        """The next request, b"" at the end. A body announced by Expect is left to the behaviour."""
        head = self.receive_until(b"\r\n\r\n")
        body = self.receive_body(head) if with_body and not _field(head, b"expect") else b""
        self.request = head + body
        if self.request:
            self.record.requests.append(self.request)
        return self.request

    def receive_body(self, head: bytes) -> bytes:
        """The body that `head` announces, as it came."""
        if _field(head, b"transfer-encoding").lower() == b"chunked":
            return self._receive_chunks()
        return self.receive_exactly(int(_field(head, b"content-length") or 0))

    def _receive_chunks(self) -> bytes:
        data = b""
        while line := self.receive_until(b"\r\n"):
            data += line
            size = int(line.partition(b";")[0], 16)
            if not size:
                break
            data += self.receive_exactly(size + 2)
        while line and line != b"\r\n":
            line = self.receive_until(b"\r\n")
            data += line
        return data

    def finish(self) -> None:
        """Ends in good order: close_notify where there is TLS, then FIN."""
        if isinstance(self.socket, ssl.SSLSocket):
            self.socket = self.socket.unwrap()
        self.cut()

    def cut(self) -> None:
        """Ends TCP (FIN), and waits until the client has ended too, so that nothing becomes a reset."""
        self.socket.shutdown(socket.SHUT_WR)
        while self.socket.recv(65536):
            pass
        self.socket.close()

    def reset(self) -> None:
        """Ends with a TCP reset."""
        reset(self.socket)

    def wait_for_end(self) -> bytes:
        """Reads until the client closes; what came meanwhile."""
        data = b""
        while more := self.receive():
            data += more
        return data


def _field(head: bytes, name: bytes) -> bytes:
    found = re.search(rb"\r\n" + name + rb":[ \t]*([^\r\n]*)", head, re.IGNORECASE)
    return found.group(1) if found else b""


class RawServer(Server):
    """Listens on `address` and answers each request in turn.

    Give it `Answer`s, used one per request over all connections (the last one again and again), or one
    mapping from request target to Answer. `greeting` runs at once on each connection, before any request.
    `with_bodies` False answers as soon as the head is in. `tls` makes it a TLS server. `host` is the name
    that its URLs use.
    """

    def __init__(
        self,
        *answers: Answer | Mapping[str, Answer],
        tls: ssl.SSLContext | None = None,
        address: str = "127.0.0.1",
        host: str = "",
        greeting: Answer | None = None,
        with_bodies: bool = True,
    ) -> None:
        self.answers = answers
        self.tls = tls
        self.greeting = greeting
        self.with_bodies = with_bodies
        self.host = host or ("localhost" if tls else address)
        self.connections: list[Recorded] = []
        self._answered = 0
        self._lock = threading.Lock()
        self._securing: dict[ssl.SSLSocket | ssl.SSLObject, Recorded] = {}
        self.listener = Listener(self._serve, address)

    def __enter__(self) -> RawServer:
        return self

    @property
    def authority(self) -> str:
        """host:port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        """An absolute URL here."""
        return f"{'https' if self.tls else 'http'}://{self.authority}{path}"

    @property
    def requests(self) -> list[bytes]:
        """Every request so far, connection by connection."""
        return [request for connection in self.connections for request in connection.requests]

    @property
    def request(self) -> bytes:
        """The only request there was."""
        (only,) = self.requests
        return only

    def _serve(self, connection: socket.socket) -> None:
        record = Recorded()
        self.connections.append(record)
        if self.tls is None:
            self._converse(Peer(connection, record, self.listener.stopping))
        else:
            self._serve_secured(connection, self.tls, record)

    def _serve_secured(
        self, connection: socket.socket, context: ssl.SSLContext, record: Recorded
    ) -> None:
        with self._secured(connection, context, record) as secure:
            try:
                secure.do_handshake()
            except OSError as error:
                record.handshake_error = str(error)
                raise
            cipher = secure.cipher() or ("", "", 0)
            record.tls = (secure.version() or "", cipher[0], secure.selected_alpn_protocol() or "")
            record.client_certificate = secure.getpeercert(binary_form=True)
            self._converse(Peer(secure, record, self.listener.stopping))
            shut(secure)

    def _secured(
        self, connection: socket.socket, context: ssl.SSLContext, record: Recorded
    ) -> ssl.SSLSocket:
        context.sni_callback = self._note_name
        secure = context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self._securing[secure] = record
        self.listener.watch(secure)
        return secure

    def _note_name(
        self, secure: ssl.SSLSocket | ssl.SSLObject, name: str, context: ssl.SSLContext
    ) -> None:
        self._securing[secure].server_name = name

    def _converse(self, peer: Peer) -> None:
        if self.greeting is not None:
            give(self.greeting, peer)
        while peer.socket.fileno() >= 0 and peer.receive_request(self.with_bodies):
            give(self._answer(peer.request), peer)

    def _answer(self, request: bytes) -> Answer:
        first = self.answers[0]
        if isinstance(first, Mapping):
            return first[request.split(b" ", 2)[1].decode("ascii", "backslashreplace")]
        with self._lock:
            number = min(self._answered, len(self.answers) - 1)
            self._answered += 1
        answer = self.answers[number]
        assert not isinstance(answer, Mapping), "give one mapping, or answers"
        return answer


def give(answer: Answer, peer: Peer) -> None:
    """Carries out one answer."""
    if callable(answer):
        answer(peer)
    else:
        peer.send(answer)
