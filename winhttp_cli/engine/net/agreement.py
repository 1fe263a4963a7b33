"""What a connection and its peer have agreed on so far, asked of OpenSSL.

Promise: may be asked at any moment of a handshake; what is not settled yet is "" or 0. The channel
bindings are given only where they are defined. Must not judge.
"""

from __future__ import annotations

from OpenSSL import SSL

from winhttp_cli.engine.net.printable import printable
from winhttp_cli.record import dataclass

_MOST_ISSUERS = 1000
_LONGEST_ISSUER = 200
_EXPORTER_LABEL = b"EXPORTER-Channel-Binding"
_EXPORTER_SIZE = 32


@dataclass(frozen=True, slots=True)
class Agreement:
    """`version` is "" until the server has chosen; the rest follows."""

    version: str = ""
    cipher: str = ""
    bits: int = 0
    group: str = ""
    alpn: str = ""


def settled(connection: SSL.Connection) -> Agreement:
    """What has been agreed until now. Before the ServerHello there is no cipher, and what OpenSSL
    calls the version is only the highest one offered."""
    cipher = connection.get_cipher_name() or ""
    if not cipher:
        return Agreement()
    return Agreement(
        version=version_text(connection),
        cipher=cipher,
        bits=connection.get_cipher_bits() or 0,
        group=_group(connection),
        alpn=connection.get_alpn_proto_negotiated().decode("ascii", "replace"),
    )


def version_text(connection: SSL.Connection) -> str:
    """ "TLS 1.3"; OpenSSL says "TLSv1.3", and "TLSv1" for 1.0."""
    name = connection.get_protocol_version_name().replace("TLSv", "TLS ")
    return "TLS 1.0" if name == "TLS 1" else name


def accepted_issuers(connection: SSL.Connection) -> tuple[str, ...]:
    """The authorities a CertificateRequest named, as text."""
    found = connection.get_client_ca_list()[:_MOST_ISSUERS]
    return tuple(name_text(name.get_components()) for name in found)


def name_text(components: list[tuple[bytes, bytes]]) -> str:
    """A distinguished name on one line: "O=Contoso, CN=Contoso Root R1"."""
    parts = (
        f"{key.decode('ascii', 'replace')}={value.decode('utf-8', 'replace')}"
        for key, value in components
    )
    return printable(", ".join(parts), _LONGEST_ISSUER)


def unique_binding(connection: SSL.Connection, *, resumed: bool) -> bytes:
    """tls-unique: the first Finished of the handshake, the client's in a full one and the server's in
    a resumed one (RFC 5929 section 3). TLS 1.3 has none (RFC 8446, appendix C.5)."""
    if version_text(connection) == "TLS 1.3":
        return b""
    first = connection.get_peer_finished() if resumed else connection.get_finished()
    return first or b""


def exporter_binding(connection: SSL.Connection) -> bytes:
    """tls-exporter: RFC 9266. Before TLS 1.3 it needs the extended master secret, which OpenSSL's
    binding cannot be asked about, so it is given for TLS 1.3 only."""
    if version_text(connection) != "TLS 1.3":
        return b""
    return connection.export_keying_material(_EXPORTER_LABEL, _EXPORTER_SIZE, b"")


def _group(connection: SSL.Connection) -> str:
    """The key exchange group; pyOpenSSL can tell since 25.1."""
    ask = getattr(connection, "get_group_name", None)
    return str(ask() or "") if ask is not None else ""
