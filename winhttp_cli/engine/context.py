"""What a connection needs to know about the request it carries: plan, way out, end of time.

Promise: travels as one frozen object in `httpcore.Request.extensions["whttp"]`; a request made
without it (stock use of our connections inside httpcore) gets defaults, and nothing is emitted.
Knows no socket.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from winhttp_cli.events import Emit, Event
from winhttp_cli.plan import RequestPlan, Target, Timeouts
from winhttp_cli.record import dataclass

if TYPE_CHECKING:
    from httpcore import Request

#: The key under which httpcore hands a `Context` through to the connection.
EXTENSION = "whttp"

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Context:
    """`deadline` is a `time.monotonic()` value (--max-time), or None for no limit."""

    plan: RequestPlan
    emit: Emit
    deadline: float | None = None


def nowhere(event: Event) -> None:
    """An `Emit` for those who do not listen."""


def context_of(request: Request) -> Context:
    """The context `request` came with, else the defaults with httpcore's own timeouts."""
    context = request.extensions.get(EXTENSION)
    if isinstance(context, Context):
        return context
    return Context(_stock_plan(request), nowhere)


def _stock_plan(request: Request) -> RequestPlan:
    url, limits = request.url, request.extensions.get("timeout", {})
    scheme, host = url.scheme.decode("ascii"), url.host.decode("ascii")
    port = url.port or _DEFAULT_PORTS.get(scheme, 0)
    target = Target(scheme, host, port, url.target.decode("latin-1"))
    timeouts = Timeouts(
        connect=limits.get("connect"),
        send=limits.get("write"),
        receive=limits.get("read"),
        receive_response=None,
    )
    return RequestPlan(request.method.decode("ascii"), target, timeouts=timeouts)
