"""Every way whttp can fail: WinHTTP name and number, exit status, phase, hint.

Promise: an error raised anywhere in the package is a `WhttpError` of one of three families, by blame:
`UsageFault` (you), `ExchangeFault` (the world) or `InternalFault` (us). This file imports nothing of
ours. The explanatory texts of `whttp explain` live in `knowledge/`, not here.

Numbers: winhttp.h and winerror.h; see "Error Messages" in the WinHTTP documentation.
"""

from __future__ import annotations

from enum import Enum, IntEnum


class Code(IntEnum):
    """A Windows error number that whttp itself can end with."""

    ERROR_NOT_ENOUGH_MEMORY = 8
    ERROR_INVALID_PARAMETER = 87
    ERROR_WINHTTP_TIMEOUT = 12002
    ERROR_WINHTTP_INTERNAL_ERROR = 12004
    ERROR_WINHTTP_INVALID_URL = 12005
    ERROR_WINHTTP_UNRECOGNIZED_SCHEME = 12006
    ERROR_WINHTTP_NAME_NOT_RESOLVED = 12007
    ERROR_WINHTTP_INVALID_OPTION = 12009
    ERROR_WINHTTP_OPTION_NOT_SETTABLE = 12011
    ERROR_WINHTTP_LOGIN_FAILURE = 12015
    ERROR_WINHTTP_OPERATION_CANCELLED = 12017
    ERROR_WINHTTP_INCORRECT_HANDLE_TYPE = 12018
    ERROR_WINHTTP_INCORRECT_HANDLE_STATE = 12019
    ERROR_WINHTTP_CANNOT_CONNECT = 12029
    ERROR_WINHTTP_CONNECTION_ERROR = 12030
    ERROR_WINHTTP_RESEND_REQUEST = 12032
    ERROR_WINHTTP_SECURE_CERT_DATE_INVALID = 12037
    ERROR_WINHTTP_SECURE_CERT_CN_INVALID = 12038
    ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED = 12044
    ERROR_WINHTTP_SECURE_INVALID_CA = 12045
    ERROR_WINHTTP_SECURE_CERT_REV_FAILED = 12057
    ERROR_WINHTTP_HEADER_NOT_FOUND = 12150
    ERROR_WINHTTP_INVALID_SERVER_RESPONSE = 12152
    ERROR_WINHTTP_INVALID_HEADER = 12153
    ERROR_WINHTTP_HEADER_ALREADY_EXISTS = 12155
    ERROR_WINHTTP_REDIRECT_FAILED = 12156
    ERROR_WINHTTP_SECURE_CHANNEL_ERROR = 12157
    ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT = 12166
    ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT = 12167
    ERROR_WINHTTP_SECURE_INVALID_CERT = 12169
    ERROR_WINHTTP_SECURE_CERT_REVOKED = 12170
    ERROR_WINHTTP_SECURE_FAILURE = 12175
    ERROR_WINHTTP_UNHANDLED_SCRIPT_TYPE = 12176
    ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR = 12177
    ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR = 12178
    ERROR_WINHTTP_SECURE_CERT_WRONG_USAGE = 12179
    ERROR_WINHTTP_AUTODETECTION_FAILED = 12180
    ERROR_WINHTTP_HEADER_COUNT_EXCEEDED = 12181
    ERROR_WINHTTP_HEADER_SIZE_OVERFLOW = 12182
    ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW = 12183
    ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW = 12184
    ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY = 12185
    ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY = 12186
    ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED_PROXY = 12187
    ERROR_WINHTTP_SECURE_FAILURE_PROXY = 12188

    @property
    def hresult(self) -> int:
        """HRESULT_FROM_WIN32: the form the COM object and .NET print, as an unsigned 32-bit number."""
        return 0x80070000 | self.value


class ExitStatus(IntEnum):
    """The documented exit statuses; a number is never reused for another meaning."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    NAME = 3
    CONNECT = 4
    TIMEOUT = 5
    TLS = 6
    CERTIFICATE = 7
    CLIENT_CERTIFICATE = 8
    PROXY = 9
    AUTHENTICATION = 10
    REDIRECT = 11
    BROKEN_ANSWER = 12
    LIMIT = 13
    FILE = 14
    WEBSOCKET = 15
    EXPECTATION = 20
    ITEMS_FAILED = 21
    HTTP_STATUS = 22
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143


class Phase(Enum):
    """Where in an exchange something happened."""

    SETUP = "setup"
    PROXY = "proxy"
    RESOLVE = "resolve"
    CONNECT = "connect"
    TLS = "tls"
    SEND = "send"
    RECEIVE = "receive"
    BODY = "body"
    FILE = "file"


class Timer(Enum):
    """The timers that can end an exchange with 12002; the last is ours, the others WinHTTP's."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    SEND = "send"
    RECEIVE = "receive"
    RECEIVE_RESPONSE = "receive-response"
    CLOSE = "web-socket-close"
    TOTAL = "max-time"


_STATUS_BY_CODE: dict[Code, ExitStatus] = {
    Code.ERROR_WINHTTP_TIMEOUT: ExitStatus.TIMEOUT,
    Code.ERROR_WINHTTP_INTERNAL_ERROR: ExitStatus.INTERNAL,
    Code.ERROR_WINHTTP_NAME_NOT_RESOLVED: ExitStatus.NAME,
    Code.ERROR_WINHTTP_LOGIN_FAILURE: ExitStatus.AUTHENTICATION,
    Code.ERROR_WINHTTP_OPERATION_CANCELLED: ExitStatus.INTERRUPTED,
    Code.ERROR_WINHTTP_CANNOT_CONNECT: ExitStatus.CONNECT,
    Code.ERROR_WINHTTP_CONNECTION_ERROR: ExitStatus.BROKEN_ANSWER,
    Code.ERROR_WINHTTP_RESEND_REQUEST: ExitStatus.AUTHENTICATION,
    Code.ERROR_WINHTTP_SECURE_CERT_DATE_INVALID: ExitStatus.CERTIFICATE,
    Code.ERROR_WINHTTP_SECURE_CERT_CN_INVALID: ExitStatus.CERTIFICATE,
    Code.ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED: ExitStatus.CLIENT_CERTIFICATE,
    Code.ERROR_WINHTTP_SECURE_INVALID_CA: ExitStatus.CERTIFICATE,
    Code.ERROR_WINHTTP_SECURE_CERT_REV_FAILED: ExitStatus.CERTIFICATE,
    Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE: ExitStatus.BROKEN_ANSWER,
    Code.ERROR_WINHTTP_REDIRECT_FAILED: ExitStatus.REDIRECT,
    Code.ERROR_WINHTTP_SECURE_CHANNEL_ERROR: ExitStatus.TLS,
    Code.ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT: ExitStatus.PROXY,
    Code.ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT: ExitStatus.PROXY,
    Code.ERROR_WINHTTP_SECURE_INVALID_CERT: ExitStatus.CERTIFICATE,
    Code.ERROR_WINHTTP_SECURE_CERT_REVOKED: ExitStatus.CERTIFICATE,
    Code.ERROR_WINHTTP_SECURE_FAILURE: ExitStatus.CERTIFICATE,
    Code.ERROR_WINHTTP_UNHANDLED_SCRIPT_TYPE: ExitStatus.PROXY,
    Code.ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR: ExitStatus.PROXY,
    Code.ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR: ExitStatus.PROXY,
    Code.ERROR_WINHTTP_SECURE_CERT_WRONG_USAGE: ExitStatus.CERTIFICATE,
    Code.ERROR_WINHTTP_AUTODETECTION_FAILED: ExitStatus.PROXY,
    Code.ERROR_WINHTTP_HEADER_COUNT_EXCEEDED: ExitStatus.LIMIT,
    Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW: ExitStatus.LIMIT,
    Code.ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW: ExitStatus.LIMIT,
    Code.ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW: ExitStatus.LIMIT,
    Code.ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY: ExitStatus.CLIENT_CERTIFICATE,
    Code.ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY: ExitStatus.CLIENT_CERTIFICATE,
    Code.ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED_PROXY: ExitStatus.CLIENT_CERTIFICATE,
    Code.ERROR_WINHTTP_SECURE_FAILURE_PROXY: ExitStatus.CERTIFICATE,
}


def exit_status(code: Code) -> ExitStatus:
    """The exit status a WinHTTP number leads to; every number not listed is the caller's mistake."""
    return _STATUS_BY_CODE.get(code, ExitStatus.USAGE)


class WhttpError(Exception):
    """Base of every failure whttp reports. `message` is one line and never holds a secret.

    `code` is the WinHTTP number or None where WinHTTP has none (a local file, a failed `--expect`);
    `status` is the exit status; `hint` is one line that says what to try, or "".
    """

    def __init__(
        self,
        message: str,
        code: Code | None,
        *,
        status: ExitStatus | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint
        if status is None:
            status = exit_status(code) if code is not None else ExitStatus.INTERNAL
        self.status = status


class UsageFault(WhttpError):
    """You: a value, a URL or a combination that cannot be used. `origin` names where it came from."""

    def __init__(self, message: str, code: Code, *, origin: str = "", hint: str = "") -> None:
        super().__init__(message, code, status=ExitStatus.USAGE, hint=hint)
        self.origin = origin


class ExchangeFault(WhttpError):
    """The world: network, peer, certificate or local file. `phase` says how far the exchange had come.

    `timer` names the timer behind a 12002; `extended` is the Winsock number that option
    EXTENDED_ERROR answers with (10061 refused, 10054 reset, 10060 timed out, 11001 host not found),
    or 0. `instead` is the timer of WinHTTP's that --max-time came before, None where none ran.
    `on_kept` tells that a kept connection failed before it brought an answer, `of_stream` that only
    one of its HTTP/2 streams did, `unseen` that the server says it has not looked at the request.
    """

    on_kept = False
    of_stream = False
    unseen = False

    def __init__(
        self,
        message: str,
        code: Code | None,
        phase: Phase,
        *,
        status: ExitStatus | None = None,
        timer: Timer | None = None,
        instead: Timer | None = None,
        extended: int = 0,
        hint: str = "",
    ) -> None:
        super().__init__(message, code, status=status, hint=hint)
        self.phase = phase
        self.timer = timer
        self.instead = instead
        self.extended = extended

    @property
    def ends_all(self) -> bool:
        """--max-time is over: no other address, route or source is worth a try."""
        return self.timer is Timer.TOTAL


class InternalFault(WhttpError):
    """Us: a bug. Ends with status 1 and 12004."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Code.ERROR_WINHTTP_INTERNAL_ERROR)
