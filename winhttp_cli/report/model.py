"""The facts of one run, as frozen data; the JSON schema, the screens and the HAR are readers of it.

Promise: usable half-filled. A refused handshake still shows the peer's chain, a timeout still shows
the addresses tried. Durations are milliseconds (float), None where the phase was not reached.
"""

from __future__ import annotations

from winhttp_cli.errors import WhttpError
from winhttp_cli.events import CertificateCheck, Reason, RevocationAnswer
from winhttp_cli.login_facts import LoginAttempt, LoginOutcome, Party
from winhttp_cli.plan import CertFault, Header
from winhttp_cli.record import dataclass
from winhttp_cli.websocket import Side


@dataclass(frozen=True, slots=True)
class Attempt:
    """One address tried. `error` is "" when it connected."""

    address: str
    milliseconds: float | None
    error: str = ""
    extended: int = 0


@dataclass(frozen=True, slots=True)
class Connection:
    """The connection that carried an exchange, the `number`-th of its session."""

    number: int
    local: str
    remote: str
    reused: bool


@dataclass(frozen=True, slots=True)
class Route:
    """`proxy` is "" when direct; `why` says which source decided."""

    proxy: str
    why: str


@dataclass(frozen=True, slots=True)
class Tls:
    """What was agreed. `security_flags` are SECURE and the strength bit; option SECURITY_FLAGS answers
    with these and the ignore bits that were set."""

    version: str
    cipher: str
    bits: int
    group: str
    alpn: str
    resumed: bool
    client_certificate_requested: bool
    client_certificate_sent: bool
    accepted_issuers: tuple[str, ...]
    binding: bytes
    security_flags: int


@dataclass(frozen=True, slots=True)
class CertificateReport:
    """The peer's chain (DER, leaf first) and every check, accepted or not. `proxy` is the https proxy
    that showed it, "" where it was the server."""

    host: str
    chain: tuple[bytes, ...]
    checks: tuple[CertificateCheck, ...]
    faults: CertFault
    forgiven: CertFault
    secure_failure: int
    revocation: tuple[RevocationAnswer, ...] = ()
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class RequestHead:
    method: str
    target: str
    protocol: str
    headers: tuple[Header, ...]
    size: int = 0


@dataclass(frozen=True, slots=True)
class Decoding:
    """What DECOMPRESSION did: the codings it undid, and the lines it took out of the head."""

    codings: tuple[str, ...]
    removed: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """A head and what is known of its body. `headers` are as WinHTTP shows them, without the lines that
    `decoding` names."""

    protocol: str
    status: int
    reason: str
    headers: tuple[Header, ...]
    length: int | None
    head_size: int
    received: int = 0
    delivered: int = 0
    complete: bool = False
    trailers: tuple[Header, ...] = ()
    from_proxy: bool = False
    decoding: Decoding | None = None


@dataclass(frozen=True, slots=True)
class ProxyAnswer:
    """What a proxy said to a CONNECT that did not open the tunnel, its page included. `is_cut`: there
    was more than was kept. `offers` are the authentication schemes of a 407."""

    proxy: str
    target: str
    status: int
    reason: str
    headers: tuple[Header, ...]
    body: bytes = b""
    is_cut: bool = False
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds per phase of one exchange. `tunnel` is a proxy's answer to CONNECT; a phase that
    failed counts up to its failure."""

    resolve: float | None = None
    connect: float | None = None
    tunnel: float | None = None
    tls: float | None = None
    send: float | None = None
    wait: float | None = None
    body: float | None = None
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class RedirectNote:
    """How a 3xx was treated: `followed` to `url`, or returned because of `why`."""

    followed: bool
    location: str
    url: str = ""
    why: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one side of a WebSocket said: whole messages, data frames, their payload bytes, and pings."""

    messages: int = 0
    frames: int = 0
    bytes: int = 0
    pings: int = 0


@dataclass(frozen=True, slots=True)
class Closing:
    """How a WebSocket ended: see the event WebSocketClosed."""

    by: Side
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class WebSocket:
    """The conversation behind a 101. `protocol` is the sub-protocol agreed on, "" for none."""

    protocol: str
    sent: Traffic = Traffic()
    received: Traffic = Traffic()
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it. `tunnel` is the proxy's answer to CONNECT, also where it is
    the response handed out; `proxy_answers` are those that did not open it. `accepted_issuers` are the
    CAs the server named when it asked for a client certificate, also where the handshake failed for
    want of one. `refused_tls` is what a handshake that failed had settled until then; nothing was
    secured by it. `proxy_tls` and `proxy_certificate` are an https proxy's own. `started` is the wall
    clock (seconds since 1970). `logins` are what was done about challenges, `logged_on` who let us in."""

    reason: Reason
    method: str
    url: str
    route: Route | None = None
    addresses: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    connection: Connection | None = None
    tls: Tls | None = None
    certificate: CertificateReport | None = None
    request: RequestHead | None = None
    interim: tuple[tuple[int, str], ...] = ()
    response: Response | None = None
    redirect: RedirectNote | None = None
    timing: Timing = Timing()
    notes: tuple[str, ...] = ()
    tunnel: Response | None = None
    proxy_answers: tuple[ProxyAnswer, ...] = ()
    accepted_issuers: tuple[str, ...] = ()
    proxy_tls: Tls | None = None
    proxy_certificate: CertificateReport | None = None
    started: float = 0.0
    refused_tls: Tls | None = None
    logins: tuple[LoginAttempt, ...] = ()
    logged_on: tuple[LoginOutcome, ...] = ()
    web_socket: WebSocket | None = None


@dataclass(frozen=True, slots=True)
class Passport:
    """What Passport's login servers said in the course of a request. `site` is the URL that a refusal
    handed out counts as (semantics P7)."""

    site: str = ""
    return_url: str = ""
    cobranding_text: str = ""
    cobranding_url: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one request of the user's: its exchanges in order, and how it ended.
    `milliseconds` is the time from the first event to the last."""

    exchanges: tuple[Exchange, ...] = ()
    failure: WhttpError | None = None
    milliseconds: float = 0.0
    passport: Passport | None = None

    @property
    def last(self) -> Exchange | None:
        return self.exchanges[-1] if self.exchanges else None

    @property
    def url(self) -> str:
        """Option URL: the last URL reached."""
        if self.passport is not None and self.passport.site:
            return self.passport.site
        return self.exchanges[-1].url if self.exchanges else ""

    @property
    def response(self) -> Response | None:
        """The response the user gets: the last one that has a head."""
        return self.exchanges[-1].response if self.exchanges else None

    def service_used(self, party: Party) -> str:
        """The service principal name that NTLM or Negotiate was last tried with, "" where neither was."""
        attempts = [one for exchange in self.exchanges for one in exchange.logins if one.party is party]
        return next((one.service for one in reversed(attempts) if one.service), "")
