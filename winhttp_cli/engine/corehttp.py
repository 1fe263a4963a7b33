"""The one door to httpcore.

Promise: every other file of the engine takes httpcore's names from here. The sync half is loaded
without running httpcore's `__init__`, which loads the asyncio half, anyio, trio, h11, certifi and ssl
as well (measured: 113 ms more, 257 where anyio and trio are installed). Where the installed layout is
not the one this file knows, a plain `import httpcore` takes its place. Either way the classes are the
real ones: a later `import httpcore` in the same process runs its `__init__` over the modules loaded
here and exposes the same objects.

Must not know: sockets, TLS, anything of ours. The HTTP/2 and HTTP/1.1 connections of httpcore are not
loaded until their function below is called.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

from winhttp_cli.later import postpone

if TYPE_CHECKING:
    from httpcore import (
        SOCKET_OPTION,
        URL,
        ConnectError,
        ConnectionInterface,
        ConnectionNotAvailable,
        ConnectionPool,
        ConnectTimeout,
        HTTP2Connection,
        HTTP11Connection,
        LocalProtocolError,
        NetworkBackend,
        NetworkError,
        NetworkStream,
        Origin,
        PoolTimeout,
        ProtocolError,
        ProxyError,
        ReadError,
        ReadTimeout,
        RemoteProtocolError,
        Request,
        Response,
        TimeoutException,
        UnsupportedProtocol,
        WriteError,
        WriteTimeout,
    )

__all__ = [
    "SOCKET_OPTION",
    "URL",
    "ConnectError",
    "ConnectTimeout",
    "ConnectionInterface",
    "ConnectionNotAvailable",
    "ConnectionPool",
    "LocalProtocolError",
    "NetworkBackend",
    "NetworkError",
    "NetworkStream",
    "Origin",
    "PoolTimeout",
    "ProtocolError",
    "ProxyError",
    "ReadError",
    "ReadTimeout",
    "RemoteProtocolError",
    "Request",
    "Response",
    "TimeoutException",
    "UnsupportedProtocol",
    "WriteError",
    "WriteTimeout",
    "http2_connection",
    "http11_connection",
]

_NAMES_BY_MODULE = {
    "_exceptions": (
        "ConnectError",
        "ConnectTimeout",
        "ConnectionNotAvailable",
        "LocalProtocolError",
        "NetworkError",
        "PoolTimeout",
        "ProtocolError",
        "ProxyError",
        "ReadError",
        "ReadTimeout",
        "RemoteProtocolError",
        "TimeoutException",
        "UnsupportedProtocol",
        "WriteError",
        "WriteTimeout",
    ),
    "_models": ("URL", "Origin", "Request", "Response"),
    "_backends.base": ("SOCKET_OPTION", "NetworkBackend", "NetworkStream"),
    "_sync.interfaces": ("ConnectionInterface",),
    "_sync.connection_pool": ("ConnectionPool",),
}

# Modules that httpcore imports at its top and uses only in annotations or in paths we never take.
_LATER = ("ssl", "anyio", "trio")

# Packages whose `__init__` is passed over.
_SKELETONS = ("httpcore", "httpcore._sync")


class UnknownLayoutError(Exception):
    """The installed httpcore is not laid out as this file knows it."""


def _skeleton(name: str) -> ModuleType:
    """The package module `name`, findable but with its `__init__` not run."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.submodule_search_locations is None:
        raise UnknownLayoutError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    return module


@contextmanager
def _skeletons() -> Iterator[None]:
    """Inside, httpcore's packages are importable without their `__init__`; afterwards they are gone
    again, so that a plain `import httpcore` does the usual thing."""
    absent = [name for name in _SKELETONS if name not in sys.modules]
    try:
        for name in absent:
            _skeleton(name)
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


def _stock_connection(*arguments: Any, **options: Any) -> Any:
    """httpcore's own HTTPConnection, for a pool whose `create_connection` is not ours."""
    return importlib.import_module("httpcore").HTTPConnection(*arguments, **options)


def _load_pool() -> None:
    """`_sync.connection_pool` without `_sync.connection`, which would load h11, certifi and ssl."""
    name = "httpcore._sync.connection"
    if name in sys.modules:
        importlib.import_module("httpcore._sync.connection_pool")
        return
    stand_in = ModuleType(name)
    stand_in.__dict__["HTTPConnection"] = _stock_connection
    sys.modules[name] = stand_in
    try:
        importlib.import_module("httpcore._sync.connection_pool")
    finally:
        del sys.modules[name]


def _load_sync_half() -> dict[str, Any]:
    postpone(*_LATER)
    found: dict[str, Any] = {}
    with _skeletons():
        _load_pool()
        for module_name, names in _NAMES_BY_MODULE.items():
            module = importlib.import_module(f"httpcore.{module_name}")
            found.update({name: getattr(module, name) for name in names})
    return found


def _load_plainly() -> dict[str, Any]:
    package = importlib.import_module("httpcore")
    return {name: getattr(package, name) for names in _NAMES_BY_MODULE.values() for name in names}


def _forget_half_loaded() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "httpcore"]:
        del sys.modules[name]


def _load() -> dict[str, Any]:
    if "httpcore" in sys.modules:
        return _load_plainly()
    try:
        return _load_sync_half()
    except (ImportError, AttributeError, UnknownLayoutError):
        _forget_half_loaded()
        return _load_plainly()


def http2_connection() -> type[HTTP2Connection]:
    """httpcore's HTTP/2 connection; loads h2."""
    with _skeletons():
        module = importlib.import_module("httpcore._sync.http2")
    found: type[HTTP2Connection] = module.HTTP2Connection
    return found


def http11_connection() -> type[HTTP11Connection]:
    """httpcore's HTTP/1.1 connection; loads h11."""
    with _skeletons():
        module = importlib.import_module("httpcore._sync.http11")
    found: type[HTTP11Connection] = module.HTTP11Connection
    return found


if not TYPE_CHECKING:
    globals().update(_load())
