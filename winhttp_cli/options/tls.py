"""TLS: versions, what is forgiven, client certificates, and what was agreed."""

from __future__ import annotations

from enum import IntFlag

from winhttp_cli.options.client_certificate import ClientCertificateKind
from winhttp_cli.options.kinds import Choice, FlagSet, Number, Opaque
from winhttp_cli.options.option import Access, Fate, Handle, Option, Repeat, Topic


class SecureProtocols(IntFlag):
    """The WINHTTP_FLAG_SECURE_PROTOCOL_ values."""

    SSL2 = 0x8
    SSL3 = 0x20
    TLS1 = 0x80
    TLS1_1 = 0x200
    TLS1_2 = 0x800
    TLS1_3 = 0x2000


class SecurityFlags(IntFlag):
    """The SECURITY_FLAG_ values. The IGNORE bits may be set, the others are read after a handshake."""

    SECURE = 0x1
    IGNORE_REVOCATION = 0x80
    IGNORE_UNKNOWN_CA = 0x100
    IGNORE_CERT_WRONG_USAGE = 0x200
    IGNORE_CERT_CN_INVALID = 0x1000
    IGNORE_CERT_DATE_INVALID = 0x2000
    IGNORE_WEAK_SIGNATURE = 0x10000
    STRENGTH_WEAK = 0x10000000
    STRENGTH_STRONG = 0x20000000
    STRENGTH_MEDIUM = 0x40000000


#: Every ignore bit that can be set: what -k asks for.
IGNORE_EVERYTHING = SecurityFlags(0x13300)


class EnabledFeatures(IntFlag):
    """The values of ENABLE_FEATURE."""

    SSL_REVOCATION = 1
    SSL_REVERT_IMPERSONATION = 2


_PROTOCOL = "WINHTTP_FLAG_SECURE_PROTOCOL_"

SECURE_PROTOCOLS = Option(
    name="SECURE_PROTOCOLS",
    number=84,
    topic=Topic.TLS,
    kind=FlagSet(
        SecureProtocols,
        (
            Choice("ssl2", _PROTOCOL + "SSL2", 0x8, "SSL 2.0; nothing of today can speak it"),
            Choice("ssl3", _PROTOCOL + "SSL3", 0x20, "SSL 3.0; nothing of today can speak it"),
            Choice("tls1", _PROTOCOL + "TLS1", 0x80, "TLS 1.0"),
            Choice("tls1.1", _PROTOCOL + "TLS1_1", 0x200, "TLS 1.1"),
            Choice("tls1.2", _PROTOCOL + "TLS1_2", 0x800, "TLS 1.2"),
            Choice("tls1.3", _PROTOCOL + "TLS1_3", 0x2000, "TLS 1.3"),
            Choice("all", _PROTOCOL + "ALL", 0xA8, "SSL 2.0, SSL 3.0 and TLS 1.0 only, despite its name"),
        ),
        metavar="VERSIONS",
    ),
    default=SecureProtocols.TLS1_2 | SecureProtocols.TLS1_3,
    handles=Handle.SESSION,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="The TLS versions that may be agreed on.",
    doc=(
        "The default is that of Windows 11; older Windows start with 0xA0 (7 and 8) or 0xAA0 (8.1 "
        "and 10), see --as. The mask may have holes. Windows' own policy (Schannel) can take "
        "versions away again, and the registry value DefaultSecureProtocols replaces the default "
        "of programs that set nothing. With no version in common the handshake fails with 12157 "
        "or 12175."
    ),
    example="whttp get https://example.org/ --secure-protocols tls1.2,tls1.3",
)

SECURITY_FLAGS = Option(
    name="SECURITY_FLAGS",
    number=31,
    topic=Topic.TLS,
    kind=FlagSet(
        SecurityFlags,
        (
            Choice(
                "ignore-unknown-ca",
                "SECURITY_FLAG_IGNORE_UNKNOWN_CA",
                0x100,
                "accept a certificate of any issuer",
            ),
            Choice(
                "ignore-cert-wrong-usage",
                "SECURITY_FLAG_IGNORE_CERT_WRONG_USAGE",
                0x200,
                "accept a certificate that is not meant for servers",
            ),
            Choice(
                "ignore-cert-cn-invalid",
                "SECURITY_FLAG_IGNORE_CERT_CN_INVALID",
                0x1000,
                "accept a certificate for another host name",
            ),
            Choice(
                "ignore-cert-date-invalid",
                "SECURITY_FLAG_IGNORE_CERT_DATE_INVALID",
                0x2000,
                "accept an expired or not yet valid certificate",
            ),
            Choice(
                "ignore-weak-signature",
                "SECURITY_FLAG_IGNORE_WEAK_SIGNATURE",
                0x10000,
                "accept a weak signature algorithm; Windows 7 and later, with updates",
            ),
            Choice(
                "ignore-all-cert-errors",
                "SECURITY_FLAG_IGNORE_ALL_CERT_ERRORS",
                0x3300,
                "the four oldest of these; it does not cover the weak signature",
            ),
            Choice(
                "ignore-revocation",
                "SECURITY_FLAG_IGNORE_REVOCATION",
                0x80,
                "WinINet only; WinHTTP checks no revocation unless ENABLE_FEATURE asks",
                settable=False,
            ),
            Choice("secure", "SECURITY_FLAG_SECURE", 0x1, "read only: the transfer was encrypted", False),
            Choice(
                "strength-weak",
                "SECURITY_FLAG_STRENGTH_WEAK",
                0x10000000,
                "read only: below 56 bits",
                False,
            ),
            Choice(
                "strength-medium",
                "SECURITY_FLAG_STRENGTH_MEDIUM",
                0x40000000,
                "read only: 56 bits or more",
                False,
            ),
            Choice(
                "strength-strong",
                "SECURITY_FLAG_STRENGTH_STRONG",
                0x20000000,
                "read only: 128 bits or more",
                False,
            ),
        ),
    ),
    default=SecurityFlags(0),
    handles=Handle.REQUEST,
    access=Access.SET | Access.QUERY,
    fate=Fate.WORKS,
    summary="Faults of the server's certificate to forgive; after the handshake, how it was protected.",
    doc=(
        "Each flag forgives its own fault and hides no other. Faults without a flag (revoked, "
        "broken signature, constraints, path length) cannot be forgiven. Bits that are only read, "
        "and bits nobody defined, are refused with 87. After the handshake a query adds 0x1 "
        "(encrypted) and the strength of the cipher."
    ),
    example="whttp get https://localhost/ --security-flags ignore-unknown-ca,ignore-cert-date-invalid",
    repeat=Repeat.UNITE,
)

ENABLE_FEATURE = Option(
    name="ENABLE_FEATURE",
    number=79,
    topic=Topic.TLS,
    kind=FlagSet(
        EnabledFeatures,
        (
            Choice("ssl-revocation", "WINHTTP_ENABLE_SSL_REVOCATION", 1, "check for revocation"),
            Choice(
                "ssl-revert-impersonation",
                "WINHTTP_ENABLE_SSL_REVERT_IMPERSONATION",
                2,
                "handle certificates as the process, not as the impersonated user",
            ),
        ),
    ),
    default=EnabledFeatures(0),
    handles=Handle.SESSION | Handle.REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Optional TLS behaviours to switch on.",
    doc=(
        "ssl-revocation belongs to a request and ssl-revert-impersonation to a session; on the "
        "other handle each is refused. Revocation checking is off unless asked for, and then "
        "fails closed: where nobody can say whether a certificate was revoked it is 12057, a revoked "
        "certificate is 12170. Asked are, in this order, the answer the server stapled, --crl-file, "
        "OCSP and the CRL that the certificate names. whttp never impersonates another user, so "
        "ssl-revert-impersonation has nothing to revert: it is accepted and changes nothing."
    ),
    example="whttp get https://example.org/ --enable-feature ssl-revocation",
    repeat=Repeat.UNITE,
)

CLIENT_CERT_CONTEXT = Option(
    name="CLIENT_CERT_CONTEXT",
    number=47,
    topic=Topic.TLS,
    kind=ClientCertificateKind(),
    default=None,
    handles=Handle.REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="The client certificate, or the statement that there is none.",
    doc=(
        "When a server asks for a certificate and nothing was said, the request ends with 12044; "
        "that is how a program on Windows learns of it. With `none` it goes on without one, and a "
        "strict server then refuses. The file is PEM (certificate and key, or the key by "
        "--client-cert-key) or PKCS#12. On an http address the option is 12019."
    ),
    example="whttp get https://example.org/ --client-cert-context alice.p12",
)

CLIENT_CERT_ISSUER_LIST = Option(
    name="CLIENT_CERT_ISSUER_LIST",
    number=94,
    topic=Topic.TLS,
    kind=Opaque("SecPkgContext_IssuerListInfoEx"),
    default=None,
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The authorities whose client certificates the server accepts.",
    doc=(
        "Read it after a request failed with 12044 to learn which certificate would do. An empty "
        "list means that the server did not say; many servers do not, on purpose. Printed as one "
        "line of JSON with the distinguished names in the server's order."
    ),
    example="whttp get https://example.org/ --query client_cert_issuer_list",
)

SERVER_CERT_CONTEXT = Option(
    name="SERVER_CERT_CONTEXT",
    number=78,
    topic=Topic.TLS,
    kind=Opaque("CERT_CONTEXT"),
    default=None,
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The server's certificate itself.",
    doc=(
        "On Windows a pointer to a certificate context; here the certificate as text that other "
        "tools can read. It is there as soon as the server has shown it, even when it was then "
        "rejected."
    ),
    example="whttp get https://example.org/ --query server_cert_context",
)

SECURITY_CERTIFICATE_STRUCT = Option(
    name="SECURITY_CERTIFICATE_STRUCT",
    number=32,
    topic=Topic.TLS,
    kind=Opaque("WINHTTP_CERTIFICATE_INFO"),
    default=None,
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="Subject, issuer, validity and key size, as WinHTTP gives them.",
    doc=(
        "Printed as one line of JSON with the members of WINHTTP_CERTIFICATE_INFO. The members "
        "for protocol, signature and encryption are documented as always empty, and the key size "
        "is that of the cipher, not of the certificate."
    ),
    example="whttp get https://example.org/ --query security_certificate_struct",
)

SECURITY_KEY_BITNESS = Option(
    name="SECURITY_KEY_BITNESS",
    number=36,
    topic=Topic.TLS,
    kind=Number(unit="bits"),
    default=0,
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="Key length of the agreed cipher, in bits.",
    doc=(
        "128 or 256 with every cipher in use today. The same number decides the strength bit of "
        "SECURITY_FLAGS: 128 and more is strong, 56 and more medium."
    ),
    example="whttp get https://example.org/ --query security_key_bitness",
)

SERVER_CBT = Option(
    name="SERVER_CBT",
    number=108,
    topic=Topic.TLS,
    kind=Opaque("SecPkgContext_Bindings"),
    default=None,
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The channel binding token of the TLS connection.",
    doc=(
        "Ties an authentication made elsewhere to this very connection. The pages do not name the "
        "type of the binding; Windows' security package gives the form of RFC 5929, "
        "tls-server-end-point, and so does whttp, in hexadecimal."
    ),
    example="whttp get https://example.org/ --query server_cbt",
)

OPTIONS = (
    SECURE_PROTOCOLS,
    SECURITY_FLAGS,
    ENABLE_FEATURE,
    CLIENT_CERT_CONTEXT,
    CLIENT_CERT_ISSUER_LIST,
    SERVER_CERT_CONTEXT,
    SECURITY_CERTIFICATE_STRUCT,
    SECURITY_KEY_BITNESS,
    SERVER_CBT,
)
