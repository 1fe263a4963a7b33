"""A listening socket with one thread per connection: what the raw server and the relay stand on.

Promise: starting returns when connections are taken, stopping ends every connection and thread and never
hangs; a fault in a test's own code is kept and raised at the end. Knows no protocol.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType

JOIN_LIMIT = 10.0
"""Seconds to wait for a thread that has been told to end."""


def _listening(address: str) -> socket.socket:
    """An address with a slash is the path of a Unix socket."""
    if "/" not in address:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return socket.create_server((address, 0), family=family, backlog=128)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    return listener


class Listener:
    """Calls `serve(connection)` in a thread for each connection taken."""

    def __init__(self, serve: Callable[[socket.socket], None], address: str = "127.0.0.1") -> None:
        self.serve = serve
        self.address = address
        self.stopping = threading.Event()
        self.errors: list[Exception] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._workers: list[threading.Thread] = []
        self._listener = _listening(address)
        self.port: int = 0 if "/" in address else self._listener.getsockname()[1]
        self._wake, self._woken = socket.socketpair()
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def watch(self, connection: socket.socket) -> None:
        """Has `connection` shut when the listener stops."""
        with self._lock:
            self._open.add(connection)

    def settle(self) -> None:
        """Waits until every connection so far has ended: then what was recorded is complete."""
        for worker in list(self._workers):
            worker.join(JOIN_LIMIT)

    def refuse(self) -> None:
        """Takes no more connections; those there are go on."""
        self._listener.close()

    def stop(self) -> None:
        """Takes no more connections and ends those there are."""
        self.stopping.set()
        self._wake.close()
        self._acceptor.join(JOIN_LIMIT)
        self._listener.close()
        self._woken.close()
        with self._lock:
            for connection in self._open:
                shut(connection)
        self.settle()

    def _accept(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self.stopping.is_set():
                if any(key.fileobj is self._listener for key, _ in selector.select()):
                    connection, _ = self._listener.accept()
                    worker = threading.Thread(target=self._run, args=(connection,), daemon=True)
                    self._workers.append(worker)
                    worker.start()

    def _run(self, connection: socket.socket) -> None:
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.watch(connection)
        try:
            with connection:
                self.serve(connection)
                shut(connection)
        except OSError:
            pass  # the client went away, or we are stopping: the record says how far it came
        except Exception as error:  # noqa: BLE001 - a fault of the test's own code: raised at the end
            self.errors.append(error)
        finally:
            with self._lock:
                self._open.discard(connection)


class Server:
    """What has a Listener and is used in a `with` statement."""

    listener: Listener

    @property
    def port(self) -> int:
        return self.listener.port

    def settle(self) -> None:
        """Waits until every connection so far has ended: then what was recorded is complete."""
        self.listener.settle()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.listener.stop()
        if self.listener.errors and error is None:
            raise self.listener.errors[0]


def shut(connection: socket.socket) -> None:
    """Ends both directions of TCP; whoever reads it in another thread wakes. By the base class: the
    method of an SSL socket would take the TLS state away under the other thread."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def reset(connection: socket.socket) -> None:
    """Ends with a TCP reset: SO_LINGER with no time. Another thread that reads it wakes first: the kernel
    closes only when nobody holds the socket any more."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
