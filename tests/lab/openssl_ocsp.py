"""A real OCSP responder: `openssl ocsp` signs, one process per request, behind the lab's own server.

Promise: it answers the GET form for one authority, from an index of issued and revoked certificates.
(`openssl ocsp -port` binds every interface and stalls on odd connections, so it is not used.)
"""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity
from tests.lab.raw_server import Peer
from tests.lab.service import need


def openssl_ocsp(folder: Path, authority: Identity, *revoked: Identity) -> Callable[[Peer], None]:
    """An answer for a RawServer. Every certificate of `authority` not in `revoked` is unknown unless it
    is added to the index with `list_good`."""
    folder.mkdir(exist_ok=True)
    authority.write(folder, "authority")
    (folder / "index.txt").touch()
    for identity in revoked:
        _list(folder, "R", identity)

    def answer(peer: Peer) -> None:
        path = peer.request.split(b" ", 2)[1].decode("ascii")
        question = base64.b64decode(unquote(path.rpartition("/")[2]))
        peer.send(reply(200, _signed(folder, question), "Content-Type: application/ocsp-response"))

    return answer


def list_good(folder: Path, *good: Identity) -> None:
    """Adds certificates that are not revoked to the index."""
    for identity in good:
        _list(folder, "V", identity)


def _list(folder: Path, state: str, identity: Identity) -> None:
    """One line of OpenSSL's database: state, end, revocation time, serial number, file, subject."""
    serial = f"{identity.certificate.serial_number:X}"
    serial = serial if len(serial) % 2 == 0 else f"0{serial}"
    revoked = "250101000000Z,keyCompromise" if state == "R" else ""
    line = f"{state}\t491231235959Z\t{revoked}\t{serial}\tunknown\t/CN=lab\n"
    with (folder / "index.txt").open("a") as index:
        index.write(line)


def _signed(folder: Path, question: bytes) -> bytes:
    (folder / "question.der").write_bytes(question)
    signer = ("-CA", "authority.pem", "-rsigner", "authority.pem", "-rkey", "authority.key")
    files = ("-index", "index.txt", "-reqin", "question.der", "-respout", "answer.der", "-ndays", "1")
    command = (need("openssl"), "ocsp", *signer, *files)
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=20)
    return (folder / "answer.der").read_bytes()
