"""The status notifications of WinHttpSetStatusCallback: by bit, when they come, what they carry.

Promise: data and a lookup. `synchronous` says whether a synchronous program hears it as well; the
others exist only in asynchronous use, where they bring the results of calls.
"""

from __future__ import annotations

from winhttp_cli.record import dataclass
from winhttp_cli.suggest import closest

_STATUS = "WINHTTP_CALLBACK_STATUS_"

_NO_SUCH_CALL = "whttp makes no such call"


@dataclass(frozen=True, slots=True)
class Notification:
    """One WINHTTP_CALLBACK_STATUS_ value. `name` is the part after the prefix; `not_told` says why
    --callback never tells it, "" where it does."""

    name: str
    bit: int
    when: str
    info: str
    synchronous: bool = False
    documented: bool = True
    not_told: str = ""

    @property
    def told_by(self) -> str:
        """The flags that make whttp tell it, "" where it never does."""
        if self.not_told:
            return ""
        return "--callback" if self.synchronous else "--callback --callback-async"

    @property
    def winhttp_name(self) -> str:
        return _STATUS + self.name


def _sync(
    name: str, bit: int, when: str, info: str = "nothing", *, documented: bool = True
) -> Notification:
    return Notification(name, bit, when, info, synchronous=True, documented=documented)


NOTIFICATIONS: tuple[Notification, ...] = (
    _sync(
        "RESOLVING_NAME",
        0x1,
        "Before the host name is looked up; not on a connection that is used again.",
        "the host name, also when it is an address",
    ),
    _sync(
        "NAME_RESOLVED",
        0x2,
        "The lookup gave an address.",
        "the address as text; one page says the name",
    ),
    _sync("CONNECTING_TO_SERVER", 0x4, "Before each address is tried.", "the address being tried"),
    _sync("CONNECTED_TO_SERVER", 0x8, "TCP is connected; TLS comes after it.", "the address"),
    _sync("SENDING_REQUEST", 0x10, "Before the request goes out; headers can still be changed."),
    _sync("REQUEST_SENT", 0x20, "The request, or a piece of it, has gone out.", "the number of bytes"),
    _sync("RECEIVING_RESPONSE", 0x40, "Waiting for the answer, or for more of it."),
    _sync("RESPONSE_RECEIVED", 0x80, "Some of the answer is there.", "the number of bytes"),
    _sync("CLOSING_CONNECTION", 0x100, "Before a connection that cannot be kept is closed."),
    _sync("CONNECTION_CLOSED", 0x200, "The connection is closed."),
    _sync("HANDLE_CREATED", 0x400, "A connect or request handle has come into being.", "the new handle"),
    _sync(
        "HANDLE_CLOSING",
        0x800,
        "The last notification of a handle: its context may be freed.",
        "the handle",
    ),
    _sync(
        "DETECTING_PROXY",
        0x1000,
        "Proxy detection is under way; it has a number but no text on its page.",
        documented=False,
    ),
    _sync(
        "REDIRECT",
        0x4000,
        "Before a redirect is followed: its answer can be read, headers changed, or the request "
        "cancelled.",
        "the new address",
    ),
    _sync("INTERMEDIATE_RESPONSE", 0x8000, "A 1xx answer came.", "the status code"),
    _sync(
        "SECURE_FAILURE",
        0x10000,
        "The certificate or TLS failed; faults that are ignored are not notified.",
        "the secure failure flags, ORed",
    ),
    Notification("HEADERS_AVAILABLE", 0x20000, "WinHttpReceiveResponse is done.", "nothing"),
    Notification(
        "DATA_AVAILABLE",
        0x40000,
        "WinHttpQueryDataAvailable is done.",
        "the number of bytes, 0 at the end",
    ),
    Notification(
        "READ_COMPLETE", 0x80000, "WinHttpReadData is done.", "the buffer, and how much is in it"
    ),
    Notification("WRITE_COMPLETE", 0x100000, "WinHttpWriteData is done.", "the number of bytes"),
    Notification(
        "REQUEST_ERROR",
        0x200000,
        "An asynchronous call failed.",
        "which call, and the error number",
    ),
    Notification("SENDREQUEST_COMPLETE", 0x400000, "WinHttpSendRequest is done.", "nothing"),
    Notification(
        "GETPROXYFORURL_COMPLETE",
        0x1000000,
        "WinHttpGetProxyForUrlEx is done; the result is fetched apart.",
        "nothing",
        not_told="the proxy is looked up inside the request",
    ),
    Notification("CLOSE_COMPLETE", 0x2000000, "WinHttpWebSocketClose is done.", "nothing"),
    Notification(
        "SHUTDOWN_COMPLETE",
        0x4000000,
        "WinHttpWebSocketShutdown is done.",
        "nothing",
        not_told="whttp closes a WebSocket and never half-closes it",
    ),
    Notification(
        "GETPROXYSETTINGS_COMPLETE",
        0x8000000,
        "WinHttpGetProxySettingsEx is done.",
        "not documented",
        documented=False,
        not_told=_NO_SUCH_CALL,
    ),
    Notification(
        "SETTINGS_WRITE_COMPLETE",
        0x10000000,
        "Settings have been written.",
        "not documented",
        documented=False,
        not_told=_NO_SUCH_CALL,
    ),
    Notification(
        "SETTINGS_READ_COMPLETE",
        0x20000000,
        "Settings have been read.",
        "not documented",
        documented=False,
        not_told=_NO_SUCH_CALL,
    ),
)


@dataclass(frozen=True, slots=True)
class SecureFailureFlag:
    """One bit of SECURE_FAILURE. `error` is its WinHTTP number, `forgiven_by` the SECURITY_FLAGS name."""

    name: str
    bit: int
    when: str
    error: int
    forgiven_by: str = ""


SECURE_FAILURE_FLAGS: tuple[SecureFailureFlag, ...] = (
    SecureFailureFlag("CERT_REV_FAILED", 0x1, "revocation could not be checked", 12057),
    SecureFailureFlag("INVALID_CERT", 0x2, "the certificate itself cannot be accepted", 12169),
    SecureFailureFlag("CERT_REVOKED", 0x4, "the certificate has been revoked", 12170),
    SecureFailureFlag(
        "INVALID_CA", 0x8, "the issuer is not trusted", 12045, "SECURITY_FLAG_IGNORE_UNKNOWN_CA"
    ),
    SecureFailureFlag(
        "CERT_CN_INVALID",
        0x10,
        "the certificate names another host",
        12038,
        "SECURITY_FLAG_IGNORE_CERT_CN_INVALID",
    ),
    SecureFailureFlag(
        "CERT_DATE_INVALID",
        0x20,
        "the certificate is expired or not yet valid",
        12037,
        "SECURITY_FLAG_IGNORE_CERT_DATE_INVALID",
    ),
    SecureFailureFlag(
        "CERT_WRONG_USAGE",
        0x40,
        "the certificate is not meant for servers; in the header only, not on the page",
        12179,
        "SECURITY_FLAG_IGNORE_CERT_WRONG_USAGE",
    ),
    SecureFailureFlag(
        "SECURITY_CHANNEL_ERROR",
        0x80000000,
        "TLS itself failed; the page speaks of libraries that could not be loaded",
        12157,
    ),
)

#: The number that REQUEST_ERROR gives for the call that failed.
ASYNC_CALLS: dict[int, str] = {
    1: "WinHttpReceiveResponse",
    2: "WinHttpQueryDataAvailable",
    3: "WinHttpReadData",
    4: "WinHttpWriteData",
    5: "WinHttpSendRequest",
    6: "WinHttpGetProxyForUrlEx",
    7: "WinHttpGetProxySettingsEx",
}

#: The WINHTTP_CALLBACK_FLAG_ masks a program registers for.
MASKS: dict[str, int] = {
    "RESOLVE_NAME": 0x3,
    "CONNECT_TO_SERVER": 0xC,
    "SEND_REQUEST": 0x30,
    "RECEIVE_RESPONSE": 0xC0,
    "CLOSE_CONNECTION": 0x300,
    "HANDLES": 0xC00,
    "DETECTING_PROXY": 0x1000,
    "REDIRECT": 0x4000,
    "INTERMEDIATE_RESPONSE": 0x8000,
    "SECURE_FAILURE": 0x10000,
    "HEADERS_AVAILABLE": 0x20000,
    "DATA_AVAILABLE": 0x40000,
    "READ_COMPLETE": 0x80000,
    "WRITE_COMPLETE": 0x100000,
    "REQUEST_ERROR": 0x200000,
    "SENDREQUEST_COMPLETE": 0x400000,
    "GETPROXYFORURL_COMPLETE": 0x1000000,
    "GETPROXYSETTINGS_COMPLETE": 0x8000000,
    "ALL_COMPLETIONS": 0x97E0000,
    "ALL_NOTIFICATIONS": 0xFFFFFFFF,
}


class UnknownNotification(LookupError):
    """A name or bit that is no status notification. `suggestion` is a name, or ""."""

    def __init__(self, text: str, suggestion: str) -> None:
        super().__init__(f"no status notification is called {text}")
        self.suggestion = suggestion


def find_notification(text: str) -> Notification:
    """The notification of that name (with or without its prefix) or bit; raises UnknownNotification."""
    wanted = text.strip().upper().replace("-", "_").removeprefix(_STATUS)
    for notification in NOTIFICATIONS:
        if wanted in (notification.name, str(notification.bit), f"0X{notification.bit:X}"):
            return notification
    raise UnknownNotification(text, closest(wanted, (known.name for known in NOTIFICATIONS)))


def secure_failure_names(mask: int) -> tuple[str, ...]:
    """The names of the bits in a SECURE_FAILURE mask, lowest first."""
    return tuple(flag.name for flag in SECURE_FAILURE_FLAGS if mask & flag.bit)
