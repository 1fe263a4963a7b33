"""httpcore's Request and Response for what is bytes already.

Promise: the same objects to httpcore's pools and to its other connections, made without httpcore's look
at every header and body for text that would have to be encoded: a tenth of the time of a request on a
kept connection. What is handed in is taken as it is. Knows no socket and no option.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from winhttp_cli.engine.corehttp import URL, Request, Response

#: The key in a message's extensions under which its fields are found as text, where they are at hand.
LINES = "whttp_lines"

Fields = Iterable[tuple[bytes, bytes]]
# Any: httpcore's own type for what travels beside a message
Extensions = dict[str, Any]


class Content(Protocol):
    """A response body, read as it is iterated; `close` releases the connection."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class OwnRequest(Request):
    """A request composed by us."""

    def __init__(
        self, method: bytes, url: URL, fields: Fields, content: Iterable[bytes], extensions: Extensions
    ) -> None:
        self.method = method
        self.url = url
        self.headers = list(fields)
        self.stream = content
        self.extensions = extensions


class OwnResponse(Response):
    """A response read by one of our connections. Its body can be iterated once."""

    def __init__(self, status: int, fields: Fields, content: Content, extensions: Extensions) -> None:
        self.status = status
        self.headers = list(fields)
        self.stream = self.body = content
        self.extensions = extensions
        self._stream_consumed = False

    def iter_stream(self) -> Iterator[bytes]:
        """The body, piece by piece."""
        if self._stream_consumed:
            raise RuntimeError("the body of a response can be read once")
        self._stream_consumed = True
        return iter(self.body)

    def close(self) -> None:
        """Releases the connection."""
        self.body.close()
