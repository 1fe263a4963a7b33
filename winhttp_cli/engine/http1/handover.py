"""The stream after a hand-over: a tunnel behind CONNECT, or another protocol after 101.

Promise: the bytes that came together with the head are read first; everything else is the stream's
own. Knows neither TLS nor WebSocket.
"""

from __future__ import annotations

import ssl
from typing import Any

from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.wire import ReadsSome


class HandedOver(NetworkStream):
    """`stream` with `leading` put back in front of it."""

    def __init__(self, stream: NetworkStream, leading: bytes) -> None:
        self._stream = stream
        self._leading = leading

    @property
    def has_leading(self) -> bool:
        """Whether bytes came together with the head and are not read yet."""
        return bool(self._leading)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self._leading:
            return self._stream.read(max_bytes, timeout)
        data, self._leading = self._leading[:max_bytes], self._leading[max_bytes:]
        return data

    def read_some(self, max_bytes: int, timeout: float | None = None) -> bytes | None:
        """As the stream's own: None where something came that is no byte for us yet."""
        if self._leading or not isinstance(self._stream, ReadsSome):
            return self.read(max_bytes, timeout)
        return self._stream.read_some(max_bytes, timeout)

    def read_some_into(self, buffer: memoryview, timeout: float | None = None) -> int | None:
        """As `read_some`, into `buffer`."""
        data = self.read_some(len(buffer), timeout)
        if data is None:
            return None
        buffer[: len(data)] = data
        return len(data)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        return self._stream.start_tls(ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable" and self._leading:
            return True
        return self._stream.get_extra_info(info)
