"""Which character set a body is in.

Promise: a codec Python can decode text with, always. The order: what the user says (`--charset`), a
byte order mark, the charset parameter of Content-Type (RFC 9110 section 8.3.2), what the format itself
says (XML declaration, HTML meta element), and UTF-8. There is no default per type: RFC 9110 took
ISO-8859-1 for text/* out.
"""

from __future__ import annotations

import codecs
import re

DEFAULT = "utf-8"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Codecs of Python that are no character set of a message.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem"}
)
_IN_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_IN_HTML = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)


def known(name: str) -> bool:
    """Whether `name` is a character set that a body can be decoded with."""
    try:
        codec = codecs.lookup(name.strip())
        "a".encode(codec.name)
        codecs.getincrementaldecoder(codec.name)
    except (LookupError, UnicodeError, ValueError):
        return False
    return codec.name.replace("_", "-") not in _NO_CHARSETS


def charset_of(content_type: str, first: bytes, said: str | None = None) -> str:
    """The character set of a body that begins with `first`."""
    if said and known(said):
        return said
    for mark, name in _MARKS:
        if first.startswith(mark):
            return name
    for candidate in (parameter(content_type, "charset"), _declared(first)):
        if candidate and known(candidate):
            return candidate
    return DEFAULT


def _declared(first: bytes) -> str:
    match = _IN_XML.match(first.lstrip()) or _IN_HTML.search(first[:1024])
    return match[1].decode("ascii") if match else ""


def media_type(content_type: str) -> str:
    """ "text/html" of "Text/HTML; charset=x"."""
    return content_type.partition(";")[0].strip().lower()


def parameter(content_type: str, name: str) -> str:
    """The value of one parameter, unquoted, or ""."""
    found = re.search(rf";\s*{name}\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))", content_type, re.IGNORECASE)
    return (found[1] or found[2] or "").strip() if found else ""
