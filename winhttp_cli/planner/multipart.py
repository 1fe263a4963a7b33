"""The multipart/form-data body of -F (RFC 7578).

Promise: files are parts of the plan, so they are streamed and their length is known before the first
byte; names are escaped as browsers do it (WHATWG HTML, "multipart/form-data encoding algorithm").
Written here because the kept packages either hold the whole body in memory (urllib3), belong to another
client (requests-toolbelt, aiohttp) or only read (multipart, python-multipart).
"""

from __future__ import annotations

import os
import re
from pathlib import PurePath

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.plan import Body, BodyPart, BytesPart
from winhttp_cli.planner.body_source import body_of_parts, source
from winhttp_cli.planner.form_encoding import octets_of
from winhttp_cli.record import dataclass

#: `;type=...` and `;filename=...` at the end of a field; a quoted text may hold semicolons.
_ATTRIBUTE = re.compile(
    r";\s*(type|filename)=(\"(?:[^\"\\]|\\.)*\"|[^;\"]*)\Z", re.IGNORECASE | re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_FIELD_TEXT = re.compile(r"[\x20-\x7e\u0080-\U0010ffff]*\Z")
_UNSAFE_IN_NAME = {"\n": "%0A", "\r": "%0D", '"': "%22"}
_DEFAULT_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Field:
    """One -F. `kind` is "=" for text, "@" for a file with its name, "<" for a file's content as text.
    `content_type` and `file_name` are None where not said."""

    name: str
    kind: str
    value: str
    content_type: str | None = None
    file_name: str | None = None


def new_boundary() -> str:
    """A line that no part holds: 128 random bits."""
    return "-" * 24 + os.urandom(16).hex()


def multipart(fields: tuple[str, ...], origin: str, boundary: str) -> Body:
    """The body of these -F texts. Raises UsageFault 87, ExchangeFault with status 14."""
    parts: list[BodyPart] = []
    for text in fields:
        field = parse_field(text, origin)
        parts.append(BytesPart(_head(field, boundary, first=not parts, origin=origin)))
        parts.append(_content(field, origin))
    parts.append(BytesPart(f"\r\n--{boundary}--\r\n".encode("ascii")))
    return body_of_parts(parts, origin)


def parse_field(text: str, origin: str) -> Field:
    """`NAME=VALUE`, `NAME=@FILE`, `NAME=<FILE`, each with `;type=` and `;filename=` behind it."""
    name, equals, rest = text.partition("=")
    if not equals or not name:
        raise _bad(f"{text!r} is neither NAME=VALUE, NAME=@FILE nor NAME=<FILE", origin)
    said: dict[str, str] = {}
    while match := _ATTRIBUTE.search(rest):
        rest = rest[: match.start()]
        said.setdefault(match[1].lower(), _unquoted(match[2]))
    kind = rest[:1] if rest[:1] in ("@", "<") else "="
    return Field(
        name=name,
        kind=kind,
        value=rest if kind == "=" else _unquoted(rest[1:]),
        content_type=_checked_type(said.get("type"), origin),
        file_name=said.get("filename"),
    )


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return _ESCAPED.sub(r"\1", text[1:-1])
    return text


def _checked_type(text: str | None, origin: str) -> str | None:
    if text is not None and not (_FIELD_TEXT.match(text) and text.strip()):
        raise _bad(f"{text!r} is no content type", origin)
    return text


def _head(field: Field, boundary: str, *, first: bool, origin: str) -> bytes:
    lines = [f"--{boundary}", f'Content-Disposition: form-data; name="{_escaped(field.name)}"']
    file_name, content_type = _file_name(field), _content_type(field)
    if file_name is not None:
        lines[1] += f'; filename="{_escaped(file_name)}"'
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    return octets_of(("" if first else "\r\n") + "\r\n".join([*lines, "", ""]), origin)


def _escaped(text: str) -> str:
    return "".join(_UNSAFE_IN_NAME.get(character, character) for character in text)


def _file_name(field: Field) -> str | None:
    """What the part says its file is called: the last part of the path unless told otherwise."""
    if field.file_name is None and field.kind == "@":
        return PurePath(field.value).name
    return field.file_name


def _content_type(field: Field) -> str | None:
    """RFC 7578 section 4.4: text needs none; a file's is guessed from its name."""
    if field.content_type is not None or field.kind != "@":
        return field.content_type
    import mimetypes

    guessed, coding = mimetypes.MimeTypes().guess_type(_file_name(field) or "")
    return guessed if guessed is not None and coding is None else _DEFAULT_TYPE


def _content(field: Field, origin: str) -> BodyPart:
    if field.kind == "=":
        return BytesPart(octets_of(field.value, origin))
    return source(field.value, origin)


def _bad(message: str, origin: str) -> UsageFault:
    return UsageFault(f"{origin}: {message}", Code.ERROR_INVALID_PARAMETER, origin=origin)
