"""What `whttp tls` is pointed at: a URL, HOST:PORT, or a certificate file.

Promise: one rule, no guessing by content: what has a scheme is a URL; HOST:PORT is a server; what
exists as a file, or looks like the name of one, is a file; the rest is a host. `./NAME` always is a
file and `NAME:443` always a server.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

from winhttp_cli.errors import Code, UsageFault

_HOST_AND_PORT = re.compile(r"(\[[^\]]+\]|[^:/\\]+):[0-9]+")
_SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der", ".p12", ".pfx", ".p7b", ".p7c", ".key", ".csr"})


def read_target(text: str) -> str | Path:
    """An https URL, or the path of a file. Raises UsageFault."""
    if "://" in text:
        return _url(text)
    if _HOST_AND_PORT.fullmatch(text):
        return f"https://{text}/"
    if _is_file(text):
        return Path(text)
    return f"https://{_bracketed(text)}/"


def _url(text: str) -> str:
    if text.lower().startswith("https://"):
        return text
    scheme = text.partition("://")[0]
    raise UsageFault(
        f"there is no TLS in a {scheme} URL: https://, HOST:PORT or a file is needed",
        Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME,
        origin="TARGET",
    )


def _is_file(text: str) -> bool:
    path = Path(text)
    has_separator = "/" in text or "\\" in text
    return has_separator or path.suffix.lower() in _SUFFIXES or path.is_file()


def _bracketed(text: str) -> str:
    """A bare IPv6 address gets the brackets that a URL wants."""
    try:
        is_ipv6 = ipaddress.ip_address(text.partition("%")[0]).version == 6
    except ValueError:
        is_ipv6 = False
    return f"[{text}]" if is_ipv6 else text
