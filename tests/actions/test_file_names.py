"""Names from outside never leave the directory, whatever they say."""

from __future__ import annotations

import os

import pytest

from winhttp_cli.actions.file_names import FALLBACK, name_from_headers, name_from_url, safe_name

MALICIOUS = [
    "../../etc/passwd", "/etc/passwd", "..\\..\\windows\\win.ini", "C:\\x", "C:x", "..", ".", "", "/",
    ".bashrc", "...hidden", "a/../../b", "con", "CON.txt", "nul", "aux.log", "COM1", "lpt9.txt", "COM¹",
    "a\x00b", "a\nb", "a\r\nSet-Cookie: x", "\x1b]0;title\x07", "file\u202egpj.exe", "a:stream", "a|b",
    "trailing. . .", "x" * 5000, "x" * 5000 + ".txt", "~root/.ssh/id", "-rf", "conin$", " nul ", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("name", MALICIOUS)
def test_a_malicious_name_stays_one_harmless_component(name: str) -> None:
    safe = safe_name(name)
    assert os.path.basename(safe) == safe
    assert not safe.startswith(".")
    assert not set(safe) & set('/\\:*?"<>|\x00\r\n\x1b\u202e')
    assert len(safe.encode()) <= 200
    assert safe.partition(".")[0].lower() not in {"con", "nul", "aux", "com1", "lpt9", "com¹", "conin$"}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("attachment; filename=plain.txt", "plain.txt"),
        ('attachment; filename="with blank.txt"', "with blank.txt"),
        ('attachment; filename="a\\"b.txt"', "a_b.txt"),
        ("attachment; filename=x.txt; filename*=UTF-8''%e2%82%ac.txt", "€.txt"),
        ("attachment; filename*=iso-8859-1'en'%A3.txt", "£.txt"),
        ('inline; filename="\u00e2\u0082\u00ac.txt"', "€.txt"),
        ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("attachment", None),
        ("attachment; filename=", None),
        ("attachment; filename=..", None),
    ],
)
def test_content_disposition_names(value: str, name: str | None) -> None:
    assert name_from_headers((("Content-Disposition", value),)) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/b.iso?x=/y", "b.iso"),
        ("/", FALLBACK),
        ("/a%20b", "a b"),
        ("/..%2fx", "x"),
        ("/%00", FALLBACK),
    ],
)
def test_names_from_urls(path: str, name: str) -> None:
    assert name_from_url(path) == name
