"""Foreign exceptions become ours, once, at the engine's border.

Promise: `translate` turns whatever httpcore, h2, OpenSSL or the operating system raised into one
`WhttpError` with WinHTTP's number (behaviour d1 to d17, semantics T5). Errors that are ours already
pass unchanged, also when they are the cause of httpcore's. Loads neither OpenSSL nor h2: an exception
of theirs can only arrive when they are loaded.
"""

from __future__ import annotations

from winhttp_cli.engine import corehttp
from winhttp_cli.engine.net.winsock import TIMED_OUT, winsock_number
from winhttp_cli.errors import (
    Code,
    ExchangeFault,
    ExitStatus,
    InternalFault,
    Phase,
    Timer,
    UsageFault,
    WhttpError,
)

_TIMERS: tuple[tuple[type[Exception], Timer, str], ...] = (
    (corehttp.ConnectTimeout, Timer.CONNECT, "timed out connecting"),
    (corehttp.WriteTimeout, Timer.SEND, "timed out sending: the peer takes no more bytes"),
    (corehttp.ReadTimeout, Timer.RECEIVE, "timed out receiving: the peer sends no more bytes"),
    (corehttp.PoolTimeout, Timer.CONNECT, "timed out waiting for a free connection"),
)

_BROKEN = Code.ERROR_WINHTTP_CONNECTION_ERROR
_NOT_HTTP = Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE
_EXCHANGE: tuple[tuple[type[Exception], Code, str], ...] = (
    (corehttp.ConnectError, Code.ERROR_WINHTTP_CANNOT_CONNECT, "cannot connect"),
    (corehttp.WriteError, _BROKEN, "the connection broke while sending"),
    (corehttp.ReadError, _BROKEN, "the connection broke while receiving"),
    (corehttp.RemoteProtocolError, _NOT_HTTP, "the peer broke the protocol"),
    (corehttp.ProxyError, Code.ERROR_WINHTTP_CANNOT_CONNECT, "the proxy refused"),
)
# httpcore's words for a connection closed before the answer: 12030, not 12152 (behaviour d8).
_DISCONNECTED = "Server disconnected"

#: What a library may raise through a connection of ours.
FOREIGN = (
    corehttp.TimeoutException,
    corehttp.NetworkError,
    corehttp.ProtocolError,
    corehttp.ProxyError,
    corehttp.UnsupportedProtocol,
    OSError,
)

_TLS_MODULES = frozenset({"OpenSSL", "ssl", "_ssl"})
_HTTP2_MODULES = frozenset({"h2", "hpack", "hyperframe"})


def translate(error: Exception, phase: Phase) -> WhttpError:
    """The `WhttpError` for `error`, which ended an exchange in `phase`. Raises nothing."""
    ours = _ours_within(error)
    if ours is not None:
        return ours
    return _from_httpcore(error, phase) or _from_others(error, phase)


def _ours_within(error: BaseException) -> WhttpError | None:
    """Ours, where `error` is it or was raised from it; httpcore's pool raises "from None", which leaves
    only the context."""
    cause: BaseException | None = error
    for _ in range(10):
        if cause is None or isinstance(cause, WhttpError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def _from_httpcore(error: Exception, phase: Phase) -> WhttpError | None:
    for kind, timer, message in _TIMERS:
        if isinstance(error, kind):
            return _timeout(message, phase, timer)
    if isinstance(error, corehttp.UnsupportedProtocol):
        return UsageFault(_one_line(error), Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME)
    for kind, code, message in _EXCHANGE:
        if isinstance(error, kind):
            if str(error).startswith(_DISCONNECTED):
                code, message = _BROKEN, ""
            return ExchangeFault(_joined(message, error), code, phase, extended=_extended(error))
    return None


def _from_others(error: Exception, phase: Phase) -> WhttpError:
    room = type(error).__module__.partition(".")[0]
    if isinstance(error, OSError) and room not in _TLS_MODULES:
        return _from_system(error, phase)
    if room in _TLS_MODULES:
        code = Code.ERROR_WINHTTP_SECURE_CHANNEL_ERROR
        return ExchangeFault(_joined("TLS failed", error), code, phase)
    if room in _HTTP2_MODULES:
        return ExchangeFault(_joined("the peer broke HTTP/2", error), _NOT_HTTP, phase)
    return InternalFault(f"{type(error).__name__}: {_one_line(error)}")


def _from_system(error: OSError, phase: Phase) -> WhttpError:
    number = winsock_number(error)
    if phase is Phase.FILE or error.filename is not None:
        name = f"{error.filename}: " if error.filename is not None else ""
        return ExchangeFault(f"{name}{error.strerror or error}", None, Phase.FILE, status=ExitStatus.FILE)
    if isinstance(error, TimeoutError):
        return _timeout("timed out", phase, Timer.CONNECT if phase is Phase.CONNECT else Timer.RECEIVE)
    code = Code.ERROR_WINHTTP_CANNOT_CONNECT if phase is Phase.CONNECT else _BROKEN
    return ExchangeFault(_joined("the connection failed", error), code, phase, extended=number)


def _timeout(message: str, phase: Phase, timer: Timer) -> ExchangeFault:
    code = Code.ERROR_WINHTTP_TIMEOUT
    return ExchangeFault(message, code, phase, timer=timer, extended=TIMED_OUT)


def _extended(error: BaseException) -> int:
    """The Winsock number of the `OSError` behind `error`, or 0."""
    cause: BaseException | None = error
    for _ in range(10):
        if cause is None or isinstance(cause, OSError):
            return winsock_number(cause)
        cause = cause.__cause__ or cause.__context__
    return 0


def _joined(message: str, error: BaseException) -> str:
    detail = _one_line(error)
    return f"{message}: {detail}" if message and detail else message or detail


def _one_line(error: BaseException) -> str:
    """What `error` says, as one line of at most 300 characters; its words may be a server's."""
    return " ".join(str(error).split())[:300]
