"""A TLS policy as an OpenSSL context.

Promise: `make` gives a context that offers exactly the versions of the policy, trusts exactly its
roots, holds its client certificate and reports every complaint about a chain to the connection's
state. Raises 12157 for versions that OpenSSL cannot speak. Must not connect or judge.
"""

from __future__ import annotations

import os
from pathlib import Path

from OpenSSL import SSL, crypto

from winhttp_cli.engine.net import trust
from winhttp_cli.engine.net.verification import Verification
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase
from winhttp_cli.plan import VERSION_NAMES, TlsPolicy, TlsVersion

# SSL_OP_LEGACY_SERVER_CONNECT of <openssl/ssl.h>: talk to servers without RFC 5746, as Windows does by
# default; a renegotiation with them stays refused.
_TALK_TO_SERVERS_WITHOUT_RFC_5746 = 0x4

_NUMBERS = {
    TlsVersion.TLS1: SSL.TLS1_VERSION,
    TlsVersion.TLS1_1: SSL.TLS1_1_VERSION,
    TlsVersion.TLS1_2: SSL.TLS1_2_VERSION,
    TlsVersion.TLS1_3: SSL.TLS1_3_VERSION,
}
_SPOKEN = TlsVersion.TLS1 | TlsVersion.TLS1_1 | TlsVersion.TLS1_2 | TlsVersion.TLS1_3
_OLD = TlsVersion.TLS1 | TlsVersion.TLS1_1


class ConnectionState:
    """What the callbacks of one connection note; the connection carries it as its app data."""

    def __init__(self) -> None:
        self.verification = Verification()
        self.certificate_requested = False
        #: The stapled OCSP answer, b"" where the server sent none; None while it is not decided.
        self.staple: bytes | None = None


def make(policy: TlsPolicy, alpn: tuple[str, ...]) -> SSL.Context:
    """Raises `ExchangeFault`: 12157, 12185, 12186 or status 14."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    _offer(context, policy.versions)
    trust.load(context, policy.trust)
    if policy.client_certificate is not None and policy.client_certificate.certificate is not None:
        # Loads PKCS#12 and every key format, so only where there is a file to read.
        from winhttp_cli.engine.net.client_certificate import use

        use(context, policy.client_certificate)
        if "h2" not in alpn:  # RFC 8740: never within HTTP/2
            _offer_certificate_later(context)
    if alpn:
        context.set_alpn_protos([name.encode("ascii") for name in alpn])
    context.set_verify(SSL.VERIFY_PEER, _note_complaint)
    context.set_info_callback(_note_state)
    if wants_staple(policy):
        context.set_ocsp_client_callback(_note_staple)
    if policy.key_log is not None:
        _log_keys(context, policy.key_log)
    return context


def _offer(context: SSL.Context, versions: TlsVersion) -> None:
    """From the lowest to the highest version of the mask. A hole cannot be put into a ClientHello
    (before TLS 1.3 it names the highest version only, and OpenSSL told of a hole drops all above it):
    a server that chooses a version in a hole is refused by its verdict. Versions before 1.2 need
    OpenSSL's security level 0; level 1 keeps what Windows accepts (SHA-1 is judged by `checks`,
    whatever the level)."""
    spoken = [version for version in _NUMBERS if version in versions]
    if not spoken:
        raise cannot_be_spoken(versions)
    context.set_min_proto_version(_NUMBERS[spoken[0]])
    context.set_max_proto_version(_NUMBERS[spoken[-1]])
    context.set_options(_TALK_TO_SERVERS_WITHOUT_RFC_5746)
    level = 0 if versions & _OLD else 1
    context.set_cipher_list(b"DEFAULT:@SECLEVEL=%d" % level)


def _offer_certificate_later(context: SSL.Context) -> None:
    """The extension post_handshake_auth (RFC 8446 section 4.2.6): how a server of TLS 1.3 asks for a
    certificate for a part of its pages only. pyOpenSSL has no public name for it; its binding has the
    function, which checks what it is given. Where either is gone, it is not offered."""
    offer = getattr(getattr(SSL, "_lib", None), "SSL_CTX_set_post_handshake_auth", None)
    own = getattr(context, "_context", None)
    if offer is not None and own is not None:
        offer(own, 1)


def cannot_be_spoken(versions: TlsVersion) -> ExchangeFault:
    """For a mask without a version that OpenSSL still has."""
    listed = versions_text(versions) or "none"
    return ExchangeFault(
        f"no TLS version to offer: {listed} allowed, and OpenSSL speaks TLS 1.0 to 1.3 only",
        Code.ERROR_WINHTTP_SECURE_CHANNEL_ERROR,
        Phase.TLS,
    )


def wants_staple(policy: TlsPolicy) -> bool:
    """Whether the server is asked for a stapled OCSP answer."""
    return policy.check_revocation or policy.show_staple


def versions_text(versions: TlsVersion) -> str:
    """ "TLS 1.2, TLS 1.3"."""
    return ", ".join(name for version, name in VERSION_NAMES.items() if version in versions)


def is_allowed(name: str, versions: TlsVersion) -> bool:
    """Whether the version called `name` ("TLS 1.2") is in the mask."""
    return any(called == name and version in versions for version, called in VERSION_NAMES.items())


def offered_text(versions: TlsVersion) -> str:
    """The versions of the mask that go out, as text."""
    return versions_text(versions & _SPOKEN)


def unspoken(versions: TlsVersion) -> TlsVersion:
    """The versions of the mask that can not be offered."""
    return versions & ~_SPOKEN


def _note_complaint(
    connection: SSL.Connection, certificate: crypto.X509, number: int, depth: int, passed: int
) -> bool:
    state_of(connection).verification.note(certificate, number, depth, passed)
    return True


def _note_state(connection: SSL.Connection, where: int, value: int) -> None:
    """OpenSSL names its states; this one it enters when a CertificateRequest came (RFC 8446, 4.3.2).
    An empty issuer list would leave no other trace."""
    if where & SSL.SSL_CB_LOOP and b"read server certificate request" in connection.get_state_string():
        state_of(connection).certificate_requested = True


def _note_staple(connection: SSL.Connection, answer: bytes, data: object) -> bool:
    """OpenSSL calls this once the server's flight is in, stapled answer or not."""
    state_of(connection).staple = answer
    return True


def state_of(connection: SSL.Connection) -> ConnectionState:
    state = connection.get_app_data()
    assert isinstance(state, ConnectionState)
    return state


def _log_keys(context: SSL.Context, path: Path) -> None:
    """SSLKEYLOGFILE's format, one secret a line, for Wireshark; a new file is its owner's alone."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError as error:
        message = f"cannot write the key log: {path}: {error.strerror or error}"
        raise ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE) from error

    def write(connection: SSL.Connection, line: bytes) -> None:
        with path.open("ab") as file:
            file.write(line + b"\n")

    context.set_keylog_callback(write)
