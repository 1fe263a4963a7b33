"""Our connection over a plain stream, with everything it tells recorded."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import httpcore

from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import ConnectionInterface
from winhttp_cli.engine.http1.connection import Http1Connection
from winhttp_cli.engine.net.stream import SocketStream
from winhttp_cli.events import Emit, Event, Note, RawBytes
from winhttp_cli.plan import Limits, RequestPlan, Target, Timeouts
from winhttp_cli.record import replace

Fields = tuple[tuple[bytes, bytes], ...]
GENEROUS = Timeouts(send=20, receive=20, receive_response=20)


@dataclass
class Client:
    """One connection to a peer, and the events of all its requests."""

    connection: ConnectionInterface
    port: int
    limits: Limits = field(default_factory=Limits)
    timeouts: Timeouts = GENEROUS
    deadline: float | None = None
    version: str = "1.1"
    raw_bytes: bool = False
    events: list[Event] = field(default_factory=list)
    listen: Emit | None = None

    def request(
        self,
        method: bytes = b"GET",
        fields: Fields = (),
        body: Iterable[bytes] = (),
    ) -> httpcore.Request:
        plan = RequestPlan(
            method.decode(),
            Target("http", "127.0.0.1", self.port, "/"),
            http_version=self.version,
            timeouts=self.timeouts,
            limits=self.limits,
            raw_bytes=self.raw_bytes,
        )
        return httpcore.Request(
            method,
            httpcore.URL(scheme=b"http", host=b"127.0.0.1", port=self.port, target=b"/"),
            headers=[*fields, (b"Host", b"example.test")],
            content=body,
            extensions={"whttp": Context(plan, self.listen or self.events.append, self.deadline)},
        )

    def open(
        self, method: bytes = b"GET", fields: Fields = (), body: Iterable[bytes] = ()
    ) -> httpcore.Response:
        """The response with its head read; raises what the connection raises."""
        return self.connection.handle_request(self.request(method, fields, body))

    def fetch(
        self, method: bytes = b"GET", fields: Fields = (), body: Iterable[bytes] = ()
    ) -> httpcore.Response:
        """The response with its body read."""
        response = self.open(method, fields, body)
        try:
            response.read()
        finally:
            response.close()
        return response

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if type(event) is kind]

    @property
    def story(self) -> list[str]:
        """The names of the events, in order."""
        return [type(event).__name__ for event in self.events]

    @property
    def notes(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Note)]

    def raw(self, direction: str) -> bytes:
        raw = [event for event in self.events if isinstance(event, RawBytes)]
        return b"".join(event.data for event in raw if event.direction == direction)

    def with_limits(self, **limits: int) -> Client:
        self.limits = replace(self.limits, **limits)
        return self


@contextlib.contextmanager
def client(port: int, *, idle_seconds: float | None = None, number: int = 1) -> Iterator[Client]:
    """A client connected to `port`, over a stream of ours."""
    stream = SocketStream(socket.create_connection(("127.0.0.1", port)))
    origin = httpcore.Origin(b"http", b"127.0.0.1", port)
    connection = Http1Connection(origin, stream, number, idle_seconds)
    try:
        yield Client(connection, port)
    finally:
        connection.close()
