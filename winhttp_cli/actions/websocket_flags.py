"""The flags that only `whttp ws` has, checked."""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.record import dataclass, replace
from winhttp_cli.websocket import MOST_REASON, NO_CODE, WebSocketPlan, may_be_sent

_FOREVER = "forever"


@dataclass(frozen=True, slots=True)
class Flags:
    """`texts` are those of --send; the others as they were typed, None where they were not."""

    texts: tuple[str, ...] = ()
    binary: bool = False
    wait: str | None = None
    count: int | None = None
    close_code: int = 1000
    close_reason: str = ""

    def applied(self, plan: WebSocketPlan) -> WebSocketPlan:
        """`plan` with what was asked for. Raises UsageFault 87."""
        self._check_close()
        if self.count is not None and self.count < 1:
            raise _bad("--count", f"{self.count} messages, 1 is the least")
        return replace(
            plan,
            wait=self._seconds(),
            messages=self.count,
            close_code=self.close_code,
            close_reason=self.close_reason,
        )

    def _seconds(self) -> float | None:
        """One second, unless told; with --count it is the count that ends it."""
        if self.wait is None:
            return None if self.count is not None else 1.0
        if self.wait == _FOREVER:
            return None
        try:
            seconds = float(self.wait)
        except ValueError:
            raise _bad("--wait", f"{self.wait!r} is neither seconds nor {_FOREVER!r}") from None
        if not 0 <= seconds < float("inf"):
            raise _bad("--wait", f"{self.wait} seconds cannot be waited")
        return seconds

    def _check_close(self) -> None:
        """Semantics Q3, behaviour i7; RFC 6455 section 7.4."""
        try:
            size = len(self.close_reason.encode("utf-8"))
        except UnicodeEncodeError:
            raise _bad("--close-reason", "not UTF-8") from None
        if self.close_code != NO_CODE and not may_be_sent(self.close_code):
            raise _bad(
                "--close-code",
                f"{self.close_code} may not be sent",
                "1000 to 1003, 1007 to 1014, 3000 to 4999, or 1005 for a close frame without a code",
            )
        if size > MOST_REASON:
            raise _bad("--close-reason", f"{size} bytes, at most {MOST_REASON} are allowed")
        if size and self.close_code == NO_CODE:
            raise _bad("--close-reason", f"a close frame without a code ({NO_CODE}) has no reason")


def _bad(origin: str, message: str, hint: str = "") -> UsageFault:
    return UsageFault(message, Code.ERROR_INVALID_PARAMETER, origin=origin, hint=hint)
