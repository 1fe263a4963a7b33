"""WinINet's own numbers: those WinHTTP does not have, or has with another meaning.

WinINet is the library of Internet Explorer and of programs made for a signed-in user; its numbers share
WinHTTP's range, so a number out of a log may be either's.
"""

from __future__ import annotations

from winhttp_cli.knowledge.known_error import KnownError, Library


def _wininet(number: int, name: str, happened: str, *causes: str, tell_apart: str = "") -> KnownError:
    return KnownError(number, name, Library.WININET, happened, causes, tell_apart)


def _dialog(number: int, name: str, happened: str) -> KnownError:
    """A number that only asks a browser to ask its user."""
    return KnownError(
        number, name, Library.WININET, happened, note="A question for a browser's user, not a failure."
    )


def _old(number: int, name: str, happened: str) -> KnownError:
    """FTP, Gopher and the like: nothing that speaks HTTP returns it."""
    return KnownError(number, name, Library.WININET, happened, obsolete=True)


_GET = "whttp get URL -v"

ERRORS = (
    _wininet(12003, "ERROR_INTERNET_EXTENDED_ERROR", "The server sent an error text of its own.", "FTP"),
    _wininet(
        12008,
        "ERROR_INTERNET_PROTOCOL_NOT_FOUND",
        "Nothing handles this protocol.",
        "a scheme not installed",
    ),
    _wininet(
        12010,
        "ERROR_INTERNET_BAD_OPTION_LENGTH",
        "An option was given with a wrong length.",
        "a program's bug",
    ),
    _wininet(12013, "ERROR_INTERNET_INCORRECT_USER_NAME", "The user name was refused.", "FTP"),
    _wininet(12014, "ERROR_INTERNET_INCORRECT_PASSWORD", "The password was refused.", "FTP"),
    _wininet(12016, "ERROR_INTERNET_INVALID_OPERATION", "Not possible now.", "the order of calls"),
    _wininet(12020, "ERROR_INTERNET_NOT_PROXY_REQUEST", "This cannot be done through a proxy."),
    _wininet(12021, "ERROR_INTERNET_REGISTRY_VALUE_NOT_FOUND", "A registry value is missing."),
    _wininet(12022, "ERROR_INTERNET_BAD_REGISTRY_PARAMETER", "A registry value cannot be used."),
    _wininet(
        12023,
        "ERROR_INTERNET_NO_DIRECT_ACCESS",
        "There is no direct way out.",
        "work offline",
        "a proxy only",
    ),
    _wininet(12024, "ERROR_INTERNET_NO_CONTEXT", "An asynchronous call came without a context."),
    _wininet(12025, "ERROR_INTERNET_NO_CALLBACK", "An asynchronous call came without a callback."),
    _wininet(12026, "ERROR_INTERNET_REQUEST_PENDING", "A request on this handle is still under way."),
    _wininet(12027, "ERROR_INTERNET_INCORRECT_FORMAT", "The format is wrong."),
    _wininet(12028, "ERROR_INTERNET_ITEM_NOT_FOUND", "The item is not there."),
    _wininet(
        12031,
        "ERROR_INTERNET_CONNECTION_RESET",
        "The connection was reset.",
        "the server",
        "something in between",
        tell_apart=f"{_GET}; WinHTTP reports a reset as 12030.",
    ),
    _wininet(
        12033, "ERROR_INTERNET_INVALID_PROXY_REQUEST", "The proxy could not make sense of the request."
    ),
    _dialog(12034, "ERROR_INTERNET_NEED_UI", "A window is needed to go on."),
    _wininet(12036, "ERROR_INTERNET_HANDLE_EXISTS", "The handle exists already."),
    _dialog(12039, "ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR", "A redirect leads from http to https."),
    _dialog(12040, "ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR", "A redirect leads from https to http."),
    _dialog(12041, "ERROR_INTERNET_MIXED_SECURITY", "A page mixes secure and plain parts."),
    _dialog(12042, "ERROR_INTERNET_CHG_POST_IS_NON_SECURE", "A form changes to a plain target."),
    _dialog(12043, "ERROR_INTERNET_POST_IS_NON_SECURE", "A form goes to a plain target."),
    _wininet(12046, "ERROR_INTERNET_CLIENT_AUTH_NOT_SETUP", "Client authentication is not set up."),
    _wininet(12047, "ERROR_INTERNET_ASYNC_THREAD_FAILED", "A thread could not be started."),
    _dialog(12048, "ERROR_INTERNET_REDIRECT_SCHEME_CHANGE", "A redirect changes the scheme."),
    _dialog(12049, "ERROR_INTERNET_DIALOG_PENDING", "A window is open already."),
    _dialog(12050, "ERROR_INTERNET_RETRY_DIALOG", "The window should be shown again."),
    _dialog(
        12052, "ERROR_INTERNET_HTTPS_HTTP_SUBMIT_REDIR", "A secure form is redirected to a plain target."
    ),
    _old(12053, "ERROR_INTERNET_INSERT_CDROM", "A disc is wanted."),
    _old(12054, "ERROR_INTERNET_FORTEZZA_LOGIN_NEEDED", "A Fortezza sign-in is wanted."),
    _wininet(
        12055,
        "ERROR_INTERNET_SEC_CERT_ERRORS",
        "The certificate has several faults.",
        tell_apart="whttp tls HOST:PORT lists them all.",
    ),
    _wininet(12056, "ERROR_INTERNET_SEC_CERT_NO_REV", "The certificate names no source for revocation."),
    _old(12110, "ERROR_FTP_TRANSFER_IN_PROGRESS", "An FTP transfer is running."),
    _old(12111, "ERROR_FTP_DROPPED", "The FTP connection was dropped."),
    _old(12112, "ERROR_FTP_NO_PASSIVE_MODE", "The FTP server has no passive mode."),
    _old(12130, "ERROR_GOPHER_PROTOCOL_ERROR", "Gopher: the server spoke nonsense."),
    _old(12131, "ERROR_GOPHER_NOT_FILE", "Gopher: the item is no file."),
    _old(12132, "ERROR_GOPHER_DATA_ERROR", "Gopher: the data are damaged."),
    _old(12133, "ERROR_GOPHER_END_OF_DATA", "Gopher: the data have ended."),
    _old(12134, "ERROR_GOPHER_INVALID_LOCATOR", "Gopher: the locator is broken."),
    _old(12135, "ERROR_GOPHER_INCORRECT_LOCATOR_TYPE", "Gopher: the locator is of another type."),
    _old(12136, "ERROR_GOPHER_NOT_GOPHER_PLUS", "Gopher: the server has no Gopher+."),
    _old(12137, "ERROR_GOPHER_ATTRIBUTE_NOT_FOUND", "Gopher: the attribute is missing."),
    _old(12138, "ERROR_GOPHER_UNKNOWN_LOCATOR", "Gopher: the locator is unknown."),
    _wininet(12151, "ERROR_HTTP_DOWNLEVEL_SERVER", "The server sent no headers at all.", "HTTP/0.9"),
    _wininet(
        12158, "ERROR_INTERNET_UNABLE_TO_CACHE_FILE", "The cache file cannot be written.", "a full disk"
    ),
    _wininet(12159, "ERROR_INTERNET_TCPIP_NOT_INSTALLED", "TCP/IP is not installed."),
    _wininet(12160, "ERROR_HTTP_NOT_REDIRECTED", "The request was not redirected."),
    _dialog(12161, "ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION", "A cookie wants consent."),
    _dialog(12162, "ERROR_HTTP_COOKIE_DECLINED", "A cookie was declined."),
    _wininet(
        12163,
        "ERROR_INTERNET_DISCONNECTED",
        "The connection to the Internet is gone.",
        "the network is down",
    ),
    _wininet(
        12164, "ERROR_INTERNET_SERVER_UNREACHABLE", "The server cannot be reached.", tell_apart=_GET
    ),
    _wininet(
        12165,
        "ERROR_INTERNET_PROXY_SERVER_UNREACHABLE",
        "The proxy cannot be reached.",
        tell_apart="whttp proxy explain URL",
    ),
    _dialog(12168, "ERROR_HTTP_REDIRECT_NEEDS_CONFIRMATION", "A redirect wants consent."),
    _wininet(12171, "ERROR_INTERNET_FAILED_DUETOSECURITYCHECK", "A security check refused it."),
    _old(12173, "ERROR_INTERNET_NEED_MSN_SSPI_PKG", "A security package of MSN is missing."),
    _wininet(
        12174,
        "ERROR_INTERNET_LOGIN_FAILURE_DISPLAY_ENTITY_BODY",
        "Signing in failed, and the answer has a page to show.",
        "Passport",
    ),
    _wininet(
        12175,
        "ERROR_INTERNET_DECODING_FAILED",
        "The body could not be decompressed.",
        "a coding that is not what its header says",
        tell_apart="whttp get URL --decompression all; without the option the body comes as it was sent.",
    ),
)
