"""--cert-out FILE: the certificates a server sent, as PEM, leaf first, also when they were rejected.

Promise: exactly the bytes that came, nothing added or reordered; of several handshakes the last one's
chain stays. Where no certificate came, no file is made or touched. Reads no certificate.
"""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Iterable
from pathlib import Path

from winhttp_cli.actions.part_file import unwritable
from winhttp_cli.events import CertificateChecked, Event


class ChainFile:
    """An Emit. Raises ExchangeFault, status 14, where the file cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, event: Event) -> None:
        """Writes the chain of a handshake; every other event is passed over."""
        if not isinstance(event, CertificateChecked):
            return
        try:
            self._path.write_text(pem(event.chain), "ascii")
        except OSError as error:
            raise unwritable(self._path, error) from None


def pem(chain: Iterable[bytes]) -> str:
    """Certificates in the textual form of RFC 7468 section 5."""
    return "".join(
        f"-----BEGIN CERTIFICATE-----\n{_lines(der)}\n-----END CERTIFICATE-----\n" for der in chain
    )


def _lines(der: bytes) -> str:
    return textwrap.fill(base64.b64encode(der).decode("ascii"), 64)
