"""OpenSSL's walk along a chain that no server is showing just now.

Promise: `walk` gives the same complaints and the same built chain as a handshake with a server that
sent `chain` would. It is one: OpenSSL verifies a chain in full, and tells every complaint, only inside
a handshake, so the first messages of a TLS 1.2 server are played to it from memory (RFC 5246 sections
7.4.1.3 and 7.4.2). OpenSSL looks at the chain before it asks for the proof of the key, which never
comes. Nothing goes to any network. Must not judge.
"""

from __future__ import annotations

from OpenSSL import SSL

from winhttp_cli.engine.net import tls_context
from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.tls_sessions import TlsSessions
from winhttp_cli.engine.net.verification import Verification, verified_chain
from winhttp_cli.plan import TlsPolicy, TlsVersion
from winhttp_cli.record import dataclass, replace

_HANDSHAKE_RECORD = 22
_SERVER_HELLO = 2
_CERTIFICATE = 11
_TLS_1_2 = b"\x03\x03"
# TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 and its ECDSA twin: RFC 5289.
_FOR_RSA = b"\xc0\x2f"
_FOR_OTHERS = b"\xc0\x2b"
# renegotiation_info, empty (RFC 5746), and extended_master_secret (RFC 7627).
_EXTENSIONS = bytes.fromhex("ff0100010000170000")
_LARGEST_RECORD = 16384


@dataclass(frozen=True, slots=True)
class Walk:
    """`built` is empty where OpenSSL made no chain of it."""

    verification: Verification
    built: tuple[Certificate, ...]


def walk(chain: tuple[Certificate, ...], policy: TlsPolicy, sessions: TlsSessions) -> Walk:
    """`chain` has the server's own certificate first. Raises `ExchangeFault` for a policy that cannot
    be used (a store or client certificate that cannot be read)."""
    quiet = replace(policy, versions=TlsVersion.TLS1_2, client_certificate=None)
    connection = SSL.Connection(sessions.context(quiet, (), tls_context.make), None)
    state = tls_context.ConnectionState()
    connection.set_app_data(state)
    connection.set_connect_state()
    _step(connection)
    connection.bio_write(_played(chain))
    _step(connection)
    return Walk(state.verification, tuple(verified_chain(connection)))


def _step(connection: SSL.Connection) -> None:
    """As far as OpenSSL gets. A chain it cannot even read leaves the verification incomplete."""
    try:
        connection.do_handshake()
    except SSL.Error:
        return


def _played(chain: tuple[Certificate, ...]) -> bytes:
    cipher = _FOR_RSA if chain and chain[0].key_text.startswith("RSA") else _FOR_OTHERS
    hello = _TLS_1_2 + bytes(32) + b"\0" + cipher + b"\0" + _sized(_EXTENSIONS, 2)
    listed = _sized(b"".join(_sized(certificate.der, 3) for certificate in chain), 3)
    return _records(_message(_SERVER_HELLO, hello) + _message(_CERTIFICATE, listed))


def _message(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + _sized(content, 3)


def _records(messages: bytes) -> bytes:
    """RFC 5246 section 6.2.1: a message may span records of at most 16 KiB."""
    pieces = (messages[at : at + _LARGEST_RECORD] for at in range(0, len(messages), _LARGEST_RECORD))
    return b"".join(bytes([_HANDSHAKE_RECORD]) + _TLS_1_2 + _sized(piece, 2) for piece in pieces)


def _sized(content: bytes, width: int) -> bytes:
    return len(content).to_bytes(width, "big") + content
