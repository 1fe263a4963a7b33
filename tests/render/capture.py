"""A listener that keeps one request as it came and answers it; shares no code with the engine."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Seen:
    """One request off the wire. `headers` are sorted (curl has an order of its own)."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes


class Capture:
    """Takes one connection on loopback. `seen()` waits for the request."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(20)
        self.port: int = self._listener.getsockname()[1]
        self._seen: Seen | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self._thread.join(20)

    def seen(self) -> Seen:
        self._thread.join(20)
        assert self._seen is not None
        return self._seen

    def _serve(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return  # closed before anyone came: the test has failed already
        with connection, connection.makefile("rb") as stream:
            line, *fields = iter(lambda: stream.readline().decode("latin-1").rstrip("\r\n"), "")
            method, target, _ = line.split(" ", 2)
            headers = [(name, value.strip()) for name, _, value in (f.partition(":") for f in fields)]
            lengths = {name.lower(): value for name, value in headers}
            if lengths.get("transfer-encoding") == "chunked":
                body = b"".join(iter(lambda: _chunk(stream.readline(), stream.read), b""))
            else:
                body = stream.read(int(lengths.get("content-length", "0")))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        self._seen = Seen(method, target, sorted(headers), body)


def _chunk(size_line: bytes, read: object) -> bytes:
    size = int(size_line.strip() or b"0", 16)
    assert callable(read)
    data: bytes = read(size)
    read(2)
    return data
