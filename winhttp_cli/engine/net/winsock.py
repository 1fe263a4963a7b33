"""Winsock numbers for what the operating system reports.

Promise: `winsock_number(error)` is what option EXTENDED_ERROR answers for an `OSError`, 0 where
Windows has no counterpart. Numbers: winsock2.h (WSAE... = 10000 + the BSD number). Knows nothing
else.
"""

from __future__ import annotations

import errno
import socket

CONNECTION_REFUSED = 10061
CONNECTION_RESET = 10054
TIMED_OUT = 10060
HOST_NOT_FOUND = 11001
TRY_AGAIN = 11002
NO_RECOVERY = 11003
NO_DATA = 11004

_WINSOCK_BY_NAME = {
    "EINTR": 10004,
    "EBADF": 10009,
    "EACCES": 10013,
    "EPERM": 10013,
    "EFAULT": 10014,
    "EINVAL": 10022,
    "EMFILE": 10024,
    "EWOULDBLOCK": 10035,
    "EINPROGRESS": 10036,
    "EALREADY": 10037,
    "ENOTSOCK": 10038,
    "EDESTADDRREQ": 10039,
    "EMSGSIZE": 10040,
    "EPROTOTYPE": 10041,
    "ENOPROTOOPT": 10042,
    "EPROTONOSUPPORT": 10043,
    "EOPNOTSUPP": 10045,
    "EAFNOSUPPORT": 10047,
    "EADDRINUSE": 10048,
    "EADDRNOTAVAIL": 10049,
    "ENETDOWN": 10050,
    "ENETUNREACH": 10051,
    "ENETRESET": 10052,
    "ECONNABORTED": 10053,
    "ECONNRESET": CONNECTION_RESET,
    "EPIPE": CONNECTION_RESET,
    "ENOBUFS": 10055,
    "EISCONN": 10056,
    "ENOTCONN": 10057,
    "ESHUTDOWN": 10058,
    "ETIMEDOUT": TIMED_OUT,
    "ECONNREFUSED": CONNECTION_REFUSED,
    "ELOOP": 10062,
    "ENAMETOOLONG": 10063,
    "EHOSTDOWN": 10064,
    "EHOSTUNREACH": 10065,
}
_WINSOCK_BY_ERRNO = {
    getattr(errno, name): number for name, number in _WINSOCK_BY_NAME.items() if hasattr(errno, name)
}

_WINSOCK_BY_LOOKUP_NAME = {
    "EAI_NONAME": HOST_NOT_FOUND,
    "EAI_NODATA": NO_DATA,
    "EAI_ADDRFAMILY": NO_DATA,
    "EAI_AGAIN": TRY_AGAIN,
    "EAI_FAIL": NO_RECOVERY,
}
_WINSOCK_BY_LOOKUP = {
    getattr(socket, name): number
    for name, number in _WINSOCK_BY_LOOKUP_NAME.items()
    if hasattr(socket, name)
}


def winsock_number(error: BaseException | None) -> int:
    """The Winsock number of `error`, or 0. On Windows the system reports that number itself."""
    if isinstance(error, socket.gaierror):
        return _lookup_number(error)
    if isinstance(error, TimeoutError):
        return TIMED_OUT
    if not isinstance(error, OSError):
        return 0
    native = getattr(error, "winerror", None)
    if isinstance(native, int) and 10000 <= native < 12000:
        return native
    return _WINSOCK_BY_ERRNO.get(error.errno or 0, 0)


def _lookup_number(error: socket.gaierror) -> int:
    number = error.errno or 0
    if 11001 <= number <= 11031:
        return number
    return _WINSOCK_BY_LOOKUP.get(number, HOST_NOT_FOUND)
