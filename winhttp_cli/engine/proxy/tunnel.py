"""CONNECT: a tunnel through an HTTP proxy, and everything the proxy said when it did not open one.

Promise: the CONNECT request carries Host, User-Agent and Proxy-Authorization and nothing of the
request that rides inside (behaviour e9: Wine's leak is not copied; what Windows sends besides Host is
not documented). Several 407 legs run on one connection where the proxy keeps it. A refusal is
`ConnectRefused`: with its page in a ProxyAnswered event, or, where the plan wants the proxy's answer
(RECEIVE_PROXY_CONNECT_RESPONSE, semantics X12), with the response unread. Sizes and times are bounded
by the plan's limits and timers. Must not know how a stream is opened, nor TLS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from winhttp_cli.engine.auth.challenges import parse
from winhttp_cli.engine.auth.choice import offered
from winhttp_cli.engine.auth.login import Login
from winhttp_cli.engine.auth.login_broken import LoginBroken
from winhttp_cli.engine.auth.scheme import Message
from winhttp_cli.engine.auth.telling import logged_on, tried
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream, Origin, Response
from winhttp_cli.engine.http1.connection import Http1Connection
from winhttp_cli.engine.http1.handover import HandedOver
from winhttp_cli.engine.proxy.grammar import Proxy
from winhttp_cli.engine.request_response import OwnRequest, OwnUrl
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase
from winhttp_cli.events import (
    BodyReceived,
    BodySent,
    Emit,
    Event,
    ProxyAnswered,
    RequestSent,
    ResponseDone,
    TunnelOpened,
)
from winhttp_cli.headers import as_text, values_of
from winhttp_cli.login_facts import Party
from winhttp_cli.plan import Header, Target
from winhttp_cli.record import replace

#: how much of a refusal's page is kept for the report
KEPT_BYTES = 64 * 1024
FROM_PROXY = "whttp_from_proxy"
#: where a success may carry a proxy's token (RFC 7615 section 4)
_PROOF = "proxy-authentication-info"
_UNHEARD = (BodySent, RequestSent, BodyReceived, ResponseDone)


class ConnectRefused(ExchangeFault):
    """The proxy did not open the tunnel. `response` is its answer, unread, where the plan asked for
    it, else None: then it was told in a ProxyAnswered event."""

    def __init__(self, message: str, hint: str, response: Response | None) -> None:
        super().__init__(
            message,
            Code.ERROR_WINHTTP_CANNOT_CONNECT,
            Phase.PROXY,
            status=ExitStatus.PROXY,
            hint=hint,
        )
        self.response = response


class Tunnel:
    """Opens one tunnel. `open_stream` connects to the proxy; it is called again where the proxy ended
    the connection between two legs. `number` is the connection's, for events."""

    def __init__(
        self, proxy: Proxy, target: Target, login: Login, open_stream: Callable[[], NetworkStream]
    ) -> None:
        self._proxy = proxy
        self._target = target
        self._login = login
        self._open_stream = open_stream
        self._legs = 0

    @property
    def authority(self) -> str:
        """The request target of CONNECT, always with its port (RFC 9110 section 9.3.6)."""
        return authority_form(self._target)

    def open(self, context: Context) -> NetworkStream:
        """The stream to the target. Raises ConnectRefused, and ExchangeFault for a broken answer."""
        authorization = self._early(context)
        connection = self._connection()
        while True:
            response = self._leg(connection, authorization, context)
            try:
                authorization = self._answer(response, context)
            except ExchangeFault:
                connection.close()
                raise
            if 200 <= response.status < 300:
                return self._opened(response, context)
            if authorization is None:
                raise self._refused(response, connection, context)
            self._tell(response, context)
            response.close()
            if not connection.is_available():
                connection.close()
                self._check_unbound()
                connection = self._connection()

    def _check_unbound(self) -> None:
        """A new connection can go on with a login that is not tied to the old one (semantics A20)."""
        if self._login.binds_connection and self._login.leg > 1:
            scheme = self._login.spelling
            raise LoginBroken(
                f"proxy {self._proxy.url} closed the connection between two legs of {scheme}"
            )

    def _opened(self, response: Response, context: Context) -> NetworkStream:
        """The tunnel. Behind it the client speaks first, so bytes that are there already are a body
        the proxy should not have sent, and would be taken for the server's."""
        stream: NetworkStream = response.extensions["network_stream"]
        if isinstance(stream, HandedOver) and stream.has_leading:
            stream.close()
            message = f"proxy {self._proxy.url} sent a body with its {_status(response)} to CONNECT"
            raise ExchangeFault(
                message,
                Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
                Phase.PROXY,
                status=ExitStatus.PROXY,
            )
        context.emit(TunnelOpened(proxy=self._proxy.url, target=self.authority, legs=self._legs))
        return stream

    def _connection(self) -> Http1Connection:
        origin = Origin(b"http", self._proxy.host.encode("ascii"), self._proxy.port)
        return Http1Connection(origin, self._open_stream())

    def _leg(self, connection: Http1Connection, authorization: str | None, context: Context) -> Response:
        self._legs += 1
        lines: list[Header] = []
        if context.plan.user_agent is not None:
            lines.append(("User-Agent", context.plan.user_agent))
        if authorization is not None:
            lines.append(("Proxy-Authorization", authorization))
        lines.append(("Host", self.authority))
        url = OwnUrl("http", self._proxy.host, self._proxy.port, self.authority)
        muted = replace(context, emit=_muted(context))
        request = OwnRequest("CONNECT", url, tuple(lines), muted)
        try:
            return connection.handle_request(request)
        except ExchangeFault as fault:
            raise self._broken(fault) from fault

    def _broken(self, fault: ExchangeFault) -> ExchangeFault:
        """The same failure, said of the proxy; a timer and a size limit keep their own exit status."""
        is_proxys = fault.status is ExitStatus.BROKEN_ANSWER
        return ExchangeFault(
            f"proxy {self._proxy.url}, asked to CONNECT {self.authority}: "
            + fault.message.replace("the server", "the proxy"),
            fault.code,
            Phase.PROXY,
            status=ExitStatus.PROXY if is_proxys else fault.status,
            timer=fault.timer,
            instead=fault.instead,
            extended=fault.extended,
            hint=fault.hint,
        )

    def _early(self, context: Context) -> str | None:
        line = self._login.early(self._message(b"", context))
        if line is not None:
            context.emit(tried(Party.PROXY, 0, self._login, is_answered=True))
        return line

    def _message(self, binding: bytes, context: Context) -> Message:
        """What the login is for."""
        return Message(
            "CONNECT",
            self.authority,
            service=service_of(self._proxy),
            binding=binding,
            deadline=context.deadline,
        )

    def _prove(self, response: Response, context: Context) -> None:
        """What the proxy says of itself when it lets us in. Raises LoginBroken where that is wrong."""
        if self._login.leg:
            lines = as_text(response.headers)
            proofs = (*values_of(lines, "proxy-authenticate"), *values_of(lines, _PROOF))
            context.emit(logged_on(Party.PROXY, self._login, self._login.prove(proofs)))

    def _answer(self, response: Response, context: Context) -> str | None:
        """The next answer to a 407; any other status means that the proxy has let us in. Raises
        LoginBroken, and the 12002 of --max-time."""
        if response.status != 407:
            self._prove(response, context)
            return None
        challenges = values_of(as_text(response.headers), "proxy-authenticate")
        stream: NetworkStream = response.extensions["network_stream"]
        binding = stream.get_extra_info("tls-server-end-point") or b""
        line = self._login.answer(challenges, self._message(binding, context))
        context.emit(tried(Party.PROXY, 407, self._login, is_answered=line is not None))
        return line

    def _refused(
        self, response: Response, connection: Http1Connection, context: Context
    ) -> ConnectRefused:
        message = f"proxy {self._proxy.url} refused CONNECT {self.authority}: {_status(response)}"
        hint = self._hint(response, context)
        if context.plan.proxy.receive_connect_response:
            return ConnectRefused(message, hint, _last_of(connection, response))
        has_page = self._tell(response, context)
        response.close()
        connection.close()
        return ConnectRefused(
            message, hint or ("the proxy's page is shown with -v" if has_page else ""), None
        )

    def _hint(self, response: Response, context: Context) -> str:
        """What to do about a 407, "" for any other status."""
        if response.status != 407:
            return ""
        if not context.plan.auth.enabled:
            return "no challenge is answered: disable-feature authentication"
        if self._login.was_answered:
            return "the proxy did not accept the user name and password"
        schemes = ", ".join(offered(parse(values_of(as_text(response.headers), "proxy-authenticate"))))
        return f"the proxy offers {schemes or 'no scheme'}: give --proxy-username NAME"

    def _tell(self, response: Response, context: Context) -> bool:
        """The refusal as an event, with as much of its page as is kept; whether it has a page."""
        body, is_cut = _kept(response)
        headers = as_text(response.headers)
        event = ProxyAnswered(
            proxy=self._proxy.url,
            target=self.authority,
            status=response.status,
            reason=response.extensions["reason_phrase"].decode("latin-1"),
            headers=headers,
            body=body,
            is_cut=is_cut,
            offers=offered(parse(values_of(headers, "proxy-authenticate"))),
        )
        context.emit(event)
        return bool(body)


class _LastBody:
    """A body after which its connection is of no more use."""

    def __init__(self, connection: Http1Connection, response: Response) -> None:
        self._connection = connection
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
        self._connection.close()


def _last_of(connection: Http1Connection, response: Response) -> Response:
    """`response`, closing `connection` when it is closed."""
    return Response(
        response.status,
        headers=response.headers,
        content=_LastBody(connection, response),
        extensions={**response.extensions, FROM_PROXY: True},
    )


def is_from_proxy(response: Response) -> bool:
    """Whether it is a proxy's refusal of CONNECT. Nothing in it speaks for the server: no cookie of
    it is kept, no redirect followed, no challenge answered, or any proxy could pose as any site."""
    return FROM_PROXY in response.extensions


def service_of(proxy: Proxy) -> str:
    """The service principal name of a proxy: its host without a port (semantics S3)."""
    return f"HTTP/{proxy.host}"


def authority_form(target: Target) -> str:
    """host:port with the port always written, an IPv6 literal in brackets."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    return f"{host}:{target.port}"


def _muted(context: Context) -> Emit:
    """The context's emit without what counts the request's own bytes: CONNECT is not the request."""

    def emit(event: Event) -> None:
        if not isinstance(event, _UNHEARD) or context.plan.proxy.receive_connect_response:
            context.emit(event)

    return emit


def _kept(response: Response) -> tuple[bytes, bool]:
    """The beginning of the page; a page that breaks off is kept as far as it came."""
    kept = bytearray()
    try:
        for piece in response.iter_stream():
            kept += piece
            if len(kept) > KEPT_BYTES:
                break
    except ExchangeFault:
        return bytes(kept[:KEPT_BYTES]), True
    return bytes(kept[:KEPT_BYTES]), len(kept) > KEPT_BYTES


def _status(response: Response) -> str:
    reason = response.extensions["reason_phrase"].decode("latin-1")
    return f"{response.status} {reason}".rstrip()
