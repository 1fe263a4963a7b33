"""WinHTTP's numbers for automatic proxy configuration."""

from __future__ import annotations

from winhttp_cli.knowledge.known_error import KnownError, Library

_W = Library.WINHTTP
_EXPLAIN = "whttp proxy explain URL --proxy-pac PAC"

ERRORS = (
    KnownError(
        12166,
        "ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT",
        _W,
        "The PAC script cannot be read.",
        ("a syntax error", "a page of HTML in its place"),
        f"{_EXPLAIN} shows the line.",
        twin="ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT",
    ),
    KnownError(
        12167,
        "ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT",
        _W,
        "The PAC script could not be fetched.",
        ("its host is out of reach", "a 404", "a server that wants credentials for it"),
        f"{_EXPLAIN} shows the request for it and the answer.",
        twin="ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT",
    ),
    KnownError(
        12176,
        "ERROR_WINHTTP_UNHANDLED_SCRIPT_TYPE",
        _W,
        "The PAC script is in no language that WinHTTP runs.",
        ("a script that is not ECMAScript", "a wrong type from its server"),
        f"{_EXPLAIN} shows what came and as which type.",
    ),
    KnownError(
        12177,
        "ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR",
        _W,
        "The PAC script failed while it ran.",
        ("it threw an error", "it ran longer than a minute"),
        f"{_EXPLAIN} traces every call it makes, up to the one that failed.",
    ),
    KnownError(
        12178,
        "ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR",
        _W,
        "The service that chooses proxies failed.",
        (
            "the WinHTTP Web Proxy Auto-Discovery service is stopped",
            "it could not find a proxy for the address",
        ),
        f"{_EXPLAIN} does the service's work step by step.",
    ),
    KnownError(
        12180,
        "ERROR_WINHTTP_AUTODETECTION_FAILED",
        _W,
        "No PAC script was found on the network.",
        ("no option 252 from DHCP and no host called wpad in DNS",),
        "whttp proxy explain URL --proxy-auto-detect shows what was asked; many networks simply "
        "have none.",
        note="Programs usually go on directly.",
    ),
)
