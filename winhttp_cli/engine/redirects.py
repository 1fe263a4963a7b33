"""Redirects as Windows follows them: which, with which method, with which headers.

Promise: a decision is data (`Follow` or `Give`) or the error WinHTTP ends with; nothing is sent here.
Methods, and 308 from Windows 10 on: behaviour b2 and b3. Default policy: the 302 of a downgrade is
itself returned (b18).
Departure, on the safe side: credentials given by hand stay within their origin (scheme, host, port)
unless the plan forwards them; Windows is believed to send them on (semantics R6).
"""

from __future__ import annotations

from winhttp_cli.engine.message import Hop
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase
from winhttp_cli.events import Reason
from winhttp_cli.headers import has, value_of, without
from winhttp_cli.plan import Header, RedirectMode, RequestPlan, Target
from winhttp_cli.record import dataclass
from winhttp_cli.target import BadUrl, Cracked, join, to_target

#: 304, 305 and 306 are not redirects that WinHTTP follows.
FOLLOWED = frozenset({300, 301, 302, 303, 307, 308})
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
_FRAMING = frozenset({"content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Follow:
    """Send `hop` next; `changes` says what differs from the one before."""

    hop: Hop
    location: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Give:
    """Hand the 3xx to the caller; `why` names the rule."""

    location: str
    why: str


def decide(
    plan: RequestPlan, hop: Hop, status: int, headers: tuple[Header, ...], followed: int
) -> Follow | Give | None:
    """What to do with a response: None when it is no redirect. Raises ExchangeFault 12156 past the
    limit or for a target that cannot be followed, 12150 without a Location."""
    if status not in FOLLOWED:
        return None
    location = value_of(headers, "location")
    policy = plan.redirects
    if not policy.enabled:
        return Give(location or "", "disable-feature redirects")
    if policy.mode is RedirectMode.NEVER:
        return Give(location or "", "redirect-policy never")
    if status == 308 and not policy.follows_308:
        return Give(location or "", "308 is followed from Windows 10 on")
    if location is None:
        raise _broken(f"{status} without a Location header", Code.ERROR_WINHTTP_HEADER_NOT_FOUND)
    cracked = _cracked(hop.target, location)
    target = _target_of(cracked, hop.target.unix_socket)
    if _is_downgrade(hop.target, target) and policy.mode is not RedirectMode.ALWAYS:
        return Give(location, "redirect-policy disallow-https-to-http")
    if followed >= policy.maximum:
        raise _broken(
            f"more than {policy.maximum} redirects, the last one to {target.url}",
            Code.ERROR_WINHTTP_REDIRECT_FAILED,
            hint="raise --max-http-automatic-redirects, or look with --redirect-policy never",
        )
    changes = () if cracked.user_info is None else ("user information of the Location dropped",)
    return next_hop(plan, hop, status, target, location, changes)


def _is_downgrade(old: Target, new: Target) -> bool:
    return old.is_secure and not new.is_secure


def _cracked(base: Target, location: str) -> Cracked:
    try:
        return join(base, _as_text(location))
    except BadUrl as bad:
        raise _not_followed(bad) from None


def _target_of(cracked: Cracked, unix_socket: str) -> Target:
    """A Unix socket that takes the place of every host takes the next one's as well."""
    try:
        return to_target(cracked, unix_socket=unix_socket)
    except BadUrl as bad:
        raise _not_followed(bad) from None


def _not_followed(bad: BadUrl) -> ExchangeFault:
    return _broken(
        f"the redirect's Location cannot be followed: {bad.message}",
        Code.ERROR_WINHTTP_REDIRECT_FAILED,
    )


def _as_text(location: str) -> str:
    """Header octets above ASCII arrive as Latin-1; where they are UTF-8 they are read as such."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def next_hop(
    plan: RequestPlan,
    hop: Hop,
    status: int,
    target: Target,
    location: str,
    so_far: tuple[str, ...] = (),
) -> Follow:
    """The request that a redirect with `status` to `target` leads to. Raises ExchangeFault 12032 where
    the body would have to be sent again and cannot."""
    method = method_after(status, hop.method)
    headers, body, changes = hop.headers, hop.body, list(so_far)
    if method != hop.method:
        changes.append(f"{hop.method} became {method}")
        headers = without(headers, _FRAMING)
        if body is not None:
            changes.append("body dropped")
        body = None
    if target.origin != hop.target.origin:
        headers = _across_origins(plan, headers, changes)
        changes += _token_across_origins(plan, hop.target, target)
        changes += _login_across_origins(plan, hop.target, headers)
    if body is not None and not body.is_replayable:
        raise ExchangeFault(
            f"{status} asks for the body again, and it came from a stream",
            Code.ERROR_WINHTTP_RESEND_REQUEST,
            Phase.SEND,
            hint="give the body as a file: -d @FILE",
        )
    return Follow(Hop(target, method, headers, body, Reason.REDIRECT), location, tuple(changes))


def _across_origins(
    plan: RequestPlan, headers: tuple[Header, ...], changes: list[str]
) -> tuple[Header, ...]:
    """What the caller's headers lose on the way to another origin."""
    names = [name for name, _ in headers if name.lower() in _CREDENTIALS]
    if names and plan.redirects.forward_credentials:
        changes.append(f"{', '.join(names)} sent on to another origin (forward-credentials)")
    elif names:
        changes.append(f"{', '.join(names)} not sent to another origin; WinHTTP would send it")
        headers = without(headers, _CREDENTIALS)
    if has(headers, "host"):
        changes.append("Host of the caller replaced")
    return without(headers, frozenset({"host"}))


def _login_across_origins(
    plan: RequestPlan, left: Target, headers: tuple[Header, ...]
) -> tuple[str, ...]:
    """What becomes of a user name and password when the chain leaves the origin they are for."""
    auth = plan.auth
    has_login = auth.enabled and auth.username is not None and auth.password is not None
    if not has_login or left.origin != plan.target.origin or has(headers, "authorization"):
        return ()
    if plan.redirects.forward_credentials:
        return ("user name and password may go to another origin (forward-credentials)",)
    return ("user name and password kept from another origin; what WinHTTP does is not documented",)


def _token_across_origins(plan: RequestPlan, left: Target, target: Target) -> tuple[str, ...]:
    """What becomes of a bearer token there; over plain http it goes only where that was allowed."""
    auth = plan.auth
    if auth.bearer is None or left.origin != plan.target.origin:
        return ()
    if plan.redirects.forward_credentials and (target.is_secure or auth.bearer_over_http):
        return ("the bearer token sent on to another origin (forward-credentials)",)
    return ("the bearer token kept from another origin",)


def method_after(status: int, method: str) -> str:
    """The method of the next hop (behaviour b2, seen on Windows)."""
    if status in (300, 301, 302):
        return "GET" if method == "POST" else method
    if status == 303:
        return method if method in ("GET", "HEAD") else "GET"
    return method


def _broken(message: str, code: Code, hint: str = "") -> ExchangeFault:
    return ExchangeFault(message, code, Phase.RECEIVE, status=ExitStatus.REDIRECT, hint=hint)
