"""The request head as WinHTTP composes it: which lines, in which order.

Promise: the lines returned are what goes on the wire, byte for byte. Windows' order (behaviour a2):
Cache-Control, Connection, Pragma, the caller's headers in call order, User-Agent, Content-Length,
Host last. A caller's own Host, User-Agent or Connection takes the automatic one's place (a13).
Knows no socket and no option.
"""

from __future__ import annotations

from winhttp_cli.events import Reason
from winhttp_cli.headers import has, without
from winhttp_cli.headers import is_chunked as coded_as_chunked
from winhttp_cli.plan import Body, Header, RequestPlan, Target
from winhttp_cli.record import dataclass, replace

#: Methods that carry Content-Length even without a body (behaviour a7).
_ALWAYS_WITH_LENGTH = frozenset({"POST", "PUT"})


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a chain: what redirects and challenges may change. `credentials` are the lines
    that answer a challenge; they are for this hop alone, and what is for a proxy is for that `proxy`
    alone (the text of its route). One that `is_bound` makes sense only on the connection that the
    challenge came by (semantics A20); `needs_http1` where logging on does (A25)."""

    target: Target
    method: str
    headers: tuple[Header, ...]
    body: Body | None
    reason: Reason = Reason.INITIAL
    credentials: tuple[Header, ...] = ()
    proxy: str = ""
    is_bound: bool = False
    needs_http1: bool = False

    @classmethod
    def first(cls, plan: RequestPlan) -> Hop:
        return cls(plan.target, plan.method, plan.headers, plan.body)

    def answers_by(self, route: str) -> tuple[Header, ...]:
        """The `credentials` that may go out by a route: a proxy's go to no other proxy and no server."""
        is_asked = route == self.proxy
        return self.credentials if is_asked else without(self.credentials, ("proxy-authorization",))

    def again(self, reason: Reason) -> Hop:
        """The same request, sent once more for `reason`."""
        return replace(self, reason=reason)


def compose(plan: RequestPlan, hop: Hop, added: tuple[Header, ...] = ()) -> tuple[Header, ...]:
    """The header lines of `hop`. `added` are those the stack makes for this hop (Cookie,
    Authorization, Accept-Encoding); one the caller also gave is replaced at the caller's place."""
    caller, rest = _merged(hop.headers, added) if added else (hop.headers, added)
    given = {name.lower() for name, _ in caller}
    lines: list[Header] = []
    if plan.refresh and "cache-control" not in given:
        lines.append(("Cache-Control", "no-cache"))
    if "connection" not in given:
        lines.append(("Connection", _connection(plan)))
    if plan.refresh and "pragma" not in given:
        lines.append(("Pragma", "no-cache"))
    lines += caller
    lines += rest
    if plan.user_agent is not None and "user-agent" not in given:
        lines.append(("User-Agent", plan.user_agent))
    lines += framing(hop.method, caller, hop.body)
    if "host" not in given:
        lines.append(("Host", hop.target.authority))
    return without(tuple(lines), plan.left_out) if plan.left_out else tuple(lines)


def _connection(plan: RequestPlan) -> str:
    """A request for an upgrade says only that (behaviour i1)."""
    if plan.web_socket is not None:
        return "Upgrade"
    return "Keep-Alive" if plan.keep_alive else "Close"


def stack_lines(plan: RequestPlan) -> tuple[Header, ...]:
    """The lines that the plan alone makes: Accept-Encoding for DECOMPRESSION, in the words WinHTTP was
    seen to send, "gzip, deflate" (semantics B2)."""
    if not plan.decompress:
        return ()
    order = ("gzip", "deflate", "br", "zstd")
    return (("Accept-Encoding", ", ".join(coding for coding in order if coding in plan.decompress)),)


def _merged(
    caller: tuple[Header, ...], added: tuple[Header, ...]
) -> tuple[tuple[Header, ...], tuple[Header, ...]]:
    """The caller's lines with those of the stack in their place, and the stack's others."""
    replacing = {name.lower(): (name, value) for name, value in added}
    lines: list[Header] = []
    for name, value in caller:
        if name.lower() not in replacing:
            lines.append((name, value))
            continue
        own = replacing[name.lower()]
        if own not in lines:
            lines.append(own)
    return tuple(lines), tuple(line for line in added if line not in lines)


def framing(method: str, caller: tuple[Header, ...], body: Body | None) -> tuple[Header, ...]:
    """The line that says how long the body is, where the caller did not say it (behaviour a7, a8,
    a24)."""
    if has(caller, "transfer-encoding") or has(caller, "content-length"):
        return ()
    if body is not None and is_chunked(caller, body):
        return (("Transfer-Encoding", "chunked"),)
    length = body.length if body is not None else 0
    if length or method in _ALWAYS_WITH_LENGTH:
        return (("Content-Length", str(length)),)
    return ()


def is_chunked(headers: tuple[Header, ...], body: Body) -> bool:
    """Whether the body goes out in chunks: the caller's header says so, else its length decides."""
    if has(headers, "transfer-encoding"):
        return coded_as_chunked(headers)
    return body.chunked or (body.length is None and not has(headers, "content-length"))
