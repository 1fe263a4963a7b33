"""The collector: every fact of the events, half-filled after a failure, small memory."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.report import stories
from tests.report.certificates import certificate
from winhttp_cli.errors import Code
from winhttp_cli.events import (
    BodyReceived,
    ConnectDone,
    ConnectionClosed,
    ConnectStarted,
    ContentDecoded,
    DecodingStarted,
    ExchangeStarted,
    InterimResponse,
    Note,
    Reason,
    RequestHeadSent,
    RequestSent,
    ResponseHead,
)
from winhttp_cli.report.collect import Collector, extended_error
from winhttp_cli.report.connections import KnownConnections
from winhttp_cli.report.model import Report


def test_nothing_happened() -> None:
    assert Collector().report() == Report()


def test_timing_is_told_by_phase() -> None:
    timing = stories.report_of(stories.success((certificate(),))).exchanges[0].timing
    phases = (timing.resolve, timing.connect, timing.tls, timing.send, timing.wait, timing.body)
    assert phases == pytest.approx((4, 11, 24, 0, 88, 2))
    assert timing.total == pytest.approx(129)


def test_a_phase_that_never_ran_has_no_time() -> None:
    timing = stories.report_of(stories.plain()).exchanges[0].timing
    assert timing.tls is None
    assert timing.tunnel is None


def test_the_response_is_complete_with_its_sizes() -> None:
    response = stories.report_of(stories.success()).response
    assert response is not None
    assert (response.status, response.received, response.complete) == (200, 20, True)


def test_a_decoded_body_loses_the_lines_that_are_no_longer_true_and_counts_what_came_out() -> None:
    untrue = (("Content-Encoding", "gzip"), ("Content-Length", "20"))
    head = ResponseHead(protocol="HTTP/1.1", status=200, reason="OK", headers=(*untrue, ("X", "y")))
    response = stories.report_of(
        [
            *stories.started(),
            head,
            DecodingStarted(codings=("gzip",), removed=untrue),
            ContentDecoded(codings=("gzip",), delivered=400),
        ]
    ).response
    assert response is not None
    assert (response.headers, response.delivered) == ((("X", "y"),), 400)


def test_a_body_cut_off_is_incomplete_and_counts_what_came() -> None:
    response = stories.report_of(stories.success()[:-2]).response
    assert response is not None
    assert (response.received, response.complete) == (12, False)


def test_a_refused_handshake_still_shows_the_chain() -> None:
    chain = (certificate(), certificate("Contoso Issuing CA 3", "Contoso Root R1"))
    report = stories.report_of(stories.rejected(chain))
    last = report.exchanges[-1]
    assert last.certificate is not None
    assert last.certificate.chain == chain
    assert last.certificate.secure_failure == 0x70
    assert last.accepted_issuers == ("CN=Some CA",)
    assert (last.tls, last.response) == (None, None)
    assert report.failure is not None
    assert report.failure.code is Code.ERROR_WINHTTP_SECURE_FAILURE


def test_a_refused_connection_still_shows_the_addresses_tried() -> None:
    report = stories.report_of(stories.refused())
    attempts = report.exchanges[0].attempts
    assert [attempt.address for attempt in attempts] == [stories.REMOTE, "[2001:db8::10]:443"]
    assert [attempt.milliseconds for attempt in attempts] == pytest.approx([2, 1])
    assert extended_error(report) == 10061


def test_a_phase_cut_short_counts_up_to_the_failure() -> None:
    timing = stories.report_of(stories.timed_out()).exchanges[0].timing
    assert timing.wait == pytest.approx(500)
    assert timing.body is None


def test_a_redirect_is_two_exchanges_and_the_last_url_counts() -> None:
    report = stories.report_of(stories.redirected())
    assert [exchange.reason for exchange in report.exchanges] == [Reason.INITIAL, Reason.REDIRECT]
    assert report.url == "https://api.contoso.com/v2"
    note = report.exchanges[0].redirect
    assert note is not None
    assert note.followed


def test_a_reused_connection_keeps_the_facts_of_its_handshake() -> None:
    last = stories.report_of(stories.redirected((certificate(),))).exchanges[-1]
    assert last.connection is not None
    assert last.connection.reused
    assert last.tls is not None
    assert last.tls.version == "TLS 1.3"
    assert last.certificate is not None


def test_the_collector_of_another_request_knows_the_connection_too() -> None:
    known = KnownConnections()
    stories.report_of(stories.success((certificate(),)), known)
    second = stories.redirected()[-9:]
    assert stories.report_of(second, known).exchanges[0].tls is not None
    assert stories.report_of(second).exchanges[0].tls is None


def test_a_closed_connection_is_forgotten() -> None:
    known = KnownConnections()
    closed = ConnectionClosed(connection=1, why="Connection: close")
    stories.report_of([*stories.success((certificate(),)), closed], known)
    assert known.recall(1).tls is None


def test_known_connections_are_bounded() -> None:
    known = KnownConnections()
    for number in range(3000):
        known.remember(number, known.recall(0))
    assert len(known._handshakes) == 1024


def test_an_answer_to_connect_gives_way_to_the_real_answer() -> None:
    tunnel = [
        *stories.started(),
        *stories.connected(),
        RequestHeadSent(
            method="CONNECT", target="api.contoso.com:443", protocol="HTTP/1.1", headers=(), at=0.015
        ),
        RequestSent(size=70, at=0.016),
        ResponseHead(protocol="HTTP/1.1", status=200, reason="OK", headers=(), from_proxy=True, at=0.02),
    ]
    refused = stories.report_of(tunnel)
    assert refused.response is not None
    assert refused.response.from_proxy
    whole = stories.report_of([*tunnel, *stories.secured(0.02, ()), *stories.answered(0.044)])
    last = whole.exchanges[0]
    assert last.response is not None
    assert not last.response.from_proxy
    assert last.tunnel is not None
    assert last.timing.tunnel == pytest.approx(5)
    assert last.timing.body == pytest.approx(2)


def test_a_new_attempt_clears_the_earlier_failure() -> None:
    again = [*stories.refused(), *stories.started(1.0, Reason.RETRY)]
    assert stories.report_of(again).failure is None


def test_memory_does_not_grow_with_the_body() -> None:
    collector = Collector()
    stories.tell(stories.success()[:-3], collector)
    tracemalloc.start()
    try:
        for received in range(20_000):
            collector(BodyReceived(received=received))
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < 4096


def test_remarks_and_interim_answers_are_bounded() -> None:
    flood = [InterimResponse(status=103, reason="", headers=()), Note(text="x")] * 500
    last = stories.report_of([*stories.started(), *flood]).exchanges[0]
    assert len(last.notes) == 100
    assert len(last.interim) == 100


def test_an_event_before_any_exchange_is_harmless() -> None:
    assert stories.report_of([ConnectStarted(address="x", at=1.0)]).exchanges == ()


def test_two_attempts_make_one_connect_time() -> None:
    events = [
        ExchangeStarted(reason=Reason.INITIAL, method="GET", url=stories.URL, at=0.0),
        *stories.refused()[4:8],
        ConnectStarted(address="x:1", at=0.007),
        ConnectDone(connection=2, local="", remote="x:1", at=0.01),
    ]
    assert stories.report_of(events).exchanges[0].timing.connect == pytest.approx(6)
