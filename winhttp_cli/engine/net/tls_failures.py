"""What went wrong in TLS, from OpenSSL's words to one plain line with WinHTTP's number.

Promise: `handshake_fault` and `peer_fault` make an `ExchangeFault` 12157, or 12044 where the server
turned down our client certificate or its absence. A peer that answered in plain text is recognised by
its first bytes. Must not do I/O.
"""

from __future__ import annotations

from OpenSSL import SSL

from winhttp_cli.engine.net.printable import printable
from winhttp_cli.engine.net.tls_context import offered_text
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.plan import TlsPolicy
from winhttp_cli.record import dataclass

#: How many of the peer's first bytes are kept to see what it speaks.
FIRST_BYTES = 64

# First bytes of protocols that are not TLS. HTTP servers answer a ClientHello with an error page; the
# others greet first.
_GREETINGS = {
    b"HTTP/": "plain HTTP",
    b"<": "plain HTTP",
    b"SSH-": "SSH",
    b"220": "FTP or SMTP in the clear",
    b"+OK": "POP3 in the clear",
    b"* OK": "IMAP in the clear",
}

# Alerts by which a server judges a client's certificate (RFC 8446 section 6.2).
_ABOUT_OUR_CERTIFICATE = frozenset(
    {
        "bad certificate",
        "unsupported certificate",
        "certificate revoked",
        "certificate expired",
        "certificate unknown",
        "certificate required",
        "unknown ca",
        "access denied",
        "handshake failure",
    }
)

_PHRASES = {
    "excessive message size": "the server's certificates are larger than 100 KiB",
    "unsupported protocol": "the server chose a TLS version that is not allowed",
    "no protocols available": "no TLS version to offer",
    "dh key too small": "the server's Diffie-Hellman key is too small",
    "no cipher match": "no cipher to offer",
    "digital envelope routines": "a key or algorithm of the server cannot be used",
    "inappropriate fallback": "the server takes the handshake for a downgrade",
    "certificate verify failed": "the certificate could not be verified",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known when TLS fails. `received` are the first bytes the peer sent."""

    host: str
    policy: TlsPolicy
    received: bytes = b""
    certificate_requested: bool = False

    @property
    def certificate_sent(self) -> bool:
        given = self.policy.client_certificate
        return self.certificate_requested and given is not None and given.certificate is not None


def handshake_fault(error: SSL.Error, about: Circumstances) -> ExchangeFault:
    """For an error in the handshake."""
    return _not_tls(about) or peer_fault(error, about)


def peer_fault(error: SSL.Error, about: Circumstances) -> ExchangeFault:
    """For an error at any time: an alert of the server's, or what OpenSSL refused."""
    reason = reason_of(error)
    _, is_alert, alert = reason.partition("alert ")
    if is_alert and about.certificate_requested and alert in _ABOUT_OUR_CERTIFICATE:
        return _client_certificate_fault(alert, about)
    if is_alert:
        return _channel_fault(_alert_text(alert, about))
    return _channel_fault(f"TLS with {about.host} failed: {_PHRASES.get(reason, reason)}")


def closed_fault(about: Circumstances) -> ExchangeFault:
    """For a connection that ended in the middle of the handshake."""
    offered = offered_text(about.policy.versions)
    text = f"{about.host} closed the connection during the TLS handshake ({offered} offered)"
    return _not_tls(about) or _channel_fault(text)


def broken_fault(message: str, about: Circumstances, extended: int) -> ExchangeFault:
    """For a connection that broke in the middle of the handshake."""
    text = f"the connection to {about.host} broke during the TLS handshake: {printable(message)}"
    return _channel_fault(text, extended)


def reason_of(error: SSL.Error) -> str:
    """OpenSSL's reason in its own words, the last one where it gives several."""
    entries = error.args[0] if error.args else None
    if isinstance(entries, list):
        # an empty one comes where the connection had failed already, in another thread's hands
        return (str(entries[-1][-1]) if entries else "") or "no reason given"
    return printable(" ".join(str(part) for part in error.args)) or type(error).__name__


def _alert_text(alert: str, about: Circumstances) -> str:
    if alert == "protocol version":
        offered = offered_text(about.policy.versions)
        return f"{about.host} refuses every TLS version offered: {offered} (alert protocol version)"
    when = ", after our client certificate was sent" if about.certificate_sent else ""
    return f"{about.host} ended the TLS handshake with the alert {alert!r}{when}"


def _client_certificate_fault(alert: str, about: Circumstances) -> ExchangeFault:
    what = "the client certificate" if about.certificate_sent else "to go on without a client certificate"
    return ExchangeFault(
        f"{about.host} refused {what} (alert {alert})",
        Code.ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED,
        Phase.TLS,
        hint="" if about.certificate_sent else "--client-cert-context FILE sends one",
    )


def _not_tls(about: Circumstances) -> ExchangeFault | None:
    """For a peer whose first bytes are those of another protocol."""
    spoken = _spoken_instead(about.received)
    if not spoken:
        return None
    return _channel_fault(f"{about.host} does not speak TLS on this port: it answered in {spoken}")


def _spoken_instead(received: bytes) -> str:
    """What a peer speaks whose first bytes are no TLS record (RFC 8446 section 5.1: type 20 to 24)."""
    for greeting, name in _GREETINGS.items():
        if received.startswith(greeting):
            return name
    if received and not 20 <= received[0] <= 24:
        return f"something else ({printable(received[:16].decode('latin-1'))})"
    return ""


def _channel_fault(message: str, extended: int = 0) -> ExchangeFault:
    return ExchangeFault(message, Code.ERROR_WINHTTP_SECURE_CHANNEL_ERROR, Phase.TLS, extended=extended)
