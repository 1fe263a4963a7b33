"""What WinHttpSendRequest refuses with 87: a head and a body that disagree about the body's length.

Promise: the contradiction is found before anything is sent, and names the header. The engine's writer
holds the same line on the wire (RFC 9112 section 11.2); sources: semantics B3, B5.
"""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.headers import value_of, values_of
from winhttp_cli.plan import Body, Header
from winhttp_cli.record import dataclass, replace


@dataclass(frozen=True, slots=True)
class Version:
    """The HTTP version, "1.0" or "1.1", and who asked for it."""

    text: str
    origin: str


def check_framing(headers: tuple[Header, ...], body: Body | None, version: Version, origin: str) -> None:
    """Raises UsageFault 87. `origin` is who gave the headers."""
    codings, lengths = values_of(headers, "transfer-encoding"), values_of(headers, "content-length")
    if codings and lengths:
        raise _refused("Content-Length and Transfer-Encoding exclude each other", origin)
    if codings:
        _check_coding(codings, version, origin)
    elif lengths:
        _check_length(lengths, body, origin)
    elif body is not None and version.text == "1.0" and (body.chunked or body.length is None):
        message = "HTTP/1.0 needs a body of known length, and this one is a stream"
        raise _refused(message, version.origin)


def announced(headers: tuple[Header, ...], body: Body | None) -> Body | None:
    """`body`, which `check_framing` has passed, with the length that the caller gives a stream."""
    length = value_of(headers, "content-length")
    if body is None or length is None or body.length is not None:
        return body
    return replace(body, announced=int(length))


def _check_coding(codings: tuple[str, ...], version: Version, origin: str) -> None:
    if version.text == "1.0":
        raise _refused("HTTP/1.0 has no Transfer-Encoding", origin)
    if len(codings) > 1 or codings[0].strip().lower() != "chunked":
        raise _refused("the only Transfer-Encoding that can be sent is chunked", origin)


def _check_length(lengths: tuple[str, ...], body: Body | None, origin: str) -> None:
    text = lengths[0].strip()
    if len(lengths) > 1 or not (text.isascii() and text.isdigit()) or len(text) > 19:
        raise _refused("Content-Length is not one number of bytes", origin)
    length = 0 if body is None else body.length
    if length is not None and length != int(text):
        raise _refused(f"Content-Length says {text}, and the body has {length} bytes", origin)


def _refused(message: str, origin: str) -> UsageFault:
    return UsageFault(f"{origin}: {message}", Code.ERROR_INVALID_PARAMETER, origin=origin)
