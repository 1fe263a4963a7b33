"""Forms in one line: --data-urlencode and --query-param, percent-encoded (RFC 3986 section 2.1).

Promise: everything but the unreserved characters becomes %XX, so a value can hold any byte; the five
forms of --data-urlencode are curl's, and so is the + for a blank, which forms write (WHATWG URL, section
5.2).
"""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.plan import Target
from winhttp_cli.planner.body_source import STDIN, read_whole
from winhttp_cli.record import replace
from winhttp_cli.target import BadUrl, octets_in

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ENCODED = tuple(chr(octet) if octet in _UNRESERVED else f"%{octet:02X}" for octet in range(256))


def percent_encoded(octets: bytes) -> str:
    """`octets` with all but unreserved characters escaped."""
    return "".join([_ENCODED[octet] for octet in octets])


def octets_of(text: str, origin: str, encoding: str = "utf-8") -> bytes:
    """The bytes of what the user typed, in UTF-8 or in `encoding` (option CODEPAGE). Raises UsageFault
    for a lone surrogate."""
    try:
        return octets_in(text, encoding)
    except BadUrl as bad:
        raise UsageFault(
            f"{origin}: {bad.message}", Code.ERROR_INVALID_PARAMETER, origin=origin
        ) from None


def form_field(text: str, origin: str) -> str:
    """One --data-urlencode: `VALUE`, `=VALUE`, `NAME=VALUE`, `@FILE`, `NAME@FILE`; the name is taken
    as encoded already."""
    name, equals, value = text.partition("=")
    if equals:
        octets = octets_of(value, origin)
    else:
        name, at, file = text.partition("@")
        octets = read_whole(file, origin) if at else octets_of(text, origin)
        name = name if at else ""
    encoded = percent_encoded(octets).replace("%20", "+")
    return f"{name}={encoded}" if name else encoded


def reads_stdin(text: str) -> bool:
    """Whether a --data-urlencode takes its value from standard input."""
    return "=" not in text and text.partition("@")[1:] == ("@", STDIN)


def query_field(text: str, origin: str, encoding: str) -> str:
    """One --query-param, `NAME=VALUE` or `NAME`, both encoded."""
    name, equals, value = text.partition("=")
    encoded = percent_encoded(octets_of(name, origin, encoding))
    return encoded + equals + percent_encoded(octets_of(value, origin, encoding))


def with_query_fields(target: Target, fields: list[str]) -> Target:
    """`target` with encoded fields behind the query it has."""
    if not fields:
        return target
    path, _, query = target.path.partition("?")
    present = [query] if query else []
    return replace(target, path=f"{path}?{'&'.join([*present, *fields])}")
