"""WinHTTP's three handles: what may be set where, and what a child inherits.

Promise: a value set on a handle is seen by the children made afterwards and by nothing else
(semantics H1). whttp opens the session, then the connection, then the request, and sets each value
before the handle's children exist, so a session value reaches the request unless the request has its
own. Setting an option on a handle that WinHTTP does not allow is 12018.
"""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.option import AnyOption, Handle

#: The handle named by a word of the user's.
BY_WORD = {
    "null": Handle.NULL,
    "session": Handle.SESSION,
    "connect": Handle.CONNECT,
    "request": Handle.REQUEST,
    "websocket": Handle.WEBSOCKET,
}


def check(option: AnyOption, handle: Handle, origin: str) -> None:
    """Refuses a handle of the wrong kind. Raises UsageFault 12018."""
    if option.number is None:
        raise UsageFault(
            f"{origin}: {option.key} is whttp's own option and belongs to no handle",
            Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE,
            origin=origin,
        )
    if not handle & option.handles:
        raise UsageFault(
            f"{origin}: {option.winhttp_name} cannot be set on a {name_of(handle)} handle",
            Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE,
            origin=origin,
            hint=f"it belongs to: {', '.join(names_of(option.handles))}",
        )


def home_of(option: AnyOption) -> Handle:
    """The handle whttp sets an option on when none is named: the highest one that may hold it."""
    for handle in (Handle.NULL, Handle.SESSION, Handle.CONNECT, Handle.REQUEST, Handle.WEBSOCKET):
        if handle & option.handles:
            return handle
    return Handle.REQUEST


def name_of(handle: Handle) -> str:
    """The word for one handle kind."""
    return (handle.name or "unknown").lower()


def names_of(handles: Handle) -> list[str]:
    """The words for a set of handle kinds, highest first."""
    return [name_of(handle) for handle in handles]
