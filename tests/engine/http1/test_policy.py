"""The written policy, rule by rule: what breaks the rule, and its twin that keeps it."""

from __future__ import annotations

import pytest

from tests.engine.http1.exchanges import Answer, bytewise, read, request
from tests.engine.http1.policy_cases import CASES, GOOD, LIMITS, Case
from tests.engine.http1.policy_table import PAGE, page
from winhttp_cli.engine.http1.machine import Done, Http1Machine
from winhttp_cli.engine.http1.policy import Rule, Verdict, standard
from winhttp_cli.errors import Code

SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
UPGRADE = ((b"Connection", b"Upgrade"), (b"Upgrade", b"websocket"))

#: Rules with a test of their own below: they need another request or look at the connection.
APART = {Rule.SWITCH_UNASKED, Rule.BYTES_AFTER_END, Rule.CLOSED_WITHOUT_NOTIFY}

NUMBERS = {
    Rule.HEAD_SIZE: Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW,
    Rule.TRAILER_SIZE: Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW,
    Rule.FIELD_COUNT: Code.ERROR_WINHTTP_HEADER_COUNT_EXCEEDED,
    Rule.CHUNK_SIZE_OVERFLOW: Code.ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW,
    Rule.CHUNK_LINE_LENGTH: Code.ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW,
    Rule.CLOSED_BEFORE_ANSWER: Code.ERROR_WINHTTP_CONNECTION_ERROR,
    Rule.CLOSED_IN_BODY: Code.ERROR_WINHTTP_CONNECTION_ERROR,
}


def broken(case: Case) -> Answer:
    return read([case.broken] if case.broken else [], limits=LIMITS, close=case.close)


names = pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule.name)


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES} | APART == set(Rule)


@names
def test_a_broken_rule_is_refused_with_its_number_or_tolerated_by_name(case: Case) -> None:
    answer = broken(case)
    if case.rule.ruling.verdict is Verdict.TOLERATED:
        assert answer.fault is None
        assert answer.is_complete
        assert answer.tolerated == {case.rule}
        return
    assert answer.fault is not None
    assert answer.fault.message.startswith(case.rule.ruling.shape)
    assert answer.fault.code == NUMBERS.get(case.rule, Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE)


@names
def test_the_twin_that_keeps_the_rule_is_read_without_a_note(case: Case) -> None:
    answer = read(case.twin, limits=LIMITS, close=case.close)
    assert answer.fault is None
    assert answer.is_complete
    assert answer.tolerated == set()


@names
def test_the_verdict_is_the_same_byte_by_byte(case: Case) -> None:
    whole = broken(case)
    cut = read(bytewise(case.broken), limits=LIMITS, close=case.close)
    assert (cut.body, cut.tolerated, cut.is_complete) == (whole.body, whole.tolerated, whole.is_complete)
    assert getattr(cut.fault, "code", None) == getattr(whole.fault, "code", None)


@names
def test_a_rule_that_closes_keeps_the_connection_out_of_the_pool(case: Case) -> None:
    answer = broken(case)
    if answer.fault is not None or case.rule.ruling.closes:
        assert not answer.machine.is_reusable
    else:
        assert answer.machine.is_reusable


def test_a_switch_of_protocols_nobody_asked_for_is_refused() -> None:
    answer = read(SWITCH)
    assert answer.fault is not None
    assert answer.fault.code == Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE


def test_a_switch_of_protocols_that_was_asked_for_hands_over_what_follows() -> None:
    answer = read(SWITCH + b"\x81\x05hello", sent=request(fields=UPGRADE))
    assert answer.fault is None
    assert answer.machine.rest == b"\x81\x05hello"
    assert not answer.machine.is_reusable


def test_an_upgrade_field_that_connection_does_not_name_asks_for_nothing() -> None:
    answer = read(SWITCH, sent=request(fields=UPGRADE[1:]))
    assert answer.fault is not None


def test_bytes_after_the_end_are_thrown_away_and_end_the_connection() -> None:
    answer = read(GOOD + b"HTTP/1.1 200 Smuggled\r\n\r\n")
    assert (answer.body, answer.is_complete) == (b"hello", True)
    assert answer.machine.why_closing == Rule.BYTES_AFTER_END.ruling.shape
    assert not answer.machine.is_reusable


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_body_ended_by_a_close_that_tls_did_not_announce_leaves_a_note(is_announced: bool) -> None:
    machine = Http1Machine()
    machine.start(request(), LIMITS)
    machine.finish()
    machine.receive(b"HTTP/1.1 200 OK\r\n\r\nhello")
    (done,) = machine.receive_end(None if is_announced else Rule.CLOSED_WITHOUT_NOTIFY)
    assert isinstance(done, Done)
    assert done.tolerated == (set() if is_announced else {Rule.CLOSED_WITHOUT_NOTIFY})


def test_an_answer_that_ends_where_it_should_leaves_the_connection_open() -> None:
    answer = read(GOOD)
    assert answer.machine.is_reusable


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_names_its_place_in_the_standard(rule: Rule) -> None:
    assert standard(rule).startswith("RFC 9")
    assert rule.ruling.shape


def test_no_two_rules_share_their_words() -> None:
    assert len({rule.ruling.shape for rule in Rule}) == len(Rule)


def test_the_page_for_people_says_what_the_rules_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
