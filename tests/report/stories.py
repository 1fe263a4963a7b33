"""Event sequences written by hand, as the engine would tell them, with times of our choosing."""

from __future__ import annotations

from winhttp_cli.errors import Code, ExchangeFault, Phase, Timer
from winhttp_cli.events import (
    BodyReceived,
    CertificateCheck,
    CertificateChecked,
    CheckVerdict,
    ConnectDone,
    ConnectFailed,
    ConnectionReused,
    ConnectStarted,
    Emit,
    Event,
    ExchangeStarted,
    Failed,
    Reason,
    RedirectFollowed,
    RedirectReturned,
    RequestHeadSent,
    RequestSent,
    ResolveDone,
    ResolveStarted,
    ResponseDone,
    ResponseHead,
    RouteChosen,
    TlsDone,
    TlsFailed,
    TlsStarted,
)
from winhttp_cli.plan import NO_FAULT, CertFault, Header
from winhttp_cli.report.collect import Collector
from winhttp_cli.report.connections import KnownConnections
from winhttp_cli.report.model import Report

URL = "https://api.contoso.com/v1/me"
REMOTE = "203.0.113.10:443"
LOCAL = "192.0.2.7:50112"

GOOD_CHECKS = (
    CertificateCheck("chain", CheckVerdict.OK, "api.contoso.com < Contoso Issuing CA 3"),
    CertificateCheck("name", CheckVerdict.OK, '"api.contoso.com" matched'),
    CertificateCheck("revocation", CheckVerdict.SKIP, "off"),
)

#: The panel of the product description: three of eight checks fail.
BAD_CHECKS = (
    CertificateCheck("chain", CheckVerdict.OK, "www.other.test < Contoso Issuing CA 3 < Contoso Root R1"),
    CertificateCheck("trust", CheckVerdict.OK, "root found in root.pem (--ca-file)"),
    CertificateCheck("name", CheckVerdict.FAIL, "localhost is not www.other.test", CertFault.NAME),
    CertificateCheck("date", CheckVerdict.FAIL, "expired 5 days ago, 2026-11-17 07:06Z", CertFault.DATE),
    CertificateCheck(
        "usage", CheckVerdict.FAIL, "has clientAuth, needs serverAuth", CertFault.WRONG_USAGE
    ),
    CertificateCheck("signature", CheckVerdict.OK, "ECDSA P-256 with SHA-256"),
    CertificateCheck(
        "revocation", CheckVerdict.SKIP, "off; turn on with --enable-feature ssl-revocation"
    ),
    CertificateCheck("version", CheckVerdict.OK, "TLS 1.3 is allowed"),
)
BAD_FAULTS = CertFault.NAME | CertFault.DATE | CertFault.WRONG_USAGE


def started(at: float = 0.0, reason: Reason = Reason.INITIAL, url: str = URL) -> list[Event]:
    """The exchange begins and its route is known."""
    return [
        ExchangeStarted(reason=reason, method="GET", url=url, at=at),
        RouteChosen(proxy="", why="no proxy setting applies", at=at),
    ]


def connected(at: float = 0.0) -> list[Event]:
    """Name lookup 4 ms, one connection 11 ms."""
    host = "api.contoso.com"
    return [
        ResolveStarted(host=host, at=at),
        ResolveDone(host=host, addresses=("203.0.113.10", "2001:db8::10"), at=at + 0.004),
        ConnectStarted(address=REMOTE, at=at + 0.004),
        ConnectDone(connection=1, local=LOCAL, remote=REMOTE, at=at + 0.015),
    ]


def secured(at: float, chain: tuple[bytes, ...], *, bits: int = 256) -> list[Event]:
    """A handshake of 24 ms."""
    return [
        TlsStarted(host="api.contoso.com", at=at),
        CertificateChecked(
            host="api.contoso.com",
            chain=chain,
            checks=GOOD_CHECKS,
            faults=NO_FAULT,
            forgiven=NO_FAULT,
            at=at + 0.02,
        ),
        TlsDone(
            version="TLS 1.3",
            cipher="TLS_AES_256_GCM_SHA384",
            bits=bits,
            group="x25519",
            alpn="h2",
            binding=b"\x01\x02",
            at=at + 0.024,
        ),
    ]


def answered(
    at: float,
    *,
    status: int = 200,
    protocol: str = "HTTP/2",
    headers: tuple[Header, ...] = (("content-type", "application/json"),),
    request_headers: tuple[Header, ...] = (("accept", "*/*"),),
) -> list[Event]:
    """A request sent at once, its answer after 88 ms, a body of 20 bytes in 2 ms."""
    return [
        RequestHeadSent(method="GET", target="/v1/me", protocol=protocol, headers=request_headers, at=at),
        RequestSent(size=90, at=at),
        ResponseHead(
            protocol=protocol,
            status=status,
            reason="",
            headers=headers,
            length=20,
            size=60,
            at=at + 0.088,
        ),
        BodyReceived(received=12, at=at + 0.089),
        BodyReceived(received=20, at=at + 0.09),
        ResponseDone(received=20, delivered=20, at=at + 0.09),
    ]


def success(chain: tuple[bytes, ...] = ()) -> list[Event]:
    """The example of the product description: 129 ms over TLS 1.3 and HTTP/2."""
    return [*started(), *connected(), *secured(0.015, chain), *answered(0.039)]


def plain(**answer: object) -> list[Event]:
    """The same without TLS, over HTTP/1.1."""
    url = "http://api.contoso.com/v1/me"
    return [*started(url=url), *connected(), *answered(0.015, protocol="HTTP/1.1", **answer)]  # type: ignore[arg-type]  # keywords of `answered`


def rejection() -> ExchangeFault:
    return ExchangeFault("the certificate was rejected", Code.ERROR_WINHTTP_SECURE_FAILURE, Phase.TLS)


def rejected(
    chain: tuple[bytes, ...],
    checks: tuple[CertificateCheck, ...] = BAD_CHECKS,
    faults: CertFault = BAD_FAULTS,
) -> list[Event]:
    """A handshake refused for three faults at once."""
    url = "https://localhost:9445/"
    return [
        *started(url=url),
        *connected(),
        TlsStarted(host="localhost", at=0.015),
        CertificateChecked(
            host="localhost", chain=chain, checks=checks, faults=faults, forgiven=NO_FAULT, at=0.02
        ),
        TlsFailed(message="certificate rejected", accepted_issuers=("CN=Some CA",), at=0.021),
        Failed(error=rejection(), at=0.021),
    ]


def refused() -> list[Event]:
    """Two addresses, both refused."""
    fault = ExchangeFault(
        "no address of api.contoso.com accepted the connection",
        Code.ERROR_WINHTTP_CANNOT_CONNECT,
        Phase.CONNECT,
        extended=10061,
    )
    return [
        *started(),
        *connected()[:2],
        ConnectStarted(address=REMOTE, at=0.004),
        ConnectFailed(address=REMOTE, message="refused", extended=10061, at=0.006),
        ConnectStarted(address="[2001:db8::10]:443", at=0.006),
        ConnectFailed(address="[2001:db8::10]:443", message="refused", extended=10061, at=0.007),
        Failed(error=fault, at=0.007),
    ]


def timed_out(timer: Timer = Timer.RECEIVE) -> list[Event]:
    """Sent, and then nothing came."""
    fault = ExchangeFault(
        "the server did not answer", Code.ERROR_WINHTTP_TIMEOUT, Phase.RECEIVE, timer=timer
    )
    return [*started(), *connected(), *answered(0.015)[:2], Failed(error=fault, at=0.515)]


def redirected(chain: tuple[bytes, ...] = ()) -> list[Event]:
    """A 302 followed on the same connection."""
    first = [*started(), *connected(), *secured(0.015, chain), *answered(0.039, status=302)]
    onward = RedirectFollowed(
        status=302, location="/v2", url="https://api.contoso.com/v2", method="GET", at=0.13
    )
    second = [
        *started(0.13, Reason.REDIRECT, "https://api.contoso.com/v2"),
        ConnectionReused(connection=1, local=LOCAL, remote=REMOTE, at=0.13),
        *answered(0.13),
    ]
    return [*first, onward, *second]


def returned_redirect() -> list[Event]:
    """A 302 handed to the caller."""
    note = RedirectReturned(status=302, location="/v2", why="redirect-policy never", at=0.2)
    return [*plain(status=302, headers=(("Location", "/v2"),)), note]


def tell(events: list[Event], *listeners: Emit) -> None:
    for event in events:
        for listener in listeners:
            listener(event)


def report_of(events: list[Event], known: KnownConnections | None = None) -> Report:
    """The report after these events."""
    collector = Collector(known)
    tell(events, collector)
    return collector.report()
