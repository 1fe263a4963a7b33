"""The ClientHello at the beginning of recorded bytes, read by RFC 8446 section 4.1.2 and nothing of ours.

Promise: says what was offered, byte for byte; bytes that hold no ClientHello fail the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_SERVER_NAME, _ALPN, _VERSIONS = 0, 16, 43


@dataclass(frozen=True, slots=True)
class ClientHello:
    """`legacy_version` is the highest version below TLS 1.3 offered; `versions` those of the extension
    that TLS 1.3 brought, () without it."""

    legacy_version: int
    random: bytes
    versions: tuple[int, ...]
    server_name: str
    alpn: tuple[str, ...]


def client_hello(recorded: bytes) -> ClientHello:
    """Reads the first record or records of a connection."""
    message = _handshake_message(recorded)
    reader = _Reader(message)
    legacy = reader.number(2)
    random = reader.take(32)
    for size in (1, 2, 1):  # session id, cipher suites, compression methods
        reader.take(reader.number(size))
    found = dict(_extensions(reader.take(reader.number(2)) if reader.left else b""))
    return ClientHello(
        legacy,
        random,
        _versions(found.get(_VERSIONS)),
        _name(found.get(_SERVER_NAME)),
        _names(found.get(_ALPN)),
    )


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        assert size <= self.left, "the ClientHello is cut off"
        self._at += size
        return self._data[self._at - size : self._at]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")


def _handshake_message(recorded: bytes) -> bytes:
    """The body of the first handshake message, put together from its records."""
    reader, message = _Reader(recorded), b""
    while len(message) < 4 or len(message) < 4 + int.from_bytes(message[1:4], "big"):
        assert reader.number(1) == 22, "no handshake record"
        reader.take(2)
        message += reader.take(reader.number(2))
    assert message[0] == 1, "no ClientHello"
    return message[4 : 4 + int.from_bytes(message[1:4], "big")]


def _extensions(data: bytes) -> Iterator[tuple[int, bytes]]:
    reader = _Reader(data)
    while reader.left:
        kind = reader.number(2)
        yield kind, reader.take(reader.number(2))


def _versions(data: bytes | None) -> tuple[int, ...]:
    if data is None:
        return ()
    return tuple(int.from_bytes(data[at : at + 2], "big") for at in range(1, len(data), 2))


def _name(data: bytes | None) -> str:
    return data[5:].decode("ascii") if data else ""


def _names(data: bytes | None) -> tuple[str, ...]:
    reader = _Reader(data[2:]) if data else _Reader(b"")
    names: list[str] = []
    while reader.left:
        names.append(reader.take(reader.number(1)).decode("ascii"))
    return tuple(names)
