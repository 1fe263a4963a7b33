"""TLS 1.3 session tickets, which come after the handshake and so on nobody's errand.

Promise: `await_tickets` reads what the server sends of its own accord and returns at the latest after
the seconds given; what an application would read stays unread. Must not judge.
"""

from __future__ import annotations

from winhttp_cli.engine.net.tls_stream import TlsStream
from winhttp_cli.engine.net.waiting import readable

#: After a ticket, how long to look for the next one; servers send them in one piece.
_BETWEEN = 0.02


def await_tickets(stream: TlsStream, seconds: float) -> None:
    """Wait until something has come, at most `seconds`. Tickets are kept by OpenSSL."""
    connected = stream.get_extra_info("socket")
    if not stream.readable() and connected is not None and readable(connected, seconds):
        stream.readable(_BETWEEN)
