"""Windows' general numbers and Winsock's that come up around WinHTTP."""

from __future__ import annotations

from winhttp_cli.knowledge.known_error import KnownError, Library

_WIN32 = Library.WIN32
_SOCKET = Library.WINSOCK
_V = "whttp get URL -v shows which address it was; --query extended_error prints the number."

ERRORS = (
    KnownError(
        5,
        "ERROR_ACCESS_DENIED",
        _WIN32,
        "No right to do that.",
        ("permissions", "TLS below 1.2 on a session opened with secure defaults"),
    ),
    KnownError(
        6, "ERROR_INVALID_HANDLE", _WIN32, "The handle is closed or is none.", ("its parent was closed",)
    ),
    KnownError(
        8,
        "ERROR_NOT_ENOUGH_MEMORY",
        _WIN32,
        "Memory ran out.",
        ("memory", "a WebSocket send buffer below 16 bytes"),
        "whttp ws says so before it sends anything; raise --web-socket-send-buffer-size to 16 or more.",
    ),
    KnownError(14, "ERROR_OUTOFMEMORY", _WIN32, "Memory ran out."),
    KnownError(18, "ERROR_NO_MORE_FILES", _WIN32, "The list has ended."),
    KnownError(50, "ERROR_NOT_SUPPORTED", _WIN32, "Not supported.", ("no network protocol is loaded",)),
    KnownError(
        87,
        "ERROR_INVALID_PARAMETER",
        _WIN32,
        "An argument is wrong.",
        (
            "a value out of range or an undefined flag",
            "a query of an option that can only be set",
            "a body of another length than announced",
        ),
        "whttp config check names the value and where it came from; whttp explain OPTION gives "
        "the range.",
    ),
    KnownError(
        122,
        "ERROR_INSUFFICIENT_BUFFER",
        _WIN32,
        "The buffer is too small; the size that is needed comes back.",
        ("the usual first call of a program that asks for the size",),
    ),
    KnownError(259, "ERROR_NO_MORE_ITEMS", _WIN32, "The list has ended."),
    KnownError(
        997,
        "ERROR_IO_PENDING",
        _WIN32,
        "Not an error: the call goes on, and a notification will tell.",
        ("asynchronous use",),
    ),
    KnownError(1784, "ERROR_INVALID_USER_BUFFER", _WIN32, "The buffer cannot be used."),
    KnownError(
        4317,
        "ERROR_INVALID_OPERATION",
        _WIN32,
        "Not possible in this state.",
        ("authentication schemes asked for when none were offered", "WebSocket calls out of order"),
    ),
    KnownError(
        10013,
        "WSAEACCES",
        _SOCKET,
        "The system does not allow this connection.",
        ("a firewall on this machine", "a policy of the account"),
        _V,
    ),
    KnownError(10048, "WSAEADDRINUSE", _SOCKET, "The local port is taken.", ("ports used up",), _V),
    KnownError(
        10049,
        "WSAEADDRNOTAVAIL",
        _SOCKET,
        "The address cannot be used on this machine.",
        ("--interface with an address that is not ours", "port 0"),
        _V,
    ),
    KnownError(10050, "WSAENETDOWN", _SOCKET, "The network is down.", ("no link",), _V),
    KnownError(
        10051,
        "WSAENETUNREACH",
        _SOCKET,
        "There is no route to that network.",
        ("an IPv6 address on a machine without IPv6", "a missing route"),
        f"{_V} -4 and -6 try one family alone.",
    ),
    KnownError(
        10053,
        "WSAECONNABORTED",
        _SOCKET,
        "This machine broke the connection off.",
        ("a local filter",),
        _V,
    ),
    KnownError(
        10054,
        "WSAECONNRESET",
        _SOCKET,
        "The other side reset the connection.",
        (
            "the server process ended",
            "something in between did not like the request",
            "TLS on a plain port",
        ),
        f"{_V} whttp tls HOST:PORT tells whether TLS is to blame.",
    ),
    KnownError(10055, "WSAENOBUFS", _SOCKET, "Buffers ran out.", ("too many connections",), _V),
    KnownError(
        10060,
        "WSAETIMEDOUT",
        _SOCKET,
        "No answer came in time.",
        ("a firewall that drops packets", "a host that is down"),
        _V,
    ),
    KnownError(
        10061,
        "WSAECONNREFUSED",
        _SOCKET,
        "The host is there, and nothing listens on the port.",
        ("a service that is not running", "a wrong port", "a firewall that refuses"),
        _V,
    ),
    KnownError(10064, "WSAEHOSTDOWN", _SOCKET, "The host is down.", (), _V),
    KnownError(
        10065, "WSAEHOSTUNREACH", _SOCKET, "There is no route to the host.", ("a missing route",), _V
    ),
    KnownError(
        11001,
        "WSAHOST_NOT_FOUND",
        _SOCKET,
        "The name does not exist.",
        ("a typing error", "an internal name asked from outside"),
        _V,
    ),
    KnownError(11002, "WSATRY_AGAIN", _SOCKET, "DNS did not answer.", ("a DNS server out of reach",), _V),
    KnownError(
        11003, "WSANO_RECOVERY", _SOCKET, "DNS refused to answer.", ("a DNS server's policy",), _V
    ),
    KnownError(
        11004,
        "WSANO_DATA",
        _SOCKET,
        "The name exists, without an address of this kind.",
        ("IPv6 only or IPv4 only",),
        f"{_V} -4 and -6 try one family alone.",
    ),
)
