"""Lists of header fields, looked at by name without regard to case (RFC 9110 section 5.1).

Promise: pure functions over `plan.Header` tuples; order and spelling are kept. Stands below the
planner, which checks the caller's headers, and the engine, which adds its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from winhttp_cli.plan import Header


def as_text(fields: Iterable[tuple[bytes, bytes]]) -> tuple[Header, ...]:
    """Fields off the wire. RFC 9110 section 5.5: an octet beyond ASCII is opaque; Latin-1 keeps every
    one."""
    return tuple([(name.decode("latin-1"), value.decode("latin-1")) for name, value in fields])


def as_octets(lines: Iterable[Header]) -> list[tuple[bytes, bytes]]:
    """The way back."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in lines]


def has(headers: tuple[Header, ...], name: str) -> bool:
    """Whether a field of that lower-case name is there."""
    return bool(headers) and any(field.lower() == name for field, _ in headers)


def value_of(headers: tuple[Header, ...], name: str) -> str | None:
    """The first value of that lower-case name, or None."""
    return next((value for field, value in headers if field.lower() == name), None)


def values_of(headers: tuple[Header, ...], name: str) -> tuple[str, ...]:
    """Every value of that lower-case name, in order."""
    return tuple(value for field, value in headers if field.lower() == name) if headers else ()


def without(headers: tuple[Header, ...], names: Collection[str]) -> tuple[Header, ...]:
    """The fields whose lower-case names are not in `names`."""
    return tuple((name, value) for name, value in headers if name.lower() not in names)


def is_chunked(headers: tuple[Header, ...]) -> bool:
    """Whether Transfer-Encoding names the chunked coding alone (RFC 9112 section 7.1)."""
    coding = value_of(headers, "transfer-encoding")
    return coding is not None and coding.strip().lower() == "chunked"
