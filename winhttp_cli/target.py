"""URLs: cracked as WinHttpCrackUrl does, escaped as WinHttpOpenRequest does, joined by RFC 3986.

Promise: a URL the user typed and a Location a server sent go through the same rules, so this stands
below both the planner and the engine. Nothing is normalised that Windows does not normalise
(behaviour a20). Errors are ExchangeFault-neutral `BadUrl`: the caller says whom to blame.

Sources: WinHttpCrackUrl, WinHttpOpenRequest; behaviour a18 to a22, d11, d12; semantics U1 to U7.
"""

from __future__ import annotations

import re
from enum import Flag, auto
from functools import cache

from winhttp_cli.errors import Code
from winhttp_cli.plan import Target
from winhttp_cli.record import dataclass

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_REG_NAME = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=-]+\Z")
_IPV6 = re.compile(r"[0-9A-Fa-f:.]+(%[A-Za-z0-9._~-]+)?\Z")
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:0[xX][0-9a-fA-F]*|[0-9]+)\.?\Z")
_DEFAULT_PORTS = {"http": 80, "https": 443}

#: Octets escaped by default (behaviour a21); `%` and `~` stay, everything above 0x7E goes.
_UNSAFE = frozenset(b' "<>[\\]^`{|}#' + bytes(range(0x20)) + bytes(range(0x7F, 0x100)))
#: Octets escaped even where escaping is off (behaviour a22).
_ALWAYS = frozenset(b" " + bytes(range(0x7F, 0x100)))
#: What no flag escapes in any code page, as most URLs consist of.
_PLAIN = frozenset("/?=&._~!$'()*+,;:@-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_LINE_BREAKS = re.compile(r"[\r\n]")


class BadUrl(Exception):
    """A URL that cannot be used: 12005 (malformed) or 12006 (not http or https)."""

    def __init__(self, message: str, code: Code) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Escape(Flag):
    """WinHttpOpenRequest's escape flags."""

    DEFAULT = 0
    PERCENT = auto()
    DISABLE = auto()
    DISABLE_QUERY = auto()


@dataclass(frozen=True, slots=True)
class Cracked:
    """The pieces of an absolute URL, unescaped. `path` starts with "/"; `query` with "?" or is "".
    `user_info` is None where no "@" stands in the authority."""

    scheme: str
    user_info: str | None
    host: str
    port: int
    path: str
    query: str


def crack(url: str) -> Cracked:
    """Splits an absolute http or https URL; the fragment is dropped. Raises BadUrl."""
    match = _SCHEME.match(url)
    if match is None or match.group(1).lower() not in _DEFAULT_PORTS:
        found = f"scheme {match.group(1)!r}" if match else "no scheme"
        raise BadUrl(f"{found}, http:// or https:// is needed", Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME)
    rest = url[match.end() :]
    if not rest.startswith("//"):
        raise BadUrl("no host: // is missing after the scheme", Code.ERROR_WINHTTP_INVALID_URL)
    authority, path, query = _split(rest[2:].partition("#")[0])
    scheme = match.group(1).lower()
    user_info, at, host_port = authority.rpartition("@")
    host, port = _host_and_port(host_port, _DEFAULT_PORTS[scheme])
    return Cracked(scheme, user_info if at else None, host, port, path or "/", query)


def _split(text: str) -> tuple[str, str, str]:
    """authority, path and query of what follows "//"."""
    hierarchy, mark, query = text.partition("?")
    authority, slash, path = hierarchy.partition("/")
    return authority, slash + path, mark + query


def _host_and_port(text: str, default: int) -> tuple[str, int]:
    if text.startswith("["):
        host, bracket, tail = text[1:].partition("]")
        if not bracket or not _IPV6.match(host) or (tail and not tail.startswith(":")):
            raise BadUrl(f"{text!r} is not an IPv6 address", Code.ERROR_WINHTTP_INVALID_URL)
        return _zone_unescaped(host), _port(tail[1:], default)
    host, _, port = text.partition(":")
    if not host:
        raise BadUrl("the host is empty", Code.ERROR_WINHTTP_INVALID_URL)
    return host, _port(port, default)


def _zone_unescaped(host: str) -> str:
    """RFC 6874 writes the zone as %25eth0; the bare form %eth0 is read too."""
    address, mark, zone = host.partition("%")
    return address + mark + zone.removeprefix("25") if len(zone) > 2 else host


def _port(text: str, default: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 5 or not 0 < int(text) <= 65535:
        raise BadUrl(f"port {text!r} is not a number from 1 to 65535", Code.ERROR_WINHTTP_INVALID_URL)
    return int(text)


def ascii_host(host: str) -> str:
    """The host as it goes on the wire: an A-label for an IDN name (RFC 5891, UTS 46)."""
    if ":" in host:
        return host.lower()
    if host.isascii():
        if not _REG_NAME.match(host):
            raise BadUrl(f"{host!r} is not a host name", Code.ERROR_WINHTTP_INVALID_URL)
        return host
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        reason = str(error).splitlines()[0]
        raise BadUrl(f"{host!r} is no IDN host: {reason}", Code.ERROR_WINHTTP_INVALID_URL) from None


def is_address(host: str) -> bool:
    """Whether `host` spells an IP address: it holds a colon, or its last label is a number (WHATWG URL,
    "ends in a number"; 0x1f is one too)."""
    return ":" in host or _ENDS_IN_NUMBER.search(host) is not None


def escape(text: str, flags: Escape, *, is_query: bool, encoding: str = "utf-8") -> str:
    """`text` as WinHttpOpenRequest writes it: unsafe octets become %XX in upper case."""
    if _PLAIN.issuperset(text):
        return text
    is_disabled = Escape.DISABLE in flags or (is_query and Escape.DISABLE_QUERY in flags)
    if is_disabled:
        text = _LINE_BREAKS.sub("", text)
    escapes = _escapes(is_disabled, Escape.PERCENT in flags)
    return octets_in(text, encoding).decode("latin-1").translate(escapes)


@cache
def _escapes(is_disabled: bool, with_percent: bool) -> dict[int, str]:
    """What is written for each unsafe octet."""
    unsafe = _ALWAYS if is_disabled else _UNSAFE | ({ord("%")} if with_percent else set())
    return {octet: f"%{octet:02X}" for octet in unsafe}


def octets_in(text: str, encoding: str) -> bytes:
    """The octets of `text` in a code page; a character it lacks becomes a question mark, as on Windows.
    ASCII is itself in every one: the delimiters of a query must survive those (EBCDIC, UTF-7) that
    would write them otherwise. Bytes that were no UTF-8 on the command line stay. Raises BadUrl."""
    if text.isascii():
        return text.encode("ascii")
    return b"".join(_encoded(run, encoding) for run in _RUNS.findall(text))


def _encoded(run: str, encoding: str) -> bytes:
    if run.isascii():
        return run.encode("ascii")
    try:
        return run.encode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    except UnicodeEncodeError:
        raise BadUrl("a lone surrogate cannot be encoded", Code.ERROR_WINHTTP_INVALID_URL) from None


def to_target(
    cracked: Cracked,
    flags: Escape = Escape.DEFAULT,
    encoding: str = "utf-8",
    unix_socket: str = "",
) -> Target:
    """The plan's Target: path in UTF-8, query in `encoding` (option CODEPAGE). Raises BadUrl."""
    path = escape(cracked.path, flags, is_query=False)
    query = escape(cracked.query, flags, is_query=True, encoding=encoding)
    if not (path + query).isprintable():
        raise BadUrl("a control character cannot be sent", Code.ERROR_WINHTTP_INVALID_URL)
    return Target(
        scheme=cracked.scheme,
        host=ascii_host(cracked.host),
        port=cracked.port,
        path=path + query,
        display_host=cracked.host,
        unix_socket=unix_socket,
    )


def join(base: Target, reference: str) -> Cracked:
    """A Location resolved against the URL that answered it (RFC 3986 section 5.2); no fragment."""
    reference = reference.partition("#")[0]
    if _SCHEME.match(reference):
        return crack(reference)
    if reference.startswith("//"):
        return crack(f"{base.scheme}:{reference}")
    old_path, mark, old_query = base.path.partition("?")
    path, new_mark, query = reference.partition("?")
    if not path:
        path, query = old_path, (new_mark + query) or (mark + old_query)
    else:
        if not path.startswith("/"):
            path = old_path.rpartition("/")[0] + "/" + path
        path, query = _without_dot_segments(path), new_mark + query
    return Cracked(base.scheme, None, base.host, base.port, path, query)


def _without_dot_segments(path: str) -> str:
    """RFC 3986 section 5.2.4, for joined references only."""
    segments = path.split("/")
    output: list[str] = []
    for segment in segments:
        if segment == "..":
            if len(output) > 1:
                output.pop()
        elif segment != ".":
            output.append(segment)
    if segments[-1] in (".", ".."):
        output.append("")
    return "/".join(output)
