"""The JSON body of -j: members one by one, or a whole document from a file.

Promise: what goes out is JSON (RFC 8259), with a raw value exactly as it was typed, so that 1.0 stays
1.0 and a long number keeps its digits; a file is streamed as it is, unread.
"""

from __future__ import annotations

import json
from typing import NoReturn

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.plan import Body, BodyPart, BytesPart
from winhttp_cli.planner.body_source import body_of_parts, source


def json_body(items: tuple[str, ...], origin: str) -> Body:
    """The body of `NAME=TEXT`, `NAME:=JSON` and `@FILE` items. Raises UsageFault 87 naming `origin`."""
    if any(item.startswith("@") for item in items):
        if len(items) > 1:
            raise _bad("@FILE is a whole document and stands alone", origin)
        parts: list[BodyPart] = [source(items[0][1:], origin)]
        return body_of_parts(parts, origin)
    members = dict(_member(item, origin) for item in items)
    text = ", ".join(f"{_quoted(key, origin)}: {value}" for key, value in members.items())
    return Body((BytesPart(f"{{{text}}}".encode()),))


def _member(item: str, origin: str) -> tuple[str, str]:
    """Key and JSON text of one item. A key given twice takes the later value."""
    key, equals, value = item.partition("=")
    if not equals:
        raise _bad(f"{item[:40]!r} is neither NAME=TEXT, NAME:=JSON nor @FILE", origin)
    if not key.endswith(":"):
        return key, _quoted(value, origin)
    _check(value, origin)
    return key.removesuffix(":"), value


def _quoted(text: str, origin: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _bad("a JSON string must be Unicode text", origin)
    return json.dumps(text, ensure_ascii=False)


def _check(text: str, origin: str) -> None:
    try:
        json.loads(text, parse_constant=_no_constant)
        text.encode()
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        raise _bad(f"{text[:40]!r} is not JSON: {reason}", origin) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _bad(message: str, origin: str) -> UsageFault:
    hint = "text is NAME=TEXT, numbers and lists are NAME:=JSON"
    return UsageFault(f"{origin}: {message}", Code.ERROR_INVALID_PARAMETER, origin=origin, hint=hint)
