"""The one door to wsproto: its frame decoder and encoder, and nothing of its HTTP half.

Promise: `wsproto.frame_protocol` needs no other module of the package, whose `__init__` loads h11 and
dataclasses (measured: 26 ms more); so it is loaded without running that. Where the installed layout is
not the one this file knows, a plain import takes its place. Either way the classes are the real ones.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsproto.frame_protocol import (
        Frame,
        FrameDecoder,
        FrameProtocol,
        Header,
        MessageDecoder,
        Opcode,
        ParseFailed,
    )

__all__ = [
    "Frame",
    "FrameDecoder",
    "FrameProtocol",
    "Header",
    "MessageDecoder",
    "Opcode",
    "ParseFailed",
]

_PACKAGE, _MODULE = "wsproto", "wsproto.frame_protocol"


def _load() -> ModuleType:
    if _PACKAGE in sys.modules:
        return importlib.import_module(_MODULE)
    try:
        return _load_alone()
    except ImportError:
        return importlib.import_module(_MODULE)


def _load_alone() -> ModuleType:
    """The module with its package in place but not run; the package is gone again afterwards, so that a
    plain import does the usual thing."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None:
        raise ImportError(_PACKAGE)
    sys.modules[_PACKAGE] = importlib.util.module_from_spec(spec)
    try:
        return importlib.import_module(_MODULE)
    finally:
        del sys.modules[_PACKAGE]


if not TYPE_CHECKING:
    _found = _load()
    globals().update({name: getattr(_found, name) for name in __all__})
