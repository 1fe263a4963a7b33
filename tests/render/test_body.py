"""The body on a terminal: charset rules, hostile bytes, binary, streams."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from winhttp_cli.render.body import TerminalBody
from winhttp_cli.render.charset import charset_of, known
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.model import Response


def response(content_type: str = "", **fields: str) -> Response:
    headers = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    if content_type:
        headers = (("Content-Type", content_type), *headers)
    return Response("HTTP/1.1", 200, "OK", headers, None, 0)


def shown(
    *pieces: bytes, content_type: str = "text/plain", charset: str | None = None, **fields: str
) -> str:
    stream = io.StringIO()
    body = TerminalBody(Outlet(stream, is_terminal=True), response(content_type, **fields), charset)
    for piece in pieces:
        body.take(piece)
    body.finish()
    return stream.getvalue()


def test_text_is_shown_as_it_is_and_ends_its_line() -> None:
    assert shown(b"one\r\ntwo") == "one\ntwo\n"


def test_an_empty_body_shows_nothing() -> None:
    assert shown() == ""


def test_json_is_made_readable() -> None:
    assert shown(b'{"a":1}', content_type="application/problem+json") == '{\n  "a": 1\n}\n'


def test_json_without_a_type_is_recognised() -> None:
    assert shown(b' {"a":1}', content_type="") == '{\n  "a": 1\n}\n'


def test_xml_is_indented() -> None:
    assert shown(b"<a><b/></a>", content_type="application/xml") == "<a>\n  <b/>\n</a>\n"


def test_newline_separated_json_keeps_its_lines() -> None:
    assert shown(b'{"a":1}\n{"a":2}\n', content_type="application/x-ndjson") == '{"a":1}\n{"a":2}\n'


@pytest.mark.parametrize(
    "hostile",
    [b"\x1b]0;title\x07", b"\x1b[2J", b"a\rb", "\u202etxt.exe".encode(), b"\xc2\x9b31m", b"\x08\x7f"],
)
@pytest.mark.parametrize("content_type", ["text/plain", "text/html", "application/json", "text/xml"])
def test_no_control_byte_reaches_the_terminal(hostile: bytes, content_type: str) -> None:
    text = shown(b'{"x":"' + hostile + b'"}', content_type=content_type)
    assert not any(ord(letter) < 32 and letter != "\n" for letter in text)
    assert not any(letter in text for letter in "\x7f\x9b\u202e")
    assert "\\x" in text or "\\u" in text


def test_a_carriage_return_at_a_seam_belongs_to_the_next_line_feed() -> None:
    assert shown(b"a\r", b"\nb\r") == "a\nb\\x0d\n"


def test_a_character_cut_by_a_seam_is_put_together() -> None:
    euro = "€".encode()
    assert shown(euro[:1], euro[1:]) == "€\n"


def test_bytes_that_are_no_text_in_the_charset_are_escaped() -> None:
    assert shown(b"a\xffb") == "a\\xffb\n"


def test_binary_is_counted_and_not_printed() -> None:
    told = "binary body, 7 bytes, not printed; use -o FILE\n"
    assert shown(b"\x89PNG", b"\0\0\0", content_type="image/png") == told
    assert shown(b"\x7fELF\0\0\0", content_type="application/octet-stream") == told
    assert shown(b"text\0\0\0", content_type="text/plain") == told


def test_octet_stream_that_is_text_is_printed() -> None:
    assert shown(b"hello", content_type="application/octet-stream") == "hello\n"


def test_a_compressed_body_is_binary() -> None:
    text = shown(b"\x1f\x8b", content_type="text/plain", content_encoding="gzip")
    assert text == "body in gzip, 2 bytes, not printed; --decompression gzip undoes the coding\n"


def test_an_event_stream_is_shown_event_by_event() -> None:
    stream = io.StringIO()
    body = TerminalBody(Outlet(stream, is_terminal=True), response("text/event-stream"))
    body.take(b"data: one\n\n")
    assert stream.getvalue() == "data: one\n\n"


def test_a_long_body_costs_no_memory() -> None:
    class Nowhere(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    body = TerminalBody(Outlet(Nowhere(), is_terminal=True), response("application/json"))
    body.take(b"[")
    piece = b"123456789," * 6000
    body.take(piece)
    tracemalloc.start()
    try:
        for _ in range(5):
            body.take(piece)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


# --- charset ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "first", "said", "charset"),
    [
        ("text/plain", b"x", None, "utf-8"),
        ("text/plain; charset=windows-1252", b"x", None, "windows-1252"),
        ('text/plain; Charset="iso-8859-2"', b"x", None, "iso-8859-2"),
        ("text/plain; charset=windows-1252", b"\xff\xfex\0", None, "utf-16"),
        ("text/plain; charset=windows-1252", b"x", "utf-8", "utf-8"),
        ("application/xml", b'<?xml version="1.0" encoding="koi8-r"?>', None, "koi8-r"),
        ("text/html", b"<html><META CHARSET=gb2312>", None, "gb2312"),
        ("text/html; charset=utf-8", b"<meta charset=gb2312>", None, "utf-8"),
        ("text/plain; charset=nonsense", b"x", None, "utf-8"),
    ],
)
def test_the_charset_comes_from_the_strongest_source(
    content_type: str, first: bytes, said: str | None, charset: str
) -> None:
    assert charset_of(content_type, first, said) == charset


@pytest.mark.parametrize("name", ["zlib", "hex", "rot13", "idna", "unicode_escape", "undefined", "x\0y"])
def test_a_codec_that_is_no_charset_is_not_used(name: str) -> None:
    assert not known(name)
    assert charset_of(f"text/plain; charset={name}", b"x") == "utf-8"


def test_the_charset_of_the_user_decides() -> None:
    assert shown(b"K\xe4se", charset="windows-1252") == "Käse\n"
    assert shown(b"K\xe4se") == "K\\xe4se\n"
