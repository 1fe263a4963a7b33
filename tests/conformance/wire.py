"""Requests as bytes, taken apart for reading; shares nothing with the engine."""

from __future__ import annotations

AGENT = "whttp"


def lines(request: bytes) -> list[str]:
    """The request line and the header lines."""
    return request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")


def target(request: bytes) -> str:
    """What stands between the method and the version."""
    return lines(request)[0].split(" ")[1]


def method(request: bytes) -> str:
    """The first word."""
    return lines(request)[0].split(" ")[0]


def body(request: bytes) -> bytes:
    """What follows the head."""
    return request.partition(b"\r\n\r\n")[2]


def values(request: bytes, name: str) -> list[str]:
    """The values of every header line of that name, whatever its case."""
    split = (line.partition(": ") for line in lines(request)[1:])
    return [value for found, _, value in split if found.lower() == name.lower()]


def names(request: bytes) -> list[str]:
    """The names of the header lines, in order."""
    return [line.partition(":")[0] for line in lines(request)[1:]]
