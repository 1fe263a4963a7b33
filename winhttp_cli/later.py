"""Modules that are executed when the first of their names is asked for, and not before.

Promise: `postpone` spares a run what a library imports at its top and this run will not use; whoever
does use it notices nothing. Only for modules of others: ours are imported where they are needed.
Knows no module by name.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import SourceFileLoader, SourcelessFileLoader
from threading import RLock
from types import ModuleType
from typing import Any

_lock = RLock()


_RUNNING = "__whttp_running__"


class _LaterModule(ModuleType):
    """`importlib.util.LazyLoader` will not do: a second `import` statement asks for `__spec__`, which
    makes it load. Here the module's own metadata is ordinary and only missing names trigger."""

    def __getattr__(self, name: str) -> Any:
        with _lock:
            if self.__class__ is _LaterModule and _RUNNING not in self.__dict__:
                self._run()
        if self.__class__ is _LaterModule and name not in self.__dict__:
            # asked for by itself, or by what it imports, before it was there
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(self, name)

    def _run(self) -> None:
        """As an import would: other threads wait; an error is raised, again at the next use."""
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__dict__[_RUNNING] = True
        try:
            self.__spec__.loader.exec_module(self)
            self.__class__ = ModuleType  # type: ignore[assignment]  # from here on an ordinary module
        finally:
            del self.__dict__[_RUNNING]


def postpone(*names: str) -> None:
    """Puts a stand-in for each module into `sys.modules`, unless it is there or is not installed, or is
    compiled: a module of C has its functions before it has been executed, and they crash."""
    for name in names:
        spec = importlib.util.find_spec(name) if name not in sys.modules else None
        if spec is None or not isinstance(spec.loader, SourceFileLoader | SourcelessFileLoader):
            continue
        module = importlib.util.module_from_spec(spec)
        module.__class__ = _LaterModule
        sys.modules[name] = module
