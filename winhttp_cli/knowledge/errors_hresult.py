"""HRESULTs that are no Win32 number in disguise: the security packages' and the certificate library's.

Promise: `leads_to` names the WinHTTP number under which a certificate fault reaches a program.
"""

from __future__ import annotations

from winhttp_cli.knowledge.known_error import KnownError, Library

_TLS = "whttp tls HOST:PORT shows the handshake and every check."
_AUTH = "whttp get URL -v shows every leg of the authentication."


def _channel(number: int, name: str, happened: str, *causes: str) -> KnownError:
    return KnownError(number, name, Library.HRESULT, happened, causes, _TLS)


def _login(number: int, name: str, happened: str, *causes: str) -> KnownError:
    return KnownError(number, name, Library.HRESULT, happened, causes, _AUTH)


def _certificate(number: int, name: str, leads_to: int, happened: str, *causes: str) -> KnownError:
    return KnownError(number, name, Library.HRESULT, happened, causes, _TLS, leads_to=leads_to)


ERRORS = (
    _channel(0x80090300, "SEC_E_INSUFFICIENT_MEMORY", "Memory ran out."),
    _channel(
        0x80090302,
        "SEC_E_UNSUPPORTED_FUNCTION",
        "The version or function is not available.",
        "a TLS version that this Windows has switched off",
    ),
    _login(
        0x80090303,
        "SEC_E_TARGET_UNKNOWN",
        "The domain knows no such service name.",
        "an SPN that is not registered, or twice",
    ),
    _channel(
        0x80090304,
        "SEC_E_INTERNAL_ERROR",
        "The security package failed.",
        "a client key that may not be used",
    ),
    _login(
        0x80090305, "SEC_E_SECPKG_NOT_FOUND", "The security package is not there.", "NTLM switched off"
    ),
    _channel(
        0x80090308,
        "SEC_E_INVALID_TOKEN",
        "What came is no handshake.",
        "plain HTTP on a port that was asked by TLS",
        "a damaged NTLM or Kerberos token",
    ),
    _login(
        0x8009030C,
        "SEC_E_LOGON_DENIED",
        "The credentials were refused.",
        "a wrong password",
        "a locked account",
    ),
    _login(
        0x8009030D,
        "SEC_E_UNKNOWN_CREDENTIALS",
        "The credentials were not understood.",
        "a key without certificate",
    ),
    _login(
        0x8009030E,
        "SEC_E_NO_CREDENTIALS",
        "There is nothing to sign in with.",
        "no ticket and no password",
    ),
    _channel(
        0x8009030F, "SEC_E_MESSAGE_ALTERED", "Data failed its integrity check.", "something in between"
    ),
    _channel(0x80090310, "SEC_E_OUT_OF_SEQUENCE", "Records came out of order.", "something in between"),
    _login(
        0x80090311,
        "SEC_E_NO_AUTHENTICATING_AUTHORITY",
        "No domain controller can be reached.",
        "a wrong realm",
        "no network to the domain",
    ),
    _channel(
        0x80090317, "SEC_E_CONTEXT_EXPIRED", "The other side closed the TLS session.", "a kept connection"
    ),
    _channel(
        0x80090318, "SEC_E_INCOMPLETE_MESSAGE", "More data is needed; it should never reach a program."
    ),
    _channel(
        0x80090320, "SEC_E_INCOMPLETE_CREDENTIALS", "The server wants a client certificate.", "mutual TLS"
    ),
    _certificate(
        0x80090322, "SEC_E_WRONG_PRINCIPAL", 12038, "The certificate names another host.", "an alias"
    ),
    _login(0x80090324, "SEC_E_TIME_SKEW", "The clocks differ too much for Kerberos.", "a wrong clock"),
    _certificate(0x80090325, "SEC_E_UNTRUSTED_ROOT", 12045, "The root is not trusted.", "a private CA"),
    _channel(
        0x80090326,
        "SEC_E_ILLEGAL_MESSAGE",
        "The handshake held something that is not acceptable.",
        "no common version or cipher",
        "a server name it does not know",
    ),
    _certificate(
        0x80090327, "SEC_E_CERT_UNKNOWN", 0, "The certificate could not be processed.", "a damaged one"
    ),
    _certificate(
        0x80090328, "SEC_E_CERT_EXPIRED", 12037, "The certificate has expired.", "a wrong clock"
    ),
    _channel(0x80090329, "SEC_E_ENCRYPT_FAILURE", "Data could not be encrypted."),
    _channel(0x80090330, "SEC_E_DECRYPT_FAILURE", "Data could not be decrypted.", "something in between"),
    _channel(
        0x80090331, "SEC_E_ALGORITHM_MISMATCH", "No cipher in common.", "an old server", "a strict policy"
    ),
    _login(0x80090346, "SEC_E_BAD_BINDINGS", "The channel binding does not match.", "TLS inspection"),
    _login(0x80090348, "SEC_E_NO_KERB_KEY", "The account has no Kerberos key.", "a local account"),
    _certificate(
        0x80090349,
        "SEC_E_CERT_WRONG_USAGE",
        12179,
        "The certificate is not for this use.",
        "a client certificate on a server",
    ),
    _login(
        0x80090350, "SEC_E_DOWNGRADE_DETECTED", "Somebody tried to weaken the sign-in.", "interception"
    ),
    _certificate(0x80090353, "SEC_E_REVOCATION_OFFLINE_C", 0, "Revocation offline, for a smart card."),
    _login(0x80090363, "SEC_E_MUTUAL_AUTH_FAILED", "The server did not prove itself.", "a wrong SPN"),
    _channel(
        0x80090367,
        "SEC_E_APPLICATION_PROTOCOL_MISMATCH",
        "No ALPN protocol in common.",
        "a server with HTTP/2 only",
    ),
    _certificate(0x80092004, "CRYPT_E_NOT_FOUND", 0, "The object is not in the store.", "a wrong store"),
    _certificate(
        0x80092010, "CRYPT_E_REVOKED", 12170, "The certificate is revoked.", "its issuer withdrew it"
    ),
    _certificate(0x80092011, "CRYPT_E_NO_REVOCATION_DLL", 0, "Nothing here can check revocation."),
    _certificate(
        0x80092012,
        "CRYPT_E_NO_REVOCATION_CHECK",
        12057,
        "Revocation could not be checked.",
        "the certificate names no source",
    ),
    _certificate(
        0x80092013,
        "CRYPT_E_REVOCATION_OFFLINE",
        12057,
        "The source of revocation answers is offline.",
        "a firewall",
        "a source behind a proxy",
    ),
    _certificate(
        0x80092014, "CRYPT_E_NOT_IN_REVOCATION_DATABASE", 0, "The source does not know the certificate."
    ),
    _certificate(0x8009310B, "CRYPT_E_ASN1_BADTAG", 0, "The certificate's encoding is broken."),
    _certificate(0x80096004, "TRUST_E_CERT_SIGNATURE", 0, "The signature on the certificate is wrong."),
    _certificate(0x80096019, "TRUST_E_BASIC_CONSTRAINTS", 0, "The CA mark or its limits are wrong."),
    _certificate(0x800B0100, "TRUST_E_NOSIGNATURE", 0, "There is no signature."),
    _certificate(
        0x800B0101, "CERT_E_EXPIRED", 12037, "Outside its period.", "a wrong clock", "not renewed"
    ),
    _certificate(
        0x800B0102, "CERT_E_VALIDITYPERIODNESTING", 12037, "The periods in the chain do not nest."
    ),
    _certificate(0x800B0103, "CERT_E_ROLE", 12169, "A server certificate used as a CA, or the reverse."),
    _certificate(0x800B0104, "CERT_E_PATHLENCONST", 12169, "The chain is longer than a CA in it allows."),
    _certificate(0x800B0105, "CERT_E_CRITICAL", 12169, "An extension marked critical is unknown."),
    _certificate(0x800B0106, "CERT_E_PURPOSE", 12169, "Used for another purpose than its own."),
    _certificate(0x800B0107, "CERT_E_ISSUERCHAINING", 12169, "The named issuer did not issue it."),
    _certificate(0x800B0108, "CERT_E_MALFORMED", 12169, "The certificate is damaged."),
    _certificate(
        0x800B0109,
        "CERT_E_UNTRUSTEDROOT",
        12045,
        "The root is not trusted.",
        "a private CA",
        "inspection",
    ),
    _certificate(
        0x800B010A, "CERT_E_CHAINING", 12169, "No chain can be built.", "a missing intermediate"
    ),
    _certificate(0x800B010B, "TRUST_E_FAIL", 0, "The trust check failed."),
    _certificate(0x800B010C, "CERT_E_REVOKED", 12170, "Revoked by its issuer."),
    _certificate(
        0x800B010E,
        "CERT_E_REVOCATION_FAILURE",
        0,
        "The revocation check failed.",
        "an unreachable source",
    ),
    _certificate(0x800B010F, "CERT_E_CN_NO_MATCH", 12038, "The name does not match.", "an alias"),
    _certificate(
        0x800B0110, "CERT_E_WRONG_USAGE", 12179, "Not for this use.", "a client certificate on a server"
    ),
    _certificate(0x800B0113, "CERT_E_INVALID_POLICY", 0, "A policy in the chain is not valid."),
    _certificate(0x800B0114, "CERT_E_INVALID_NAME", 0, "A CA in the chain may not vouch for this name."),
)
