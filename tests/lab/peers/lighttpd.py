"""lighttpd: every content coding, and Digest with SHA-256.

Promise: one instance per session. /long.txt comes in gzip, deflate, br or zstd by Accept-Encoding;
/digest/ wants `USER` with `PASSWORD`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab.service import free_port, need, running, service_folder

USER = "alice"
PASSWORD = "open sesame"
REALM = "lab"
CODINGS = ("gzip", "deflate", "br", "zstd")


@dataclass(frozen=True, slots=True)
class Lighttpd:
    """A running lighttpd; `files` is its document root."""

    folder: Path
    port: int

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def url(self, path: str = "/long.txt") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture(scope="session")
def lighttpd() -> Iterator[Lighttpd]:
    """The session's lighttpd."""
    program, port = need("lighttpd"), free_port()
    with service_folder("lighttpd") as folder:
        (folder / "files" / "digest").mkdir(parents=True)
        (folder / "files" / "long.txt").write_text("a line that repeats itself well\n" * 4000)
        (folder / "files" / "digest" / "hello.txt").write_text("hello from lighttpd\n")
        secret = hashlib.sha256(f"{USER}:{REALM}:{PASSWORD}".encode()).hexdigest()
        (folder / "users").write_text(f"{USER}:{REALM}:{secret}\n")
        (folder / "lighttpd.conf").write_text(_configuration(folder, port))
        with running((program, "-D", "-f", folder / "lighttpd.conf"), folder, [port]):
            yield Lighttpd(folder, port)


def _configuration(folder: Path, port: int) -> str:
    codings = ", ".join(f'"{coding}"' for coding in CODINGS)
    return f"""
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{folder}/files"
server.errorlog = "{folder}/error.log"
server.modules = ( "mod_auth", "mod_authn_file", "mod_deflate" )
mimetype.assign = ( ".txt" => "text/plain" )
deflate.mimetypes = ( "text/" )
deflate.allowed-encodings = ( {codings} )
auth.backend = "htdigest"
auth.backend.htdigest.userfile = "{folder}/users"
auth.require = ( "/digest/" => (
    "method" => "digest", "algorithm" => "SHA-256", "realm" => "{REALM}", "require" => "valid-user"
) )
"""
