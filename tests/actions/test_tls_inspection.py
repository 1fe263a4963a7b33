"""TLS inspection: named where an authority's name says so, suspected only where everything does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from winhttp_cli.actions.tls_inspection import suspicion
from winhttp_cli.knowledge.tls_inspection import INSPECTORS, Inspector
from winhttp_cli.report.certificate import Certificate

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Shown:
    """A server's own certificate in short."""

    issuer: str = "Contoso Issuing CA"
    age: timedelta = timedelta(minutes=5)
    timestamps: int = 0
    url: str = ""

    @property
    def chain(self) -> tuple[Certificate, ...]:
        certificate = Certificate(
            size=0,
            sha1="",
            sha256="",
            subject="CN=www.example.org",
            issuer=f"CN={self.issuer}",
            issuer_title=self.issuer,
            not_before=NOW - self.age,
            timestamps=self.timestamps,
            ocsp_urls=(self.url,) if self.url else (),
        )
        return (certificate,)


@pytest.mark.parametrize("inspector", INSPECTORS, ids=lambda one: one.product)
def test_every_product_is_known_by_each_of_its_names(inspector: Inspector) -> None:
    for name in inspector.names:
        shown = Shown(f"{name.title()} Root CA")
        found = suspicion(shown.chain, "www.example.org", is_public=False, now=NOW)
        assert found is not None, name
        assert found.product == inspector.product
        assert found.evidence


def test_the_same_name_under_a_public_root_is_only_a_company() -> None:
    assert suspicion(Shown("Zscaler Web CA").chain, "www.zscaler.com", is_public=True, now=NOW) is None


@pytest.mark.parametrize("issuer", ["Zscalerix CA", "Preset Authority", "Contoso"])
def test_a_name_that_only_holds_the_letters_is_no_hit(issuer: str) -> None:
    old = Shown(issuer, age=timedelta(days=90))
    assert suspicion(old.chain, "www.example.org", is_public=False, now=NOW) is None


def test_every_circumstance_together_makes_a_possibility() -> None:
    found = suspicion(Shown().chain, "www.example.org", is_public=False, now=NOW)
    assert found is not None
    assert (found.product, len(found.evidence)) == ("", 4)


@pytest.mark.parametrize(
    "shown",
    [
        replace(Shown(), age=timedelta(days=40)),
        replace(Shown(), timestamps=2),
        replace(Shown(), url="http://ocsp.contoso.com/"),
    ],
)
def test_without_one_of_them_nothing_is_said(shown: Shown) -> None:
    assert suspicion(shown.chain, "www.example.org", is_public=False, now=NOW) is None


@pytest.mark.parametrize("host", ["localhost", "intranet", "printer.local", "db.corp", "10.0.0.1", "::1"])
def test_a_private_name_is_never_suspected_by_circumstances(host: str) -> None:
    assert suspicion(Shown().chain, host, is_public=False, now=NOW) is None


def test_no_chain_no_suspicion() -> None:
    assert suspicion((), "www.example.org", is_public=False, now=NOW) is None
