"""TLS: versions, forgiven faults, trust and client certificate of one request."""

from __future__ import annotations

from pathlib import Path

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.tls import (
    CLIENT_CERT_CONTEXT,
    ENABLE_FEATURE,
    SECURE_PROTOCOLS,
    SECURITY_FLAGS,
    EnabledFeatures,
    SecurityFlags,
)
from winhttp_cli.options.tool_credentials import CLIENT_CERT_PASSWORD
from winhttp_cli.options.tool_network import (
    AIA,
    CLIENT_CERT_KEY,
    CRL_FILE,
    SNI,
    STAPLING,
    TLS_KEY_LOG,
)
from winhttp_cli.plan import (
    NO_FAULT,
    CertFault,
    ClientCertificate,
    Target,
    TlsPolicy,
    TlsVersion,
)
from winhttp_cli.planner.trust import trust_store
from winhttp_cli.settings.general import Variable
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.settings import Settings
from winhttp_cli.target import BadUrl, ascii_host, is_address

_FORGIVEN = {
    SecurityFlags.IGNORE_UNKNOWN_CA: CertFault.UNKNOWN_CA,
    SecurityFlags.IGNORE_CERT_WRONG_USAGE: CertFault.WRONG_USAGE,
    SecurityFlags.IGNORE_CERT_CN_INVALID: CertFault.NAME,
    SecurityFlags.IGNORE_CERT_DATE_INVALID: CertFault.DATE,
    SecurityFlags.IGNORE_WEAK_SIGNATURE: CertFault.WEAK_SIGNATURE,
}


def tls_policy(settings: Settings, target: Target) -> TlsPolicy:
    """What decides the handshake. A client certificate given by flag for an http URL is 12019; one
    from a file or profile is there for an https hop that a redirect may lead to."""
    features = settings[ENABLE_FEATURE]
    return TlsPolicy(
        versions=TlsVersion(int(settings[SECURE_PROTOCOLS])),
        forgiven=_forgiven(settings[SECURITY_FLAGS]),
        trust=trust_store(settings),
        client_certificate=_client_certificate(settings, target),
        check_revocation=EnabledFeatures.SSL_REVOCATION in features,
        crl_files=tuple(Path(name) for name in settings[CRL_FILE] if name),
        fetch_missing_issuers=settings[AIA],
        server_name=server_name(settings),
        key_log=_path(settings[TLS_KEY_LOG] or _value(settings.general.key_log_file)),
        fetch_cache=_fetch_cache(settings),
        show_staple=settings[STAPLING],
    )


def _fetch_cache(settings: Settings) -> Path | None:
    """Where CRLs, OCSP answers and fetched issuers outlive the run."""
    folder = settings.general.cache_folder
    return folder / "certificates" if folder is not None else None


def server_name(settings: Settings) -> str | None:
    """SNI names hosts only, in their ASCII form (RFC 6066 section 3); "" sends none."""
    name = settings[SNI]
    if not name:
        return name
    origin = settings.origin(SNI).text
    try:
        host = ascii_host(name)
    except BadUrl as bad:
        raise UsageFault(f"{origin}: {bad.message}", bad.code, origin=origin) from None
    if is_address(host):
        message = f"{origin}: {name} is an address, and only names are sent"
        raise UsageFault(message, Code.ERROR_INVALID_PARAMETER, origin=origin)
    return host


def _forgiven(flags: SecurityFlags) -> CertFault:
    faults = NO_FAULT
    for flag, fault in _FORGIVEN.items():
        if flag in flags:
            faults |= fault
    return faults


def _client_certificate(settings: Settings, target: Target) -> ClientCertificate | None:
    source = settings[CLIENT_CERT_CONTEXT]
    if source is None:
        return None
    if not target.is_secure:
        _check_plain_http(settings)
    if source.is_none:
        return ClientCertificate()
    password = settings[CLIENT_CERT_PASSWORD]
    return ClientCertificate(Path(source.path), _path(settings[CLIENT_CERT_KEY]), password)


def passed_over(settings: Settings, target: Target) -> tuple[str, ...]:
    """What is set and has no place in a request to `target`, for the trace."""
    if target.is_secure or not settings.is_set(CLIENT_CERT_CONTEXT):
        return ()
    origin = settings.origin(CLIENT_CERT_CONTEXT)
    return (f"{origin}: client-cert-context is passed over, this is an http request",)


def _check_plain_http(settings: Settings) -> None:
    origin = settings.origin(CLIENT_CERT_CONTEXT)
    if origin.rank is Rank.FLAG:
        raise UsageFault(
            f"{origin}: a client certificate has no place in an http request",
            Code.ERROR_WINHTTP_INCORRECT_HANDLE_STATE,
            origin=origin.text,
        )


def _value(variable: Variable | None) -> str | None:
    return variable.value if variable is not None else None


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None
