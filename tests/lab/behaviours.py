"""What a raw server can do besides sending bytes: close, reset, stall, drip, never end.

Promise: each is bounded (it ends when the client goes or the server stops), and sends what it says, in
the segments it says. `reply` builds a well-formed answer; everything else may break it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.lab.raw_server import Answer, Peer, give

Behaviour = Callable[[Peer], None]


def reply(
    status: int = 200,
    body: bytes = b"",
    *lines: str,
    reason: str = "OK",
    version: str = "HTTP/1.1",
    length: bool = True,
) -> bytes:
    """A well-formed response: status line, header `lines` as given, Content-Length if `length`, body."""
    counted = (f"Content-Length: {len(body)}",) if length else ()
    head = "\r\n".join((f"{version} {status} {reason}", *lines, *counted, "", ""))
    return head.encode("latin-1") + body


def redirect(location: str, status: int = 302) -> bytes:
    """A redirect without a body."""
    return reply(status, b"", f"Location: {location}", reason="Found")


def chunked(*pieces: bytes, trailers: Iterable[str] = (), lines: Iterable[str] = ()) -> bytes:
    """A well-formed chunked response (RFC 9112, section 7.1)."""
    framed = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    tail = "".join(f"{line}\r\n" for line in trailers).encode("latin-1")
    head = reply(200, b"", *lines, "Transfer-Encoding: chunked", length=False)
    return head + framed + b"0\r\n" + tail + b"\r\n"


def interim(*statuses: int) -> bytes:
    """1xx responses, one after the other."""
    return b"".join(b"HTTP/1.1 %d Interim\r\n\r\n" % status for status in statuses)


def then(*answers: Answer) -> Behaviour:
    """One after the other."""

    def act(peer: Peer) -> None:
        for answer in answers:
            give(answer, peer)

    return act


def closing(data: bytes = b"") -> Behaviour:
    """Sends `data`, then ends the connection in good order (FIN)."""

    def act(peer: Peer) -> None:
        peer.send(data)
        peer.finish()

    return act


def cutting(data: bytes = b"") -> Behaviour:
    """Sends `data`, then ends TCP without TLS's close_notify: truncation (RFC 8446, section 6.1)."""

    def act(peer: Peer) -> None:
        peer.send(data)
        peer.cut()

    return act


def resetting(data: bytes = b"") -> Behaviour:
    """Sends `data`, then a TCP reset."""

    def act(peer: Peer) -> None:
        peer.send(data)
        peer.reset()

    return act


def hanging(data: bytes = b"") -> Behaviour:
    """Sends `data`, then nothing, until the client goes or the server stops."""

    def act(peer: Peer) -> None:
        peer.send(data)
        peer.wait_for_end()

    return act


def sliced(data: bytes, size: int = 1) -> Behaviour:
    """Sends `data` in segments of `size` bytes, without waiting between them."""

    def act(peer: Peer) -> None:
        for start in range(0, len(data), size):
            peer.send(data[start : start + size])

    return act


def dripping(data: bytes, interval: float, size: int = 1) -> Behaviour:
    """Sends `data` in pieces of `size` bytes, `interval` seconds apart."""

    def act(peer: Peer) -> None:
        for start in range(0, len(data), size):
            peer.send(data[start : start + size])
            if peer.stopping.wait(interval):
                return

    return act


def endless(start: bytes, piece: bytes, limit: int = 1 << 30) -> Behaviour:
    """Sends `start`, then `piece` again and again until the client goes or `limit` bytes are out."""

    def act(peer: Peer) -> None:
        peer.send(start)
        block = piece * max(1, 65536 // len(piece))
        for _ in range(limit // len(block)):
            peer.send(block)

    return act


def echoing(lines: Iterable[str] = ()) -> Behaviour:
    """Answers with the request's own bytes as the body."""

    def act(peer: Peer) -> None:
        peer.send(reply(200, peer.request, *lines))

    return act
