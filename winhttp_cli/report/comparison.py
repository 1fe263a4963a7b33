"""One request made several ways: what is the same, what differs, and whether somebody re-signs TLS.

Promise: pure; rows in a fixed order, each with one text per side ("" where a side has no such fact).
What differs on every request by its nature (the Date header, durations) is shown and not counted as a
difference. Header values are masked. Knows no screen.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.record import dataclass
from winhttp_cli.report.body import BodyFacts
from winhttp_cli.report.certificate import read_certificate
from winhttp_cli.report.masking import masked_header, masked_url
from winhttp_cli.report.model import CertificateReport, Exchange, Report, Response

#: Certificates of a chain that are named.
_MOST_CERTIFICATES = 6
_CHANGING = frozenset({"date", "age", "expires", "set-cookie"})


@dataclass(frozen=True, slots=True)
class Side:
    """One way of making the request. `label` is the text of its --with."""

    label: str
    report: Report
    body: BodyFacts | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One fact, side by side. `counts` is False for what always differs."""

    name: str
    values: tuple[str, ...]
    counts: bool = True

    @property
    def differs(self) -> bool:
        return self.counts and len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides, every fact, and what follows from them."""

    sides: tuple[Side, ...]
    lines: tuple[Line, ...]
    findings: tuple[str, ...]

    @property
    def differences(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.differs)


def compare(sides: tuple[Side, ...], *, show_secrets: bool = False) -> Comparison:
    """The facts of all sides, set beside each other."""
    lines = [*_outcome(sides), *_certificates(sides), *_headers(sides, show_secrets), *_rest(sides)]
    told = tuple(line for line in lines if any(line.values))
    return Comparison(sides, told, tuple(_findings(sides)))


def _line(name: str, values: Iterator[str] | list[str], *, counts: bool = True) -> Line:
    return Line(name, tuple(values), counts)


# --- outcome ----------------------------------------------------------------------------------------


def _outcome(sides: tuple[Side, ...]) -> Iterator[Line]:
    yield _line("route", [_route(side.report.last) for side in sides])
    responses = [side.report.response for side in sides]
    yield _line("status", [_status(response) for response in responses])
    yield _line("failure", [_failure(side.report) for side in sides])
    yield _line("url", [masked_url(side.report.url) for side in sides])
    yield _line("hops", [str(len(side.report.exchanges)) for side in sides])
    yield _line(
        "protocol", [side.report.response.protocol if side.report.response else "" for side in sides]
    )
    yield _line("tls", [_tls(side.report.last) for side in sides])


def _route(exchange: Exchange | None) -> str:
    if exchange is None or exchange.route is None:
        return ""
    return exchange.route.proxy or "direct"


def _status(response: Response | None) -> str:
    return "" if response is None else f"{response.status} {response.reason}".rstrip()


def _failure(report: Report) -> str:
    failure = report.failure
    if failure is None:
        return ""
    number = f"{failure.code:d} " if failure.code is not None else ""
    return number + masked_url(failure.message)


def _tls(exchange: Exchange | None) -> str:
    if exchange is None or exchange.tls is None:
        return ""
    parts = [exchange.tls.version, exchange.tls.cipher, exchange.tls.group, exchange.tls.alpn]
    return " ".join(part for part in parts if part)


# --- certificates -----------------------------------------------------------------------------------


def _certificates(sides: tuple[Side, ...]) -> Iterator[Line]:
    shown = [_shown(side) for side in sides]
    yield _line("certificate", [_title(report, 0) for report in shown])
    yield _line("issued by", [_issuer(report) for report in shown])
    yield _line("chain", [_chain(report) for report in shown])
    yield _line("sha256", [_fingerprint(report) for report in shown])
    yield _line("verdict", [_verdict(report) for report in shown])


def _shown(side: Side) -> CertificateReport | None:
    """The last certificate a server showed on this side."""
    found = [exchange.certificate for exchange in side.report.exchanges if exchange.certificate]
    return found[-1] if found else None


def _title(report: CertificateReport | None, index: int) -> str:
    if report is None or len(report.chain) <= index:
        return ""
    facts = read_certificate(report.chain[index])
    return facts.title or facts.subject


def _issuer(report: CertificateReport | None) -> str:
    if report is None or not report.chain:
        return ""
    facts = read_certificate(report.chain[0])
    return facts.issuer_title or facts.issuer


def _chain(report: CertificateReport | None) -> str:
    if report is None:
        return ""
    titles = [_title(report, index) for index in range(min(len(report.chain), _MOST_CERTIFICATES))]
    more = len(report.chain) - len(titles)
    return " < ".join(titles) + (f" and {more} more" if more else "")


def _fingerprint(report: CertificateReport | None) -> str:
    """The first half of the leaf's SHA-256, which is enough to tell two apart at a glance."""
    if report is None or not report.chain:
        return ""
    return read_certificate(report.chain[0]).sha256[:32]


def _verdict(report: CertificateReport | None) -> str:
    if report is None:
        return ""
    failed = [check.name for check in report.checks if check.verdict.value == "fail"]
    forgiven = [check.name for check in report.checks if check.verdict.value == "forgiven"]
    parts = [f"failed: {', '.join(failed)}"] if failed else []
    parts += [f"forgiven: {', '.join(forgiven)}"] if forgiven else []
    return "; ".join(parts) or "accepted"


# --- headers, body, times ---------------------------------------------------------------------------


def _headers(sides: tuple[Side, ...], show_secrets: bool) -> Iterator[Line]:
    """Only the header fields that differ."""
    fields = [_fields(side.report.response, show_secrets) for side in sides]
    names = dict.fromkeys(name for found in fields for name in found)
    for name in names:
        line = Line(name, tuple(found.get(name, "") for found in fields), name not in _CHANGING)
        if len(set(line.values)) > 1:
            yield line


def _fields(response: Response | None, show_secrets: bool) -> dict[str, str]:
    """Values by lower-case name, several of one name joined."""
    found: dict[str, str] = {}
    for name, value in response.headers if response is not None else ():
        text = value if show_secrets else masked_header(name, value)
        key = name.lower()
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _rest(sides: tuple[Side, ...]) -> Iterator[Line]:
    yield _line("body", [_body(side.body) for side in sides])
    for name in ("resolve", "connect", "tunnel", "tls", "wait", "body"):
        spans = [_span(side.report.last, name) for side in sides]
        yield _line(f"{name} ms", spans, counts=False)
    yield _line("total ms", [f"{side.report.milliseconds:.0f}" for side in sides], counts=False)


def _body(body: BodyFacts | None) -> str:
    return "" if body is None else f"{body.length} bytes, sha256 {body.sha256[:16]}"


def _span(exchange: Exchange | None, name: str) -> str:
    value: float | None = getattr(exchange.timing, name) if exchange is not None else None
    return "" if value is None else f"{value:.0f}"


# --- what follows -----------------------------------------------------------------------------------


def _findings(sides: tuple[Side, ...]) -> Iterator[str]:
    """Whether somebody between shows certificates of its own."""
    seen = [(side, report) for side in sides if (report := _shown(side)) is not None]
    if len({_fingerprint(report) for _, report in seen}) < 2:
        return
    issuers = {_issuer(report) for _, report in seen}
    if len(issuers) < 2:
        yield "the certificates differ, their issuer is the same: several servers, or a renewal"
        return
    proxied = [(side, report) for side, report in seen if _is_proxied(side)]
    if len(proxied) == len(seen) or not proxied:
        for side, report in seen:
            yield f"{side.label}: certificate issued by {_issuer(report)}"
        return
    direct = {_issuer(report) for side, report in seen if not _is_proxied(side)}
    for side, report in proxied:
        if _issuer(report) not in direct:
            yield (
                f"TLS inspection on {side.label}: its certificate is issued by {_issuer(report)}, "
                f"the server's own by {', '.join(sorted(direct))}"
            )


def _is_proxied(side: Side) -> bool:
    exchange = side.report.last
    return exchange is not None and exchange.route is not None and bool(exchange.route.proxy)
