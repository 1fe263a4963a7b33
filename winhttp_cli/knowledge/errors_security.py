"""WinHTTP's numbers for certificates and TLS.

The C API gives 12175 for most of them and the detail as a bit of the SECURE_FAILURE notification; the
COM object gives the detail as the number (`com_only`).
"""

from __future__ import annotations

from winhttp_cli.knowledge.known_error import KnownError, Library

_W = Library.WINHTTP
_TLS = "whttp tls HOST:PORT shows every check of the certificate, passed and failed."

ERRORS = (
    KnownError(
        12037,
        "ERROR_WINHTTP_SECURE_CERT_DATE_INVALID",
        _W,
        "The certificate is expired or not yet valid.",
        ("it was not renewed", "a wrong clock on this machine", "periods in the chain that do not nest"),
        f"{_TLS} --ignore date-invalid passes this fault alone.",
        twin="ERROR_INTERNET_SEC_CERT_DATE_INVALID",
        com_only=True,
    ),
    KnownError(
        12038,
        "ERROR_WINHTTP_SECURE_CERT_CN_INVALID",
        _W,
        "The certificate is for another host name.",
        (
            "the host was asked by an alias or an address",
            "the wrong server or site answered",
            "a missing name",
        ),
        f"{_TLS} --ignore cn-invalid passes this fault alone; --sni tries another name.",
        twin="ERROR_INTERNET_SEC_CERT_CN_INVALID",
        com_only=True,
    ),
    KnownError(
        12044,
        "ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED",
        _W,
        "The server asked for a client certificate and nothing was said about one.",
        ("mutual TLS, required", "mutual TLS, optional: the server would go on without"),
        "--client-cert-context none goes on without one and tells required from optional; --query "
        "client_cert_issuer_list shows whose certificates are accepted.",
        note="Windows Vista and Server 2008 and later; before that nothing was reported.",
        twin="ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED",
    ),
    KnownError(
        12045,
        "ERROR_WINHTTP_SECURE_INVALID_CA",
        _W,
        "The certificate chain ends at a root that is not trusted.",
        (
            "a private CA that is not installed",
            "a proxy that inspects TLS",
            "an intermediate the server left out",
        ),
        f"{_TLS} It tells a missing intermediate from an unknown root, and names a likely inspection CA; "
        "--ca-file trusts a root of yours.",
        twin="ERROR_INTERNET_INVALID_CA",
        com_only=True,
    ),
    KnownError(
        12057,
        "ERROR_WINHTTP_SECURE_CERT_REV_FAILED",
        _W,
        "Whether the certificate is revoked could not be found out.",
        (
            "the CRL or OCSP host is out of reach",
            "only a proxy leads there",
            "the certificate names no source",
        ),
        f"{_TLS} With --enable-feature ssl-revocation it shows each source and its answer.",
        twin="ERROR_INTERNET_SEC_CERT_REV_FAILED",
        com_only=True,
    ),
    KnownError(
        12157,
        "ERROR_WINHTTP_SECURE_CHANNEL_ERROR",
        _W,
        "The TLS handshake itself failed.",
        (
            "no version or cipher in common",
            "a port that does not speak TLS",
            "the server broke off (an alert)",
        ),
        "whttp tls HOST:PORT --releases shows which Windows could connect; the message names the alert.",
        twin="ERROR_INTERNET_SECURITY_CHANNEL_ERROR",
        com_only=True,
    ),
    KnownError(
        12169,
        "ERROR_WINHTTP_SECURE_INVALID_CERT",
        _W,
        "The certificate itself cannot be accepted.",
        (
            "a broken signature or encoding",
            "a CA used as a server or the reverse",
            "a constraint that is broken",
        ),
        f"{_TLS} No flag passes it.",
        twin="ERROR_INTERNET_SEC_INVALID_CERT",
        com_only=True,
    ),
    KnownError(
        12170,
        "ERROR_WINHTTP_SECURE_CERT_REVOKED",
        _W,
        "The certificate has been revoked.",
        ("its issuer withdrew it",),
        f"{_TLS} It shows who says so and since when. No flag passes it.",
        twin="ERROR_INTERNET_SEC_CERT_REVOKED",
        com_only=True,
    ),
    KnownError(
        12172,
        "ERROR_WINHTTP_NOT_INITIALIZED",
        _W,
        "Obsolete; no version in use returns it.",
        twin="ERROR_INTERNET_NOT_INITIALIZED",
        obsolete=True,
    ),
    KnownError(
        12175,
        "ERROR_WINHTTP_SECURE_FAILURE",
        _W,
        "The server's certificate was rejected for one reason or several.",
        ("unknown issuer", "wrong name", "wrong date", "wrong usage", "revoked", "a TLS fault"),
        f"{_TLS} On Windows the reasons are bits of the SECURE_FAILURE notification.",
        note="WinINet uses the same number for a body that could not be decompressed.",
    ),
    KnownError(
        12179,
        "ERROR_WINHTTP_SECURE_CERT_WRONG_USAGE",
        _W,
        "The certificate is not meant for servers.",
        ("a client or code-signing certificate was installed",),
        f"{_TLS} --ignore wrong-usage passes this fault alone.",
        com_only=True,
    ),
    KnownError(
        12185,
        "ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY",
        _W,
        "The client certificate has no private key.",
        ("it was imported or exported without its key",),
        "whttp tls HOST:PORT --client-cert-context FILE checks the certificate, its key and its dates.",
        note="Windows Vista and Server 2008 and later.",
    ),
    KnownError(
        12186,
        "ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY",
        _W,
        "The private key is there, but may not be used.",
        ("the account of a service has no right to the key", "a wrong password for the key file"),
        "Run it as that account; whttp names the file it could not open.",
        note="Windows Vista and Server 2008 and later.",
    ),
    KnownError(
        12187,
        "ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED_PROXY",
        _W,
        "The proxy asked for a client certificate.",
        ("an https proxy with mutual TLS",),
        "whttp proxy explain URL shows which proxy it was; WinHTTP gives no certificates to proxies.",
    ),
    KnownError(
        12188,
        "ERROR_WINHTTP_SECURE_FAILURE_PROXY",
        _W,
        "The proxy's certificate was rejected, or TLS to it failed.",
        ("the same as 12175, for the connection to an https proxy",),
        "whttp tls PROXY:PORT shows every check of the proxy's certificate.",
    ),
)
