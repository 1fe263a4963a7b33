"""Several ways set beside each other: what counts as a difference, and what follows."""

from __future__ import annotations

from tests.lab.certificates import Identity, intermediate, leaf, root
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.events import CertificateCheck, CheckVerdict, Reason
from winhttp_cli.plan import NO_FAULT, Header
from winhttp_cli.record import replace
from winhttp_cli.report.body import BodyFacts
from winhttp_cli.report.comparison import Comparison, Side, compare
from winhttp_cli.report.model import CertificateReport, Exchange, Report, Response, Route

HEADERS: tuple[Header, ...] = (("Server", "x"), ("Date", "today"))
SITE = leaf(intermediate(root("Public Root"), "Public CA"), "bank.test")
INSPECTED = leaf(intermediate(root("Corp Root"), "Corp Inspection CA"), "bank.test")


def shown(identity: Identity) -> CertificateReport:
    chain = (identity.der, identity.issuer.der) if identity.issuer else (identity.der,)
    checks = (CertificateCheck("trust", CheckVerdict.OK, "fine"),)
    return CertificateReport("bank.test", chain, checks, NO_FAULT, NO_FAULT, 0)


def side(
    label: str,
    *,
    proxy: str = "",
    identity: Identity | None = None,
    headers: tuple[Header, ...] = HEADERS,
    status: int = 200,
    body: bytes = b"x",
) -> Side:
    response = Response("HTTP/1.1", status, "OK", headers, 1, 10, complete=True)
    exchange = Exchange(
        Reason.INITIAL,
        "GET",
        "https://bank.test/",
        route=Route(proxy, "test"),
        response=response,
        certificate=shown(identity) if identity else None,
    )
    return Side(label, Report((exchange,)), BodyFacts(len(body), body.hex(), body))


def names(comparison: Comparison) -> list[str]:
    return [line.name for line in comparison.differences]


def test_two_equal_ways_differ_in_nothing() -> None:
    comparison = compare((side("a", identity=SITE), side("b", identity=SITE)))
    assert (names(comparison), comparison.findings) == ([], ())


def test_each_fact_that_differs_is_named() -> None:
    one = side("a")
    other = side("b", proxy="http://px:1", status=403, headers=(("Via", "px"),), body=b"page")
    assert names(compare((one, other))) == ["route", "status", "server", "via", "body"]


def test_what_changes_by_itself_is_shown_and_does_not_count() -> None:
    later = side("b", headers=(("Server", "x"), ("Date", "tomorrow")))
    comparison = compare((side("a"), later))
    assert names(comparison) == []
    assert any(line.name == "date" for line in comparison.lines)


def test_an_inspection_authority_on_the_proxys_route_is_named() -> None:
    direct = side("proxy=none", identity=SITE)
    proxied = side("proxy=px", proxy="http://px:1", identity=INSPECTED)
    comparison = compare((direct, proxied))
    assert comparison.findings == (
        "TLS inspection on proxy=px: its certificate is issued by Corp Inspection CA, "
        "the server's own by Public CA",
    )
    assert "issued by" in names(comparison)


def test_a_proxy_that_inspects_nothing_is_not_accused() -> None:
    direct = side("proxy=none", identity=SITE)
    proxied = side("proxy=px", proxy="http://px:1", identity=SITE)
    assert compare((direct, proxied)).findings == ()


def test_a_renewed_certificate_of_the_same_issuer_is_not_inspection() -> None:
    renewed = leaf(SITE.issuer, "bank.test")
    direct = side("proxy=none", identity=SITE)
    proxied = side("proxy=px", proxy="http://px:1", identity=renewed)
    assert "same: several servers" in compare((direct, proxied)).findings[0]


def test_a_failure_stands_beside_a_response() -> None:
    fault = ExchangeFault("rejected", Code.ERROR_WINHTTP_SECURE_FAILURE, Phase.TLS)
    failed = replace(side("b"), report=Report((), fault), body=None)
    comparison = compare((side("a"), failed))
    assert {"status", "failure"} <= set(names(comparison))


def test_secrets_in_headers_are_masked() -> None:
    one = side("a", headers=(("Set-Cookie", "id=geheim; Secure"),))
    comparison = compare((one, side("b", headers=())))
    assert "geheim" not in repr(comparison.lines)
    assert "geheim" in repr(compare((one, side("b", headers=())), show_secrets=True).lines)
