"""Names for saved files: from the URL or from the server, made safe.

Promise: a name from outside is one path component that is no directory, no device, no flag, not hidden,
not too long and printable; whatever a server sends, the file stays in the chosen directory. Sources:
RFC 6266 (Content-Disposition), RFC 8187 (filename*), the reserved names of Win32.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, unquote_to_bytes

from winhttp_cli.headers import value_of
from winhttp_cli.plan import Header

FALLBACK = "download"
LONGEST = 200

_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³]) *(\..*)?\Z", re.IGNORECASE
)
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_PARAMETER = re.compile(
    r";\s*(?P<name>[A-Za-z0-9!#$&+.^_`|~-]+\*?)\s*=\s*"
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<token>[^;"\s]*))'
)


def name_from_url(path: str) -> str:
    """The last part of a request target's path; FALLBACK where there is none."""
    segment = path.partition("?")[0].rpartition("/")[2]
    return safe_name(unquote(segment, errors="replace")) or FALLBACK


def name_from_headers(headers: tuple[Header, ...]) -> str | None:
    """The name a Content-Disposition suggests, made safe; None without a usable one."""
    value = value_of(headers, "content-disposition")
    if value is None:
        return None
    parameters: dict[str, str] = {}
    for match in _PARAMETER.finditer(value):
        quoted = match["quoted"]
        text = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else match["token"]
        parameters.setdefault(match["name"].lower(), text)
    extended = _extended(parameters.get("filename*", ""))
    return safe_name(extended) or safe_name(_latin_or_utf8(parameters.get("filename", ""))) or None


def _extended(text: str) -> str:
    """RFC 8187: charset'language'percent-encoded; "" where it is not that."""
    charset, _, rest = text.partition("'")
    encoded = rest.partition("'")[2]
    if charset.lower() not in ("utf-8", "iso-8859-1"):
        return ""
    return unquote_to_bytes(encoded).decode(charset, "replace")


def _latin_or_utf8(text: str) -> str:
    """Header octets arrive as Latin-1; where they are UTF-8 they are read as such."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def safe_name(text: str) -> str:
    """`text` as one harmless path component, "" where nothing is left of it."""
    name = re.split(r"[/\\]", text)[-1]
    name = "".join(character for character in name if _is_printable(character))
    name = _FORBIDDEN.sub("_", name).strip().lstrip(".").rstrip(". ")
    if _DEVICES.match(name) or name.startswith("-"):
        name = f"_{name}"
    return _shortened(name)


def _is_printable(character: str) -> bool:
    """No control, format (bidi marks), surrogate or separator characters but the blank."""
    return character == " " or unicodedata.category(character)[0] not in ("C", "Z")


def _shortened(name: str) -> str:
    """At most LONGEST bytes in UTF-8, the extension kept where it is a short one."""
    if len(name.encode("utf-8")) <= LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    tail = dot + extension if dot and len(extension.encode("utf-8")) <= 16 else ""
    kept = (stem if tail else name).encode("utf-8")[: LONGEST - len(tail.encode("utf-8"))]
    return kept.decode("utf-8", "ignore").rstrip(". ") + tail
