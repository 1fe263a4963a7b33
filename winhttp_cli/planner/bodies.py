"""The request body: which of -d, --data-urlencode, -F, -j and -T speak, and what they make.

Promise: one kind of body at a time (-d and --data-urlencode go together); the content type it suggests
comes with it and gives way to a Content-Type of the caller's. Nothing is sent, nothing read that can be
streamed.
"""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.tool_body import DATA, DATA_URLENCODE, FORM, JSON_BODY, UPLOAD_FILE
from winhttp_cli.plan import Body, BodyPart, BytesPart
from winhttp_cli.planner.body_source import STDIN, body_of_parts, source, stdin_twice
from winhttp_cli.planner.form_encoding import form_field, octets_of, reads_stdin
from winhttp_cli.settings.settings import Settings

_FORM_TYPE = "application/x-www-form-urlencoded"
_JSON_TYPE = "application/json"


def body_of(settings: Settings) -> tuple[Body | None, str]:
    """The body and the content type it suggests ("" for none). Raises UsageFault 87, and an
    ExchangeFault with status 14 for a file that cannot be read."""
    _check_alone(settings)
    if settings[DATA] or settings[DATA_URLENCODE]:
        return _form_data(settings), _FORM_TYPE
    if settings[FORM]:
        from winhttp_cli.planner.multipart import multipart, new_boundary

        boundary = new_boundary()
        body = multipart(settings[FORM], settings.origin(FORM).text, boundary)
        return body, f"multipart/form-data; boundary={boundary}"
    if settings[JSON_BODY]:
        from winhttp_cli.planner.json_body import json_body

        return json_body(settings[JSON_BODY], settings.origin(JSON_BODY).text), _JSON_TYPE
    upload = settings[UPLOAD_FILE]
    if upload is not None:
        return Body((source(upload, settings.origin(UPLOAD_FILE).text),)), ""
    return None, ""


def _check_alone(settings: Settings) -> None:
    """Two kinds of body do not go together."""
    groups: tuple[tuple[AnyOption, ...], ...] = (
        (DATA, DATA_URLENCODE),
        (FORM,),
        (JSON_BODY,),
        (UPLOAD_FILE,),
    )
    said = [[option for option in group if settings[option] not in ((), None)] for group in groups]
    origins = [settings.origin(options[0]).text for options in said if options]
    if len(origins) > 1:
        raise UsageFault(
            f"{' and '.join(origins)} each make a body; give one",
            Code.ERROR_INVALID_PARAMETER,
            origin=origins[1],
        )


def _form_data(settings: Settings) -> Body:
    """-d and --data-urlencode joined with `&`, as curl joins them."""
    parts: list[BodyPart] = []
    origin = settings.origin(DATA).text
    for text in settings[DATA]:
        _joined(parts, _data_part(text, origin))
    encoded_origin = settings.origin(DATA_URLENCODE).text
    _check_stdin_once(settings, encoded_origin)
    for text in settings[DATA_URLENCODE]:
        _joined(parts, BytesPart(octets_of(form_field(text, encoded_origin), encoded_origin)))
    return body_of_parts(parts, origin)


def _check_stdin_once(settings: Settings, origin: str) -> None:
    """What --data-urlencode reads whole is gone when -d streams it."""
    readers = [text for text in settings[DATA_URLENCODE] if reads_stdin(text)]
    if len(readers) > 1 or (readers and f"@{STDIN}" in settings[DATA]):
        raise stdin_twice(origin)


def _joined(parts: list[BodyPart], part: BodyPart) -> None:
    if parts:
        parts.append(BytesPart(b"&"))
    parts.append(part)


def _data_part(text: str, origin: str) -> BodyPart:
    """`TEXT`, `@FILE` or `@-`; unlike curl's -d a file keeps its line ends."""
    if text.startswith("@"):
        return source(text[1:], origin)
    return BytesPart(octets_of(text, origin))
