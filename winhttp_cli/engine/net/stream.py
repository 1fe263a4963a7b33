"""A connected socket as httpcore's NetworkStream.

Promise: `read`, `read_into` and `write` move bytes or raise httpcore's ReadTimeout, ReadError,
WriteTimeout or WriteError; a timeout is the longest idle wait, never the length of the whole call.
The socket is non-blocking, so a read that finds bytes costs one system call. Ctrl-C leaves the stream
usable only for `close`. Must not resolve, connect or know TLS: `upgrade` is handed in.
"""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from winhttp_cli.engine.corehttp import NetworkStream, ReadError, ReadTimeout, WriteError, WriteTimeout
from winhttp_cli.engine.net.resolve import address_text
from winhttp_cli.engine.net.waiting import readable, writable

#: Seconds in which only a server on this machine, or beside it, answers.
_NEAR = 0.0001
#: Bytes that come at once when they come.
_SHORT = 16 * 1024

Upgrade = Callable[["SocketStream", str, float | None], NetworkStream]


class SocketStream(NetworkStream):
    """Owns `sock`, which must be connected. `number` counts the connections of the session."""

    def __init__(self, sock: socket.socket, *, number: int = 0, upgrade: Upgrade | None = None) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.number = number
        self.local, self.remote = _ends(sock)
        self.upgrade = upgrade
        self._is_asked = self._is_near = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most `max_bytes`, b"" at the end of the stream."""
        began = 0.0
        is_short = self._is_asked or max_bytes < _SHORT
        while True:
            try:
                data = self.sock.recv(max_bytes)
            except (BlockingIOError, InterruptedError):
                began = self._waited(began, timeout, is_short)
            except OSError as error:
                raise ReadError(str(error)) from error
            else:
                self._came(began)
                return data

    def read_into(self, buffer: bytearray | memoryview, timeout: float | None = None) -> int:
        """As `read`, into `buffer`; 0 at the end of the stream."""
        while True:
            try:
                return self.sock.recv_into(buffer)
            except (BlockingIOError, InterruptedError):
                self._wait_readable(timeout)
            except OSError as error:
                raise ReadError(str(error)) from error

    def _waited(self, began: float, timeout: float | None, is_short: bool) -> float:
        """Waits until something is there to read, since `began` (0.0: since now), which is returned.
        Where the last answer was quick a short one is asked for again and again, as long as that, before
        anybody goes to sleep: on one machine falling asleep and waking up take longer than the answer. A
        long one had better gather meanwhile."""
        now = time.monotonic()
        if is_short and self._is_near and (not began or now - began < _NEAR):
            _let_others_run()
        else:
            self._is_near = False
            self._wait_readable(timeout)
        return began or now

    def _came(self, began: float) -> None:
        self._is_asked = False
        if began and not self._is_near:
            self._is_near = time.monotonic() - began < _NEAR

    def _wait_readable(self, timeout: float | None) -> None:
        if not readable(self.sock, timeout):
            raise ReadTimeout("timed out receiving")

    def write(self, buffer: bytes | bytearray | memoryview, timeout: float | None = None) -> None:
        """All of `buffer`. Each piece the system takes starts the timeout anew."""
        sent = self._write_some(buffer, timeout)
        if sent == len(buffer):
            return
        with memoryview(buffer) as view:
            while sent < len(view):
                sent += self._write_some(view[sent:], timeout)

    def write_some(self, buffer: bytes | bytearray | memoryview, timeout: float | None = None) -> int:
        """As much of `buffer` as the system takes at once, at least one byte; returns the count."""
        with memoryview(buffer) as view:
            while not (sent := self._write_some(view, timeout)):
                continue
            return sent

    def _write_some(self, piece: bytes | bytearray | memoryview, timeout: float | None) -> int:
        self._is_asked = True
        try:
            return self.sock.send(piece)
        except (BlockingIOError, InterruptedError):
            if not writable(self.sock, timeout):
                raise WriteTimeout("timed out sending") from None
            return 0
        except OSError as error:
            raise WriteError(str(error)) from error

    def readable(self, seconds: float = 0.0) -> bool:
        """Whether bytes, the end of the stream or an error wait to be read."""
        try:
            self.sock.recv(1, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            return seconds > 0 and readable(self.sock, seconds)
        except OSError:
            return True
        return True

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.sock.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        """httpcore's way to TLS. `ssl_context` is passed over: the TLS policy decides, by OpenSSL."""
        if self.upgrade is None:
            raise NotImplementedError("this stream was made without a TLS policy")
        return self.upgrade(self, server_hostname or "", timeout)

    def get_extra_info(self, info: str) -> Any:
        """httpcore's keys: client_addr, server_addr, socket, is_readable."""
        match info:
            case "is_readable":
                return self.readable()
            case "client_addr":
                return _name(self.sock.getsockname)
            case "server_addr":
                return _name(self.sock.getpeername)
            case "socket":
                return self.sock
        return None


def _let_others_run() -> None:
    """The answer may come from a process that waits for this very processor."""
    if hasattr(os, "sched_yield"):
        os.sched_yield()


def _ends(sock: socket.socket) -> tuple[str, str]:
    """Both ends as text, "" where the system does not know one."""
    local, remote = _name(sock.getsockname), _name(sock.getpeername)
    return (address_text(local) if local else "", address_text(remote) if remote else "")


def _name(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except OSError:
        return None
