"""A failure in a few lines, and the panel of a rejected certificate."""

from __future__ import annotations

import pytest

from tests.render import looks
from tests.report import stories
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase, Timer, UsageFault, WhttpError
from winhttp_cli.events import CertificateCheck, CheckVerdict
from winhttp_cli.plan import NO_FAULT, CertFault
from winhttp_cli.render.columns import cells


def check(name: str, fault: CertFault, detail: str = "x") -> CertificateCheck:
    verdict = CheckVerdict.OK if fault == NO_FAULT else CheckVerdict.FAIL
    return CertificateCheck(name, verdict, detail, fault)


def panel_of(*checks: CertificateCheck, width: int = 120) -> list[str]:
    faults = NO_FAULT
    for each in checks:
        faults |= each.fault if each.verdict is CheckVerdict.FAIL else NO_FAULT
    return looks.failure(stories.rejected((), checks, faults), width=width)


def test_the_documented_panel() -> None:
    assert looks.failure(stories.rejected(looks.CHAIN), width=100) == [
        "whttp: certificate rejected: 3 of 8 checks failed",
        "       12175 ERROR_WINHTTP_SECURE_FAILURE (0x80072F8F)",
        "  ok    chain      www.other.test < Contoso Issuing CA 3 < Contoso Root R1",
        "  ok    trust      root found in root.pem (--ca-file)",
        "  FAIL  name       localhost is not www.other.test        12038  --ignore cn-invalid",
        "  FAIL  date       expired 5 days ago, 2026-11-17 07:06Z  12037  --ignore date-invalid",
        "  FAIL  usage      has clientAuth, needs serverAuth       12179  --ignore wrong-usage",
        "  ok    signature  ECDSA P-256 with SHA-256",
        "  skip  revoked?   off; turn on with --enable-feature ssl-revocation",
        "  ok    version    TLS 1.3 is allowed",
        "  bits  CERT_CN_INVALID | CERT_DATE_INVALID | CERT_WRONG_USAGE = 0x70",
        "  owner the server: it needs a new certificate. Details: whttp tls localhost:9445",
    ]


def test_at_80_columns_the_numbers_go_below() -> None:
    lines = looks.failure(stories.rejected(looks.CHAIN), width=80)
    assert lines[4:6] == [
        "  FAIL  name       localhost is not www.other.test",
        "                   12038  --ignore cn-invalid",
    ]


@pytest.mark.parametrize("width", [60, 70, 80, 90, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert all(cells(line) <= width for line in looks.failure(stories.rejected(looks.CHAIN), width=width))


@pytest.mark.parametrize(
    ("fault", "number", "word", "bits"),
    [
        (CertFault.UNKNOWN_CA, 12045, "--ignore unknown-ca", "INVALID_CA = 0x8"),
        (CertFault.WRONG_USAGE, 12179, "--ignore wrong-usage", "CERT_WRONG_USAGE = 0x40"),
        (CertFault.NAME, 12038, "--ignore cn-invalid", "CERT_CN_INVALID = 0x10"),
        (CertFault.DATE, 12037, "--ignore date-invalid", "CERT_DATE_INVALID = 0x20"),
        (CertFault.WEAK_SIGNATURE, 12169, "--ignore weak-signature", "INVALID_CERT = 0x2"),
        (CertFault.BAD_SIGNATURE, 12169, "no flag passes this", "INVALID_CERT = 0x2"),
        (CertFault.REVOKED, 12170, "no flag passes this", "CERT_REVOKED = 0x4"),
        (CertFault.REVOCATION_UNKNOWN, 12057, "no flag passes this", "CERT_REV_FAILED = 0x1"),
        (CertFault.CONSTRAINTS, 12169, "no flag passes this", "INVALID_CERT = 0x2"),
        (CertFault.INVALID, 12169, "no flag passes this", "INVALID_CERT = 0x2"),
    ],
)
def test_each_fault_has_its_number_its_flag_and_its_bit(
    fault: CertFault, number: int, word: str, bits: str
) -> None:
    lines = panel_of(check("date", fault))
    assert f"{number}  {word}" in lines[2]
    assert lines[3] == f"  bits  {bits}"


def test_the_words_of_the_panel_are_words_of_the_flag() -> None:
    from winhttp_cli.options.shorthand import SHORTHANDS

    ignore = next(each for each in SHORTHANDS if "--ignore" in each.flags)
    for fault in CertFault:
        line = panel_of(check("x", fault))[2]
        if "--ignore" in line:
            word = line.rpartition(" ")[2]
            assert ignore.option.kind.parse(ignore.text(word))


@pytest.mark.parametrize(
    ("checks", "owner"),
    [
        ([check("trust", CertFault.UNKNOWN_CA)], "you: if you trust this authority"),
        (
            [check("chain", CertFault.UNKNOWN_CA), check("trust", CertFault.UNKNOWN_CA)],
            "the server: it does not send",
        ),
        ([check("name", CertFault.NAME)], "the server, or you"),
        ([check("date", CertFault.DATE)], "unless the clock here is wrong"),
        ([check("revocation", CertFault.REVOKED)], "the server: its certificate was revoked"),
        ([check("revocation", CertFault.REVOCATION_UNKNOWN)], "the network"),
    ],
)
def test_the_owner_is_who_can_act(checks: list[CertificateCheck], owner: str) -> None:
    assert any(owner in line for line in panel_of(*checks))


def test_a_forgiven_check_is_not_counted_and_names_who_forgave() -> None:
    forgiven = CertificateCheck("date", CheckVerdict.FORGIVEN, "expired", CertFault.DATE)
    events = stories.rejected((), (forgiven, check("name", CertFault.NAME)), CertFault.NAME)
    lines = looks.failure(events, looks.said(security_flags="ignore-cert-date-invalid"))
    assert lines[0] == "whttp: certificate rejected: 1 of 2 checks failed"
    assert lines[2].split() == ["forgiven", "date", "expired", "12037", "by", "--security-flags"]


@pytest.mark.parametrize(
    ("timer", "text"),
    [
        (Timer.RESOLVE, "timer: resolve-timeout = infinite, from built-in"),
        (Timer.CONNECT, "timer: connect-timeout = 500 ms, from --connect-timeout"),
        (Timer.SEND, "timer: send-timeout = 30000 ms, from built-in"),
        (Timer.RECEIVE, "timer: receive-timeout = 30000 ms, from built-in"),
        (Timer.RECEIVE_RESPONSE, "timer: receive-response-timeout = 90000 ms, from built-in"),
        (Timer.TOTAL, "timer: max-time = 2.5 s, from --max-time"),
    ],
)
def test_a_timeout_names_its_timer_with_value_and_origin(timer: Timer, text: str) -> None:
    settings = looks.said(connect_timeout="500", max_time="2.5")
    assert looks.failure(stories.timed_out(timer), settings)[:3] == [
        "whttp: the server did not answer",
        "       12002 ERROR_WINHTTP_TIMEOUT (0x80072EE2), exit status 5",
        f"       {text}",
    ]


def other_timers(timer: Timer, phase: Phase, instead: Timer | None = None, **values: str) -> list[str]:
    code = Code.ERROR_WINHTTP_TIMEOUT
    fault = ExchangeFault("late", code, phase, timer=timer, instead=instead)
    return [line.strip() for line in looks.failure([], looks.said(**values), width=0, error=fault)[3:]]


@pytest.mark.parametrize(
    ("instead", "text"),
    [
        (Timer.RESOLVE, "resolve-timeout (infinite, built-in) would not have ended this"),
        (Timer.CONNECT, "connect-timeout (60000 ms, built-in) would have ended this"),
        (Timer.SEND, "send-timeout (30000 ms, built-in) would have ended this"),
        (Timer.RECEIVE, "receive-timeout (700 ms, --receive-timeout) would have ended this"),
    ],
)
def test_max_time_names_the_timer_that_winhttp_has_there(instead: Timer, text: str) -> None:
    lines = other_timers(Timer.TOTAL, Phase.PROXY, instead, receive_timeout="700")
    assert lines == [f"WinHTTP has no such timer: {text}"]


def test_max_time_names_no_other_timer_where_winhttp_has_none() -> None:
    assert other_timers(Timer.TOTAL, Phase.SETUP) == []


def test_a_silent_server_outlasts_a_shorter_response_timer_and_that_is_said() -> None:
    values = {"receive_timeout": "900", "receive_response_timeout": "300"}
    assert other_timers(Timer.RECEIVE, Phase.RECEIVE, **values) == [
        "receive-response-timeout (300 ms, --receive-response-timeout) was over before, "
        "but is looked at only when bytes arrive"
    ]
    assert other_timers(Timer.RECEIVE, Phase.BODY, **values) == []
    assert other_timers(Timer.RECEIVE, Phase.RECEIVE, receive_timeout="900") == []


def test_a_response_timer_below_the_receive_timer_reads_back_as_that() -> None:
    values = {"receive_timeout": "infinite", "receive_response_timeout": "300"}
    assert other_timers(Timer.RECEIVE_RESPONSE, Phase.RECEIVE, **values) == [
        "on Windows it reads back as receive-timeout (infinite, --receive-timeout), the larger of the two"
    ]
    assert other_timers(Timer.RECEIVE_RESPONSE, Phase.RECEIVE) == []


def test_a_socket_error_is_named() -> None:
    assert looks.failure(stories.refused())[-1] == "       socket error 10061 (EXTENDED_ERROR)"


def test_a_usage_fault_names_its_origin_once() -> None:
    hint = "takes 0 to 4294967295"
    for message in ("'x' is not a number", "--connect-timeout: 'x' is not a number"):
        fault = UsageFault(message, Code.ERROR_INVALID_PARAMETER, origin="--connect-timeout", hint=hint)
        assert looks.failure([], error=fault) == [
            "whttp: --connect-timeout: 'x' is not a number",
            "       87 ERROR_INVALID_PARAMETER (0x80070057), exit status 2",
            "       hint: takes 0 to 4294967295",
        ]


def test_an_error_without_a_number_has_its_exit_status_alone() -> None:
    fault = ExchangeFault("disk full", None, Phase.FILE, status=ExitStatus.FILE)
    assert looks.failure([], error=fault) == ["whttp: disk full", "       exit status 14"]


def test_a_certificate_error_without_checks_is_an_ordinary_error() -> None:
    lines = looks.failure([], error=stories.rejection())
    assert lines[0] == "whttp: the certificate was rejected"


def test_hostile_text_is_escaped() -> None:
    fault = WhttpError("bad \x1b[2J\nanswer", None, hint="\x07")
    assert all(line.isprintable() for line in looks.failure([], error=fault))
    lines = panel_of(check("name", CertFault.NAME, "\x1b]0;x\x07 is not y"))
    assert all(line.isprintable() for line in lines)
