"""What the demo's routes see and give: a request and a reply, as frozen data.

Promise: no sockets here, and nothing that could break a header line leaves a Reply. Knows no route.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Places:
    """Where the demo's servers are: URLs without a final slash."""

    base_url: str
    plain_url: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `target` is as it came; `headers` in the order they came."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    places: Places

    @property
    def path(self) -> str:
        """The target without its query."""
        return urlsplit(self.target).path

    def query(self, name: str, default: str = "") -> str:
        """The last value of a query parameter, decoded."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True).get(name, [default])[-1]

    def header(self, name: str) -> str:
        """The values of a header field, joined; "" where there is none."""
        return ", ".join(value for each, value in self.headers if each.lower() == name)


@dataclass(frozen=True, slots=True)
class Reply:
    """One response. `pieces` in place of `body` is sent as it comes, chunked. Raises ValueError for a
    header value that would end its line."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain; charset=utf-8"
    pieces: Iterator[bytes] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        for name, value in self.headers:
            if any(ord(character) < 32 or ord(character) > 126 for character in value):
                raise ValueError(f"{name} would hold a character that no header may")
