"""The jar's file: the Netscape format that curl, wget and browsers' exports share.

Promise: seven fields between tabs, `#HttpOnly_` before the domain where it applies; what curl wrote is
read and what we write curl reads. The file is its owner's alone, changed under a lock and replaced as a
whole, and a file that is no cookie file is never written over. The format has no place for SameSite, nor
for the difference between `a` and `a=`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from winhttp_cli import whole_file
from winhttp_cli.engine.cookie import Cookie, Key
from winhttp_cli.engine.cookie_parse import EARLIEST, LARGEST_COOKIE, LATEST, SameSite
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.file_lock import locked

_MARKS = ("# netscape http cookie file", "# http cookie file")
_HEAD = "# Netscape HTTP Cookie File\n# Written by whttp; read by whttp and curl. One cookie a line.\n\n"
_HTTP_ONLY = "#HttpOnly_"
_LARGEST_FILE = 64 * 1024 * 1024
_WORDS = {"TRUE": True, "FALSE": False}


def read(path: Path) -> tuple[Cookie, ...]:
    """The cookies in the file, oldest first; none where there is no file. A line that is no cookie is
    passed over. Raises ExchangeFault with status 14 for what cannot be read or is no cookie file."""
    try:
        return _read(path)
    except OSError as error:
        _fail(path, error)


def update(path: Path, stored: Iterable[Cookie], gone: Collection[Key], limit: int, now: float) -> None:
    """Puts `stored` into the file and takes `gone` out, keeping the rest and no more than the newest
    `limit` in all. Raises ExchangeFault with status 14."""
    real = Path(os.path.realpath(path))
    try:
        with locked(real):
            cookies = {cookie.key: cookie for cookie in _read(real) if cookie.key not in gone}
            for cookie in stored:
                cookies.pop(cookie.key, None)
                cookies[cookie.key] = cookie
            kept = [cookie for cookie in cookies.values() if not cookie.is_expired(now)]
            text = _HEAD + "".join(_line_of(cookie) for cookie in kept[-limit:])
            whole_file.write(real, text.encode("latin-1"), locked=True)
    except OSError as error:
        _fail(path, error)


def _fail(path: Path, error: OSError) -> NoReturn:
    message = f"cookie jar {path}: {error.strerror or error}"
    raise ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE) from None


def _read(path: Path) -> tuple[Cookie, ...]:
    try:
        with path.open("rb") as file:
            octets = file.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        return ()
    if len(octets) > _LARGEST_FILE:
        raise OSError(f"more than {_LARGEST_FILE} bytes")
    text = octets.decode("latin-1")
    cookies = tuple(_cookies_in(text))
    if not cookies and text.strip() and not text.lower().startswith(_MARKS):
        raise OSError("not a cookie file in Netscape format")
    return cookies


def _cookies_in(text: str) -> Iterator[Cookie]:
    for number, line in enumerate(text.split("\n"), start=1):
        cookie = _cookie_of(line.rstrip("\r"), number)
        if cookie is not None:
            yield cookie


def _cookie_of(line: str, number: int) -> Cookie | None:
    """domain, TRUE where subdomains are covered, path, TRUE where Secure, expiry (0: with the
    session), name, value."""
    http_only = line.startswith(_HTTP_ONLY)
    fields = line.removeprefix(_HTTP_ONLY).split("\t")
    if len(fields) == 6:
        fields.append("")
    if len(fields) != 7 or fields[0].startswith("#"):
        return None
    domain, covers, path, secure, expires, name, value = fields
    domain, covers, secure = domain.removeprefix(".").lower(), covers.upper(), secure.upper()
    if covers not in _WORDS or secure not in _WORDS or not (domain and name):
        return None
    if not path.startswith("/") or len(name) + len(value) > LARGEST_COOKIE or not _is_clean(line):
        return None
    return Cookie(
        name=name,
        value=value,
        domain=domain,
        host_only=not _WORDS[covers],
        path=path,
        expires=_time_of(expires),
        secure=_WORDS[secure],
        http_only=http_only,
        same_site=SameSite.UNSET,
        number=number,
    )


def _is_clean(line: str) -> bool:
    return not any((character < " " and character != "\t") or character == "\x7f" for character in line)


def _time_of(text: str) -> float | None:
    if not (text.isascii() and text.isdigit()):
        return EARLIEST
    return min(float(text.lstrip("0")[:13] or "0"), LATEST) or None


def _line_of(cookie: Cookie) -> str:
    """An expiry is rounded down, but never to 0, which would make it a cookie of the session."""
    mark = _HTTP_ONLY if cookie.http_only else ""
    expires = 0 if cookie.expires is None else max(1, int(cookie.expires))
    fields = (
        mark + ("" if cookie.host_only else ".") + cookie.domain,
        "FALSE" if cookie.host_only else "TRUE",
        cookie.path,
        "TRUE" if cookie.secure else "FALSE",
        str(expires),
        cookie.name,
        cookie.value or "",
    )
    return "\t".join(fields) + "\n"
