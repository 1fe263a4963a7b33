"""httpcore's Request and Response as we make them.

Promise: the same objects to httpcore's pools and to any of its connections, made from what we have
without httpcore's look at the type of every name and value: a tenth of the time of a request on a kept
connection. Knows no socket and no option.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from winhttp_cli.engine.context import EXTENSION, Context
from winhttp_cli.engine.corehttp import URL, Request, Response
from winhttp_cli.engine.http1.writer import RequestFields, fields_from
from winhttp_cli.plan import Header

#: The key in a message's extensions under which its fields are found as text, where they are at hand.
LINES = "whttp_lines"

Fields = Iterable[tuple[bytes, bytes]]
# Any: httpcore's own type for what travels beside a message
Extensions = dict[str, Any]


class Content(Protocol):
    """A response body, read as it is iterated; `close` releases the connection."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class OwnUrl(URL):
    """Where a request goes, the request target as it is sent."""

    def __init__(self, scheme: str, host: str, port: int, target: str) -> None:
        self.scheme = scheme.encode("ascii")
        self.host = host.encode("ascii")
        self.port = port
        self.target = target.encode("ascii")


class OwnRequest(Request):
    """A request of ours: its lines as they are to go out."""

    def __init__(
        self,
        method: str,
        url: OwnUrl,
        lines: tuple[Header, ...],
        context: Context,
        content: Iterable[bytes] = (),
    ) -> None:
        self.method = method.encode("ascii")
        self.url = url
        self.fields = fields_from(lines)
        self.headers = list(self.fields)
        self.stream = content
        self.extensions = {EXTENSION: context, LINES: lines}


def fields_of(request: Request) -> RequestFields:
    """The header fields of any request."""
    return request.fields if isinstance(request, OwnRequest) else RequestFields(request.headers)


class OwnResponse(Response):
    """A response read by one of our connections. Its body can be iterated once; `then` is called when
    its connection has been released."""

    then: Callable[[], None] | None = None

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
        try:
            self.body.close()
        finally:
            if self.then is not None:
                self.then()
