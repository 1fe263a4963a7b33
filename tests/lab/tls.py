"""A TLS server's settings on the standard library's ssl, from a made certificate.

Promise: exactly the versions, ALPN names and client-certificate demands asked for. The tool under test
uses another TLS binding; nothing is shared.
"""

from __future__ import annotations

import ssl
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

from tests.lab.certificates import Identity

Version = ssl.TLSVersion


def server_context(
    identity: Identity,
    *,
    lowest: Version = Version.TLSv1_2,
    highest: Version = Version.TLSv1_3,
    alpn: Sequence[str] = (),
    client_authorities: Sequence[Identity] = (),
    client_required: bool = False,
) -> ssl.SSLContext:
    """A context that shows `identity` and its intermediates. `client_authorities` asks the client for a
    certificate of one of them; `client_required` fails the handshake without one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.0 and 1.1 are asked for on purpose
        context.minimum_version = lowest
        context.maximum_version = highest
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with tempfile.TemporaryDirectory() as folder:
        files = identity.write(Path(folder))
        context.load_cert_chain(files.chain, files.key)
    if alpn:
        context.set_alpn_protocols(list(alpn))
    if client_authorities:
        context.load_verify_locations(cadata="".join(ca.pem.decode() for ca in client_authorities))
        context.verify_mode = ssl.CERT_REQUIRED if client_required else ssl.CERT_OPTIONAL
    return context
