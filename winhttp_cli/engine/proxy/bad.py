"""Proxies that failed lately, remembered by the session.

Promise: a proxy marked here goes to the end of a list of alternatives for a while, it is never
dropped (with nothing better left it is tried again). Safe to share between threads. WinHTTP keeps such
a memory for automatic proxies and does not document for how long; ours lasts half an hour.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from winhttp_cli.engine.proxy.grammar import Proxy

REMEMBERED_SECONDS = 30 * 60.0


class BadProxies:
    """Which proxies could not be reached, and since when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._since: dict[Proxy, float] = {}

    def mark(self, proxy: Proxy) -> None:
        """`proxy` could not be reached just now."""
        with self._lock:
            self._since[proxy] = self._clock()

    def clear(self, proxy: Proxy) -> None:
        """`proxy` was reached."""
        with self._lock:
            self._since.pop(proxy, None)

    def __contains__(self, proxy: object) -> bool:
        if not isinstance(proxy, Proxy):
            return False
        with self._lock:
            since = self._since.get(proxy)
        return since is not None and self._clock() - since < REMEMBERED_SECONDS
