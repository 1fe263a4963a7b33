"""A proxy that opens tunnels on loopback, whatever the name, to those who say who they are.

Promise: CONNECT is answered 407 until Proxy-Authorization holds the Basic login asked for; then bytes go
both ways until either side ends. Every request is recorded by the RawServer it runs in.
"""

from __future__ import annotations

import re
import socket
import threading
from base64 import b64encode

from tests.lab.behaviours import reply
from tests.lab.raw_server import Peer

_TARGET = re.compile(rb"CONNECT [^ ]+:(\d+) ")


def opening_for(login: str) -> Opening:
    """The behaviour; `login` is "user:password"."""
    return Opening(b"Basic " + b64encode(login.encode()))


class Opening:
    """Answers one CONNECT."""

    def __init__(self, line: bytes) -> None:
        self._line = line

    def __call__(self, peer: Peer) -> None:
        found = _TARGET.match(peer.request)
        if found is None or b"\r\nProxy-Authorization: " + self._line + b"\r\n" not in peer.request:
            peer.send(reply(407, b"who?", 'Proxy-Authenticate: Basic realm="px"'))
            return
        with socket.create_connection(("127.0.0.1", int(found[1])), timeout=10) as onward:
            peer.send(b"HTTP/1.1 200 Open\r\n\r\n")
            back = threading.Thread(target=_pump, args=(onward, peer.socket), daemon=True)
            back.start()
            _pump(peer.socket, onward)
            back.join(10)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Bytes from one to the other until one of them ends."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return
