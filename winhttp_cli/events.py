"""What happened, as it happened: frozen data, the engine's only way out besides body bytes.

Promise: every fact the report, the trace, the progress line or the callback stream shows is one of
these. `at` is `time.perf_counter()` seconds, stamped when the event is made. No option names, no
screen. Imports nothing of ours but errors and plan.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum

from winhttp_cli.errors import WhttpError
from winhttp_cli.login_facts import LoginAttempt, LoginOutcome
from winhttp_cli.plan import NO_FAULT, CertFault, Header
from winhttp_cli.record import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events."""

    at: float = field(default_factory=time.perf_counter)


Emit = Callable[[Event], None]
Sink = Callable[[bytes], None]


class Reason(Enum):
    """Why an exchange (one request and its response) took place."""

    INITIAL = "initial"
    REDIRECT = "redirect"
    AUTHENTICATION = "authentication"
    RETRY = "retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeStarted(Event):
    reason: Reason
    method: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteChosen(Event):
    """`proxy` is "" for a direct route, else "scheme://host:port". `why` is one phrase."""

    proxy: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyDetectionStarted(Event):
    """A proxy script is looked for by DNS (PROXY automatic with --proxy-auto-detect)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveStarted(Event):
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveDone(Event):
    """`source` is "" for the system resolver, else what answered ("--resolve")."""

    host: str
    addresses: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectStarted(Event):
    """One attempt at one address. `address` is "1.2.3.4:443", "[::1]:443" or a socket path."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectFailed(Event):
    """`extended` is the Winsock number."""

    address: str
    message: str
    extended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectDone(Event):
    """`connection` numbers the connection within the session."""

    connection: int
    local: str
    remote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionReused(Event):
    connection: int
    local: str
    remote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsStarted(Event):
    host: str


class CheckVerdict(Enum):
    OK = "ok"
    FAIL = "fail"
    FORGIVEN = "forgiven"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class CertificateCheck:
    """One line of the certificate panel. `name` is chain, trust, name, date, usage, signature,
    revocation or version; `fault` is 0 unless verdict is FAIL or FORGIVEN."""

    name: str
    verdict: CheckVerdict
    detail: str
    fault: CertFault = NO_FAULT


@dataclass(frozen=True, slots=True)
class RevocationAnswer:
    """What is known of one certificate of the chain: `status` is good, revoked or unknown; `source` names
    what said so ("stapled OCSP", "OCSP http://...", "CRL http://..."), "" where nobody did."""

    certificate: str
    status: str
    source: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateChecked(Event):
    """Emitted once per handshake that showed a certificate, accepted or not. `chain` is what the peer
    sent, as DER, leaf first. `faults` are all faults found, `forgiven` those the policy forgave;
    `revocation` holds an answer per certificate that was asked about."""

    host: str
    chain: tuple[bytes, ...]
    checks: tuple[CertificateCheck, ...]
    faults: CertFault
    forgiven: CertFault
    revocation: tuple[RevocationAnswer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationAnswered(Event):
    """One answer, as it came; `CertificateChecked` has them all."""

    answer: RevocationAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsDone(Event):
    """What was agreed. `version` as "TLS 1.3"; `bits` is the cipher's key length; `alpn` "" if none.
    The channel binding tokens, b"" where one is not defined: `binding` is tls-server-end-point and
    `unique` tls-unique (RFC 5929), `exporter` tls-exporter (RFC 9266)."""

    version: str
    cipher: str
    bits: int
    group: str = ""
    alpn: str = ""
    resumed: bool = False
    client_certificate_requested: bool = False
    client_certificate_sent: bool = False
    accepted_issuers: tuple[str, ...] = ()
    binding: bytes = b""
    unique: bytes = b""
    exporter: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFailed(Event):
    """The handshake ended here. The other fields are what had been settled until then, as in TlsDone;
    without a ServerHello `version` is ""."""

    message: str
    accepted_issuers: tuple[str, ...] = ()
    version: str = ""
    cipher: str = ""
    bits: int = 0
    group: str = ""
    alpn: str = ""
    client_certificate_requested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WithProxy(Event):
    """`event` is of the TLS handshake with the https proxy itself. In an envelope, so that no reader
    takes a proxy's certificate for the server's."""

    proxy: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHeadSent(Event):
    """The head as it went out: for HTTP/1 the exact lines, for HTTP/2 pseudo headers too.
    `protocol` is "HTTP/1.1", "HTTP/1.0" or "HTTP/2"; `size` counts the bytes that are out by now, of
    which a body of `with_body` bytes travelled with the head."""

    method: str
    target: str
    protocol: str
    headers: tuple[Header, ...]
    size: int = 0
    with_body: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BodySent(Event):
    """`sent` body bytes so far of `total` (None: unknown). Emitted per piece, for progress."""

    sent: int
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSent(Event):
    """The whole request is out; `size` counts head and body bytes."""

    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimResponse(Event):
    """A 1xx answer other than 101."""

    status: int
    reason: str
    headers: tuple[Header, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseHead(Event):
    """The final head of one exchange. `length` is the expected body length, None if unknown;
    `size` counts the head's bytes; `from_proxy` is True for a proxy's answer to CONNECT."""

    protocol: str
    status: int
    reason: str
    headers: tuple[Header, ...]
    length: int | None = None
    size: int = 0
    from_proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyAnswered(Event):
    """What a proxy said to CONNECT when it did not open the tunnel, its page included: `body` is at
    most what was kept, `is_cut` says there was more. `offers` names the authentication schemes of a
    407 as sent. A further leg of authentication may follow."""

    proxy: str
    target: str
    status: int
    reason: str
    headers: tuple[Header, ...]
    body: bytes = b""
    is_cut: bool = False
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginTried(Event):
    """One leg of a login, or the end of it."""

    attempt: LoginAttempt


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedOn(Event):
    """A response came that is no challenge of that party's any more."""

    outcome: LoginOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class TunnelOpened(Event):
    """The proxy connects to `target` from here on; `legs` counts the CONNECT requests it took, 0 for
    SOCKS."""

    proxy: str
    target: str
    legs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyReceived(Event):
    """`received` bytes so far as they came off the wire (before decompression); `with_head`: these came
    behind the head in what was read for it."""

    received: int
    with_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDone(Event):
    """The body is complete: of `received` bytes as they came off the wire, `delivered` were wanted, and
    the rest was read to keep the connection. See ContentDecoded for what decompression made of them."""

    received: int
    delivered: int
    trailers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingStarted(Event):
    """DECOMPRESSION undoes `codings` from the first body byte on; the `removed` lines are taken out of
    the head that the caller sees, as Windows does (behaviour a16)."""

    codings: tuple[str, ...]
    removed: tuple[Header, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentDecoded(Event):
    """The coded body is complete, and `delivered` bytes came out."""

    codings: tuple[str, ...]
    delivered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectFollowed(Event):
    """`changes` are phrases for the report: "POST became GET", "body dropped", "authorization not
    forwarded to another origin"."""

    status: int
    location: str
    url: str
    method: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectReturned(Event):
    """A 3xx handed to the caller; `why` names the rule ("redirect-policy never")."""

    status: int
    location: str
    why: str


#: The `why` of a connection that was kept until there was nothing more to do.
SESSION_CLOSED = "the session was closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionClosed(Event):
    connection: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBytes(Event):
    """Bytes as read from or written to the stream, for -vv. `direction` is "<" or ">"."""

    direction: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportAnswered(Event):
    """A Passport login server's word (semantics P6, P7, P10): `status` is success, failed or
    failed-noretry. `site` is the URL that was asked for, where the refusal is handed out as the site's
    own."""

    status: str
    site: str = ""
    return_url: str = ""
    cobranding_text: str = ""
    cobranding_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Event):
    """A remark worth a line: "Windows would have sent Authorization on"."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Event):
    """The exchange ended with this error; it is raised as well."""

    error: WhttpError
