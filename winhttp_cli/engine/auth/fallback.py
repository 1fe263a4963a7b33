"""Why Negotiate did not become Kerberos: pyspnego tells it to its log alone.

Promise: `with Fallback() as heard` listens for the calls of this thread only, and `reason` is one line,
"" where nothing failed. Nothing is written anywhere, and no token is kept. Must not know HTTP.
"""

from __future__ import annotations

import logging
import re
import threading
from types import TracebackType

_LOG = logging.getLogger("spnego._negotiate")
_FAILED = "Failed to create"


class Fallback(logging.Handler):
    """Keeps the first failure of Kerberos that pyspnego passes over."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.reason = ""
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """ "Failed to create context for SPNEGO protocol kerberos: why" and its kin."""
        if record.thread != self._thread or not str(record.msg).startswith(_FAILED) or self.reason:
            return
        if isinstance(record.args, tuple) and len(record.args) == 2 and record.args[0] == "kerberos":
            self.reason = _shortened(str(record.args[1]))

    def __enter__(self) -> Fallback:
        with _lock:
            _LOG.addHandler(self)
            _LOG.setLevel(logging.DEBUG)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _lock:
            _LOG.removeHandler(self)
            if not _LOG.handlers:
                _LOG.setLevel(logging.NOTSET)


_lock = threading.Lock()


def _shortened(text: str) -> str:
    """The part of a message that names the cause: a GSSAPI error's minor status, a Kerberos error without
    its number."""
    _, found, minor = text.partition("Minor (")
    if found:
        text = minor.partition("): ")[2]
    text = " ".join(text.partition(", Context:")[0].split())
    return re.sub(r" -\d+$", "", text)
