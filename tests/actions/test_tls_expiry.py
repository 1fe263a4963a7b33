"""--expires-in: the forms of a time, and which certificate decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from winhttp_cli.actions.tls_expiry import expiry_failure, expiry_of, read_duration
from winhttp_cli.errors import ExitStatus, UsageFault
from winhttp_cli.report.certificate import Certificate

NOW = datetime(2026, 11, 24, tzinfo=UTC)
MONTH = timedelta(days=30)


def ending(days: float | None, title: str = "leaf", issuer: str = "CA") -> Certificate:
    end = None if days is None else NOW + timedelta(days=days)
    return Certificate(0, "", "", subject=title, issuer=issuer, title=title, not_after=end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30d", timedelta(days=30)),
        ("2w", timedelta(weeks=2)),
        ("12h", timedelta(hours=12)),
        (" 90M ", timedelta(minutes=90)),
        ("0s", timedelta(0)),
        ("99999999w", timedelta(weeks=99999999)),
    ],
)
def test_a_time_is_a_number_and_a_unit(text: str, expected: timedelta) -> None:
    assert read_duration(text) == expected


@pytest.mark.parametrize("text", ["", "30", "d", "-1d", "1.5d", "30 d", "1d1h", "999999999w", "٣d"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageFault, match="--expires-in"):
        read_duration(text)


@pytest.mark.parametrize(("days", "expires"), [(29, True), (30, True), (30.001, False), (-1, True)])
def test_the_end_decides_to_the_second(days: float, expires: bool) -> None:
    found = expiry_of([ending(days)], MONTH, NOW)
    assert found is not None
    assert found.expires is expires


def test_the_certificate_that_ends_first_decides() -> None:
    found = expiry_of([ending(90), ending(9, "CA", "Root")], MONTH, NOW)
    assert found is not None
    assert (found.title, found.expires) == ("CA", True)


def test_a_root_that_was_sent_does_not_count_but_a_self_signed_server_does() -> None:
    found = expiry_of([ending(90), ending(1, "Root", "Root")], MONTH, NOW)
    assert found is not None
    assert found.title == "leaf"
    alone = expiry_of([ending(1, "self", "self")], MONTH, NOW)
    assert alone is not None
    assert alone.expires


def test_an_end_that_cannot_be_read_is_not_ok() -> None:
    found = expiry_of([ending(None)], MONTH, NOW)
    failure = expiry_failure(found, asked=True)
    assert failure is not None
    assert failure.status is ExitStatus.EXPECTATION
    assert expiry_failure(found, asked=False) is None
