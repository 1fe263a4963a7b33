"""--retry: the same request again after a failure that may pass.

Promise: only methods that are safe to repeat (RFC 9110 section 9.2.2) and bodies that can be read
twice; nothing of an answer that is retried reaches the user; the pause grows, and is as long as
Retry-After says where the answer names a time, at most `LONGEST` seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from winhttp_cli.errors import Code, ExchangeFault, WhttpError
from winhttp_cli.events import Emit, Note, Sink
from winhttp_cli.headers import value_of
from winhttp_cli.plan import RequestPlan
from winhttp_cli.report.model import Response

LONGEST = 300.0
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_CODES = frozenset(
    {
        Code.ERROR_WINHTTP_TIMEOUT,
        Code.ERROR_WINHTTP_CANNOT_CONNECT,
        Code.ERROR_WINHTTP_CONNECTION_ERROR,
        Code.ERROR_WINHTTP_NAME_NOT_RESOLVED,
    }
)


class _AnswerMayPass(Exception):
    """The answer's status is one that may pass; its body is not wanted."""


class Retrying:
    """Sends a plan up to 1 + `times` times. `response` gives the answer under way."""

    def __init__(
        self,
        plan: RequestPlan,
        times: int,
        emit: Emit,
        response: Callable[[], Response | None],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        is_safe = plan.method in _METHODS and (plan.body is None or plan.body.is_replayable)
        self._left = times if is_safe else 0
        self._emit = emit
        self._response = response
        self._pause = pause
        self._seconds = 1.0
        self._delivered = False

    def run(self, send: Callable[[Sink], None], sink: Sink) -> None:
        """Calls `send` with a sink that lets nothing of a retried answer through. Raises WhttpError."""
        while True:
            try:
                send(self._gate(sink))
                self._check()
                return
            except _AnswerMayPass:
                response = self._response()
                why = f"status {response.status}" if response is not None else "no answer"
                self._wait(why, _retry_after(response))
            except ExchangeFault as fault:
                if not self._may_pass(fault):
                    raise
                self._wait(fault.message, None)

    def _gate(self, sink: Sink) -> Sink:
        if self._left == 0:
            return sink

        def gated(piece: bytes) -> None:
            if not self._delivered:
                self._check()
                self._delivered = True
            sink(piece)

        return gated

    def _check(self) -> None:
        response = self._response()
        if self._left and not self._delivered and response is not None and response.status in _STATUSES:
            raise _AnswerMayPass

    def _may_pass(self, fault: WhttpError) -> bool:
        return self._left > 0 and not self._delivered and fault.code in _CODES

    def _wait(self, why: str, seconds: float | None) -> None:
        self._left -= 1
        pause = min(self._seconds if seconds is None else seconds, LONGEST)
        self._seconds *= 2
        self._emit(Note(text=f"{why}; trying again in {pause:g} s"))
        self._pause(pause)


def _retry_after(response: Response | None) -> float | None:
    """Seconds that Retry-After asks for (RFC 9110 section 10.2.3), None where it says nothing usable."""
    value = value_of(response.headers, "retry-after") if response is not None else None
    if value is None:
        return None
    if value.isascii() and value.isdigit():
        return float(value)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
