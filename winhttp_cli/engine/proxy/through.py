"""A stream by a route: straight, to a proxy, or through one.

Promise: `connect` gives the stream on which the request is spoken. For a direct route and for a tunnel
that is the way to the server, TLS not yet begun; for plain http through an HTTP proxy it is the proxy
itself, and the request is written in absolute form (`speaks_absolute_form`). TLS to an https proxy
happens here, with checks of its own: no client certificate goes to a proxy (semantics X13), and what
is forgiven of the server is not forgiven of the proxy. An unreachable proxy ends with status 9. Must
not know pools.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from winhttp_cli.engine.auth.choice import STRONGEST_FIRST
from winhttp_cli.engine.auth.login import HALF_A_LOGIN, Login
from winhttp_cli.engine.auth.scheme import Credentials, SignedIn
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.net.dial import dial
from winhttp_cli.engine.proxy.grammar import Proxy, ProxyScheme
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.socks5 import negotiate
from winhttp_cli.engine.proxy.tunnel import Tunnel, authority_form
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase
from winhttp_cli.events import Emit, Event, Note, TunnelOpened, WithProxy
from winhttp_cli.login_facts import Autologon
from winhttp_cli.plan import NO_FAULT, ProxyPolicy, Target, TlsPolicy
from winhttp_cli.record import dataclass, replace

NextNumber = Callable[[], int]


class Secure(Protocol):
    """Begins TLS on a stream, for `host`, by `policy`; the session's, which loads TLS only when asked."""

    def __call__(
        self, stream: NetworkStream, host: str, policy: TlsPolicy, context: Context
    ) -> NetworkStream: ...


@dataclass(frozen=True, slots=True)
class Means:
    """What connecting needs besides the plan: the session's connection numbers and its TLS."""

    next_number: NextNumber
    secure: Secure


def speaks_absolute_form(route: Route, target: Target) -> bool:
    """Whether the request line carries the whole URL: plain http to an HTTP proxy (behaviour e7)."""
    if route.proxy is None or route.tunnels or target.is_secure:
        return False
    return route.proxy.scheme is not ProxyScheme.SOCKS5


def request_target(route: Route, target: Target) -> str:
    """The request line's target: absolute through a proxy, `:80` left out (behaviour e7) and an IPv6
    zone as well (RFC 6874 section 4), or just the path."""
    if not speaks_absolute_form(route, target):
        return target.path
    return replace(target, host=target.host.partition("%")[0]).url if ":" in target.host else target.url


def credentials_for(route: Route, policy: ProxyPolicy) -> Credentials | None:
    """Who to be at the proxy: PROXY_USERNAME and PROXY_PASSWORD, else what the environment variable
    that named the proxy carried; both parts are needed (behaviour f20)."""
    if policy.username is not None and policy.password is not None:
        return Credentials(policy.username, policy.password)
    if route.username is not None and route.password is not None:
        return Credentials(route.username, route.password)
    return None


def login_at(
    route: Route,
    policy: ProxyPolicy,
    autologon: Autologon = Autologon.NOBODY,
) -> Login:
    """How a 407 of the route's HTTP proxy is answered, by the scheme that was named, else by the
    strongest on offer. Where neither the options nor the proxy's own URL name anybody, the signed-in
    user's own credentials are tried unless `autologon` is for nobody, proxies being trusted (semantics
    A17), and the shared store last (A26)."""
    schemes = (policy.scheme,) if policy.scheme else STRONGEST_FIRST
    if any((policy.username, policy.password, route.username, route.password)):
        return Login(credentials_for(route, policy), schemes, refusal=HALF_A_LOGIN)
    identity = None if autologon is Autologon.NOBODY else SignedIn()
    refusal = "nobody is named, and autologon-policy high keeps your own credentials here"
    if route.proxy is None or not policy.shared:
        return Login(identity, schemes, refusal=refusal)
    # few runs have anything in it
    from winhttp_cli.engine.auth.shared import for_proxy

    entries = for_proxy(policy.shared, route.proxy.host, route.proxy.port)
    return Login(identity, schemes, entries, refusal)


def connect(route: Route, target: Target, context: Context, means: Means) -> NetworkStream:
    """The stream for a request to `target` by `route`. Raises ExchangeFault; ConnectRefused where a
    proxy answered CONNECT with anything but 2xx."""
    if route.proxy is None:
        return _dial(_Place(target.host, target.port, target.unix_socket), context, means)
    proxy = route.proxy
    if proxy.scheme is ProxyScheme.SOCKS5:
        return _by_socks(proxy, route, target, context, means)
    if speaks_absolute_form(route, target):
        return _to_proxy(proxy, context, means)
    auth = context.plan.auth
    login = login_at(route, context.plan.proxy, auth.autologon) if auth.enabled else Login(None)
    tunnel = Tunnel(proxy, target, login, lambda: _to_proxy(proxy, context, means))
    return tunnel.open(context)


@dataclass(frozen=True, slots=True)
class _Place:
    host: str
    port: int
    unix_socket: str = ""


def _dial(place: _Place, context: Context, means: Means) -> NetworkStream:
    return dial(
        place.host,
        place.port,
        network=context.plan.network,
        timeouts=context.plan.timeouts,
        emit=context.emit,
        deadline=context.deadline,
        unix_socket=place.unix_socket,
        next_number=means.next_number,
    )


def _to_proxy(proxy: Proxy, context: Context, means: Means) -> NetworkStream:
    """A stream to the proxy, in TLS where its scheme is https."""
    try:
        stream = _dial(_Place(proxy.host, proxy.port), context, means)
    except ExchangeFault as fault:
        raise _unreachable(proxy, fault) from fault
    if proxy.scheme is not ProxyScheme.HTTPS:
        return stream
    try:
        told = replace(context, emit=_told_of(proxy, context.emit))
        return means.secure(stream, proxy.host, proxy_policy(context.plan.tls), told)
    except ExchangeFault as fault:
        stream.close()
        raise _not_secured(proxy, fault) from fault


def _told_of(proxy: Proxy, emit: Emit) -> Emit:
    """An `emit` for the handshake with the proxy itself."""

    def tell(event: Event) -> None:
        emit(event if isinstance(event, Note) else WithProxy(at=event.at, proxy=proxy.url, event=event))

    return tell


def proxy_policy(policy: TlsPolicy) -> TlsPolicy:
    """The TLS policy towards a proxy: the server's, but with nothing forgiven, no client certificate
    (semantics X13) and the proxy's own name."""
    return replace(policy, client_certificate=None, forgiven=NO_FAULT, server_name=None)


def _by_socks(
    proxy: Proxy, route: Route, target: Target, context: Context, means: Means
) -> NetworkStream:
    stream = _to_proxy(proxy, context, means)
    credentials = credentials_for(route, context.plan.proxy)
    try:
        negotiate(Wire(stream, context), target.host, target.port, credentials)
    except ExchangeFault as fault:
        stream.close()
        raise _unreachable(proxy, fault) from fault
    except BaseException:
        stream.close()
        raise
    context.emit(TunnelOpened(proxy=proxy.url, target=authority_form(target), legs=0))
    return stream


def _unreachable(proxy: Proxy, fault: ExchangeFault) -> ExchangeFault:
    """The same failure, said of the proxy; a timer keeps its own exit status."""
    is_timeout = fault.code is Code.ERROR_WINHTTP_TIMEOUT
    return ExchangeFault(
        f"proxy {proxy.url}: {fault.message}",
        fault.code,
        Phase.PROXY,
        status=fault.status if is_timeout else ExitStatus.PROXY,
        timer=fault.timer,
        instead=fault.instead,
        extended=fault.extended,
        hint=fault.hint,
    )


def _not_secured(proxy: Proxy, fault: ExchangeFault) -> ExchangeFault:
    """12188 where the proxy's certificate was rejected, 12187 where it wants one of us, else the
    handshake's own number."""
    number, hint = _OF_PROXIES.get(fault.status, (fault.code, fault.hint))
    return ExchangeFault(
        f"proxy {proxy.url}: {fault.message}",
        number,
        Phase.PROXY,
        status=fault.status,
        timer=fault.timer,
        instead=fault.instead,
        extended=fault.extended,
        hint=hint,
    )


#: the numbers that WinHTTP keeps for proxies, and what is to be done
_OF_PROXIES = {
    ExitStatus.CERTIFICATE: (Code.ERROR_WINHTTP_SECURE_FAILURE_PROXY, ""),
    ExitStatus.CLIENT_CERTIFICATE: (
        Code.ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED_PROXY,
        "no client certificate is given to a proxy, as in WinHTTP",
    ),
}
