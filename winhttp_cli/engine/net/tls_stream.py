"""TLS over any stream, as httpcore's NetworkStream.

Promise: plain bytes in and out, with httpcore's exceptions; a fault of ours (a certificate refused in
a renegotiation, an alert of the server's) is their cause. OpenSSL works on memory: what it wants to
say is sent only by `flush`, so that nothing leaves before the verdict, and TLS inside TLS is the same
code. Reads go through one buffer of 128 KiB (measured: as fast as OpenSSL on the socket itself). Safe
for one reader beside one writer. Must not decide who is trusted: `recheck` is handed in.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from OpenSSL import SSL

from winhttp_cli.engine.corehttp import NetworkStream, ReadError, ReadTimeout, WriteError, WriteTimeout
from winhttp_cli.engine.net.tls_failures import FIRST_BYTES, Circumstances, peer_fault
from winhttp_cli.errors import WhttpError

_INCOMING = 128 * 1024
_OUTGOING = 256 * 1024
# One TLS record holds 16 KiB; room for more would only be allocated and copied.
_LARGEST_READ = 64 * 1024
_PEEK = socket.MSG_PEEK
# Times that something may arrive and be no plain byte before a look at the stream is over.
_MOST_ARRIVALS = 100

Got = TypeVar("Got")
About = Callable[[], Circumstances]
Upgrade = Callable[["TlsStream", str, float | None], NetworkStream]


class TlsWire:
    """OpenSSL's bytes to and from the transport. `received` keeps the peer's first bytes. OpenSSL takes
    one caller at a time: whoever touches `connection` holds `openssl`, and waits for nothing then."""

    def __init__(self, transport: NetworkStream, connection: SSL.Connection) -> None:
        self.transport = transport
        self.connection = connection
        self.received = b""
        self.openssl = threading.Lock()
        self._sending = threading.Lock()
        self._incoming = memoryview(bytearray(_INCOMING))
        self._read_into = getattr(transport, "read_some_into", None) or getattr(
            transport, "read_into", None
        )

    def fill(self, timeout: float | None) -> bool:
        """Hand OpenSSL what the transport has, waiting for it; False at the end of the transport. A
        transport that is TLS itself may have got no more than a part of a record."""
        if self._read_into is not None:
            count = self._read_into(self._incoming, timeout)
            if count is None:
                return True
            piece = self._incoming[:count]
        else:
            piece = memoryview(self.transport.read(_INCOMING, timeout))
        if not piece:
            return False
        if len(self.received) < FIRST_BYTES:
            self.received += piece[:FIRST_BYTES]
        with self.openssl:
            self.connection.bio_write(piece)
        return True

    def flush(self, timeout: float | None) -> None:
        """Send everything OpenSSL has to say, in order."""
        with self._sending:
            self._send_all(timeout)

    def say_goodbye(self) -> None:
        """A close_notify, where nobody else is sending and it goes out at once."""
        with self.openssl:
            self.connection.shutdown()
        if self._sending.acquire(blocking=False):
            try:
                self._send_all(0.0)
            finally:
                self._sending.release()

    def _send_all(self, timeout: float | None) -> None:
        while True:
            try:
                with self.openssl:
                    piece = self.connection.bio_read(_OUTGOING)
            except SSL.WantReadError:
                return
            self.transport.write(piece, timeout)


class TlsStream(NetworkStream):
    """Owns the transport below `wire`. `recheck` raises when the peer has shown another certificate
    that is refused; `farewell` is called once, before the connection closes; `binding` gives the channel
    binding token of the certificate."""

    def __init__(
        self,
        wire: TlsWire,
        *,
        about: About,
        recheck: Callable[[], None],
        farewell: Callable[[], None],
        binding: Callable[[], bytes] = bytes,
        upgrade: Upgrade | None = None,
    ) -> None:
        self.connection = wire.connection
        self.transport = wire.transport
        #: Whether the peer ended with close_notify; None while it has not ended.
        self.ended_cleanly: bool | None = None
        self._wire = wire
        self._about = about
        self._recheck = recheck
        self._farewell = farewell
        self._binding = binding
        self.upgrade = upgrade
        self._closed = False

    @property
    def number(self) -> int:
        return int(getattr(self.transport, "number", 0))

    @property
    def local(self) -> str:
        return str(getattr(self.transport, "local", ""))

    @property
    def remote(self) -> str:
        return str(getattr(self.transport, "remote", ""))

    @property
    def alpn(self) -> str:
        """The protocol agreed by ALPN, "" where none was."""
        return self.connection.get_alpn_proto_negotiated().decode("ascii", "replace")

    # --- reading ---

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most `max_bytes`, b"" at the end of the stream. `timeout` is the longest silence of the
        transport: a record may take many times as long to come."""
        while (data := self.read_some(max_bytes, timeout)) is None:
            pass
        return data

    def read_into(self, buffer: bytearray | memoryview, timeout: float | None = None) -> int:
        """As `read`, into `buffer`; 0 at the end of the stream."""
        while (count := self.read_some_into(buffer, timeout)) is None:
            pass
        return count

    def read_some(self, max_bytes: int, timeout: float | None = None) -> bytes | None:
        """As `read`, but None where something came that is no plain byte yet, a part of a record or a
        session ticket: whoever has more than one timer looks at the others then."""
        size = min(max_bytes, _LARGEST_READ)
        return self._read(lambda: self.connection.recv(size), b"", timeout)

    def read_some_into(self, buffer: bytearray | memoryview, timeout: float | None = None) -> int | None:
        """As `read_some`, into `buffer`."""
        size = min(len(buffer), _LARGEST_READ)
        return self._read(lambda: self.connection.recv_into(buffer, size), 0, timeout)

    def readable(self, seconds: float = 0.0) -> bool:
        """Whether plain bytes, the end or an error wait to be read. A TLS 1.3 session ticket makes the
        socket readable and is neither, so what came is looked at. `seconds` is per arrival, and a
        server that sends tickets without end is not listened to for ever."""
        for _ in range(_MOST_ARRIVALS):
            try:
                with self._wire.openssl:
                    self.connection.recv(1, _PEEK)
            except SSL.WantReadError:
                if not _is_readable(self.transport, seconds):
                    return False
                if not self._fill_without_waiting():
                    return True
            except SSL.Error:
                return True
            else:
                return True
        return False

    def _fill_without_waiting(self) -> bool:
        try:
            return self._wire.fill(0.0)
        except ReadError:
            return False

    def _read(self, take: Callable[[], Got], end: Got, timeout: float | None) -> Got | None:
        for has_waited in (False, True):
            try:
                with self._wire.openssl:
                    return take()
            except SSL.WantReadError:
                self._answer(timeout)
                if has_waited:
                    break
            except SSL.ZeroReturnError:
                self.ended_cleanly = True
                return end
            except SSL.Error as error:
                raise self._failed(ReadError, error) from peer_fault(error, self._about())
            if not self._wire.fill(timeout):
                self.ended_cleanly = False
                return end
        return None

    def _answer(self, timeout: float | None) -> None:
        """Send what OpenSSL answers to what it read: a key update, a renegotiation."""
        try:
            self._recheck()
        except WhttpError as fault:
            raise ReadError(fault.message) from fault
        self._wire.flush(timeout)

    # --- writing ---

    def write(self, buffer: bytes | bytearray | memoryview, timeout: float | None = None) -> None:
        """All of `buffer`, in pieces of 256 KiB."""
        with memoryview(buffer) as view:
            for start in range(0, len(view), _OUTGOING):
                self._write_piece(view[start : start + _OUTGOING], timeout)

    def _write_piece(self, piece: memoryview, timeout: float | None) -> None:
        sent = 0
        while sent < len(piece):
            try:
                with self._wire.openssl:
                    sent += self.connection.send(piece[sent:])
            except SSL.WantReadError:
                self._answer(timeout)
                if not self._wire.fill(timeout):
                    raise WriteError("the peer closed the connection") from None
            except SSL.Error as error:
                raise self._failed(WriteError, error) from peer_fault(error, self._about())
        try:
            self._wire.flush(timeout)
        except WriteError as error:
            self._raise_alert()
            raise error from error.__cause__

    def _raise_alert(self) -> None:
        """A server that closes first says why: its alert waits to be read when our write fails."""
        try:
            with contextlib.suppress(ReadError, ReadTimeout):
                self._wire.fill(0.0)
            with self._wire.openssl:
                self.connection.recv(1, _PEEK)
        except (SSL.WantReadError, SSL.ZeroReturnError):
            return
        except SSL.Error as error:
            raise self._failed(WriteError, error) from peer_fault(error, self._about())

    def _failed(self, kind: type[Exception], error: SSL.Error) -> Exception:
        return kind(peer_fault(error, self._about()).message)

    # --- the rest of httpcore's interface ---

    def close(self) -> None:
        """Say goodbye as far as that works without waiting, then close the transport."""
        if self._closed:
            return
        self._closed = True
        with self._wire.openssl:
            self._farewell()
        with contextlib.suppress(SSL.Error, WriteError, WriteTimeout):
            self._wire.say_goodbye()
        self.transport.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        """httpcore's way to TLS inside TLS. `ssl_context` is passed over: the TLS policy decides."""
        if self.upgrade is None:
            raise NotImplementedError("this stream was made without a TLS policy")
        return self.upgrade(self, server_hostname or "", timeout)

    def get_extra_info(self, info: str) -> Any:
        """httpcore's keys; "ssl_object" knows `selected_alpn_protocol`, which is what httpcore asks.
        Ours: "alpn", "tls-server-end-point" (the channel binding token of RFC 5929), and
        "ended_cleanly" as above."""
        match info:
            case "alpn":
                return self.alpn
            case "tls-server-end-point":
                return self._binding()
            case "ended_cleanly":
                return self.ended_cleanly
            case "ssl_object":
                return NegotiatedProtocol(self.alpn or None)
            case "is_readable":
                return self.readable()
        return self.transport.get_extra_info(info)


class NegotiatedProtocol:
    """The one method of `ssl.SSLObject` that httpcore uses."""

    def __init__(self, protocol: str | None) -> None:
        self._protocol = protocol

    def selected_alpn_protocol(self) -> str | None:
        return self._protocol


def _is_readable(transport: NetworkStream, seconds: float) -> bool:
    ask = getattr(transport, "readable", None)
    return bool(ask(seconds)) if ask is not None else bool(transport.get_extra_info("is_readable"))
