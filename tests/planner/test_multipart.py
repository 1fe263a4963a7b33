"""-F: multipart/form-data by RFC 7578, read back by the standard library's own parser."""

from __future__ import annotations

import os
import re
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

import pytest

from tests.planner.saying import flags
from winhttp_cli.engine.body import pieces
from winhttp_cli.errors import UsageFault
from winhttp_cli.options.tool_body import FORM
from winhttp_cli.plan import FilePart
from winhttp_cli.planner.bodies import body_of
from winhttp_cli.planner.multipart import Field, multipart, parse_field


def sent(*fields: str) -> bytes:
    return b"".join(pieces(multipart(fields, "-F", "BOUNDARY")))


def read_back(*fields: str) -> list[Message]:
    """The parts as another implementation reads them."""
    head = b"Content-Type: multipart/form-data; boundary=BOUNDARY\r\n\r\n"
    message = BytesParser().parsebytes(head + sent(*fields))
    assert message.is_multipart()
    assert not message.defects
    parts = message.get_payload()
    assert isinstance(parts, list)
    return parts


def test_the_exact_bytes_of_two_texts() -> None:
    assert sent("a=1", "b=two") == (
        b'--BOUNDARY\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        b'--BOUNDARY\r\nContent-Disposition: form-data; name="b"\r\n\r\ntwo\r\n'
        b"--BOUNDARY--\r\n"
    )


def test_a_file_brings_its_name_and_type_and_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "me.png"
    path.write_bytes(b"\x89PNG\r\n")
    made = multipart((f"file=@{path}",), "-F", "BOUNDARY")
    assert made.parts[1] == FilePart(path, 6)
    assert made.length == len(b"".join(pieces(made)))
    (part,) = read_back(f"file=@{path}")
    assert (part.get_filename(), part.get_content_type()) == ("me.png", "image/png")
    assert part.get_payload(decode=True) == b"\x89PNG\r\n"


def test_a_type_that_was_said_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "f.html"
    path.write_bytes(b"")
    assert read_back(f"f=@{path};type=a/b")[0].get_content_type() == "a/b"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("f.html", "text/html"),
        ("f", "application/octet-stream"),
        ("f.tar.gz", "application/octet-stream"),
    ],
)
def test_the_type_is_guessed_from_the_name(name: str, content_type: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    assert read_back(f"f=@{path}")[0].get_content_type() == content_type


def test_a_files_content_as_text_has_neither_name_nor_type(tmp_path: Path) -> None:
    path = tmp_path / "t.html"
    path.write_bytes(b"<p>")
    (part,) = read_back(f"t=<{path}")
    assert part.items() == [("Content-Disposition", 'form-data; name="t"')]
    assert part.get_payload() == "<p>"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("n=v", Field("n", "=", "v")),
        ("n=", Field("n", "=", "")),
        ("n=a=b", Field("n", "=", "a=b")),
        ("n=a;b", Field("n", "=", "a;b")),
        ('n="q"', Field("n", "=", '"q"')),
        ("n=v;type=text/x", Field("n", "=", "v", "text/x")),
        ("n=@f", Field("n", "@", "f")),
        ("n=<f", Field("n", "<", "f")),
        ("n=@f;type=a/b;filename=g", Field("n", "@", "f", "a/b", "g")),
        ("n=@f; filename=g; type=a/b", Field("n", "@", "f", "a/b", "g")),
        ('n=@f;filename="a;b \\"c\\" \\\\"', Field("n", "@", "f", None, 'a;b "c" \\')),
        ('n=@"a;type=x";TYPE=a/b', Field("n", "@", "a;type=x", "a/b")),
        ("n=@f;filename=", Field("n", "@", "f", None, "")),
        ('n=@f;filename=""', Field("n", "@", "f", None, "")),
        ("n=@a,b", Field("n", "@", "a,b")),
        ('n=@f;type="text/x; charset=y"', Field("n", "@", "f", "text/x; charset=y")),
    ],
)
def test_the_forms_of_a_field(text: str, field: Field) -> None:
    assert parse_field(text, "-F") == field


@pytest.mark.parametrize("text", ["", "n", "=v", "n=@f;type=", "n=@f;type=a/b\r\nX: y", "n=v;type=\x01"])
def test_bad_fields_are_refused_with_their_origin(text: str) -> None:
    with pytest.raises(UsageFault, match=r"^-F: "):
        parse_field(text, "-F")


def test_names_cannot_break_out_of_their_quotes(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"")
    made = sent(f'a"\r\nX: y=@{path};filename="\\"; x=\n\\\\"')
    head = made.split(b"\r\n")[1]
    assert head == (b'Content-Disposition: form-data; name="a%22%0D%0AX: y"; filename="%22; x=%0A\\"')


def test_names_and_values_are_utf_8_and_raw_bytes_stay() -> None:
    assert 'name="é"'.encode() in sent("é=ü")
    assert b"\r\n\r\n\xff\r\n" in sent("a=" + os.fsdecode(b"\xff"))


def test_each_body_has_a_boundary_of_its_own_that_the_type_names() -> None:
    types = set()
    for _ in range(2):
        body, content_type = body_of(flags((FORM, "a=1")))
        assert body is not None
        kind, _, boundary = content_type.partition("; boundary=")
        assert kind == "multipart/form-data"
        assert b"".join(pieces(body)).startswith(f"--{boundary}\r\n".encode())
        types.add(content_type)
        assert re.fullmatch(r"-{24}[0-9a-f]{32}", boundary)
    assert len(types) == 2
